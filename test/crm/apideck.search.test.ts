import { describe, expect, it } from 'vitest';
import type { Crm } from '../../lib/crm/crm';
import type { SearchQuery } from '../../lib/domain/search';
import { EMPTY_QUERY } from '../../lib/domain/search';
import { insert, type State } from '../fakes/apideck/state';
import { callsOf, connect, createFacts, givenApideck } from './apideck-world';
import { failureOf } from './contract';

const TITLE = { by: 'title', isDescending: false } as const;

/** Ids of the parts of a search, part by part. */
async function searchAll(crm: Crm, query: Partial<SearchQuery>): Promise<string[][]> {
  const parts: string[][] = [];
  let from: string | null = null;
  do {
    const page = await crm.search({ ...EMPTY_QUERY, ...query }, from);
    parts.push(page.opportunities.map(({ ref }) => ref.id));
    from = page.next;
  } while (from !== null);
  return parts;
}

/** Older than everything else there. */
function seedMany(state: State, count: number, members: (index: number) => object): void {
  for (let index = 0; index < count; index += 1) {
    const id = `m${String(index).padStart(4, '0')}`;
    const updated_at = new Date(Date.UTC(2020, 0, 1) - index * 60_000).toISOString();
    insert(state, 'opportunities', { id, title: `Many ${id}`, status: 'Open', updated_at, ...members(index) });
  }
}

describe('a search through Apideck', () => {
  it('pushes down the status, owner and company it has filters for', async () => {
    const fake = await givenApideck();
    const filters = { statuses: ['open'], owners: ['1'], companies: ['21'] };
    expect(await searchAll(connect(fake), { filters })).toEqual([['41']]);
    expect(callsOf(fake)).toEqual([
      'GET /crm/opportunities?filter[status]=Open&filter[owner_id]=1&filter[company_id]=21' +
        '&sort[by]=updated_at&sort[direction]=desc&limit=50',
    ]);
  });

  it('looks through the list for what it has no filters for', async () => {
    const fake = await givenApideck();
    const filters = { statuses: ['open', 'active'], amount: { min: 10_000, max: null }, stages: ['113', '121'] };
    expect(await searchAll(connect(fake), { filters, sort: TITLE })).toEqual([['42', '44']]);
    expect(callsOf(fake)).toEqual(['GET /crm/opportunities?sort[by]=title&sort[direction]=asc&limit=200']);
  });

  it('finds custom fields and tags', async () => {
    const crm = connect(await givenApideck());
    expect(await searchAll(crm, { filters: { custom: { 'custom:904': { anyOf: ['Sensors'] } } } })).toEqual([['41']]);
    expect(await searchAll(crm, { filters: { tags: ['ROBOTS'] } })).toEqual([['41']]);
  });

  it.each(['full', 'copper', 'hubspot'] as const)('finds parts of titles and of companies with %s', async (profile) => {
    const crm = connect(await givenApideck({ profile }));
    expect(await searchAll(crm, { text: 'PHASE' })).toEqual([['41']]);
    expect(await searchAll(crm, { text: 'bright' })).toEqual([['44']]);
  });

  it('finds a title at the end of a long list with the first part', async () => {
    const fake = await givenApideck();
    seedMany(fake.state, 1500, () => ({}));
    const parts = await searchAll(connect(fake), { text: 'Many m1499' });
    expect(parts[0]).toEqual(['m1499']);
    expect(parts.flat()).toEqual(['m1499']);
  });

  it('gives each result once, in order, with few requests for a part', async () => {
    const fake = await givenApideck();
    seedMany(fake.state, 700, (index) => ({ priority: index % 2 === 0 ? 'High' : 'Low' }));
    const parts = await searchAll(connect(fake), { filters: { priorities: ['high'] } });
    const all = parts.flat();
    expect(all).toHaveLength(351);
    expect(new Set(all).size).toBe(351);
    expect(all).toEqual(['41', ...all.slice(1).toSorted()]);
    expect(fake.requests).toHaveLength(4);
  });

  it('goes on past parts without a result, and takes at most five requests for each', async () => {
    const fake = await givenApideck();
    seedMany(fake.state, 1500, (index) => ({ priority: index === 1400 ? 'P1' : 'Low' }));
    const crm = connect(fake);
    const request = { ...EMPTY_QUERY, filters: { priorities: ['P1'] } };
    const first = await crm.search(request, null);
    expect(first).toMatchObject({ opportunities: [], total: null });
    expect(fake.requests).toHaveLength(5);
    expect((await crm.search(request, first.next)).opportunities).toHaveLength(1);
  });

  it('asks without a filter or a sort the connector refuses, and never again with it', async () => {
    const differences = {
      unsupportedFilters: { opportunities: ['status', 'owner_id', 'title'] },
      unsupportedSorts: { opportunities: ['title'] },
    };
    const fake = await givenApideck({ differences });
    const known = createFacts();
    const query = { text: 'a', filters: { statuses: ['open'] }, sort: TITLE };
    expect(await searchAll(connect(fake, known), query)).toEqual([['41', '42', '45']]);
    const asked = fake.requests.length;
    expect(await searchAll(connect(fake, known), query)).toEqual([['41', '42', '45']]);
    expect(callsOf(fake).slice(asked)).toEqual(['GET /crm/opportunities?limit=200']);
  });

  it('takes neither of two filters for refused that are so only together', async () => {
    const fake = await givenApideck();
    const body = { type_name: 'UnsupportedFiltersError', message: 'Only one filter at a time' };
    fake.faults.next({ match: 'GET /crm/opportunities', status: 400, body });
    const known = createFacts();
    const filters = { statuses: ['open'], owners: ['1'] };
    expect(await searchAll(connect(fake, known), { filters })).toEqual([['41', '45']]);
    expect(known.facts.refused).toBeUndefined();
  });

  it('finds a status that is filtered by another spelling', async () => {
    const fake = await givenApideck();
    expect(await searchAll(connect(fake), { filters: { statuses: ['active'] } })).toEqual([['44']]);
    for (const row of fake.state.tables.opportunities.values()) row.status = ` ${String(row.status)}`;
    expect(await searchAll(connect(fake), { filters: { statuses: ['won'] } })).toEqual([['43']]);
  });

  it('narrows by company where ordered lists hide companies', async () => {
    const fake = await givenApideck({ profile: 'hubspot' });
    const filters = { companies: ['21'] };
    expect(await searchAll(connect(fake), { filters })).toEqual([['41', '42', '43']]);
    expect(await searchAll(connect(fake), { filters: { companies: ['21', '22'] }, sort: TITLE })).toEqual([
      ['41', '42', '44', '43'],
    ]);
  });

  it('gives no company what a filter by it passes for everybody', async () => {
    const fake = await givenApideck({ differences: { ignoredFilters: { opportunities: ['company_id'] } } });
    const filters = { companies: ['22'] };
    expect(await searchAll(connect(fake), { filters })).toEqual([['44']]);
  });

  it.each(['mapping', 'not-found'] as const)('goes on where a filter and a sort are refused by %s', async (refusal) => {
    const unsupportedFilters = { opportunities: ['status', 'title'] };
    const differences = { refusal, unsupportedFilters, unsupportedSorts: { opportunities: ['title', 'updated_at'] } };
    const crm = connect(await givenApideck({ differences }));
    const query = { text: 'a', filters: { statuses: ['open'] }, sort: TITLE };
    expect(await searchAll(crm, query)).toEqual([['41', '42', '45']]);
    expect((await crm.listOpen()).opportunities.map(({ ref }) => ref.id)).toEqual(['41', '42', '44', '45']);
  });

  it('takes no part it did not give', async () => {
    const crm = connect(await givenApideck());
    for (const from of ['', '{', '{"cursor":7}']) {
      expect(await failureOf(crm.search(EMPTY_QUERY, from))).toMatchObject({ kind: 'internal' });
    }
  });

  it('ends where a list leads nowhere else', async () => {
    const fake = await givenApideck();
    const body = { data: [{ id: '1', title: 'Same', company_id: '21' }], meta: { cursors: { next: 'same' } } };
    fake.faults.next({ match: 'GET', body, times: 9 });
    await connect(fake).listOpen();
    expect(fake.requests).toHaveLength(2);
  });
});

describe('open opportunities', () => {
  it('are those called open', async () => {
    const fake = await givenApideck();
    const { opportunities, isTruncated } = await connect(fake).listOpen();
    expect([opportunities.map(({ ref }) => ref.id), isTruncated]).toEqual([['41', '42', '45'], false]);
    expect(fake.requests).toHaveLength(1);
  });

  it('are those not over, where none is called open', async () => {
    const fake = await givenApideck({ profile: 'planhat' });
    const words = ['active', 'closedwon', 'Lost', 'Closed Lost', 'contract sent'];
    [...fake.state.tables.opportunities.values()].forEach((row, index) => (row.status = words[index]));
    const { opportunities } = await connect(fake).listOpen();
    expect(opportunities.map(({ status }) => status).toSorted()).toEqual(['active', 'contract sent']);
  });

  it('have their contacts and companies, where filtered lists hide them', async () => {
    const fake = await givenApideck({ profile: 'hubspot' });
    const known = createFacts();
    const { opportunities } = await connect(fake, known).listOpen();
    expect(opportunities.find(({ ref }) => ref.id === '41')).toMatchObject({ contactId: '31', companyId: '21' });
    const asked = fake.requests.length;
    await connect(fake, known).listOpen();
    expect(callsOf(fake).slice(asked)).toEqual(['GET /crm/opportunities?limit=200']);
  });

  it('are without those in the CRM’s trash', async () => {
    const fake = await givenApideck();
    const here = { id: '1', title: 'Here', status: 'Open', company_id: '21' };
    fake.faults.next({ body: { data: [here, { ...here, id: '2', deleted: true }] } });
    expect((await connect(fake).listOpen()).opportunities.map(({ ref }) => ref.id)).toEqual(['1']);
  });

  it('say so where there are more', async () => {
    const fake = await givenApideck();
    seedMany(fake.state, 1100, () => ({}));
    const { opportunities, isTruncated } = await connect(fake).listOpen();
    expect([opportunities.length, isTruncated, fake.requests.length]).toEqual([1000, true, 5]);
  });
});
