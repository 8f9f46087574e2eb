import { describe, expect, it } from 'vitest';
import { put, tableOf } from '../fakes/outreach/state';
import { failureOf } from './contract';
import { callsOf, connect, givenOutreach, queriesOf } from './outreach-world';

const MARA = { name: 'Mara', address: 'mara.rossi@tessella.example', domain: 'tessella.example' };
const ALL = { since: null, from: null };

describe('a list of changes', () => {
  it('tells of each record what a lookup does', async () => {
    const fake = await givenOutreach();
    const crm = connect(fake);
    const { contact, company, matches } = await crm.lookup(MARA);
    const { opportunities } = await crm.changes!({ kind: 'opportunities', ...ALL });
    expect(opportunities).toHaveLength(5);
    expect(opportunities).toEqual(expect.arrayContaining(matches.map(({ opportunity }) => opportunity)));
    expect((await crm.changes!({ kind: 'contacts', ...ALL })).contacts).toContainEqual(contact);
    expect((await crm.changes!({ kind: 'companies', ...ALL })).companies).toContainEqual(company);
  });

  it('tells what is in the trash, and nothing more of it', async () => {
    const fake = await givenOutreach();
    const trashedAt = '2026-11-19T00:00:00.000Z';
    tableOf(fake.state, 'opportunity').get(41)!.attributes.trashedAt = trashedAt;
    tableOf(fake.state, 'prospect').get(31)!.attributes.trashedAt = trashedAt;
    const { changes } = connect(fake);
    const { gone, opportunities, latest } = await changes!({ kind: 'opportunities', ...ALL });
    expect([gone, opportunities.map(({ ref }) => ref.id)]).toEqual([['41'], ['43', '45', '44', '42']]);
    // Its own change counts all the same, or it would be told for ever.
    expect(latest).toBe(Date.parse('2026-11-18T09:00:00.000Z'));
    const people = await changes!({ kind: 'contacts', ...ALL });
    expect([people.gone, people.contacts.map(({ id }) => id)]).toEqual([['31'], ['32', '33', '34']]);
  });

  it('passes over what can’t be read', async () => {
    const fake = await givenOutreach();
    const attributes = { name: 'A', updatedAt: '2026-11-19T00:00:00.000Z' };
    const data = [
      { type: 'account', id: 'x', attributes },
      { type: 'account', id: 7, attributes },
    ];
    fake.faults.next({ match: 'GET /accounts', body: { data } });
    const { companies } = await connect(fake).changes!({ kind: 'companies', ...ALL });
    expect(companies).toEqual([{ id: '7', name: 'A', domain: null }]);
  });

  it('asks for pages that fit into an answer, and for no more of the records than is read', async () => {
    const fake = await givenOutreach();
    const { changes } = connect(fake);
    for (const kind of ['opportunities', 'contacts', 'companies'] as const) await changes!({ kind, ...ALL });
    const [[opportunities], [contacts], [companies]] = ['/opportunities', '/prospects', '/accounts'].map((path) =>
      queriesOf(fake, path),
    ) as [Record<string, string>[], Record<string, string>[], Record<string, string>[]];
    expect([opportunities, contacts, companies].map((query) => query?.['page[size]'])).toEqual(['250', '1000', '1000']);
    expect(opportunities).toMatchObject({ 'fields[account]': 'name,domain', provideAuthorizationMeta: 'true' });
    expect(opportunities).not.toHaveProperty('fields[opportunity]');
    expect(contacts?.['fields[prospect]']).not.toContain('opportunities');
    expect(companies).toMatchObject({ 'fields[account]': 'name,domain,updatedAt' });
  });

  it('fails where the types of custom fields fail, for plain texts would stay', async () => {
    const fake = await givenOutreach();
    fake.faults.next({ match: 'GET /types', status: 500, body: {}, times: 3 });
    const { changes } = connect(fake);
    expect(await failureOf(changes!({ kind: 'opportunities', ...ALL }))).toEqual({ kind: 'server', status: 500 });
    const { opportunities } = await changes!({ kind: 'opportunities', ...ALL });
    const deal = opportunities.find(({ ref }) => ref.id === '41');
    expect(deal?.['custom:custom7']).toEqual(['Arms', 'Sensors']);
    await changes!({ kind: 'opportunities', ...ALL });
    expect(callsOf(fake).filter((call) => call === 'GET /types')).toHaveLength(4);
  });

  it('tells that accounts may not be read', async () => {
    const fake = await givenOutreach({ scopes: ['prospects.read', 'opportunities.read'] });
    const { changes } = connect(fake);
    expect(await failureOf(changes!({ kind: 'companies', ...ALL }))).toMatchObject({ kind: 'scope' });
    expect((await changes!({ kind: 'contacts', ...ALL })).contacts).toHaveLength(4);
  });

  it('reads times without a zone as UTC, and goes on by them', async () => {
    const fake = await givenOutreach();
    for (const [id, second] of [
      [901, '01'],
      [902, '02'],
      [903, '03'],
    ] as const) {
      const attributes = { name: `No ${id}`, updatedAt: `2030-01-01T00:00:${second}` };
      put(fake.state, { type: 'account', id, attributes, relations: {} });
    }
    const { changes } = connect(fake, { pageSize: 2 });
    const since = Date.parse('2030-01-01T00:00:01.000Z');
    const { latest, next } = await changes!({ kind: 'companies', since, from: null });
    expect([latest, next]).toEqual([since + 1000, `at:${since + 1000}`]);
  });
});
