import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../lib/store/database';
import { failureOf } from '../crm/contract';
import { fillDisk } from './disk';
import { scriptedCrm } from './scripted-crm';
import type { Weather } from './store';
import { change, newDatabase, newWeather, startStore } from './store';

const FULL = { kind: 'storage', problem: 'full' };

let db: Database;
let weather: Weather;
beforeEach(async () => {
  db = await newDatabase();
  weather = newWeather();
});
afterEach(() => {
  vi.restoreAllMocks();
});

function begin(world = scriptedCrm()) {
  return { world, ...startStore(db, world.crm, weather) };
}

describe('on a full disk', () => {
  it('an edit is refused, and nothing of it reaches the CRM', async () => {
    const { outbox, world } = begin();
    const free = fillDisk();
    expect(await failureOf(outbox.add(change({ winProbability: 35 }, { winProbability: 5 })))).toEqual(FULL);
    free();
    expect(await db.getAll('edits')).toEqual([]);
    expect(world.calls('read')).toEqual([]);
    expect(world.calls('update')).toEqual([]);
  });

  it('a change is made altogether or not at all', async () => {
    const edit = { ...change({ amount: 1 }, {}), at: 1, attempts: 0, delivery: { is: 'queued' } } as const;
    await db.put('edits', edit);
    const free = fillDisk();
    const writing = db.change(async (tx) => {
      tx.delete('edits', edit.id);
      tx.put('edits', { ...edit, id: 'other' });
    });
    expect(await failureOf(writing)).toEqual(FULL);
    free();
    expect(await db.getAll('edits')).toEqual([edit]);
  });

  it('what was known can still be read', async () => {
    const edit = { ...change({ amount: 1 }, {}), at: 1, attempts: 0, delivery: { is: 'queued' } } as const;
    await db.put('edits', edit);
    fillDisk();
    expect(await db.getAll('edits')).toEqual([edit]);
  });

  it('an edit whose answer could not be noted is looked at again, and not sent twice', async () => {
    const { outbox, world } = begin();
    const edit = { ...change({ winProbability: 35 }, { winProbability: 5 }), at: weather.now, attempts: 0 };
    await db.put('edits', { ...edit, delivery: { is: 'queued' } });
    const release = world.hold('update');
    const sending = failureOf(outbox.resume());
    await expect.poll(() => world.calls('update')).toHaveLength(1);
    const free = fillDisk();
    release();
    expect(await sending).toEqual(FULL);
    free();
    expect((await db.get('edits', edit.id))?.delivery.is).toBe('sending');
    // The browser was asked for an alarm before anything was sent.
    expect(weather.wakeUps[0]).toBeGreaterThan(weather.now);

    const next = begin(world);
    await next.outbox.resume();
    expect((await db.get('edits', edit.id))?.delivery.is).toBe('saved');
    expect(world.calls('update')).toHaveLength(1);
  });
});
