import { describe, expect, it, vi } from 'vitest';
import type { Failure } from '../../lib/domain/failure';
import { CrmError } from '../../lib/domain/failure';
import { dispatch } from '../../lib/messaging/server';
import type { OwnHandlers, WorkerHandlers } from '../../lib/worker/starting';
import { createStarter, startingHandlers } from '../../lib/worker/starting';

const self = { id: 'abcdefghijklmnop', origin: 'chrome-extension://abcdefghijklmnop' };
const panel = { id: self.id, origin: self.origin, url: `${self.origin}/sidepanel.html` };
const gmail = {
  id: self.id,
  origin: 'https://mail.google.com',
  url: 'https://mail.google.com/',
  frameId: 0,
  tab: { id: 7 },
};

const BLOCKED: Failure = { kind: 'storage', problem: 'blocked' };

/** A worker that can't start as long as `obstacle` is set. */
function begin() {
  const world = { obstacle: BLOCKED as Failure | null, starts: 0 };
  const called = vi.fn(async () => null);
  const handlers = { 'panel.refresh': called } as unknown as WorkerHandlers;
  const start = createStarter(async () => {
    world.starts += 1;
    if (world.obstacle) throw new CrmError(world.obstacle);
    return { handlers };
  });
  const own: OwnHandlers = {
    'storage.check': async () => ({ damaged: 0 }),
    'storage.reset': async () => null,
    'pending.export': async () => ({ json: '{}', count: 0 }),
  };
  const all = startingHandlers(start, own);
  const send = (name: string, input: unknown, from: object = panel) => dispatch(all, { name, input }, from, self);
  return { world, called, start, send };
}

describe('a worker that can’t start', () => {
  it('says so to every message, and tries anew for each', async () => {
    const { world, called, send } = begin();
    for (const times of [1, 2, 3]) {
      expect(await send('panel.refresh', { tabId: 7 })).toEqual({ ok: false, failure: BLOCKED });
      expect(world.starts).toBe(times);
    }
    expect(called).not.toHaveBeenCalled();
  });

  it('answers as soon as nothing stands in its way any more', async () => {
    const { world, called, send } = begin();
    await send('panel.refresh', { tabId: 7 });
    world.obstacle = null;
    expect(await send('panel.refresh', { tabId: 7 }, { ...panel, tab: { id: 9 } })).toEqual({ ok: true, value: null });
    expect(called).toHaveBeenCalledExactlyOnceWith({ tabId: 7 }, 9);
  });

  it('still gives out what is pending, and lets its storage be reset', async () => {
    const { world, send } = begin();
    expect(await send('pending.export', {})).toEqual({ ok: true, value: { json: '{}', count: 0 } });
    expect(await send('storage.reset', {})).toEqual({ ok: true, value: null });
    expect(world.starts).toBe(0);
  });

  it('gives nothing out to Gmail’s page', async () => {
    const { send } = begin();
    for (const name of ['pending.export', 'storage.reset', 'storage.check']) {
      expect(await send(name, {}, gmail)).toMatchObject({ ok: false, failure: { kind: 'internal' } });
    }
  });
});

describe('a worker that can', () => {
  it('starts once, however many ask at the same time and later', async () => {
    const { world, start } = begin();
    world.obstacle = null;
    const [one, other] = await Promise.all([start(), start()]);
    expect(one).toBe(other);
    expect(await start()).toBe(one);
    expect(world.starts).toBe(1);
  });
});
