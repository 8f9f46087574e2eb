import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { trust } from './https';
import { BASE_PATH, type FakeOutreach, type FakeOutreachOptions, startFakeOutreach } from './outreach/server';
import { DEFAULT_SEED } from './outreach/seed';
import { createState } from './outreach/state';

let fake: FakeOutreach;
beforeAll(async () => {
  fake = await startFakeOutreach({ perHour: Infinity });
  trust(fake.ca);
});
afterAll(() => fake.stop());
beforeEach(() => {
  Object.assign(fake.state, createState(DEFAULT_SEED, fake.state.settings));
  fake.faults.clear();
});

interface Body {
  data: { id: number; attributes: Record<string, unknown>; relationships: Record<string, unknown>; meta?: object }[];
  included?: { type: string; id: number }[];
  links?: { next?: string };
  meta?: object;
  errors?: { id: string; detail?: string; details?: string; source?: { pointer: string } }[];
}

/** Asks with the right headers, unless told otherwise. */
async function ask(method: string, path: string, json?: unknown, headers: Record<string, string> = {}, of = fake) {
  const response = await fetch(`${of.url}${BASE_PATH}${path}`, {
    method,
    headers: { Authorization: `Bearer ${of.accessToken}`, 'Content-Type': 'application/vnd.api+json', ...headers },
    ...(json === undefined ? {} : { body: typeof json === 'string' ? json : JSON.stringify(json) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Body, headers: response.headers };
}

const list = async (query: string) => (await ask('GET', `/opportunities?${query}`)).body;
const idsOf = async (query: string) => (await list(query)).data.map(({ id }) => id);
const one = async (method: string, path: string, json?: unknown) =>
  (await ask(method, path, json)).body.data as unknown as Body['data'][number];

async function withFake(options: FakeOutreachOptions, test: (other: FakeOutreach) => Promise<void>): Promise<void> {
  const other = await startFakeOutreach(options);
  trust(other.ca);
  await test(other).finally(() => other.stop());
}

const change = (data: object) => ({ data: { type: 'opportunity', id: 41, ...data } });

describe('the fake refuses', () => {
  it('requests without its media type, reads too, in a body of its own', async () => {
    for (const type of ['application/json', 'application/vnd.api+json; charset=utf-8']) {
      const { status, body } = await ask('GET', '/opportunities', undefined, { 'Content-Type': type });
      expect([status, body.errors]).toMatchObject([
        415,
        [{ id: 'unsupportedMediaType', details: expect.any(String) as unknown }],
      ]);
    }
  });

  it('a wrong token in its gateway’s words', async () => {
    const { status, body } = await ask('GET', '/users', undefined, { Authorization: 'Bearer wrong' });
    expect({ status, body }).toMatchObject({ status: 401, body: { error: 'Invalid JWT token.' } });
  });

  it('what the token’s scopes do not cover: write is not read', () =>
    withFake({ scopes: ['opportunities.write', 'users.all'] }, async (other) => {
      const status = async (method: string, path: string, json?: unknown) =>
        (await ask(method, path, json, {}, other)).status;
      expect(await status('GET', '/opportunities')).toBe(403);
      expect(await status('PATCH', '/opportunities/41', change({}))).toBe(200);
      expect(await status('DELETE', '/opportunities/41')).toBe(403);
      expect(await status('GET', '/users')).toBe(200);
    }));

  it.each([
    ['GET', '/deals', 'routeNotFound'],
    ['PUT', '/opportunities/41', 'routeNotFound'],
    ['DELETE', '/users/1', 'routeNotFound'],
    ['POST', '/opportunities/41', 'routeNotFound'],
    ['GET', '/opportunities/abc', 'routeNotFound'],
    ['GET', '/prospects/1', 'resourceNotFound'],
    ['DELETE', '/opportunities/1', 'resourceNotFound'],
  ])('%s %s with %s', async (method, path, id) => {
    const { status, body } = await ask(method, path, method === 'POST' ? {} : undefined);
    expect([status, body.errors?.[0]?.id]).toEqual([404, id]);
  });

  it.each([
    ['filter[amount]=5'],
    ['filter[closeDate]=2026-01-01..inf'],
    ['filter[tags]=robots'],
    ['filter[custom1]=x'],
    ['filter[account][name]=Tessella'],
    ['filter[creator][id]=1'],
    ['sort=description'],
    ['sort=-custom1'],
    ['include=nobody'],
    ['fields[opportunity]=name,nothing'],
    ['page[size]=1001'],
    ['page[size]=0'],
    ['page[offset]=5'],
    ['q=x'],
  ])('a list with %s', async (query) => {
    expect((await ask('GET', `/opportunities?${query}`)).status).toBe(422);
  });

  it.each<[object, string]>([
    [change({ id: '41' }), '/data/id'],
    [change({ id: 42 }), '/data/id'],
    [change({ type: 'deal' }), '/data/type'],
    [change({ attributes: { createdAt: '2026-01-01T00:00:00.000Z' } }), '/data/attributes/createdAt'],
    [change({ attributes: { status: 'won' } }), '/data/attributes/status'],
    [change({ attributes: { amount: 9.5 } }), '/data/attributes/amount'],
    [change({ attributes: { amount: '9' } }), '/data/attributes/amount'],
    [change({ attributes: { amountPrecise: '1234567890.12345' } }), '/data/attributes/amountPrecise'],
    [change({ attributes: { closeDate: '2026-01-01' } }), '/data/attributes/closeDate'],
    [change({ attributes: { name: '' } }), '/data/attributes/name'],
    [change({ attributes: { name: 'x'.repeat(256) } }), '/data/attributes/name'],
    [change({ attributes: { probability: 101 } }), '/data/attributes/probability'],
    [change({ attributes: { tags: ['a', 1] } }), '/data/attributes/tags'],
    [change({ attributes: { custom1: 5 } }), '/data/attributes/custom1'],
    [change({ attributes: { custom2: 'maybe' } }), '/data/attributes/custom2'],
    [change({ attributes: { custom4: '31.3.2027' } }), '/data/attributes/custom4'],
    [change({ attributes: { custom7: 'Arms;Wings' } }), '/data/attributes/custom7'],
    [change({ attributes: { custom151: 'x' } }), '/data/attributes/custom151'],
    [change({ relationships: { stage: { data: { type: 'opportunityStage', id: 11 } } } }), '/data/relationships/stage'],
    [change({ relationships: { prospects: { data: [] } } }), '/data/relationships/prospects'],
    [
      change({ relationships: { opportunityStage: { data: { type: 'stage', id: 11 } } } }),
      '/data/relationships/opportunityStage',
    ],
    [change({ relationships: { owner: { data: { type: 'user', id: '1' } } } }), '/data/relationships/owner'],
    [change({ relationships: { owner: { data: { type: 'user', id: 99 } } } }), '/data/relationships/owner'],
    [{ attributes: { name: 'x' } }, '/data'],
  ])('%j, pointing to %s', async (json, pointer) => {
    const before = await one('GET', '/opportunities/41');
    const { status, body } = await ask('PATCH', '/opportunities/41', json);
    expect([status, body.errors?.[0]?.source?.pointer]).toEqual([422, pointer]);
    expect(await one('GET', '/opportunities/41')).toEqual(before);
  });

  it('a second prospect with an address, in the recorded words', async () => {
    const attributes = { firstName: 'M', emails: ['Mara.Rossi@tessella.example'] };
    const { status, body } = await ask('POST', '/prospects', { data: { type: 'prospect', attributes } });
    expect({ status, body }).toMatchObject({
      status: 422,
      body: { errors: [{ id: 'validationDuplicateValueError', source: { pointer: '/data' } }] },
    });
  });

  it('more than an hour’s worth', () =>
    withFake({ perHour: 1 }, async (other) => {
      expect((await ask('GET', '/users', undefined, {}, other)).headers.get('X-RateLimit-Remaining')).toBe('0, 1');
      expect((await ask('GET', '/users', undefined, {}, other)).status).toBe(429);
    }));
});

describe('the fake answers', () => {
  it('a record with ids as numbers, both names of the stage, and links for its prospects', async () => {
    const { id, attributes, relationships } = await one('GET', '/opportunities/41');
    expect(id).toBe(41);
    expect(Object.keys(attributes).filter((name) => name.startsWith('custom') && name !== 'customId')).toHaveLength(
      150,
    );
    const data = { type: 'opportunityStage', id: 12 };
    expect(relationships).toMatchObject({ stage: { data }, opportunityStage: { data } });
    expect(relationships.prospects).toEqual({
      links: { related: 'https://api.outreach.io/api/v2/prospects?filter%5Bopportunity%5D%5Bid%5D=41' },
    });
  });

  it.each<[string, number[]]>([
    ['filter[id]=41,43', [41, 43]],
    ['filter[name]=packing line', [44]],
    ['filter[name]=packing', []],
    ['filter[account][id]=21&sort=-updatedAt', [41, 42, 43]],
    ['filter[stage][id]=11,12', [41, 42]],
    ['filter[opportunityStage][id]=13', [44]],
    ['filter[stage][id]=__null__', [45]],
    ['filter[owner][id]=2', [42]],
    ['filter[prospects][id]=31', [41, 42, 43]],
    ['filter[prospect][id]=31', [41, 42, 43]],
    ['filter[probability]=20..60', [41, 42]],
    ['filter[probability]=60..inf', [41, 43]],
    ['filter[updatedAt]=2026-11-16T09:00:00.000Z..inf', [41, 42]],
    ['filter[leadSource]=Fair', [41]],
    ['sort=amount', [45, 43, 42, 41, 44]],
    ['sort=-probability,name', [43, 41, 42, 44, 45]],
  ])('a list with %s', async (query, ids) => {
    expect(await idsOf(query)).toEqual(ids);
  });

  it('a list in parts, each with a link to the next that keeps what was asked', async () => {
    const seen: number[] = [];
    let query: string | undefined = 'sort=name&page[size]=2&include=owner';
    while (query !== undefined) {
      const { data, included, links } = await list(query);
      seen.push(...data.map(({ id }) => id));
      expect(included).toBeDefined();
      query = links?.next === undefined ? undefined : new URL(links.next).search.slice(1);
    }
    expect(seen).toEqual([41, 42, 44, 43, 45]);
  });

  it('with what is included once, sparse fields, and the metadata asked for', async () => {
    const { data, included, meta } = await list(
      'filter[account][id]=21&include=account,owner&fields[opportunity]=name,owner&provideAuthorizationMeta=true',
    );
    expect(included?.map(({ type, id }) => `${type} ${id}`)).toEqual(['account 21', 'user 1', 'user 2']);
    expect(Object.keys(data[0]!.attributes)).toEqual(['name']);
    expect(Object.keys(data[0]!.relationships)).toEqual(['owner']);
    expect(data[0]!.meta).toEqual({ canWrite: true, canDelete: true });
    expect(meta).toEqual({ count: 3, count_truncated: false });
    expect((await list('count=false')).meta).toBeUndefined();
  });

  it('a change of what is named, without what could be included', async () => {
    const before = await one('GET', '/opportunities/41');
    const relationships = { owner: { data: null }, opportunityStage: { data: { type: 'opportunityStage', id: 14 } } };
    const json = change({ attributes: { description: null, amountPrecise: '9.75' }, relationships });
    const { status, body } = await ask('PATCH', '/opportunities/41?include=owner', json);
    const after = body.data as unknown as Body['data'][number];
    expect([status, body.included]).toEqual([200, undefined]);
    const changed = { description: null, amount: 9, amountPrecise: '9.75', updatedAt: after.attributes.updatedAt };
    expect(after.attributes).toEqual({ ...before.attributes, ...changed });
    expect(after.relationships).toMatchObject({ owner: { data: null }, stage: { data: { id: 14 } } });
  });

  it('a creation with 201, a deletion with 204 and nothing, and then 404', async () => {
    const { status, body } = await ask('POST', '/opportunities', {
      data: { type: 'opportunity', attributes: { name: 'x' } },
    });
    const { id } = body.data as unknown as { id: number };
    expect(status).toBe(201);
    const gone = await ask('DELETE', `/opportunities/${id}`);
    expect([gone.status, gone.body]).toEqual([204, {}]);
    expect((await ask('DELETE', `/opportunities/${id}`)).status).toBe(404);
  });

  it('prospects by address in any case, with their opportunities; accounts by domain; stages in order', async () => {
    const { data } = (await ask('GET', '/prospects?filter[emails]=MARA.rossi@tessella.example')).body;
    expect(data[0]).toMatchObject({ id: 31, attributes: { name: 'Mara Rossi' } });
    expect(data[0]!.relationships.opportunities).toMatchObject({
      data: [{ id: 42 }, { id: 41 }, { id: 43 }],
      meta: { count: 3 },
    });
    expect((await ask('GET', '/accounts?filter[domain]=tessella.example')).body.data[0]?.id).toBe(21);
    const stages = (await ask('GET', '/opportunityStages?sort=order')).body.data.map(({ id }) => id);
    expect(stages).toEqual([11, 12, 13, 14, 15, 16]);
    expect((await ask('GET', '/users?filter[locked]=false')).body.data).toHaveLength(2);
  });

  it('the types, who asks, roles and notes', async () => {
    const types = (await ask('GET', '/types')).body.data as unknown as { type: string; meta: object }[];
    expect(types.find(({ type }) => type === 'opportunity')?.meta).toMatchObject({
      validations: { custom6: { type: 'inclusion', label: 'Region', definition: ['North', 'South'] } },
    });
    expect((await ask('GET', '')).body.meta).toMatchObject({ user: { email: 'jo@northwind.example' } });
    expect((await ask('GET', '/opportunityProspectRoles?filter[prospect][id]=31')).body.data).toHaveLength(1);
    const relationships = { prospect: { data: { type: 'prospect', id: 31 } } };
    const attributes = { message: 'Called', opportunityAssociationRule: 'recent_updated' };
    const note = await one('POST', '/prospectNotes', { data: { type: 'prospectNote', attributes, relationships } });
    expect(note.attributes).toMatchObject({ message: 'Called' });
    expect(note.attributes).not.toHaveProperty('opportunityAssociationRule');
  });
});
