import { beforeEach, describe, expect, it } from 'vitest';
import type { Delivery } from '../../lib/domain/edit';
import { undoOf } from '../../lib/domain/edit';
import type { Failure } from '../../lib/domain/failure';
import type { Database } from '../../lib/store/database';
import { wipeConnection } from '../../lib/store/forget';
import { releaseOffline } from '../../lib/store/delivery';
import { opportunity, scriptedCrm } from './scripted-crm';
import type { Weather } from './store';
import { change, newDatabase, newWeather, startStore, until } from './store';

let db: Database;
let weather: Weather;

beforeEach(async () => {
  db = await newDatabase();
  weather = newWeather();
});

function begin(world = scriptedCrm()) {
  return { world, ...startStore(db, world.crm, weather) };
}

async function deliveryOf(id: string): Promise<Delivery['is'] | 'gone'> {
  return (await db.get('edits', id))?.delivery.is ?? 'gone';
}

const becomes = (id: string, state: Delivery['is'] | 'gone') =>
  until(async () => expect(await deliveryOf(id)).toBe(state));

describe('an edit', () => {
  it('reaches the CRM with its own fields only, and the record that came back is kept', async () => {
    const { outbox, world } = begin();
    const edit = change({ winProbability: 35 }, { winProbability: 5 });
    await outbox.add(edit);
    await becomes(edit.id, 'saved');
    expect(world.calls('update')).toEqual([['update', '1', { winProbability: 35 }]]);
    expect((await db.get('opportunities', ['crm', '1']))?.winProbability).toBe(35);
  });

  it('is written down before anything is sent', async () => {
    const { outbox, world } = begin();
    world.hold('read');
    const edit = change({ winProbability: 35 }, { winProbability: 5 });
    await outbox.add(edit);
    expect(await deliveryOf(edit.id)).not.toBe('gone');
    expect(world.calls('update')).toEqual([]);
  });

  it('delivered twice is one edit', async () => {
    const { outbox, world } = begin();
    const edit = change({ winProbability: 35 }, { winProbability: 5 });
    await Promise.all([outbox.add(edit), outbox.add(edit)]);
    await becomes(edit.id, 'saved');
    await outbox.add(edit);
    expect(world.calls('update')).toHaveLength(1);
  });

  it('goes one at a time per opportunity and in order, and does not hold up another opportunity', async () => {
    const other = { connection: 'crm', id: '2' };
    const { outbox, world } = begin(scriptedCrm([opportunity(), opportunity({ ref: other })]));
    const release = world.hold('update');
    const first = change({ winProbability: 10 }, { winProbability: 5 });
    await outbox.add(first);
    await until(() => expect(world.calls('update')).toHaveLength(1));
    const second = change({ winProbability: 20 }, { winProbability: 10 });
    await outbox.add(second);
    const elsewhere = change({ winProbability: 90 }, { winProbability: 5 }, { ref: other });
    await outbox.add(elsewhere);
    await until(() => expect(world.calls('update').map(([, id]) => id)).toEqual(['1', '2']));
    release();
    await becomes(second.id, 'saved');
    expect(
      world
        .calls('update')
        .filter(([, id]) => id === '1')
        .map(([, , patch]) => patch),
    ).toEqual([{ winProbability: 10 }, { winProbability: 20 }]);
  });

  it('of one field that nothing was sent of is taken over by the next: one write, from what the rep first saw', async () => {
    const { outbox, world } = begin();
    const values = [10, 20, 30, 40, 50, 60];
    const edits = values.map((value, index) =>
      change({ winProbability: value }, { winProbability: values[index - 1] ?? 5 }),
    );
    weather.isOnline = false;
    world.fail('read', 'before', { kind: 'offline' });
    for (const edit of edits) await outbox.add(edit);
    await becomes(edits.at(-1)?.id ?? '', 'waiting');
    expect(await db.getAll('edits')).toMatchObject([{ patch: { winProbability: 60 }, base: { winProbability: 5 } }]);
    weather.isOnline = true;
    await outbox.resume();
    await becomes(edits.at(-1)?.id ?? '', 'saved');
    expect(world.calls('update')).toEqual([['update', '1', { winProbability: 60 }]]);
  });

  it('of other fields at the same moment goes in the order they were made', async () => {
    const { outbox, world } = begin();
    const edits = [
      change({ winProbability: 10 }, { winProbability: 5 }),
      change({ amount: 1 }, { amount: 84_000 }),
      change({ title: 'Robots' }, { title: 'Lab robots' }),
    ];
    await Promise.all(edits.map((edit) => outbox.add(edit)));
    await becomes(edits.at(-1)?.id ?? '', 'saved');
    expect(world.calls('update').map(([, , patch]) => patch)).toEqual(edits.map(({ patch }) => patch));
  });

  it('on its way while the connection ends brings nothing of it back', async () => {
    const { outbox, world, lifetimes } = begin();
    const release = world.hold('update');
    await outbox.add(change({ winProbability: 35 }, { winProbability: 5 }));
    await until(() => expect(world.calls('update')).toHaveLength(1));
    lifetimes.end('crm');
    await wipeConnection(db, 'crm');
    release();
    await outbox.resume();
    expect([await db.count('edits'), await db.count('opportunities')]).toEqual([0, 0]);
  });

  it('asks to be looked after while it is being sent, in case the worker dies', async () => {
    const { outbox, world } = begin();
    world.hold('read');
    await outbox.add(change({ winProbability: 35 }, { winProbability: 5 }));
    await until(() => expect(weather.wakeUps).toHaveLength(1));
    expect((weather.wakeUps[0] ?? 0) - weather.now).toBeGreaterThan(28_000);
  });

  it('left half sent by a worker that died is sent by the next, without a second write when the first had arrived', async () => {
    const first = begin();
    first.world.fail('update', 'after', { kind: 'timeout' });
    first.world.hold('read');
    const edit = change({ winProbability: 35 }, { winProbability: 5 });
    await db.put('edits', { ...edit, at: weather.now, attempts: 1, delivery: { is: 'sending' } });
    const world = scriptedCrm([opportunity({ winProbability: 35 })]);
    const next = startStore(db, world.crm, weather);
    await next.outbox.resume();
    expect(await deliveryOf(edit.id)).toBe('saved');
    expect(world.calls('update')).toEqual([]);
  });

  it('whose answer was lost is not applied twice', async () => {
    const { outbox, world } = begin();
    world.fail('update', 'after', { kind: 'timeout' });
    const edit = change({ winProbability: 35 }, { winProbability: 5 });
    await outbox.add(edit);
    await becomes(edit.id, 'waiting');
    weather.now += 60_000;
    await outbox.resume();
    expect(await deliveryOf(edit.id)).toBe('saved');
    expect(world.calls('update')).toHaveLength(1);
  });
});

describe('a failed try', () => {
  it('without a connection waits as long as it takes, and goes when the connection is back', async () => {
    const { outbox, world } = begin();
    weather.isOnline = false;
    world.fail('read', 'before', { kind: 'offline' });
    const edit = change({ winProbability: 35 }, { winProbability: 5 });
    await outbox.add(edit);
    await becomes(edit.id, 'waiting');
    weather.now += 3_600_000;
    await outbox.resume();
    expect(await deliveryOf(edit.id)).toBe('waiting');
    weather.isOnline = true;
    await outbox.resume();
    expect(await deliveryOf(edit.id)).toBe('saved');
  });

  it('for a CRM out of reach is repeated with growing pauses, and at once when the browser is online again', async () => {
    const { outbox, world } = begin();
    for (let i = 0; i < 4; i += 1) world.fail('read', 'before', { kind: 'offline' });
    const edit = change({ winProbability: 35 }, { winProbability: 5 });
    await outbox.add(edit);
    const pauses: number[] = [];
    for (let tries = 1; tries <= 4; tries += 1) {
      await becomes(edit.id, 'waiting');
      const delivery = (await db.get('edits', edit.id))?.delivery;
      const until = delivery?.is === 'waiting' ? delivery.until : null;
      pauses.push((until ?? 0) - weather.now);
      await outbox.resume();
      expect(world.calls('read')).toHaveLength(tries);
      if (tries === 4) break;
      weather.now = until ?? 0;
      await outbox.resume();
    }
    expect(pauses).toEqual([1000, 2000, 4000, 8000]);
    await releaseOffline(db);
    await outbox.resume();
    expect(await deliveryOf(edit.id)).toBe('saved');
  });

  it('for too many requests waits until the CRM said, and asks to be woken then', async () => {
    const { outbox, world } = begin();
    const retryAt = weather.now + 12_000;
    world.fail('update', 'before', { kind: 'rate-limited', retryAt });
    const edit = change({ winProbability: 35 }, { winProbability: 5 });
    await outbox.add(edit);
    await becomes(edit.id, 'waiting');
    await until(() => expect(weather.wakeUps).toContain(retryAt));
    await outbox.resume();
    expect(await deliveryOf(edit.id)).toBe('waiting');
    weather.now = retryAt;
    await outbox.resume();
    expect(await deliveryOf(edit.id)).toBe('saved');
  });

  it('for an error of the CRM is repeated a few times and then left to the rep', async () => {
    const { outbox, world } = begin();
    for (let i = 0; i < 4; i += 1) world.fail('update', 'before', { kind: 'server', status: 500 });
    const edit = change({ winProbability: 35 }, { winProbability: 5 });
    await outbox.add(edit);
    for (let i = 0; i < 3; i += 1) {
      await becomes(edit.id, 'waiting');
      weather.now += 60_000;
      await outbox.resume();
    }
    expect(await deliveryOf(edit.id)).toBe('rejected');
    expect(world.calls('update')).toHaveLength(4);
  });
});

describe('a refused edit', () => {
  const refusal = { kind: 'invalid', reason: 'Copper wants a loss reason.', field: 'lossReasonId' } as const;

  async function refused() {
    const store = begin();
    store.world.fail('update', 'before', refusal);
    const edit = change({ status: 'lost' }, { status: 'open' });
    await store.outbox.add(edit);
    await becomes(edit.id, 'rejected');
    return { ...store, edit };
  }

  it('keeps what was typed and the reason', async () => {
    const { edit } = await refused();
    expect(await db.get('edits', edit.id)).toMatchObject({ patch: { status: 'lost' }, delivery: { failure: refusal } });
  });

  it('is sent again on retry', async () => {
    const { edit, outbox, world } = await refused();
    await outbox.retry(edit.id);
    await becomes(edit.id, 'saved');
    expect(world.get('1').status).toBe('lost');
  });

  it('is gone after discard, and nothing was written', async () => {
    const { edit, outbox, world } = await refused();
    await outbox.discard(edit.id);
    expect(await deliveryOf(edit.id)).toBe('gone');
    expect(world.get('1').status).toBe('open');
  });

  it('for want of a valid key goes by itself once the CRM is connected again, and counts as unsent until then', async () => {
    const { outbox, world } = begin();
    world.fail('read', 'before', { kind: 'unauthorized' });
    const edit = change({ winProbability: 35 }, { winProbability: 5 });
    await outbox.add(edit);
    await becomes(edit.id, 'rejected');
    expect(await outbox.countUnsent('crm')).toBe(1);
    await outbox.retryRefused('crm');
    await becomes(edit.id, 'saved');
    expect(await outbox.countUnsent('crm')).toBe(0);
  });

  it('of a loss goes along with the reason chosen afterwards, as one write', async () => {
    const { edit, outbox, world } = await refused();
    const reason = change({ lossReasonId: 'price' }, { lossReasonId: null });
    await outbox.add(reason);
    await becomes(reason.id, 'saved');
    expect(await deliveryOf(edit.id)).toBe('gone');
    expect(world.calls('update').at(-1)).toEqual(['update', '1', { status: 'lost', lossReasonId: 'price' }]);
  });

  it('gives up a field to a newer edit of it, which asks no needless question', async () => {
    const { edit, outbox, world } = await refused();
    const newer = change({ status: 'won' }, { status: 'lost' });
    await outbox.add(newer);
    await becomes(newer.id, 'saved');
    expect(await deliveryOf(edit.id)).toBe('gone');
    expect(world.get('1').status).toBe('won');
  });

  it('does not hold up an edit of another field', async () => {
    const { edit, outbox } = await refused();
    const newer = change({ amount: 1 }, { amount: 84_000 });
    await outbox.add(newer);
    await becomes(newer.id, 'saved');
    expect(await deliveryOf(edit.id)).toBe('rejected');
  });
});

describe('somebody else changing the same opportunity', () => {
  async function conflicting() {
    const store = begin();
    store.world.meanwhile('1', { winProbability: 60, amount: 5 });
    const edit = change({ winProbability: 35 }, { winProbability: 5 });
    await store.outbox.add(edit);
    await becomes(edit.id, 'conflict');
    return { ...store, edit };
  }

  it('in another field is no conflict: both changes stand', async () => {
    const { outbox, world } = begin();
    world.meanwhile('1', { amount: 90_000 });
    const edit = change({ winProbability: 35 }, { winProbability: 5 });
    await outbox.add(edit);
    await becomes(edit.id, 'saved');
    expect(world.get('1')).toMatchObject({ amount: 90_000, winProbability: 35 });
    expect((await db.get('opportunities', ['crm', '1']))?.amount).toBe(90_000);
  });

  it('in the same field is asked about, and nothing is overwritten', async () => {
    const { edit, world } = await conflicting();
    expect(await db.get('edits', edit.id)).toMatchObject({ delivery: { theirs: { winProbability: 60 } } });
    expect(world.calls('update')).toEqual([]);
  });

  it('to the value the rep wants is no conflict', async () => {
    const { outbox, world } = begin();
    world.meanwhile('1', { winProbability: 35 });
    const edit = change({ winProbability: 35 }, { winProbability: 5 });
    await outbox.add(edit);
    await becomes(edit.id, 'saved');
  });

  it('is overwritten when the rep keeps theirs, and kept when the rep uses the other', async () => {
    const mine = await conflicting();
    await mine.outbox.resolve(mine.edit.id, 'mine', { winProbability: 60 });
    await becomes(mine.edit.id, 'saved');
    expect(mine.world.get('1').winProbability).toBe(35);

    db = await newDatabase();
    const theirs = await conflicting();
    await theirs.outbox.resolve(theirs.edit.id, 'theirs', { winProbability: 60 });
    expect(await deliveryOf(theirs.edit.id)).toBe('gone');
    expect(theirs.world.get('1').winProbability).toBe(60);
  });

  it('of another value than the rep saw stays a question, whatever the rep answered', async () => {
    const { outbox, edit, world } = await conflicting();
    await outbox.resolve(edit.id, 'mine', { winProbability: 50 });
    expect(await deliveryOf(edit.id)).toBe('conflict');
    expect(world.get('1').winProbability).toBe(60);
  });

  it('leaves the field that was theirs alone when the rest of the edit is undone', async () => {
    const { outbox, world } = begin();
    world.meanwhile('1', { amount: 9 });
    const edit = change({ amount: 1, title: 'New' }, { amount: 84_000, title: 'Lab robots' });
    await outbox.add(edit);
    await becomes(edit.id, 'conflict');
    await outbox.resolve(edit.id, 'theirs', { amount: 9 });
    await becomes(edit.id, 'saved');
    const saved = await db.get('edits', edit.id);
    if (!saved) throw new Error('The edit is gone.');
    expect(undoOf(saved, world.get('1'))).toMatchObject({ patch: { title: 'Lab robots' }, base: { title: 'New' } });
    expect(Object.keys(undoOf(saved, world.get('1')).patch)).toEqual(['title']);
  });

  it('does not mean what the CRM itself made of our own earlier edit', async () => {
    const { outbox, world } = begin();
    // The stage brings its probability with it, as Copper does.
    world.crm.update = async (id, patch) =>
      world.meanwhile(id, 'stageId' in patch ? { ...patch, winProbability: 20 } : patch);
    const release = world.hold('read');
    const stage = change({ stageId: 'presentation' }, { stageId: 'qualified' });
    await outbox.add(stage);
    weather.now += 1;
    const probability = change({ winProbability: 35 }, { winProbability: 5 });
    await outbox.add(probability);
    release();
    await becomes(probability.id, 'saved');
    expect(world.get('1')).toMatchObject({ stageId: 'presentation', winProbability: 35 });
  });
});

describe('what a try may have done whose answer never came', () => {
  it('is looked for before the rep is told that it failed: an answer nobody can read', async () => {
    const { outbox, world } = begin();
    world.fail('update', 'after', { kind: 'malformed', where: 'PUT /opportunities/{id}: not JSON' });
    const edit = change({ winProbability: 35 }, { winProbability: 5 });
    await outbox.add(edit);
    await becomes(edit.id, 'waiting');
    weather.now += 60_000;
    await outbox.resume();
    await becomes(edit.id, 'saved');
    expect(world.calls('update')).toHaveLength(1);
  });

  it('is no conflict with a newer edit of the field, which is sent in its place', async () => {
    const { outbox, world } = begin();
    world.fail('update', 'after', { kind: 'timeout' });
    const first = change({ winProbability: 35 }, { winProbability: 5 });
    await outbox.add(first);
    await becomes(first.id, 'waiting');
    const second = change({ winProbability: 60 }, { winProbability: 35 });
    await outbox.add(second);
    await becomes(second.id, 'saved');
    expect(world.get('1').winProbability).toBe(60);
    expect(await deliveryOf(first.id)).toBe('gone');
  });

  it('is put back when the rep discards the edit', async () => {
    const { outbox, world } = begin();
    for (let tries = 0; tries < 4; tries += 1) world.fail('read', 'before', { kind: 'timeout' });
    world.fail('update', 'after', { kind: 'server', status: 500 });
    const edit = change({ winProbability: 35 }, { winProbability: 5 });
    await outbox.add(edit);
    for (let tries = 0; tries < 4; tries += 1) {
      await until(async () => expect(['waiting', 'rejected']).toContain(await deliveryOf(edit.id)));
      weather.now += 60_000;
      await outbox.resume();
    }
    await becomes(edit.id, 'rejected');
    await outbox.retry(edit.id);
    await becomes(edit.id, 'waiting');
    expect(world.get('1').winProbability).toBe(35);
    for (let tries = 0; tries < 3; tries += 1) world.fail('read', 'before', { kind: 'timeout' });
    for (let tries = 0; tries < 3; tries += 1) {
      await until(async () => expect(['waiting', 'rejected']).toContain(await deliveryOf(edit.id)));
      weather.now += 60_000;
      await outbox.resume();
    }
    await becomes(edit.id, 'rejected');
    await outbox.discard(edit.id);
    await outbox.discard(edit.id);
    await becomes(edit.id, 'saved');
    expect(world.get('1').winProbability).toBe(5);
    expect((await db.get('opportunities', ['crm', '1']))?.winProbability).toBe(5);
  });

  it('delivered once more after a newer edit took it over changes nothing', async () => {
    const { outbox, world } = begin();
    world.fail('read', 'before', { kind: 'offline' });
    const first = change({ winProbability: 35 }, { winProbability: 5 });
    await outbox.add(first);
    await becomes(first.id, 'waiting');
    const second = change({ winProbability: 60 }, { winProbability: 35 });
    await outbox.add(second);
    await outbox.add(first);
    await becomes(second.id, 'saved');
    expect(world.calls('update')).toEqual([['update', '1', { winProbability: 60 }]]);
  });
});

describe('edits that meet in the queue', () => {
  it('cancel out where the newer takes the older back before anything was sent', async () => {
    const { outbox, world } = begin();
    world.fail('read', 'before', { kind: 'offline' });
    const edit = change({ winProbability: 35 }, { winProbability: 5 });
    await outbox.add(edit);
    await becomes(edit.id, 'waiting');
    const undo = change({ winProbability: 5 }, { winProbability: 35 }, { undoes: edit.id });
    await outbox.add(undo);
    await outbox.add(undo);
    await outbox.add(edit);
    expect((await db.getAll('edits')).map(({ id, delivery }) => [id, delivery.is])).toEqual([[undo.id, 'saved']]);
    weather.now += 60_000;
    await outbox.resume();
    expect(world.calls('update')).toEqual([]);
  });

  it('ask about a colleague’s change of a field the earlier one did not touch', async () => {
    const { outbox, world } = begin();
    const release = world.hold('read');
    const first = change({ winProbability: 35 }, { winProbability: 5 });
    const second = change({ amount: 90_000 }, { amount: 84_000 });
    await outbox.add(first);
    await outbox.add(second);
    world.meanwhile('1', { amount: 77_000 });
    release();
    await becomes(second.id, 'conflict');
    expect(world.get('1').amount).toBe(77_000);
  });

  it('while one waits for the rep: what a later stage brought along is no question for it', async () => {
    const { outbox, world } = begin();
    world.fail('update', 'before', { kind: 'invalid', reason: 'too low', field: 'winProbability' });
    const refused = change({ winProbability: 35 }, { winProbability: 5 });
    await outbox.add(refused);
    await becomes(refused.id, 'rejected');
    const { update } = world.crm;
    world.crm.update = (id, patch) => update(id, 'stageId' in patch ? { ...patch, winProbability: 40 } : patch);
    const moved = change({ stageId: 'proposal' }, { stageId: 'qualified' });
    await outbox.add(moved);
    await becomes(moved.id, 'saved');
    await outbox.retry(refused.id);
    await becomes(refused.id, 'saved');
    expect(world.get('1')).toMatchObject({ stageId: 'proposal', winProbability: 35 });
  });

  it('of one field, of which the earlier is refused: the newer one goes on in its place, without a question', async () => {
    const { outbox, world } = begin();
    const release = world.hold('update');
    world.fail('update', 'before', { kind: 'invalid', reason: 'too low', field: 'winProbability' });
    const first = change({ winProbability: 1 }, { winProbability: 5 });
    await outbox.add(first);
    await until(() => expect(world.calls('update')).toHaveLength(1));
    const second = change({ winProbability: 60 }, { winProbability: 1 });
    await outbox.add(second);
    release();
    await becomes(second.id, 'saved');
    expect([await deliveryOf(first.id), world.get('1').winProbability]).toEqual(['gone', 60]);
  });
});

describe('a try that failed for no reason of the CRM’s', () => {
  it.each<Failure>([{ kind: 'interrupted' }, { kind: 'internal', reason: 'Error' }])(
    'is made again: $kind',
    async (failure) => {
      const { outbox, world } = begin();
      world.fail('read', 'before', failure);
      const edit = change({ winProbability: 35 }, { winProbability: 5 });
      await outbox.add(edit);
      await becomes(edit.id, 'waiting');
      weather.now += 60_000;
      await outbox.resume();
      await becomes(edit.id, 'saved');
    },
  );
});

describe('tries without a connection', () => {
  it('do not count among those after which the rep is told that it failed', async () => {
    const { outbox, world } = begin();
    for (let tries = 0; tries < 5; tries += 1) world.fail('read', 'before', { kind: 'offline' });
    world.fail('read', 'before', { kind: 'timeout' });
    const edit = change({ winProbability: 35 }, { winProbability: 5 });
    await outbox.add(edit);
    for (let tries = 1; tries <= 6; tries += 1) {
      await until(() => expect(world.calls('read')).toHaveLength(tries));
      await becomes(edit.id, 'waiting');
      weather.now += 60_000;
      await outbox.resume();
    }
    await becomes(edit.id, 'saved');
  });

  it('that wait for a year, since the clock was ahead, are made all the same', async () => {
    const { outbox, world } = begin();
    weather.now += 365 * 86_400_000;
    world.fail('read', 'before', { kind: 'server', status: 503 });
    const edit = change({ winProbability: 35 }, { winProbability: 5 });
    await outbox.add(edit);
    await becomes(edit.id, 'waiting');
    weather.now -= 365 * 86_400_000;
    await outbox.resume();
    await becomes(edit.id, 'saved');
  });
});

describe('what only came along with a stage', () => {
  it('gives way to what a colleague set by hand meanwhile, without a question', async () => {
    const { outbox, world } = begin();
    world.meanwhile('1', { winProbability: 77 });
    const edit = change({ stageId: 'proposal', winProbability: 40 }, { stageId: 'qualified', winProbability: 5 });
    await outbox.add(edit);
    await becomes(edit.id, 'saved');
    expect(world.get('1')).toMatchObject({ stageId: 'proposal', winProbability: 77 });
  });
});

describe('a saved edit', () => {
  it('is told with what somebody else has changed beside it', async () => {
    const { outbox, world, db: own } = begin();
    await own.put('opportunities', opportunity());
    world.meanwhile('1', { amount: 90_000, updatedAt: '2026-11-02T09:00:00.000Z' });
    const edit = change({ winProbability: 35 }, { winProbability: 5 });
    await outbox.add(edit);
    await becomes(edit.id, 'saved');
    expect((await db.get('edits', edit.id))?.delivery).toMatchObject({ news: ['amount'] });
  });

  it('is taken back in its own field alone where another edit stands on top', async () => {
    const { outbox, world } = begin();
    const first = change({ winProbability: 35 }, { winProbability: 5 });
    const second = change({ amount: 1 }, { amount: 84_000 });
    await outbox.add(first);
    await outbox.add(second);
    await becomes(second.id, 'saved');
    const saved = await db.get('edits', first.id);
    if (!saved) throw new Error('It is not remembered.');
    const undo = { ...undoOf(saved, world.get('1')), id: crypto.randomUUID() };
    await outbox.add(undo);
    await becomes(undo.id, 'saved');
    expect(world.get('1')).toMatchObject({ winProbability: 5, amount: 1 });
  });
});
