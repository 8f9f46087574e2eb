import { expect, it, vi } from 'vitest';
import { CrmError } from '../../lib/domain/failure';
import type { LockState } from '../../lib/domain/lock-state';
import type { LockWorld } from '../../lib/panel/lock-model';
import { LockModel } from '../../lib/panel/lock-model';

function open() {
  const published: { lock?: LockState } = {};
  const send = vi.fn(async (_name: string, _input: unknown): Promise<unknown> => null);
  const model = new LockModel({
    send: send as unknown as LockWorld['send'],
    readLock: async () => published.lock,
  });
  return { model, send, published };
}

it('knows nothing before the worker has told', async () => {
  const { model } = open();
  await model.refresh();
  expect(model.state.value).toBeNull();
});

it('sends what is asked, and shows what came of it', async () => {
  const { model, send, published } = open();
  published.lock = { state: 'unlocked', idleMinutes: 5 };
  expect(await model.turnOn('seven grey herons', 5)).toBeNull();
  expect(send).toHaveBeenCalledExactlyOnceWith('lock.turnOn', { passphrase: 'seven grey herons', idleMinutes: 5 });
  expect(model.state.value).toEqual({ state: 'unlocked', idleMinutes: 5 });
});

it('says what was refused, and shows what there is', async () => {
  const { model, send, published } = open();
  published.lock = { state: 'locked', idleMinutes: 5 };
  send.mockRejectedValue(new CrmError({ kind: 'wrong-passphrase' }));
  expect(await model.unlock('six grey herons')).toEqual({ kind: 'wrong-passphrase' });
  expect(model.state.value?.state).toBe('locked');
});

it('keeps no passphrase', async () => {
  const { model } = open();
  await model.turnOn('seven grey herons', null);
  await model.change('seven grey herons', 'eight grey herons');
  expect(JSON.stringify(model)).not.toContain('herons');
});
