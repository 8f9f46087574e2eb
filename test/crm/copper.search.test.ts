import { describe, expect, it } from 'vitest';
import type { SearchFilters, SortName } from '../../lib/domain/search';
import { toInstants } from '../../lib/domain/search-match';
import { copperAdapter } from '../../lib/crm/copper/index';
import { fetchFrom } from '../fakes/copper/fetch';
import { EMPTY_SEED } from '../fakes/copper/seed';
import { failureOf } from './contract';
import { connect, givenCopper, plainCallsOf, search, searchAll, searchesOf } from './copper-world';
import { inWaves } from './waves';

/** `count` open opportunities, the last one changed last; every fourth is of high priority. */
const many = (count: number, name = (index: number) => `Deal ${index}`) => ({
  ...EMPTY_SEED,
  opportunities: Array.from({ length: count }, (_, index) => ({
    id: 1_000 + index,
    name: name(index),
    priority: index % 4 === 0 ? 'High' : 'None',
    date_modified: 1_700_000_000 + index,
  })),
});
const titlesOf = (page: { opportunities: readonly { title: string }[] }) =>
  page.opportunities.map(({ title }) => title);

const NEWEST = { sort_by: 'date_modified', sort_direction: 'desc' };
const seconds = (date: string) => Date.parse(`${date}T00:00:00Z`) / 1000;
/** The first and last second of November 2026, where the rep is. */
const NOVEMBER = { min: '2026-11-01', max: '2026-11-30' };
const november = toInstants(NOVEMBER);
const NOVEMBER_SECONDS = [november.from! / 1000, november.before! / 1000 - 1];

describe('a filter', () => {
  it.each<[SearchFilters, object]>([
    [{ owners: ['137658', null] }, { assignee_ids: [137_658, -2] }],
    [{ statuses: ['open', 'won', 'lost', 'abandoned'] }, { status_ids: [0, 1, 2, 3] }],
    [{ pipelines: ['213214'] }, { pipeline_ids: [213_214] }],
    [{ stages: ['987790', '987791'] }, { pipeline_stage_ids: [987_790, 987_791] }],
    [{ sources: [null] }, { customer_source_ids: [-2] }],
    [{ lossReasons: ['308806', null] }, { loss_reason_ids: [308_806, -2] }],
    [{ companies: ['9607580'] }, { company_ids: [9_607_580] }],
    [{ companies: [null] }, { company_ids: [] }],
    [{ tags: ['robots', 'arm'] }, { tags: ['robots', 'arm'] }],
    [{ tags: [null] }, { tags: [] }],
    [{ isFollowed: true }, { followed: 1 }],
    [{ isFollowed: false }, { followed: 2 }],
    [{ amount: { min: 5, max: 10.5 } }, { minimum_monetary_value: 5, maximum_monetary_value: 10.5 }],
    [{ amount: { min: null, max: 0 } }, { maximum_monetary_value: 0 }],
    [{ interactionCount: { min: 0, max: 3 } }, { minimum_interaction_count: 0, maximum_interaction_count: 3 }],
    [
      { closeDate: { min: '2026-12-12', max: '2026-12-12' } },
      { minimum_close_date: seconds('2026-12-12'), maximum_close_date: seconds('2026-12-13') - 1 },
    ],
    [{ createdAt: NOVEMBER }, { minimum_created_date: NOVEMBER_SECONDS[0], maximum_created_date: NOVEMBER_SECONDS[1] }],
    [
      { updatedAt: NOVEMBER },
      { minimum_modified_date: NOVEMBER_SECONDS[0], maximum_modified_date: NOVEMBER_SECONDS[1] },
    ],
    [{ stageChangedAt: { ...NOVEMBER, max: null } }, { minimum_stage_change_date: NOVEMBER_SECONDS[0] }],
    [{ lastContactedAt: { ...NOVEMBER, min: null } }, { maximum_interaction_date: NOVEMBER_SECONDS[1] }],
    [
      { statuses: ['Won'], amount: { min: 1, max: null } },
      { status_ids: [1], minimum_monetary_value: 1 },
    ],
  ])('%j asks Copper for %j', async (filters, json) => {
    const fake = await givenCopper();
    const { total } = await search(connect(fake), { filters });
    expect(searchesOf(fake)).toEqual([{ ...json, ...NEWEST, page_number: 1, page_size: 50 }]);
    expect(total).not.toBeNull();
  });

  it.each<[SearchFilters, string[]]>([
    [{ owners: ['137658'] }, ['Lab robots, phase 2']],
    [{ owners: [null], statuses: ['open'] }, ['Packing line', 'Studio gantry']],
    [{ companies: [null] }, ['Studio gantry']],
    [{ tags: ['robots'] }, ['Lab robots, phase 2']],
    [{ closeDate: { min: '2026-12-12', max: '2026-12-12' } }, ['Lab robots, phase 2']],
    [{ interactionCount: { min: 14, max: 14 } }, ['Lab robots, phase 2']],
    [{ stages: ['987793'], statuses: ['open'] }, ['Packing line']],
    // What Copper can't be asked.
    [{ priorities: ['high'] }, ['Lab robots, phase 2']],
    [{ priorities: ['none', 'low'], statuses: ['won'] }, ['Pilot, one arm']],
    [{ winProbability: { min: 30, max: 50 } }, ['Packing line']],
    [{ companies: [null, '9607581'] }, ['Packing line', 'Studio gantry']],
    [
      { tags: [null, 'robots'], statuses: ['open'] },
      ['Lab robots, phase 2', 'Maintenance 2027', 'Packing line', 'Studio gantry'],
    ],
    [{ statuses: ['Parked'] }, []],
  ])('%j finds %j', async (filters, titles) => {
    const page = await search(connect(await givenCopper()), { filters });
    expect(titlesOf(page).toSorted()).toEqual(titles);
    expect(page.next).toBeNull();
  });

  it('nothing can pass is not asked for', async () => {
    const fake = await givenCopper();
    expect(await search(connect(fake), { filters: { stages: [] } })).toEqual({
      opportunities: [],
      next: null,
      total: 0,
    });
    expect(searchesOf(fake)).toEqual([]);
  });

  it('by something that is no id is refused without asking', async () => {
    const fake = await givenCopper();
    const failure = await failureOf(search(connect(fake), { filters: { stages: ['987790', 'x'] } }));
    expect(failure).toMatchObject({ kind: 'invalid' });
    expect(searchesOf(fake)).toEqual([]);
  });

  it('by tags is said the newer way where the old one is refused, and from then on at once', async () => {
    const fake = await givenCopper({ tagsFilter: 'object' });
    const crm = connect(fake);
    for (const _ of [1, 2]) expect(titlesOf(await search(crm, { filters: { tags: ['robots'] } }))).toHaveLength(1);
    expect(searchesOf(fake).map(({ tags }) => tags)).toEqual([
      ['robots'],
      { option: 'ANY', value: ['robots'] },
      { option: 'ANY', value: ['robots'] },
    ]);
  });

  it('by tags that is refused either way is applied here', async () => {
    const fake = await givenCopper();
    const body = { message: 'Invalid input: Validation errors: Base: Unrecognized attributes specified: tags' };
    fake.faults.next({ match: 'POST /opportunities/search', status: 422, body, times: 2 });
    const page = await search(connect(fake), { filters: { tags: ['robots'] } });
    expect(titlesOf(page)).toEqual(['Lab robots, phase 2']);
    expect(searchesOf(fake)[2]).toEqual({ ...NEWEST, page_number: 1, page_size: 200 });
  });

  it('that is refused for another reason is not tried again for ever', async () => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'POST /opportunities/search', status: 422, body: {}, times: Infinity });
    const filters: SearchFilters = { tags: ['robots'], custom: { 'custom:126241': { anyOf: [true] } } };
    expect(await failureOf(search(connect(fake), { filters }))).toMatchObject({ kind: 'invalid' });
    expect(searchesOf(fake).length).toBeLessThan(6);
  });
});

describe('an order', () => {
  it.each<[SortName, string]>([
    ['updatedAt', 'date_modified'],
    ['createdAt', 'date_created'],
    ['title', 'name'],
    ['company', 'company_name'],
    ['contact', 'primary_contact'],
    ['owner', 'assignee'],
    ['amount', 'monetary_value'],
    ['currency', 'monetary_unit'],
    ['winProbability', 'win_probability'],
    ['closeDate', 'close_date'],
    ['status', 'status'],
    ['stage', 'stage'],
    ['priority', 'priority'],
    ['source', 'customer_source_id'],
    ['lastContactedAt', 'last_interaction'],
    ['interactionCount', 'interaction_count'],
  ])('by %s is asked for as %s, either way', async (by, sort_by) => {
    const fake = await givenCopper();
    for (const isDescending of [true, false]) await search(connect(fake), { sort: { by, isDescending } });
    expect(searchesOf(fake)).toMatchObject([
      { sort_by, sort_direction: 'desc' },
      { sort_by, sort_direction: 'asc' },
    ]);
  });

  it.each<[SortName, string]>([
    ['contact', 'contact'],
    ['amount', 'value'],
  ])('by %s has its old name %s where the new one is refused, and from then on at once', async (by, old) => {
    const fake = await givenCopper({ sortNames: '2018' });
    const crm = connect(fake);
    for (const _ of [1, 2]) await search(crm, { sort: { by, isDescending: true } });
    expect(searchesOf(fake).map(({ sort_by }) => sort_by)).toEqual([expect.any(String), old, old]);
  });

  it.each<SortName>(['closeDate', 'winProbability', 'stageChangedAt'])(
    'by %s is made here where Copper does not know it',
    async (by) => {
      const crm = connect(await givenCopper({ sortNames: 'today' }));
      for (const isDescending of [true, false]) {
        const { opportunities, total } = await search(crm, { sort: { by, isDescending } });
        const values = opportunities.map((one) => one[by as 'closeDate' | 'winProbability']).filter(Boolean);
        const sorted = values.toSorted((a, b) => (a! < b! ? -1 : Number(a! > b!)));
        expect(values.length).toBeGreaterThan(2);
        expect(values).toEqual(isDescending ? sorted.toReversed() : sorted);
        expect(total).toBe(5);
      }
    },
  );

  it('made here comes in parts as well', async () => {
    const crm = connect(await givenCopper({ seed: many(120), sortNames: 'today' }));
    const parts = await searchAll(crm, { sort: { by: 'closeDate', isDescending: false } });
    expect(parts.map(({ opportunities }) => opportunities.length)).toEqual([50, 50, 20]);
    expect(new Set(parts.flatMap(titlesOf)).size).toBe(120);
  });

  it('of all of them is offered', () => {
    expect(copperAdapter.capabilities.sorts).toHaveLength(17);
  });
});

describe('the parts of a search', () => {
  it('are Copper’s own pages where it does all of it, with its total', async () => {
    const fake = await givenCopper({ seed: many(120) });
    const parts = await searchAll(connect(fake), {});
    expect(parts.map(({ opportunities, total }) => [opportunities.length, total])).toEqual([
      [50, 120],
      [50, 120],
      [20, 120],
    ]);
    expect(parts.flatMap(titlesOf)).toEqual(Array.from({ length: 120 }, (_, index) => `Deal ${119 - index}`));
    expect(searchesOf(fake).map(({ page_number }) => page_number)).toEqual([1, 2, 3]);
  });

  it('end with the total, without asking for an empty one', async () => {
    const fake = await givenCopper({ seed: many(100) });
    expect(await searchAll(connect(fake), {})).toHaveLength(2);
  });

  it('go on without a total until one is short', async () => {
    const fake = await givenCopper({ seed: many(50) });
    const page = Array.from({ length: 50 }, (_, index) => ({ id: index + 1, name: 'x' }));
    fake.faults.next({ match: 'POST /opportunities/search', body: page });
    const first = await search(connect(fake), {});
    expect(first).toMatchObject({ total: null, next: expect.any(String) });
  });

  it('are full ones of what passes here, each once, to the end', async () => {
    const fake = await givenCopper({ seed: many(1_000) });
    const parts = await searchAll(connect(fake), { filters: { priorities: ['high'] } });
    const titles = parts.flatMap(titlesOf);
    expect(titles).toEqual(Array.from({ length: 250 }, (_, index) => `Deal ${996 - 4 * index}`));
    expect(parts.every(({ total }) => total === null)).toBe(true);
    expect(parts.slice(0, -1).every(({ opportunities }) => opportunities.length > 0)).toBe(true);
  });

  it('are refused where their beginning is none', async () => {
    const crm = connect(await givenCopper());
    for (const from of ['', 'x', '-1', '5:', '5:x', '99999999']) {
      expect(await failureOf(search(crm, {}, from))).toMatchObject({ kind: 'invalid' });
    }
  });
});

describe('a text', () => {
  it.each(['exact', 'substring'] as const)('is a part of a title, where names are matched %s', async (nameFilter) => {
    const crm = connect(await givenCopper({ nameFilter }));
    expect(titlesOf(await search(crm, { text: 'robots,' }))).toEqual(['Lab robots, phase 2']);
  });

  it('is a part of a company’s name, whatever its case', async () => {
    const page = await search(connect(await givenCopper()), { text: ' tesSELLa', filters: { statuses: ['open'] } });
    expect(titlesOf(page)).toEqual(['Lab robots, phase 2', 'Maintenance 2027']);
  });

  it('is looked for in the first page and among names at once', async () => {
    const fake = await givenCopper();
    const { fetch, waves } = inWaves(fetchFrom(fake));
    await search(connect(fake, { fetch }), { text: 'robots', filters: { statuses: ['open'] } });
    expect(waves).toEqual([
      ['GET /custom_field_definitions', 'POST /opportunities/search', 'POST /opportunities/search'],
    ]);
    const asked = { status_ids: [0], ...NEWEST, page_number: 1 };
    expect(searchesOf(fake).toSorted((a, b) => Number(b.page_size) - Number(a.page_size))).toEqual([
      { ...asked, page_size: 200 },
      { ...asked, name: 'robots', page_size: 50 },
    ]);
  });

  it('finds an old opportunity by its whole title at once, and never twice', async () => {
    const fake = await givenCopper({ seed: many(2_000, (index) => (index === 3 ? 'Old one' : `Deal ${index}`)) });
    const parts = await searchAll(connect(fake), { text: 'old one' });
    expect(titlesOf(parts[0]!)).toEqual(['Old one']);
    expect(parts.flatMap(titlesOf)).toEqual(['Old one']);
    expect(parts.length).toBeLessThan(5);
  });

  it('takes five requests a part at most', async () => {
    const fake = await givenCopper({ seed: many(2_000) });
    const page = await search(connect(fake), { text: 'nowhere' });
    expect(page).toMatchObject({ opportunities: [], next: expect.any(String) });
    expect(plainCallsOf(fake)).toHaveLength(5);
  });

  it('that many match comes in parts of fifty, newest change first', async () => {
    const parts = await searchAll(connect(await givenCopper({ seed: many(230) })), { text: 'deal' });
    expect(parts.map(({ opportunities }) => opportunities.length)).toEqual([50, 50, 50, 50, 30]);
    expect(parts.flatMap(titlesOf)).toEqual(Array.from({ length: 230 }, (_, index) => `Deal ${229 - index}`));
  });
});
