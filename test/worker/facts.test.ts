import { beforeEach, describe, expect, it } from 'vitest';
import type { FactStore } from '../../lib/worker/facts';
import { createFacts } from '../../lib/worker/facts';
import { memory } from '../store/memory';

const KEY = 'facts:copper-1';
const STAYING = { accountId: '7', dateOrder: 'day-first' };
const FIELDS = { definitions: '[{"name":"Secret field"}]' };

let local = memory();
let session = memory();
let isOff = false;
let facts: FactStore;
beforeEach(() => {
  local = memory();
  session = memory();
  isOff = false;
  facts = createFacts(local, session, async () => isOff);
});

const known = () => facts.read('copper-1');

async function turn(off: boolean): Promise<void> {
  if (off) isOff = true;
  await facts.move(off);
  isOff = off;
}

describe('what was found out about an account', () => {
  it('lies on the disk, each fact beside the others', async () => {
    await Promise.all([facts.learn('copper-1', STAYING), facts.learn('copper-1', FIELDS)]);
    expect(local.items.get(KEY)).toEqual({ ...STAYING, ...FIELDS });
    expect(await known()).toEqual({ ...STAYING, ...FIELDS });
    expect(session.items.size).toBe(0);
  });

  it('leaves it with the mirror, but for whose account it is and how its dates are read', async () => {
    await facts.learn('copper-1', { ...STAYING, ...FIELDS });
    await turn(true);
    expect(local.items.get(KEY)).toEqual(STAYING);
    expect(await known()).toEqual({ ...STAYING, ...FIELDS });
  });

  it('does not come to the disk while the mirror is off', async () => {
    isOff = true;
    await facts.learn('copper-1', { ...STAYING, ...FIELDS });
    await facts.learn('copper-1', { customFields: 'more' });
    expect(local.items.get(KEY)).toEqual(STAYING);
    expect(await known()).toEqual({ ...STAYING, ...FIELDS, customFields: 'more' });
  });

  it('comes back with the mirror', async () => {
    isOff = true;
    await facts.learn('copper-1', { ...STAYING, ...FIELDS });
    await turn(false);
    expect(local.items.get(KEY)).toEqual({ ...STAYING, ...FIELDS });
    expect(session.items.size).toBe(0);
  });

  it('counts by its latest word where moving it was interrupted', async () => {
    await facts.learn('copper-1', { definitions: 'old' });
    isOff = true;
    await facts.learn('copper-1', { definitions: 'new' });
    expect(await known()).toEqual({ definitions: 'new' });
    await facts.move(true);
    expect(await known()).toEqual({ definitions: 'new' });
    expect(JSON.stringify([...local.items])).not.toContain('definitions');
  });

  it('is forgotten wherever it lies', async () => {
    isOff = true;
    await facts.learn('copper-1', { ...STAYING, ...FIELDS });
    await facts.forget('copper-1');
    expect([local.items.size, session.items.size]).toEqual([0, 0]);
  });
});
