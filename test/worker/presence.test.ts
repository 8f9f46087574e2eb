import { describe, expect, it } from 'vitest';
import { protocol } from '../../lib/messaging/protocol';
import type { Handlers } from '../../lib/messaging/server';
import { withPresence } from '../../lib/worker/presence';

function begin() {
  const events: string[] = [];
  const names = Object.keys(protocol);
  const handlers = Object.fromEntries(
    names.map((name) => [name, async (...given: unknown[]) => (events.push(name), given)]),
  ) as unknown as Handlers;
  const noticed = withPresence(handlers, {
    touch: async () => void events.push('touch'),
    lockIfIdle: async () => void events.push('lock if idle'),
  });
  const run = (name: string, ...given: unknown[]) =>
    (noticed as unknown as Record<string, (...all: unknown[]) => Promise<unknown>>)[name]?.(...given);
  return { events, names, run };
}

describe('what a page sends', () => {
  it('is taken for a sign of the rep, before anything is done', async () => {
    const { events, run } = begin();
    expect(await run('edit.retry', { id: '1' }, 7)).toEqual([{ id: '1' }, 7]);
    expect(events).toEqual(['touch', 'edit.retry']);
  });

  it.each(['panel.shown', 'email.opened'])('by itself (%s) is not, and still may lock', async (name) => {
    const { events, run } = begin();
    await run(name, {}, 7);
    expect(events).toEqual(['lock if idle', name]);
  });

  it('is all answered', async () => {
    const { events, names, run } = begin();
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) await run(name, {}, 7);
    expect(events.filter((event) => names.includes(event))).toEqual(names);
  });
});
