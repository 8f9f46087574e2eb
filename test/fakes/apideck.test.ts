import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PROFILES } from './apideck/profiles';
import { DEFAULT_SEED } from './apideck/seed';
import { type FakeApideck, type FakeApideckOptions, startFakeApideck } from './apideck/server';
import { createState } from './apideck/state';
import { trust } from './https';

let fake: FakeApideck;
beforeAll(async () => {
  fake = await startFakeApideck();
  trust(fake.ca);
});
afterAll(() => fake.stop());
beforeEach(() => {
  Object.assign(fake.state, createState(DEFAULT_SEED, PROFILES.full, Date.now));
  fake.faults.clear();
});

const LAB_ROBOTS = '/crm/opportunities/41';

type Answer = Record<string, unknown> & { data: Record<string, unknown> };

/** Asks with the right headers, unless told otherwise; a header that is `null` is left out. */
async function ask(
  method: string,
  path: string,
  json?: unknown,
  headers: Record<string, string | null> = {},
  of = fake,
) {
  const all = {
    Authorization: `Bearer ${of.key}`,
    'x-apideck-app-id': of.appId,
    'x-apideck-consumer-id': of.consumerId,
    'Content-Type': 'application/json',
    ...headers,
  };
  const sent = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
  const response = await fetch(`${of.url}${path}`, {
    method,
    headers: sent,
    ...(json === undefined ? {} : { body: typeof json === 'string' ? json : JSON.stringify(json) }),
  });
  return { status: response.status, body: (await response.json()) as Answer };
}

async function withFake(options: FakeApideckOptions, test: (other: FakeApideck) => Promise<void>): Promise<void> {
  const other = await startFakeApideck(options);
  trust(other.ca);
  await test(other).finally(() => other.stop());
}

async function list(path: string, of = fake) {
  const { status, body } = await ask('GET', path, undefined, {}, of);
  expect([status, body]).toEqual([200, expect.anything()]);
  return body.data as unknown as Record<string, unknown>[];
}

const idsOf = async (path: string, of = fake) => (await list(path, of)).map(({ id }) => id);

describe('the fake Apideck refuses', () => {
  it.each([
    ['no key', { Authorization: null }, 401, 'UnauthorizedError'],
    ['a wrong key', { Authorization: 'Bearer wrong' }, 401, 'UnauthorizedError'],
    ['no application', { 'x-apideck-app-id': null }, 401, 'UnauthorizedError'],
    ['no consumer', { 'x-apideck-consumer-id': null }, 401, 'UnauthorizedError'],
    ['a consumer without a connection', { 'x-apideck-consumer-id': 'nobody' }, 422, 'InvalidStateError'],
    ['a CRM that is not connected', { 'x-apideck-service-id': 'pipedrive' }, 422, 'InvalidStateError'],
  ])('%s', async (_, headers, status, type_name) => {
    expect(await ask('GET', LAB_ROBOTS, undefined, headers)).toMatchObject({ status, body: { type_name } });
  });

  it('a body that is not called JSON, and one that is not JSON', async () => {
    expect((await ask('POST', '/crm/notes', {}, { 'Content-Type': 'text/plain' })).status).toBe(400);
    expect((await ask('POST', '/crm/notes', '{')).status).toBe(422);
  });

  it.each([
    ['GET', '/crm/opportunities/999', 'Unknown OpportunityId'],
    ['PATCH', '/crm/contacts/999', 'Unknown ContactId'],
    ['DELETE', '/crm/companies/999', 'Unknown CompanyId'],
    ['GET', '/crm/deals', 'Unknown Route'],
    ['PUT', LAB_ROBOTS, 'Unknown Route'],
  ])('%s %s as %s', async (method, path, message) => {
    const { status, body } = await ask(method, path, method === 'PATCH' ? {} : undefined);
    expect([status, body]).toMatchObject([404, { status_code: 404, type_name: 'EntityNotFoundError', message }]);
  });

  it.each([
    ['limit=0'],
    ['limit=201'],
    ['limit=many'],
    ['sort[by]=close_date'],
    ['sort[by]=title&sort[direction]=up'],
    ['filter[updated_since]=2026-01-01T00:00:00Z'],
    ['filter[pipeline_id]=11'],
    ['filter[monetary_amount]=lots'],
    ['page=2'],
  ])('a list with %s', async (query) => {
    expect((await ask('GET', `/crm/opportunities?${query}`)).status).toBe(422);
  });

  it.each([
    ['no title', {}, { missing: [{ title: 'required' }] }],
    ['a title that is null', { title: null }, { title: 'must be string' }],
    ['an unknown member', { title: 'x', name: 'x' }, { name: 'must not have additional properties' }],
    ['an id', { title: 'x', id: '1' }, { id: 'is read-only' }],
    ['read-only members', { title: 'x', expected_revenue: 1 }, { expected_revenue: 'is read-only' }],
    ['a number as an id', { title: 'x', owner_id: 1 }, { owner_id: 'must be string' }],
    ['a number as text', { title: 'x', monetary_amount: '1' }, { monetary_amount: 'must be number' }],
    ['a moment as a date', { title: 'x', close_date: '2026-01-01T00:00Z' }, { close_date: /date/ }],
    ['a date that is none', { title: 'x', close_date: '2026-02-30' }, { close_date: /date/ }],
    ['contacts that are null', { title: 'x', contact_ids: null }, { contact_ids: 'must be array' }],
    ['a nameless custom field', { title: 'x', custom_fields: [{ value: 1 }] }, { custom_fields: /id or name/ }],
    ['pass-through of no service', { title: 'x', pass_through: [{}] }, { pass_through: 'service_id required' }],
  ])('%s, in creations and changes', async (_, json, detail) => {
    const loose = Object.entries(detail).map(([name, reason]) => [
      name,
      reason instanceof RegExp ? expect.stringMatching(reason) : reason,
    ]);
    const refusal = { status: 422, body: { type_name: 'RequestValidationError', detail: Object.fromEntries(loose) } };
    expect(await ask('POST', '/crm/opportunities', json)).toMatchObject(refusal);
    expect(await ask('PATCH', LAB_ROBOTS, json)).toMatchObject(refusal);
  });

  it.each([
    ['somebody unknown', { primary_contact_id: '999' }],
    ['a company unknown', { company_id: '999' }],
    ['an owner unknown', { owner_id: '999' }],
    ['a stage of another pipeline', { pipeline_id: '11', pipeline_stage_id: '121' }],
    ['a custom field unknown', { custom_fields: [{ id: '999', value: 'x' }] }],
    ['a custom field of another type', { custom_fields: [{ id: '902', value: 'x' }] }],
  ])('%s, as the CRM behind it does', async (_, change) => {
    const { status, body } = await ask('PATCH', LAB_ROBOTS, { title: 'x', ...change });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      type_name: 'ConnectorExecutionError',
      downstream_errors: [{ code: expect.any(String) }],
    });
    expect((await ask('GET', LAB_ROBOTS)).body.data.title).toBe('Lab robots, phase 2');
  });

  it('keeps nothing of a creation it refused', async () => {
    await ask('POST', '/crm/opportunities', { title: 'Refused', company_id: '999' });
    expect(await idsOf('/crm/opportunities')).toEqual(['41', '42', '43', '44', '45']);
  });
});

describe('the fake Apideck lists', () => {
  it('in an envelope, part by part', async () => {
    const { body } = await ask('GET', '/crm/opportunities?limit=2&sort[by]=updated_at&sort[direction]=desc');
    expect(body).toMatchObject({
      status_code: 200,
      status: 'OK',
      service: 'zoho-crm',
      resource: 'opportunities',
      operation: 'all',
      data: [{ id: '41' }, { id: '42' }],
      meta: { items_on_page: 2, cursors: { previous: null } },
      links: { previous: null },
    });
    const { cursors } = body.meta as { cursors: { next: string } };
    const rest = `/crm/opportunities?limit=200&cursor=${encodeURIComponent(cursors.next)}`;
    expect(await idsOf(`${rest}&sort[by]=updated_at&sort[direction]=desc`)).toEqual(['44', '45', '43']);
    const other = await ask('GET', rest);
    expect([other.status, other.body.type_name]).toEqual([400, 'InvalidCursorError']);
  });

  it.each([
    ['opportunities?filter[title]=LAB', ['41']],
    ['opportunities?filter[primary_contact_id]=31', ['41', '43']],
    ['opportunities?filter[company_id]=21&filter[status]=open', ['41', '42']],
    ['opportunities?filter[monetary_amount]=12500', ['42']],
    ['opportunities?filter[owner_id]=2', ['42']],
    ['opportunities?sort[by]=monetary_amount', ['43', '42', '41', '44', '45']],
    ['opportunities?sort[by]=title&sort[direction]=desc', ['45', '43', '44', '42', '41']],
    ['contacts?filter[email]=MARA.ROSSI@tessella.example', ['31']],
    ['contacts?filter[company_id]=21&sort[by]=email', ['32', '31']],
    ['companies?filter[name]=bright', ['22']],
    ['users?filter[email]=sam@northwind.example', ['2']],
    ['notes?filter[title]=call', ['61']],
  ])('%s', async (path, ids) => {
    expect(await idsOf(`/crm/${path}`)).toEqual(ids);
  });

  it('only the members asked for', async () => {
    expect(await list('/crm/opportunities?filter[owner_id]=2&fields=id,title')).toEqual([
      { id: '42', title: 'Maintenance 2027' },
    ]);
  });

  it('a contact’s opportunities, and what follows from other records', async () => {
    const [mara] = await list('/crm/contacts?filter[email]=mara.rossi@tessella.example');
    expect(mara).toMatchObject({ company_name: 'Tessella', opportunity_ids: ['41', '42', '43'] });
    const { data } = (await ask('GET', '/crm/opportunities/42')).body;
    expect(data).toMatchObject({ company_name: 'Tessella', expected_revenue: 2_500, contact_ids: ['32', '31'] });
  });
});

describe('the fake Apideck writes', () => {
  it('and answers with the id only', async () => {
    const made = await ask('POST', '/crm/opportunities', { title: 'Lamps', company_id: '21' });
    const id = made.body.data.id as string;
    expect(made).toMatchObject({ status: 201, body: { status_code: 201, operation: 'add' } });
    expect(made.body.data).toEqual({ id: expect.any(String) });
    const changed = await ask('PATCH', `/crm/opportunities/${id}`, { title: 'Lamps', monetary_amount: 5 });
    expect([changed.status, changed.body.data]).toEqual([200, { id }]);
    expect((await ask('GET', `/crm/opportunities/${id}`)).body.data).toMatchObject({
      id,
      title: 'Lamps',
      monetary_amount: 5,
      status: 'Open',
      pipeline_id: '11',
      pipeline_stage_id: '111',
      win_probability: 10,
    });
    expect((await ask('DELETE', `/crm/opportunities/${id}`)).body.data).toEqual({ id });
    expect((await ask('DELETE', `/crm/opportunities/${id}`)).status).toBe(404);
  });

  it('null to clear, and leaves what is not named', async () => {
    await ask('PATCH', LAB_ROBOTS, { title: 'Robots', monetary_amount: null, tags: null });
    const { data } = (await ask('GET', LAB_ROBOTS)).body;
    expect(data).toMatchObject({ title: 'Robots', monetary_amount: null, tags: [], currency: 'EUR', status: 'Open' });
  });

  it('a stage with its pipeline and its likelihood', async () => {
    await ask('PATCH', LAB_ROBOTS, { title: 'Robots', pipeline_stage_id: '122' });
    const { data } = (await ask('GET', LAB_ROBOTS)).body;
    expect(data).toMatchObject({ pipeline_id: '12', pipeline_stage_id: '122', win_probability: 50 });
  });

  it.each([
    ['replace', ['901']],
    ['merge', ['902', '904', '901']],
  ] as const)('custom fields by %s', async (customFields, ids) => {
    Object.assign(fake.state.profile, { customFields });
    await ask('PATCH', LAB_ROBOTS, { title: 'x', custom_fields: [{ id: '901', value: 'new' }] });
    const { data } = (await ask('GET', LAB_ROBOTS)).body;
    const fields = data.custom_fields as { id: string }[];
    expect(fields.map(({ id }) => id)).toEqual(ids);
    expect(fields.at(-1)).toEqual({ id: '901', name: 'reference', description: 'Reference', value: 'new' });
  });

  it('unlinks what pointed to a record that is deleted', async () => {
    await ask('DELETE', '/crm/contacts/31');
    await ask('DELETE', '/crm/companies/21');
    const { data } = (await ask('GET', '/crm/opportunities/42')).body;
    expect(data).toMatchObject({ company_id: null, company_name: null, contact_ids: ['32'] });
    expect((await ask('GET', LAB_ROBOTS)).body.data.primary_contact_id).toBeNull();
  });
});

describe('the CRM behind the fake Apideck', () => {
  it('as Copper lists neither pipelines nor users, notes or activities', () =>
    withFake({ profile: 'copper' }, async (copper) => {
      for (const resource of ['pipelines', 'users', 'notes', 'activities']) {
        const { status, body } = await ask('GET', `/crm/${resource}`, undefined, {}, copper);
        expect([resource, status, body.error]).toEqual([resource, 501, 'Not Implemented']);
      }
    }));

  it('as Copper wants a contact, and only its own words', () =>
    withFake({ profile: 'copper' }, async (copper) => {
      const post = (json: object) => ask('POST', '/crm/opportunities', json, {}, copper);
      expect((await post({ title: 'x' })).status).toBe(400);
      expect((await post({ title: '', primary_contact_id: '31' })).status).toBe(400);
      expect((await post({ title: 'x', primary_contact_id: '31', status: 'active' })).status).toBe(400);
      expect((await post({ title: 'x', primary_contact_id: '31', status: 'Won' })).status).toBe(201);
    }));

  it('refuses filters and sorts it does not know', () =>
    withFake({ profile: 'hubspot' }, async (hubspot) => {
      const get = (query: string) => ask('GET', `/crm/opportunities?${query}`, undefined, {}, hubspot);
      const refused = { status: 400, body: { type_name: 'UnsupportedFiltersError' } };
      expect(await get('filter[company_id]=21')).toMatchObject(refused);
      expect(await get('sort[by]=status')).toMatchObject({ body: { type_name: 'UnsupportedSortFieldError' } });
    }));

  it('as HubSpot leaves companies and contacts out of lists that are filtered or sorted', () =>
    withFake({ profile: 'hubspot' }, async (hubspot) => {
      const [plain] = await list('/crm/opportunities', hubspot);
      expect(plain).toMatchObject({ company_id: '21', primary_contact_id: '31', contact_ids: ['31'] });
      for (const query of ['filter[title]=lab', 'sort[by]=title']) {
        const names = Object.keys((await list(`/crm/opportunities?${query}`, hubspot))[0] ?? {});
        expect(names).toContain('title');
        expect(names).not.toContain('company_id');
        expect(names).not.toContain('primary_contact_id');
        expect(names).not.toContain('contact_ids');
      }
    }));

  it('as HubSpot takes a part of an address for the whole', () =>
    withFake({ profile: 'hubspot' }, async (hubspot) => {
      expect(await idsOf('/crm/contacts?filter[email]=tessella.example', hubspot)).toEqual(['31', '32']);
    }));
});
