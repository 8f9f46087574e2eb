import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Fault } from '../fakes/faults';
import type { FakeOutreach } from '../fakes/outreach/server';
import { failureOf } from './contract';
import { callsOf, connect, givenOutreach, writesTo } from './outreach-world';

const MARA = { name: 'Mara', address: 'mara.rossi@tessella.example', domain: 'tessella.example' };
const asked = (fake: FakeOutreach) => callsOf(fake).filter((call) => call === 'GET /types').length;

/** What an account is told to remember, over restarts. */
function createFacts(facts: Record<string, string> = {}) {
  return { facts, learn: (more: object) => void Object.assign(facts, more) };
}

const NONE: [string, Fault][] = [
  ['a failure', { status: 500, body: {} }],
  ['no such thing', { status: 501, body: {} }],
  ['a page', { html: '<h1>Not here</h1>' }],
  ['another shape', { body: { data: 'x' } }],
  ['a dropped connection', { drop: 'after' }],
  ['no answer', { hang: true }],
];

describe('types of custom fields answered with', () => {
  it.each(NONE)('%s leave the records, with plain texts', async (_, fault) => {
    const fake = await givenOutreach();
    fake.faults.next({ match: 'GET /types', times: 9, ...fault });
    const crm = connect(fake, { patience: 50 });
    const { matches } = await crm.lookup(MARA);
    expect(matches).toHaveLength(3);
    expect(matches[0]?.opportunity['custom:custom7']).toBe('Arms;Sensors');
    expect((await crm.update('41', { title: 'New' })).title).toBe('New');
  });

  it.each([403, 404, 422])('%d are none at all, and all texts can be written', async (status) => {
    const fake = await givenOutreach();
    fake.faults.next({ match: 'GET /types', status, body: { errors: [] } });
    const crm = connect(fake);
    expect((await crm.read('41'))['custom:custom7']).toBe('Arms;Sensors');
    expect((await crm.update('41', { 'custom:custom1': 'x' }))['custom:custom1']).toBe('x');
    expect(asked(fake)).toBe(1);
  });

  it('no list are none at all', async () => {
    const fake = await givenOutreach();
    fake.faults.next({ match: 'GET /types', body: { data: null } });
    expect((await connect(fake).catalog()).customFields).toEqual([]);
  });

  it.each<[string, Fault]>([
    ['a failure', { status: 500, body: {} }],
    ['no such thing', { status: 501, body: {} }],
    ['a page', { html: '<h1>Not here</h1>' }],
    ['no answer', { hang: true }],
  ])('%s refuse a custom field that is written, and nothing else', async (_, fault) => {
    const fake = await givenOutreach();
    fake.faults.next({ match: 'GET /types', times: 3, ...fault });
    const crm = connect(fake, { totalTimeout: 90, patience: 90 });
    const failure = await failureOf(crm.update('41', { title: 'New', 'custom:custom2': false }));
    expect(failure).toMatchObject({ kind: 'invalid', field: 'custom:custom2' });
    expect(failure).toHaveProperty('reason', expect.stringContaining('what its custom fields hold'));
    const draft = { title: 'Lamps', 'custom:custom2': false } as const;
    fake.faults.clear();
    fake.faults.next({ match: 'GET /types', times: 3, ...fault });
    expect(await failureOf(crm.createOpportunity(draft, { contactId: '31', companyId: null }))).toEqual(failure);
    expect(writesTo(fake)).toEqual([]);
    fake.faults.clear();
    expect((await connect(fake).update('41', { 'custom:custom2': false }))['custom:custom2']).toBe(false);
  });

  it('a lost connection let the edit wait, as it would anyway', async () => {
    const fake = await givenOutreach();
    fake.faults.next({ match: 'GET /types', drop: 'before', times: 3 });
    expect(await failureOf(connect(fake).update('41', { 'custom:custom2': false }))).toEqual({ kind: 'offline' });
  });

  it('a failure leave the catalog with those known before', async () => {
    const fake = await givenOutreach();
    const crm = connect(fake);
    const { customFields } = await crm.catalog();
    fake.faults.next({ match: 'GET /types', status: 500, body: {}, times: 3 });
    expect((await crm.catalog()).customFields).toEqual(customFields);
    fake.faults.next({ match: 'GET /types', status: 500, body: {}, times: 9 });
    const { customFields: none, pipelines } = await connect(fake).catalog();
    expect([none, pipelines[0]?.stages.length]).toEqual([[], 6]);
  });
});

describe('types that failed', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  it('are asked for again after a minute, and not before', async () => {
    const fake = await givenOutreach();
    fake.faults.next({ match: 'GET /types', status: 501, body: {}, times: 3 });
    const crm = connect(fake);
    await crm.read('41');
    const before = asked(fake);
    await crm.read('41');
    expect(asked(fake)).toBe(before);
    fake.faults.clear();
    vi.setSystemTime(Date.now() + 60_001);
    expect((await crm.read('41'))['custom:custom7']).toEqual(['Arms', 'Sensors']);
  });
});

describe('types of custom fields', () => {
  it('are asked for once, and remembered over restarts', async () => {
    const fake = await givenOutreach();
    const world = createFacts();
    const first = await connect(fake, world).read('41');
    expect(first['custom:custom7']).toEqual(['Arms', 'Sensors']);
    expect(await connect(fake, world).read('41')).toEqual(first);
    expect(asked(fake)).toBe(1);
  });

  it('are asked for anew by the catalog, and remembered only where they changed', async () => {
    const fake = await givenOutreach();
    const { facts, learn } = createFacts();
    const learnt: object[] = [];
    const crm = connect(fake, { facts, learn: (more) => (learnt.push(more), learn(more)) });
    await crm.catalog();
    await crm.catalog();
    expect([asked(fake), learnt.length]).toEqual([2, 1]);
    fake.state.validations = {};
    expect((await crm.catalog()).customFields).toEqual([]);
    expect((await connect(fake, { facts }).read('41'))['custom:custom7']).toBe('Arms;Sensors');
    expect([asked(fake), learnt.length]).toEqual([3, 2]);
  });

  it.each(['', '{', '{}', '[["custom7"]]', '[[7,{"type":"string","label":"x"}]]', '[["custom7",{"type":7}]]'])(
    'are asked for where what was remembered is %j',
    async (customFields) => {
      const fake = await givenOutreach();
      const crm = connect(fake, createFacts({ customFields }));
      expect((await crm.read('41'))['custom:custom7']).toEqual(['Arms', 'Sensors']);
      expect(asked(fake)).toBe(1);
    },
  );
});
