import { questionKey } from '../../lib/store/answer-row';
import { beforeEach, describe, expect, it } from 'vitest';
import { CrmError } from '../../lib/domain/failure';
import { EMPTY_QUERY } from '../../lib/domain/search';
import { LAG } from '../../lib/store/clocks';
import type { Database } from '../../lib/store/database';
import { forgetOpportunity } from '../../lib/store/forget';
import { opportunity, scriptedCrm } from './scripted-crm';
import type { Weather } from './store';
import { change, newDatabase, newWeather, startStore, until } from './store';

const ROBOTS = { ...EMPTY_QUERY, text: 'robots' };
const REF = { connection: 'crm', id: '1' };
const OTHER = { connection: 'crm', id: '2' };
const notFound = expect.objectContaining({ failure: { kind: 'not-found' } });

let db: Database;
let weather: Weather;
beforeEach(async () => {
  db = await newDatabase();
  weather = newWeather();
});

function begin(world = scriptedCrm([opportunity(), opportunity({ ref: OTHER })])) {
  const store = startStore(db, world.crm, weather);
  const remove = () => store.outbox.remove(REF, () => world.crm.deleteOpportunity(REF.id));
  return { world, ...store, remove };
}

const found = async () => (await db.get('answers', ['crm', questionKey.search(ROBOTS)]))?.matches.map(({ id }) => id);
const idsIn = async (name: 'edits' | 'opportunities') => (await db.getAll(name)).map(({ ref }) => ref.id);

describe('an opportunity that is deleted', () => {
  it('takes its place in answers and its pending edits along, and leaves others alone', async () => {
    const { answers, outbox, world, remove } = begin();
    await answers.askSearch('crm', ROBOTS);
    for (const ref of [REF, OTHER]) {
      world.fail('read', 'before', { kind: 'forbidden' });
      const edit = change({ amount: 1 }, { amount: 2 }, { ref });
      await outbox.add(edit);
      await until(async () => expect((await db.get('edits', edit.id))?.delivery.is).toBe('rejected'));
    }
    await remove();
    expect(await found()).toEqual(['2']);
    expect(await idsIn('edits')).toEqual(['2']);
    expect(await idsIn('opportunities')).toEqual(['2']);
  });

  it('stays, with its edits, where the CRM refuses', async () => {
    const { answers, outbox, world, remove } = begin();
    await answers.askSearch('crm', ROBOTS);
    world.fail('deleteOpportunity', 'before', { kind: 'forbidden' });
    await expect(remove()).rejects.toEqual(expect.objectContaining({ failure: { kind: 'forbidden' } }));
    expect(await found()).toEqual(['1', '2']);
    const edit = change({ amount: 1 }, { amount: 84_000 });
    await outbox.add(edit);
    await until(async () => expect((await db.get('edits', edit.id))?.delivery.is).toBe('saved'));
  });

  it('does not come back by an answer that was on its way, and does by one asked for later', async () => {
    const { answers, world, remove } = begin();
    const { search } = world.crm;
    const late = Promise.withResolvers<void>();
    world.crm.search = async (...asked) => {
      const page = await search(...asked);
      await late.promise;
      return page;
    };
    const asking = answers.askSearch('crm', ROBOTS);
    await until(() => expect(world.calls('search')).toHaveLength(1));
    weather.now += 5;
    await remove();
    late.resolve();
    await asking;
    expect(await found()).toEqual(['2']);
    expect(await idsIn('opportunities')).toEqual(['2']);

    world.crm.search = async () => ({ opportunities: [opportunity()], next: null, total: 1 });
    weather.now += 2 * LAG;
    await answers.askSearch('crm', ROBOTS, 0);
    expect(await found()).toEqual(['1']);
  });

  it('is deleted only when its edit being sent has arrived, of which nothing is left', async () => {
    const { outbox, world, remove } = begin();
    const release = world.hold('update');
    await outbox.add(change({ winProbability: 50 }, { winProbability: 5 }));
    await until(() => expect(world.calls('update')).toHaveLength(1));
    const removed = remove();
    await outbox.add(change({ amount: 1 }, { amount: 84_000 }));
    expect(world.calls('deleteOpportunity')).toEqual([]);
    release();
    await removed;
    await outbox.resume();
    expect(world.log.at(-1)?.[0]).toBe('deleteOpportunity');
    expect([await idsIn('edits'), await idsIn('opportunities')]).toEqual([[], []]);
    expect(await outbox.countUnsent('crm')).toBe(0);
  });

  it('takes no more edits, unless it came back', async () => {
    const { outbox, answers, world, remove } = begin();
    await remove();
    await expect(outbox.add(change({ amount: 1 }, { amount: 84_000 }))).rejects.toEqual(notFound);
    expect(await idsIn('edits')).toEqual([]);

    world.crm.search = async () => ({ opportunities: [opportunity()], next: null, total: 1 });
    weather.now += 2 * LAG;
    await answers.askSearch('crm', ROBOTS);
    await outbox.add(change({ amount: 1 }, { amount: 84_000 }));
    expect(await idsIn('edits')).toEqual(['1']);
  });

  it('by undoing its creation is gone from other answers too, with its edits', async () => {
    const { answers, creations, outbox, world } = begin(scriptedCrm([]));
    const person = { name: 'Mara', address: 'mara@tessella.example' };
    const id = crypto.randomUUID();
    await creations.add({
      id,
      connection: 'crm',
      person,
      domain: null,
      threadId: null,
      account: null,
      draft: { title: 'New' },
    });
    await until(async () => expect((await db.get('creations', id))?.delivery.is).toBe('saved'));
    await answers.askSearch('crm', ROBOTS);
    const [made] = world.held();
    if (!made) throw new Error('Nothing was created.');
    world.fail('read', 'before', { kind: 'forbidden' });
    const edit = change({ amount: 1 }, { amount: null }, { ref: made.ref });
    await outbox.add(edit);
    await until(async () => expect((await db.get('edits', edit.id))?.delivery.is).toBe('rejected'));
    // The contact is removed at the second try, although the opportunity is gone since the first.
    world.fail('deleteContact', 'before', { kind: 'offline' });
    await creations.undo(id);
    await until(async () => expect((await db.get('creations', id))?.delivery.is).toBe('waiting'));
    expect([await found(), await idsIn('edits'), await idsIn('opportunities')]).toEqual([[], [], []]);
    weather.now += 60_000;
    await creations.resume();
    expect([await db.count('creations'), world.contacts.length]).toEqual([0, 0]);
  });
});

describe('an edit', () => {
  it('forgotten while it was being sent is not written down again', async () => {
    const { outbox, world } = begin();
    world.fail('update', 'before', { kind: 'not-found' });
    const release = world.hold('update');
    await outbox.add(change({ amount: 1 }, { amount: 84_000 }));
    await until(() => expect(world.calls('update')).toHaveLength(1));
    await forgetOpportunity(db, REF);
    release();
    // Its turn comes when that of the edit is over.
    await expect(outbox.remove(REF, () => Promise.reject(new CrmError({ kind: 'forbidden' })))).rejects.toThrow();
    expect(await idsIn('edits')).toEqual([]);
  });

  it('for a connection that has ended is refused', async () => {
    const { outbox } = begin();
    const late = change({ amount: 1 }, { amount: 2 }, { ref: { connection: 'ended', id: '9' } });
    await expect(outbox.add(late)).rejects.toEqual(notFound);
    expect(await db.count('edits')).toBe(0);
  });
});
