import { describe, expect, it } from 'vitest';
import { EMPTY_QUERY, type SearchFilters, type SearchRequest } from '../../lib/domain/search';
import type { FakeOutreach } from '../fakes/outreach/server';
import { seederOf } from '../fakes/outreach/seeder';
import { failureOf } from './contract';
import { callsOf, connect, givenOutreach, queriesOf } from './outreach-world';

const ask = (more: Partial<SearchRequest>): SearchRequest => ({ ...EMPTY_QUERY, ...more });

async function search(fake: FakeOutreach, filters: SearchFilters) {
  const page = await connect(fake).search(ask({ filters }), null);
  const ids = page.opportunities.map(({ ref }) => ref.id).toSorted();
  return { ids, total: page.total, query: queriesOf(fake, '/opportunities')[0] };
}

describe('a search', () => {
  it.each<[SearchFilters, Record<string, string>, string[]]>([
    [{ owners: ['1'] }, { 'filter[owner][id]': '1' }, ['41', '43', '45']],
    [{ stages: ['11', '12'] }, { 'filter[stage][id]': '11,12' }, ['41', '42']],
    [{ companies: ['22'] }, { 'filter[account][id]': '22' }, ['44']],
    [{ winProbability: { min: 20, max: 60 } }, { 'filter[probability]': '20..60' }, ['41', '42']],
    [{ winProbability: { min: 60, max: null } }, { 'filter[probability]': '60..inf' }, ['41', '43']],
  ])('asks Outreach for %j', async (filters, query, ids) => {
    const fake = await givenOutreach();
    const found = await search(fake, filters);
    expect(found).toEqual({ ids, total: ids.length, query: expect.objectContaining(query) as unknown });
    expect(found.query).not.toHaveProperty('count');
  });

  it('asks for days of the rep’s own time zone', async () => {
    const fake = await givenOutreach();
    const { ids, query } = await search(fake, { updatedAt: { min: '2026-11-10', max: '2026-11-16' } });
    const start = new Date(2026, 10, 10).toISOString();
    const end = new Date(new Date(2026, 10, 17).getTime() - 1).toISOString();
    expect(query).toMatchObject({ 'filter[updatedAt]': `${start}..${end}` });
    expect(ids).toEqual(['42', '44']);
  });

  it.each<[SearchFilters, string[]]>([
    [{ statuses: ['open'] }, ['41', '42', '44', '45']],
    [{ statuses: ['won'] }, ['43']],
    [{ tags: ['ROBOTS'] }, ['41']],
    [{ amount: { min: 10_000, max: 90_000 } }, ['41', '42']],
    [{ closeDate: { min: '2026-12-01', max: null } }, ['41', '44']],
    [{ winProbability: { min: null, max: 20 } }, ['42']],
    [{ createdAt: { min: null, max: '2025-12-31' } }, ['43']],
    [{ owners: [null] }, ['44']],
    [{ owners: ['2', null] }, ['42', '44']],
    [{ custom: { 'custom:custom7': { anyOf: ['Sensors'] } } }, ['41']],
    [{ custom: { 'custom:custom1': { anyOf: [null] } } }, ['42', '43', '44', '45']],
  ])('looks through the records for %j, which Outreach can’t be asked', async (filters, ids) => {
    const fake = await givenOutreach();
    const found = await search(fake, filters);
    expect(found).toMatchObject({ ids, total: null, query: { count: 'false' } });
    expect(Object.keys(found.query ?? {}).filter((name) => name.startsWith('filter'))).toEqual([]);
  });

  it.each([
    ['updatedAt', true, '-updatedAt'],
    ['title', false, 'name'],
    ['winProbability', true, '-probability'],
    ['lastContactedAt', false, 'touchedAt'],
    ['source', false, 'leadSource'],
  ] as const)('is sorted by %s there', async (by, isDescending, sort) => {
    const fake = await givenOutreach();
    await connect(fake).search(ask({ sort: { by, isDescending } }), null);
    expect(queriesOf(fake, '/opportunities')[0]).toMatchObject({ sort });
  });

  it('goes on looking until it has enough for one part, and says where the next begins', async () => {
    const fake = await givenOutreach();
    const seed = seederOf(fake.state);
    const of = { contactId: null, companyId: null };
    for (let index = 0; index < 205; index += 1) await seed.opportunity({ title: `Dull ${index}` }, of);
    const crm = connect(fake);
    const page = await crm.search(ask({ text: 'robots', sort: { by: 'createdAt', isDescending: true } }), null);
    expect(page).toMatchObject({ opportunities: [{ title: 'Lab robots, phase 2' }], next: null });
    expect(callsOf(fake).filter((call) => call === 'GET /opportunities')).toHaveLength(2);
  });

  it('asks no more than five times for one part, and goes on from there in the next', async () => {
    const fake = await givenOutreach();
    const next = 'https://api.outreach.io/api/v2/opportunities?sort=name&page%5Bafter%5D=YWZ0ZXItMA%3D%3D';
    fake.faults.next({ match: 'GET /opportunities', body: { data: [], links: { next } }, times: 5 });
    const crm = connect(fake);
    const first = await crm.search(ask({ text: 'robots' }), null);
    expect(first).toEqual({ opportunities: [], next: expect.any(String) as unknown, total: null });
    expect(callsOf(fake).filter((call) => call === 'GET /opportunities')).toHaveLength(5);
    const second = await crm.search(ask({ text: 'robots' }), first.next);
    expect(second).toMatchObject({ opportunities: [{ title: 'Lab robots, phase 2' }], next: null });
  });

  it.each([
    'https://elsewhere.example/api/v2/opportunities?page%5Bafter%5D=x',
    'http://api.outreach.io/api/v2/opportunities?page%5Bafter%5D=x',
    'https://api.outreach.io/api/v2/users?page%5Bafter%5D=x',
    'https://api.outreach.io.elsewhere.example/api/v2/opportunities?a=1',
    'https://api.outreach.io/api/v2/opportunities',
    'javascript:alert(1)',
  ])('keeps the part that came with a link to %s, and refuses to follow it', async (next) => {
    const fake = await givenOutreach();
    const data = [{ type: 'opportunity', id: 41, attributes: { name: 'Lab robots' } }];
    fake.faults.next({ match: 'GET /opportunities', body: { data, links: { next } } });
    const crm = connect(fake);
    const page = await crm.search(EMPTY_QUERY, null);
    expect(page).toMatchObject({ opportunities: [{ title: 'Lab robots' }], next: expect.any(String) as unknown });
    const failure = { kind: 'malformed', where: 'GET /opportunities: links.next' };
    expect(await failureOf(crm.search(EMPTY_QUERY, page.next))).toEqual(failure);
    expect(callsOf(fake).filter((call) => call === 'GET /opportunities')).toHaveLength(1);
  });

  it('by a custom field fails while nobody knows what it holds, for it would find nothing', async () => {
    const fake = await givenOutreach();
    fake.faults.next({ match: 'GET /types', status: 500, body: {}, times: 3 });
    const request = ask({ filters: { custom: { 'custom:custom7': { anyOf: ['Sensors'] } } } });
    expect(await failureOf(connect(fake).search(request, null))).toEqual({ kind: 'server', status: 500 });
  });

  it('asks a proxy for the next part, though links name Outreach', async () => {
    const fake = await givenOutreach();
    const asked: string[] = [];
    const proxied: typeof fetch = async (input, init) => {
      const request = new Request(input, init);
      asked.push(new URL(request.url).origin);
      const url = request.url.replace('https://proxy.example/outreach', `${fake.url}/api/v2`);
      return fetch(new Request(url, request));
    };
    fake.faults.next({
      match: 'GET /opportunities',
      body: { data: [], links: { next: 'https://api.outreach.io/api/v2/opportunities?sort=name&page%5Bsize%5D=2' } },
    });
    const credentials = { accessToken: fake.accessToken, baseUrl: 'https://proxy.example/outreach' };
    const page = await connect(fake, { credentials, fetch: proxied }).search(EMPTY_QUERY, null);
    expect(page.opportunities.map(({ ref }) => ref.id)).toEqual(['41', '42', '44', '43', '45']);
    expect(new Set(asked)).toEqual(new Set(['https://proxy.example']));
  });

  it('does not count what was not counted to the end', async () => {
    const fake = await givenOutreach();
    const crm = connect(fake);
    for (const meta of [{ count: 10, count_truncated: true }, { count: -1 }, {}]) {
      fake.faults.next({ match: 'GET /opportunities', body: { data: [], meta } });
      expect((await crm.search(EMPTY_QUERY, null)).total).toBeNull();
    }
  });
});
