import { beforeEach, describe, expect, it } from 'vitest';
import type { Failure } from '../../lib/domain/failure';
import { LAG } from '../../lib/store/clocks';
import type { Database } from '../../lib/store/database';
import { scriptedCrm } from './scripted-crm';
import type { Weather } from './store';
import { newDatabase, newWeather, startStore, until } from './store';

/** What the CRM refused, what may have arrived all the same, and what the rep decides about it. */

let db: Database;
let weather: Weather;
beforeEach(async () => {
  db = await newDatabase();
  // The CRM's clock is the real one.
  weather = { ...newWeather(), now: Date.now() };
});

const MARA = { name: 'Mara Rossi', address: 'mara@tessella.example' };
const TITLE = 'Tessella: Lab robots';
const REFUSED: Failure = { kind: 'invalid', reason: 'Region is required', field: null };
const LOST: Failure = { kind: 'server', status: 500 };

function begin() {
  const world = scriptedCrm([]);
  return { world, ...startStore(db, world.crm, weather) };
}

const request = (changes: object = {}) => ({
  id: crypto.randomUUID(),
  connection: 'crm',
  person: MARA,
  domain: 'tessella.example',
  threadId: 't1',
  account: 'jo@northwind.example',
  draft: { title: TITLE },
  ...changes,
});

const becomes = (id: string, state: string) =>
  until(async () => expect((await db.get('creations', id))?.delivery.is ?? 'gone').toBe(state));

/** Fails every try by what is lost on the way, until the rep is told. */
async function untilRejected({ creations }: ReturnType<typeof begin>, id: string): Promise<void> {
  for (let tries = 0; tries < 4; tries += 1) {
    await until(async () => expect((await db.get('creations', id))?.attempts).toBe(tries + 1));
    await until(async () => expect((await db.get('creations', id))?.delivery.is).not.toBe('sending'));
    weather.now += 60_000;
    await creations.resume();
  }
  await becomes(id, 'rejected');
}

describe('a creation the CRM refused', () => {
  it('and that is made by hand then, is none of ours to remove', async () => {
    const { world, creations } = begin();
    world.fail('createOpportunity', 'before', REFUSED);
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'rejected');
    const contactId = world.contacts[0]?.id ?? '';
    await world.crm.createOpportunity({ title: TITLE }, { contactId, companyId: null });
    await creations.discard(creation.id);
    await becomes(creation.id, 'gone');
    expect(world.held()).toMatchObject([{ title: TITLE }]);
  });

  it.each(['createContact', 'createCompany'])('at %s leaves whoever was entered by hand then', async (call) => {
    const { world, creations } = begin();
    world.fail(call, 'before', REFUSED);
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'rejected');
    const company = await world.crm.createCompany({ name: 'Tessella', domain: 'tessella.example' });
    await world.crm.createContact({ ...MARA, companyId: company.id });
    await creations.discard(creation.id);
    await becomes(creation.id, 'gone');
    expect([world.contacts, world.companies].map((all) => all.length)).toEqual([1, 1]);
  });

  it('discarded by a double click is discarded once', async () => {
    const { world, creations } = begin();
    world.fail('createOpportunity', 'before', REFUSED);
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'rejected');
    world.fail('lookup', 'before', { kind: 'offline' });
    await creations.discard(creation.id);
    await becomes(creation.id, 'waiting');
    await creations.discard(creation.id);
    weather.now += 60_000;
    await creations.resume();
    await becomes(creation.id, 'gone');
    expect([world.contacts, world.held()].map((all) => all.length)).toEqual([0, 0]);
  });

  it('whose contact may not be removed is not made by giving that up', async () => {
    const { world, creations } = begin();
    world.fail('createOpportunity', 'before', REFUSED);
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'rejected');
    world.fail('deleteContact', 'before', { kind: 'forbidden' });
    await creations.discard(creation.id);
    await becomes(creation.id, 'rejected');
    await creations.discard(creation.id);
    await becomes(creation.id, 'gone');
    expect(world.held()).toEqual([]);
  });
});

describe('a creation that may have arrived', () => {
  it.each([
    ['title', { title: 'Tessella: Lab robots, phase 2' }],
    ['amount', { title: TITLE, amount: 12 }],
  ])('and whose %s is corrected then is that one, corrected', async (_what, draft) => {
    const store = begin();
    store.world.fail('createOpportunity', 'after', LOST);
    for (let tries = 0; tries < 3; tries += 1) store.world.fail('findContact', 'before', LOST);
    const creation = request();
    await store.creations.add(creation);
    // The first failure is the contact's: let the opportunity be made before them.
    await untilRejected(store, creation.id).catch(() => undefined);
    await store.creations.retry(creation.id, draft);
    await becomes(creation.id, 'saved');
    expect(store.world.held()).toMatchObject([draft]);
  });

  it('is found by a computer whose clock is ahead by half a day', async () => {
    weather.now += 12 * 60 * 60_000;
    const { world, creations } = begin();
    world.fail('createOpportunity', 'after', LOST);
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'waiting');
    weather.now += 60_000;
    await creations.resume();
    await becomes(creation.id, 'saved');
    expect(world.held()).toHaveLength(1);
  });

  it('is not taken for a namesake that was there before', async () => {
    const { world, creations, answers } = begin();
    const contact = await world.crm.createContact({ ...MARA, companyId: null });
    await world.crm.createOpportunity({ title: TITLE }, { contactId: contact.id, companyId: null });
    await answers.askPerson('crm', { ...MARA, domain: null });
    world.fail('createOpportunity', 'before', LOST);
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'similar');
    await creations.resolve(creation.id, 'new');
    await becomes(creation.id, 'waiting');
    weather.now += 60_000;
    await creations.resume();
    await becomes(creation.id, 'saved');
    expect(world.held()).toHaveLength(2);
  });
});

describe('a second click', () => {
  it('that says more about the deal than the first is no second click', async () => {
    const { world, creations } = begin();
    world.fail('findContact', 'before', { kind: 'offline' });
    const first = request();
    await creations.add(first);
    await becomes(first.id, 'waiting');
    const second = request({ draft: { title: TITLE, amount: 12 } });
    await creations.add(second);
    expect((await db.get('creations', second.id))?.draft).toEqual(second.draft);
    weather.now += 60_000;
    await creations.resume();
    const states = async () => (await db.getAll('creations')).map(({ delivery }) => delivery.is).toSorted();
    await until(async () => expect(await states()).toEqual(['saved', 'similar']));
    expect(world.held()).toHaveLength(1);
  });
});

describe('a linked opportunity that can’t be read', () => {
  it('keeps nobody from seeing the person’s others, and stays linked', async () => {
    const { creations, answers, world } = begin();
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'saved');
    const [record] = world.held();
    world.meanwhile(record?.ref.id ?? '', { contactId: 'other' });
    world.fail('read', 'before', { kind: 'forbidden' });
    weather.now += 2 * LAG;
    await answers.askPerson('crm', { ...MARA, domain: null }, 0);
    expect(await db.get('answers', ['crm', `person:${MARA.address}`])).toMatchObject({ status: 'ready', matches: [] });
    expect(await db.count('links')).toBe(1);
  });
});
