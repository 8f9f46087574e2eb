import { describe, expect, it } from 'vitest';
import { EMPTY_SEED } from '../fakes/copper/seed';
import { failureOf } from './contract';
import { callsOf, connect, givenCopper, plainCallsOf } from './copper-world';

/** `count` open opportunities, the last one changed last. */
const many = (count: number, name = (index: number) => `Deal ${index}`) => ({
  ...EMPTY_SEED,
  opportunities: Array.from({ length: count }, (_, index) => ({
    id: 1_000 + index,
    name: name(index),
    date_modified: 1_700_000_000 + index,
  })),
});

describe('the open opportunities', () => {
  it('are a thousand at most, and then it says that there are more', async () => {
    const fake = await givenCopper({ seed: many(1_005) });
    const page = await connect(fake).listOpen();
    expect(page.opportunities).toHaveLength(1_000);
    expect(page.isTruncated).toBe(true);
    expect(page.opportunities[0]?.title).toBe('Deal 1004');
    expect(plainCallsOf(fake)).toHaveLength(5);
  });

  it('are asked for page by page until one is short', async () => {
    const fake = await givenCopper({ seed: many(200) });
    expect((await connect(fake).listOpen()).isTruncated).toBe(false);
    expect(fake.requests.filter(({ path }) => path.endsWith('search')).map(({ json }) => json)).toMatchObject([
      { status_ids: [0], page_number: 1 },
      { status_ids: [0], page_number: 2 },
    ]);
  });

  it('are each listed once when records move between pages', async () => {
    const fake = await givenCopper({ seed: many(250) });
    const page = Array.from({ length: 200 }, (_, index) => ({ id: index + 1, name: 'Moved' }));
    fake.faults.next({ match: 'POST /opportunities/search', body: page });
    fake.faults.next({ match: 'POST /opportunities/search', body: page.slice(150) });
    expect((await connect(fake).listOpen()).opportunities).toHaveLength(200);
  });

  it('survive one that cannot be read, which does not end the paging either', async () => {
    const fake = await givenCopper();
    const page = Array.from({ length: 200 }, (_, index) =>
      index === 7 ? { id: null } : { id: index + 1, name: 'Fine' },
    );
    fake.faults.next({ match: 'POST /opportunities/search', body: page });
    fake.faults.next({ match: 'POST /opportunities/search', body: [{ id: 500, name: 'On page two' }] });
    expect((await connect(fake).listOpen()).opportunities).toHaveLength(200);
  });

  it('are malformed when none can be read', async () => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'POST /opportunities/search', body: [{ id: 1, name: 'x', tags: 'robots' }] });
    expect(await failureOf(connect(fake).listOpen())).toEqual({
      kind: 'malformed',
      where: 'POST /opportunities/search: tags',
    });
  });
});

describe('the catalog', () => {
  it('has what there is to choose from, in order', async () => {
    const fake = await givenCopper();
    const catalog = await connect(fake).catalog();
    expect(catalog.pipelines[0]).toEqual({
      id: '213214',
      name: 'Sales',
      isRevenue: true,
      stages: [
        { id: '987790', name: 'Qualified', winProbability: 5 },
        { id: '987791', name: 'Follow-up', winProbability: 10 },
        { id: '987792', name: 'Presentation', winProbability: 20 },
        { id: '987793', name: 'Contract Sent', winProbability: 40 },
        { id: '987794', name: 'Negotiation', winProbability: 80 },
      ],
    });
    expect(catalog.lossReasons.map(({ name }) => name)).toEqual(['Price', 'Features', 'Competitor']);
    expect(catalog.owners).toEqual([
      { id: '137658', name: 'Jo Keller', address: 'jo@northwind.example' },
      { id: '159258', name: 'Sam Whitfield', address: 'sam@northwind.example' },
    ]);
    expect(catalog).toMatchObject({
      currency: null,
      sources: [{ name: 'Email' }, { name: 'Cold Call' }, { name: 'Advertising' }],
      tags: ['robots', 'phase 2'],
      limits: {},
    });
    expect(callsOf(fake).toSorted()).toEqual([
      'GET /custom_field_definitions',
      'GET /customer_sources',
      'GET /loss_reasons',
      'GET /pipelines',
      'GET /tags?sort_by=count',
      'POST /users/search',
    ]);
  });

  it('does without what the user may not see', async () => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'POST /users/search', status: 403, body: {} });
    fake.faults.next({ match: 'GET /loss_reasons', status: 404, body: {} });
    fake.faults.next({ match: 'GET /customer_sources', status: 403, body: {} });
    fake.faults.next({ match: 'GET /tags', status: 422, body: {} });
    fake.faults.next({ match: 'GET /custom_field_definitions', status: 403, body: {} });
    expect(await connect(fake).catalog()).toMatchObject({
      owners: [],
      lossReasons: [],
      sources: [],
      tags: [],
      customFields: [],
      pipelines: [{}, {}],
    });
  });

  it.each([
    ['GET /pipeline', 403, 'forbidden'],
    ['GET /custom_field_definitions', 500, 'server'],
    ['GET /loss_reasons', 401, 'unauthorized'],
    ['POST /users/search', 500, 'server'],
  ])('fails when %s answers %i', async (match, status, kind) => {
    const fake = await givenCopper();
    fake.faults.next({ match, status, body: {}, times: 3 });
    expect(await failureOf(connect(fake).catalog())).toMatchObject({ kind });
  });

  it('has the stages of a pipeline that comes without them', async () => {
    const fake = await givenCopper();
    const [sales, business] = fake.state.pipelines;
    fake.faults.next({ match: 'GET /pipelines', body: [sales, { ...business, stages: undefined, is_revenue: false }] });
    const { pipelines } = await connect(fake).catalog();
    expect(pipelines[1]).toMatchObject({
      id: '213215',
      isRevenue: false,
      stages: [{ name: 'First Meeting' }, {}, {}, {}],
    });
    expect(callsOf(fake)).toContain('GET /pipeline_stages/pipeline/213215');
  });

  it('has the stages where pipelines are hidden', async () => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'GET /pipelines', status: 404, body: {} });
    const { pipelines } = await connect(fake).catalog();
    expect(pipelines.map(({ id, name, stages }) => [id, name, stages.length])).toEqual([
      ['213214', '', 5],
      ['213215', '', 4],
    ]);
    expect(pipelines[0]?.stages[1]).toEqual({ id: '987791', name: 'Follow-up', winProbability: 10 });
  });

  it('has all users of a large account', async () => {
    const users = Array.from({ length: 201 }, (_, index) => ({
      id: index + 1,
      name: `User ${index}`,
      email: `u${index}@northwind.example`,
    }));
    const fake = await givenCopper({ seed: { ...EMPTY_SEED, users } });
    expect((await connect(fake).catalog()).owners).toHaveLength(201);
  });
});
