import { describe, expect, it } from 'vitest';
import { createLanes } from '../../lib/domain/lanes';

describe('work of one lane', () => {
  it('goes in order, and other lanes do not wait for it', async () => {
    const lanes = createLanes<string>();
    const gate = Promise.withResolvers<void>();
    const seen: string[] = [];
    const note = (name: string) => async () => void seen.push(name);
    const first = lanes('a', async () => {
      await gate.promise;
      seen.push('a1');
    });
    const second = lanes('a', note('a2'));
    await lanes('b', note('b1'));
    gate.resolve();
    await Promise.all([first, second]);
    expect(seen).toEqual(['b1', 'a1', 'a2']);
  });

  it('that fails tells its caller and holds up nothing after it', async () => {
    const lanes = createLanes<string>();
    const failing = lanes('a', () => Promise.reject(new Error('no')));
    const next = lanes('a', async () => 'done');
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('done');
  });
});
