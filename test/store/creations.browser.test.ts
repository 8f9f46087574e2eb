import { beforeEach, describe, expect, it } from 'vitest';
import type { Creation } from '../../lib/domain/edit';
import type { Database } from '../../lib/store/database';
import { scriptedCrm } from './scripted-crm';
import type { Weather } from './store';
import { newDatabase, newWeather, startStore, until } from './store';

let db: Database;
let weather: Weather;

beforeEach(async () => {
  db = await newDatabase();
  weather = newWeather();
  weather.now = Date.now();
});

function begin(world = scriptedCrm([])) {
  return { world, ...startStore(db, world.crm, weather) };
}

const request = (changes: Partial<Creation> = {}) => ({
  id: crypto.randomUUID(),
  connection: 'crm',
  person: { name: 'Mara Rossi', address: 'mara@tessella.example' },
  domain: 'tessella.example',
  threadId: 't1',
  account: 'jo@northwind.example',
  draft: { title: 'Tessella: Lab robots' },
  ...changes,
});

const becomes = (id: string, state: string) =>
  until(async () => expect((await db.get('creations', id))?.delivery.is ?? 'gone').toBe(state));

describe('creating an opportunity', () => {
  it('for somebody new makes the company, the contact in it, and the opportunity of both', async () => {
    const { creations, world } = begin();
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'saved');
    expect(world.companies).toMatchObject([{ name: 'Tessella', domain: 'tessella.example' }]);
    expect(world.contacts).toMatchObject([{ name: 'Mara Rossi', companyId: world.companies[0]?.id }]);
    expect(world.held()).toMatchObject([{ title: 'Tessella: Lab robots', contactId: world.contacts[0]?.id }]);
  });

  it('shows up in the answer about the person before the CRM is asked again', async () => {
    const { creations } = begin();
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'saved');
    const answer = await db.get('answers', ['crm', 'person:mara@tessella.example']);
    expect(answer).toMatchObject({ contact: { name: 'Mara Rossi' }, matches: [{ reason: 'primary-contact' }] });
  });

  it('for free mail makes no company', async () => {
    const { creations, world } = begin();
    const creation = request({ domain: null });
    await creations.add(creation);
    await becomes(creation.id, 'saved');
    expect(world.companies).toEqual([]);
    expect(world.calls('findCompany')).toEqual([]);
  });

  it('for somebody known makes neither contact nor company', async () => {
    const { creations, world } = begin();
    await world.crm.createContact({ name: 'Mara', address: 'mara@tessella.example', companyId: null });
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'saved');
    expect(world.contacts).toHaveLength(1);
    expect(world.companies).toEqual([]);
  });

  it('asked for twice while under way is made once', async () => {
    const { creations, world } = begin();
    const release = world.hold('findContact');
    const creation = request();
    await Promise.all([creations.add(creation), creations.add(creation)]);
    await creations.add(request());
    release();
    await becomes(creation.id, 'saved');
    await creations.resume();
    expect(world.calls('createOpportunity')).toHaveLength(1);
  });

  it('asked for again within the same slow double click is made once', async () => {
    const { creations, world } = begin();
    const first = request();
    await creations.add(first);
    await becomes(first.id, 'saved');
    weather.now += 400;
    await creations.add(request());
    expect(await db.count('creations')).toBe(1);
    expect(world.held()).toHaveLength(1);
  });

  it('for the same newcomer from two threads makes one contact and one company', async () => {
    const { creations, world } = begin();
    const one = request();
    const two = request({ threadId: 't2', draft: { title: 'Tessella: Maintenance' } });
    await Promise.all([creations.add(one), creations.add(two)]);
    await becomes(one.id, 'saved');
    await becomes(two.id, 'saved');
    expect([world.contacts, world.companies, world.held()].map((all) => all.length)).toEqual([1, 1, 2]);
  });

  it.each(['createCompany', 'createContact', 'createOpportunity'])(
    'whose answer to %s was lost looks before it tries again',
    async (call) => {
      const { creations, world } = begin();
      world.fail(call, 'after', { kind: 'timeout' });
      const creation = request();
      await creations.add(creation);
      await becomes(creation.id, 'waiting');
      weather.now += 60_000;
      await creations.resume();
      await becomes(creation.id, 'saved');
      expect([world.contacts, world.companies, world.held()].map((all) => all.length)).toEqual([1, 1, 1]);
    },
  );

  it('left half done by a worker that died is finished by the next, once', async () => {
    const before = begin();
    before.world.hold('createOpportunity');
    const creation = request();
    await before.creations.add(creation);
    await until(() => expect(before.world.calls('createOpportunity')).toHaveLength(1));
    before.world.abandon('createOpportunity');
    const next = startStore(db, before.world.crm, weather);
    await next.creations.resume();
    await becomes(creation.id, 'saved');
    expect([before.world.contacts, before.world.companies, before.world.held()].map((all) => all.length)).toEqual([
      1, 1, 1,
    ]);
  });

  it('with the title of one made just before, after a lost answer, does not take that one for its own', async () => {
    const { creations, world } = begin();
    const first = request();
    await creations.add(first);
    await becomes(first.id, 'saved');
    world.fail('createOpportunity', 'before', { kind: 'timeout' });
    const second = request({ threadId: 't2' });
    await creations.add(second);
    await becomes(second.id, 'similar');
    await creations.resolve(second.id, 'new');
    await becomes(second.id, 'waiting');
    weather.now += 60_000;
    await creations.resume();
    await becomes(second.id, 'saved');
    expect(world.held()).toHaveLength(2);
  });

  it('that was refused keeps the draft, and goes on from there on retry', async () => {
    const { creations, world } = begin();
    world.fail('createOpportunity', 'before', { kind: 'invalid', reason: "Name can't be blank", field: 'title' });
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'rejected');
    expect((await db.get('creations', creation.id))?.draft).toEqual(creation.draft);
    await creations.retry(creation.id);
    await becomes(creation.id, 'saved');
    expect(world.contacts).toHaveLength(1);
  });
});

describe('a refused creation', () => {
  it('is sent again with the corrected draft, for the contact already made', async () => {
    const { creations, world } = begin();
    world.fail('createOpportunity', 'before', { kind: 'invalid', reason: 'too long', field: 'title' });
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'rejected');
    await creations.retry(creation.id, { title: 'Short' });
    await becomes(creation.id, 'saved');
    expect(world.held()).toMatchObject([{ title: 'Short' }]);
    expect(world.contacts).toHaveLength(1);
  });
});

describe('undoing a creation', () => {
  it('removes the opportunity, and the contact and company it made', async () => {
    const { creations, world } = begin();
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'saved');
    await creations.undo(creation.id);
    await becomes(creation.id, 'gone');
    expect([world.contacts, world.companies, world.held()].map((all) => all.length)).toEqual([0, 0, 0]);
    expect(await db.getAll('opportunities')).toEqual([]);
  });

  it('leaves the person’s other opportunities in sight', async () => {
    const { creations, answers, world } = begin();
    const first = request({ draft: { title: 'Tessella: Maintenance' } });
    await creations.add(first);
    await becomes(first.id, 'saved');
    await answers.askPerson('crm', { ...first.person, domain: first.domain }, 0);
    const second = request({ threadId: 't2' });
    await creations.add(second);
    await becomes(second.id, 'saved');
    await creations.undo(second.id);
    await becomes(second.id, 'gone');
    expect(await db.get('answers', ['crm', 'person:mara@tessella.example'])).toMatchObject({
      status: 'ready',
      contact: { id: world.contacts[0]?.id },
      matches: [{ id: world.held()[0]?.ref.id }],
    });
  });

  it('also removes a contact and a company whose making was never confirmed', async () => {
    const { creations, world } = begin();
    world.fail('createCompany', 'after', { kind: 'timeout' });
    world.fail('createContact', 'after', { kind: 'timeout' });
    const creation = request();
    await creations.add(creation);
    for (let tries = 0; tries < 2; tries += 1) {
      await becomes(creation.id, 'waiting');
      weather.now += 60_000;
      await creations.resume();
    }
    await becomes(creation.id, 'saved');
    await creations.undo(creation.id);
    await becomes(creation.id, 'gone');
    expect([world.contacts, world.companies, world.held()].map((all) => all.length)).toEqual([0, 0, 0]);
  });

  it('that was never made, by discarding it, removes the contact and company made for it', async () => {
    const { creations, world } = begin();
    world.fail('createOpportunity', 'before', { kind: 'invalid', reason: 'no', field: null });
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'rejected');
    await creations.discard(creation.id);
    await becomes(creation.id, 'gone');
    expect([world.contacts, world.companies].map((all) => all.length)).toEqual([0, 0]);
  });

  it('leaves a contact that was there before', async () => {
    const { creations, world } = begin();
    await world.crm.createContact({ name: 'Mara', address: 'mara@tessella.example', companyId: null });
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'saved');
    await creations.undo(creation.id);
    await becomes(creation.id, 'gone');
    expect(world.contacts).toHaveLength(1);
  });

  it('leaves a contact another opportunity has come to use', async () => {
    const { creations, world } = begin();
    const one = request();
    await creations.add(one);
    await becomes(one.id, 'saved');
    const two = request({ threadId: 't2', draft: { title: 'Tessella: Maintenance' } });
    await creations.add(two);
    await becomes(two.id, 'saved');
    await creations.undo(one.id);
    await becomes(one.id, 'gone');
    expect(world.contacts).toHaveLength(1);
    expect(world.held()).toMatchObject([{ title: 'Tessella: Maintenance' }]);
  });

  it('leaves nothing where two shared a contact and a company, and both are taken back', async () => {
    const { creations, world } = begin();
    const one = request();
    await creations.add(one);
    await becomes(one.id, 'saved');
    const two = request({ threadId: 't2', draft: { title: 'Tessella: Maintenance' } });
    await creations.add(two);
    await becomes(two.id, 'saved');
    await creations.undo(one.id);
    await becomes(one.id, 'gone');
    await creations.undo(two.id);
    await becomes(two.id, 'gone');
    expect([world.contacts, world.companies, world.held()].map((all) => all.length)).toEqual([0, 0, 0]);
  });

  it('that is refused leaves the opportunity as it is and says so', async () => {
    const { creations, world } = begin();
    const creation = request();
    await creations.add(creation);
    await becomes(creation.id, 'saved');
    world.fail('deleteOpportunity', 'before', { kind: 'forbidden' });
    await creations.undo(creation.id);
    await becomes(creation.id, 'rejected');
    await creations.discard(creation.id);
    await becomes(creation.id, 'saved');
    expect(world.held()).toHaveLength(1);
  });
});
