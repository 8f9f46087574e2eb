import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../lib/store/database';
import { scriptedCrm } from './scripted-crm';
import type { Weather } from './store';
import { change, newDatabase, newWeather, startStore, until } from './store';

let db: Database;
let weather: Weather;
beforeEach(async () => {
  db = await newDatabase();
  // The CRM's clock is the real one.
  weather = { ...newWeather(), now: Date.now() };
});

function begin(world = scriptedCrm([])) {
  return { world, ...startStore(db, world.crm, weather) };
}

const MARA = { name: 'Mara Rossi', address: 'mara@tessella.example' };

const request = (changes: object = {}) => ({
  id: crypto.randomUUID(),
  connection: 'crm',
  person: MARA,
  domain: 'tessella.example',
  threadId: 't1',
  account: 'jo@northwind.example',
  draft: { title: 'Tessella: Lab robots' },
  ...changes,
});

const becomes = (id: string, state: string) =>
  until(async () => expect((await db.get('creations', id))?.delivery.is ?? 'gone').toBe(state));

const titles = (world: ReturnType<typeof scriptedCrm>) => world.held().map(({ title }) => title);

async function made(store: ReturnType<typeof begin>, changes: object = {}) {
  const creation = request(changes);
  await store.creations.add(creation);
  await becomes(creation.id, 'saved');
  return creation;
}

describe('a thread that has an opportunity', () => {
  it('is said to have it before another is made, and nothing is made until the rep has chosen', async () => {
    const store = begin();
    await made(store);
    weather.now += 60_000;
    const second = request({ draft: { title: 'Something else' } });
    await store.creations.add(second);
    await becomes(second.id, 'similar');
    expect((await db.get('creations', second.id))?.delivery).toMatchObject({
      why: 'thread',
      opportunity: { title: 'Tessella: Lab robots' },
    });
    expect(titles(store.world)).toEqual(['Tessella: Lab robots']);
    await store.creations.resolve(second.id, 'new');
    await becomes(second.id, 'saved');
    expect(titles(store.world)).toEqual(['Tessella: Lab robots', 'Something else']);
  });

  it('keeps it when the rep uses that one: nothing is made, and nothing is left of the question', async () => {
    const store = begin();
    await made(store);
    weather.now += 60_000;
    const second = request();
    await store.creations.add(second);
    await becomes(second.id, 'similar');
    await store.creations.resolve(second.id, 'existing');
    await becomes(second.id, 'gone');
    expect(store.world.calls('createOpportunity')).toHaveLength(1);
  });

  it('has none again once its creation was taken back, or the CRM has it no more', async () => {
    const store = begin();
    const first = await made(store);
    await store.creations.undo(first.id);
    await becomes(first.id, 'gone');
    weather.now += 60_000;
    await made(store);
    const [record] = store.world.held();
    await store.world.crm.deleteOpportunity(record?.ref.id ?? '');
    weather.now += 60_000;
    await made(store);
    expect(await db.count('links')).toBe(1);
  });

  it('is that of one account: the same id in another mailbox is another thread', async () => {
    const store = begin();
    await made(store);
    await made(store, { account: 'max@northwind.example', draft: { title: 'Maintenance' } });
    expect(titles(store.world)).toEqual(['Tessella: Lab robots', 'Maintenance']);
  });
});

describe('a CRM that has a very similar open opportunity of the person', () => {
  async function withSimilar(changes: object = {}) {
    const world = scriptedCrm([]);
    const contact = await world.crm.createContact({ name: 'Mara', address: MARA.address, companyId: null });
    const context = { contactId: contact.id, companyId: null };
    const existing = await world.crm.createOpportunity({ title: 'Lab robots', ...changes }, context);
    return { existing, ...begin(world) };
  }

  it('is asked about it, and linking shows it from then on as linked by the rep', async () => {
    const { existing, creations, answers, world } = await withSimilar();
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'similar');
    expect((await db.get('creations', creation.id))?.delivery).toMatchObject({ why: 'title' });
    await creations.resolve(creation.id, 'existing');
    await becomes(creation.id, 'gone');
    expect(titles(world)).toEqual(['Lab robots']);
    // The CRM itself files it under somebody else from now on.
    world.meanwhile(existing.ref.id, { contactId: 'other' });
    await answers.askPerson('crm', { ...MARA, domain: null }, 0);
    const row = await db.get('answers', ['crm', `person:${MARA.address}`]);
    expect(row?.matches).toMatchObject([{ reason: 'linked', id: existing.ref.id }]);
  });

  it('is not asked about closed ones, nor of other phases', async () => {
    const { creations, world } = await withSimilar({ status: 'won' });
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'saved');
    expect(titles(world)).toEqual(['Lab robots', 'Tessella: Lab robots']);
  });

  it('is asked once: what the rep wanted all the same survives a worker that dies', async () => {
    const { creations, world } = await withSimilar();
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'similar');
    world.hold('findContact');
    await creations.resolve(creation.id, 'new');
    await until(() => expect(world.calls('findContact')).toHaveLength(1));
    world.abandon('findContact');
    await startStore(db, world.crm, weather).creations.resume();
    await becomes(creation.id, 'saved');
    expect(titles(world)).toEqual(['Lab robots', 'Tessella: Lab robots']);
  });
});

describe('the question about a similar deal', () => {
  it('is answered with the deal as it is by then, not as it was when asked', async () => {
    const store = begin();
    await made(store);
    weather.now += 60_000;
    const second = request();
    await store.creations.add(second);
    await becomes(second.id, 'similar');
    const [record] = store.world.held();
    const ref = record?.ref ?? { connection: 'crm', id: '' };
    const edit = change({ amount: 7 }, { amount: 84_000 }, { ref });
    await store.outbox.add(edit);
    await until(async () => expect((await db.get('edits', edit.id))?.delivery.is).toBe('saved'));
    await store.creations.resolve(second.id, 'existing');
    await becomes(second.id, 'gone');
    expect((await db.get('opportunities', ['crm', ref.id]))?.amount).toBe(7);
  });

  it('falls away with the deal: the new one is made then', async () => {
    const store = begin();
    const first = await made(store);
    weather.now += 60_000;
    const second = request({ draft: { title: 'Something else' } });
    await store.creations.add(second);
    await becomes(second.id, 'similar');
    await store.creations.undo(first.id);
    await becomes(first.id, 'gone');
    await becomes(second.id, 'saved');
    expect(titles(store.world)).toEqual(['Something else']);
  });
});

describe('one opportunity, whatever happens', () => {
  it('where the worker dies between making it and writing that down', async () => {
    const { world, creations, answers } = begin();
    await answers.askPerson('crm', { ...MARA, domain: null });
    // What is made is looked at once more before it counts as made.
    world.hold('lookup');
    const creation = request();
    await creations.add(creation);
    await until(() => expect(world.calls('lookup')).toHaveLength(2));
    expect(world.held()).toHaveLength(1);
    world.abandon('lookup');
    await startStore(db, world.crm, weather).creations.resume();
    await becomes(creation.id, 'saved');
    expect(titles(world)).toEqual(['Tessella: Lab robots']);
  });

  it('where the browser sent the request twice: the first stays, and the rep sees that', async () => {
    const { world, creations } = begin();
    const once = world.crm.createOpportunity;
    world.crm.createOpportunity = async (draft, context) => {
      await once(draft, context);
      return once(draft, context);
    };
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'saved');
    expect(world.held()).toHaveLength(1);
    expect((await db.get('creations', creation.id))?.made.opportunityId).toBe(world.held()[0]?.ref.id);
  });

  it('also where the look for a second one fails at first', async () => {
    const { world, creations, answers } = begin();
    await answers.askPerson('crm', { ...MARA, domain: null });
    const once = world.crm.createOpportunity;
    world.crm.createOpportunity = async (draft, context) => {
      await once(draft, context);
      return once(draft, context);
    };
    world.fail('lookup', 'before', { kind: 'server', status: 500 });
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'waiting');
    weather.now += 60_000;
    await creations.resume();
    await becomes(creation.id, 'saved');
    expect(world.held()).toHaveLength(1);
  });

  it('also where the worker dies while the second one is being removed', async () => {
    const { world, creations } = begin();
    const once = world.crm.createOpportunity;
    world.crm.createOpportunity = async (draft, context) => {
      await once(draft, context);
      return once(draft, context);
    };
    world.fail('deleteOpportunity', 'after', { kind: 'timeout' });
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'waiting');
    weather.now += 60_000;
    await startStore(db, world.crm, weather).creations.resume();
    await becomes(creation.id, 'saved');
    expect(world.held().map(({ ref }) => ref.id)).toEqual([
      (await db.get('creations', creation.id))?.made.opportunityId,
    ]);
  });

  it('and a namesake of somebody else stays where it is', async () => {
    const { world, creations } = begin();
    const once = world.crm.createOpportunity;
    world.crm.createOpportunity = async (draft, context) => {
      await once({ ...draft, amount: 12 }, context);
      return once(draft, context);
    };
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'saved');
    expect(world.held()).toHaveLength(2);
  });
});

describe('taking a creation back', () => {
  it('and creating anew at once makes the new one', async () => {
    const store = begin();
    const first = await made(store);
    const release = store.world.hold('deleteOpportunity');
    await store.creations.undo(first.id);
    const second = request();
    await store.creations.add(second);
    release();
    await becomes(first.id, 'gone');
    await becomes(second.id, 'saved');
    expect(titles(store.world)).toEqual(['Tessella: Lab robots']);
  });

  it('that waits for the connection leaves nothing of it', async () => {
    const { world, creations } = begin();
    world.fail('findContact', 'before', { kind: 'offline' });
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'waiting');
    await creations.undo(creation.id);
    await becomes(creation.id, 'gone');
    weather.now += 60_000;
    await creations.resume();
    expect(world.held()).toEqual([]);
  });

  it('while it is being made removes it when it is there', async () => {
    const { world, creations } = begin();
    const release = world.hold('createOpportunity');
    const creation = request();
    await creations.add(creation);
    await until(() => expect(world.calls('createOpportunity')).toHaveLength(1));
    await creations.undo(creation.id);
    release();
    await becomes(creation.id, 'gone');
    expect([world.contacts, world.companies, world.held()].map((all) => all.length)).toEqual([0, 0, 0]);
  });

  it('whose answer was lost removes what the CRM made all the same', async () => {
    const { world, creations } = begin();
    world.fail('createOpportunity', 'after', { kind: 'timeout' });
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'waiting');
    await creations.undo(creation.id);
    await becomes(creation.id, 'gone');
    expect([world.contacts, world.companies, world.held()].map((all) => all.length)).toEqual([0, 0, 0]);
  });

  it('on which somebody else has worked asks first, and shows what they did', async () => {
    const { world, creations } = begin();
    const creation = await made({ world, ...startStore(db, world.crm, weather) });
    const [record] = world.held();
    const ref = record?.ref ?? { connection: 'crm', id: '' };
    world.meanwhile(ref.id, { amount: 5, updatedAt: '2027-01-01T00:00:00.000Z' });
    await creations.undo(creation.id);
    await becomes(creation.id, 'rejected');
    expect((await db.get('creations', creation.id))?.delivery).toMatchObject({ failure: { kind: 'changed' } });
    expect((await db.get('opportunities', ['crm', ref.id]))?.amount).toBe(5);
    expect(world.held()).toHaveLength(1);
    await creations.retry(creation.id);
    await becomes(creation.id, 'gone');
    expect(world.held()).toEqual([]);
  });

  it('after an edit of the rep’s own asks nothing', async () => {
    const store = begin();
    const creation = await made(store);
    const [record] = store.world.held();
    const edit = change({ amount: 5 }, { amount: 84_000 }, { ref: record?.ref ?? { connection: 'crm', id: '' } });
    await store.outbox.add(edit);
    await store.creations.undo(creation.id);
    await becomes(creation.id, 'gone');
    expect(store.world.held()).toEqual([]);
  });
});
