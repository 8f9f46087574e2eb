import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BASE_PATH, type FakeCopper, type FakeCopperOptions, startFakeCopper } from './copper/server';
import { DEFAULT_SEED } from './copper/seed';
import { createState } from './copper/state';
import { trust } from './https';

let fake: FakeCopper;
beforeAll(async () => {
  fake = await startFakeCopper({ perMinute: Infinity });
  trust(fake.ca);
});
afterAll(() => fake.stop());
beforeEach(() => {
  Object.assign(fake.state, createState(DEFAULT_SEED, { ...fake.state.settings, dateFormat: 'MDY' }));
  fake.faults.clear();
});

const LAB_ROBOTS = '/opportunities/2827698';
const MARA = 27_140_359;
const LINK = {
  custom_field_definition_id: 126_248,
  source: { id: 2_827_698, entity_type: 'opportunity' },
  target: { id: 9_607_581, entity_type: 'company' },
};
const NO_DEFINITION = 'Custom Fields: Invalid custom field definition: 126244';

const custom = (id: number, value: unknown) => ({ custom_fields: [{ custom_field_definition_id: id, value }] });
const wanted = (id: number, rest: object) => ({ custom_field_definition_id: id, ...rest });

/** Asks with the right headers, unless told otherwise. */
async function ask(method: string, path: string, json?: unknown, headers: Record<string, string> = {}, of = fake) {
  const response = await fetch(`${of.url}${BASE_PATH}${path}`, {
    method,
    headers: {
      'X-PW-AccessToken': of.key,
      'X-PW-Application': 'developer_api',
      'X-PW-UserEmail': of.email,
      'Content-Type': 'application/json',
      ...headers,
    },
    ...(json === undefined ? {} : { body: typeof json === 'string' ? json : JSON.stringify(json) }),
  });
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, body, headers: response.headers };
}

async function withFake(options: FakeCopperOptions, test: (other: FakeCopper) => Promise<void>): Promise<void> {
  const other = await startFakeCopper(options);
  trust(other.ca);
  await test(other).finally(() => other.stop());
}

const search = async (filters: object) =>
  (await ask('POST', '/opportunities/search', filters)).body as unknown as { name: string }[];
const namesOf = async (filters: object) => (await search(filters)).map(({ name }) => name).toSorted();

describe('the fake refuses', () => {
  it.each([
    ['a wrong key', { 'X-PW-AccessToken': 'wrong' }],
    ['another application', { 'X-PW-Application': 'developer' }],
    ['somebody else’s email', { 'X-PW-UserEmail': 'sam@northwind.example' }],
  ])('%s with 401', async (_, headers) => {
    expect((await ask('GET', '/users/me', undefined, headers)).status).toBe(401);
  });

  it('a body that is not called JSON, and one that is not JSON', async () => {
    expect((await ask('POST', '/people/search', '{}', { 'Content-Type': 'text/plain' })).status).toBe(415);
    expect((await ask('POST', '/people/search', '{')).status).toBe(400);
  });

  it.each([
    ['GET', '/opportunity/1'],
    ['PATCH', LAB_ROBOTS],
    ['GET', '/opportunities/abc'],
    ['GET', '/people/1/related/leads'],
  ])('%s %s as no route', async (method, path) => {
    expect(await ask(method, path)).toMatchObject({ status: 404, body: { error: 'not_found' } });
  });

  it.each([
    ['GET', '/opportunities/1', undefined],
    ['PUT', '/people/1', {}],
    ['DELETE', '/companies/1', undefined],
    ['POST', '/people/fetch_by_email', { email: 'who@else.example' }],
    ['GET', '/people/1/related', undefined],
    ['GET', '/users/1', undefined],
    ['POST', '/opportunities', { name: 'x', primary_contact_id: 1 }],
    ['PUT', LAB_ROBOTS, { company_id: 1 }],
    ['POST', '/related_links', { ...LINK, target: { id: 1, entity_type: 'company' } }],
    ['GET', '/related_links?source_type=opportunity&source_id=1', undefined],
    ['DELETE', '/related_links/1', undefined],
  ])('%s %s %j as not found', async (method, path, json) => {
    const body = { success: false, status: 404, message: 'Resource not found' };
    expect(await ask(method, path, json)).toMatchObject({ status: 404, body });
  });

  it.each([
    ['POST', '/opportunities/search', { pageSize: 1 }, 'Base: Unrecognized attributes specified: pageSize'],
    ['PUT', LAB_ROBOTS, { title: 'x', company: 1 }, 'Base: Unrecognized attributes specified: title, company'],
    [
      'PUT',
      LAB_ROBOTS,
      { company_id: 'test' },
      'Company Id: Invalid value for Company Id: IDs must be positive integers: test',
    ],
    [
      'POST',
      '/opportunities/search',
      { company_ids: ['1'] },
      'Company Ids: Invalid value for Company Ids: IDs must be positive integers: 1',
    ],
    ['POST', '/opportunities/search', { page_size: 201 }, 'Page Size: must be between 1 and 200'],
    ['POST', '/opportunities/search', { page_number: 0 }, 'Page Number: must be greater than 0'],
    ['POST', '/opportunities/search', { sort_by: 'size' }, 'Sort By: is not included in the list'],
    ['POST', '/opportunities', { primary_contact_id: MARA }, "Name: can't be blank"],
    ['POST', '/opportunities', { name: 'x' }, "Primary Contact: can't be blank"],
    ['PUT', LAB_ROBOTS, { name: '' }, "Name: can't be blank"],
    ['PUT', LAB_ROBOTS, { status: 'open' }, 'Status: is not included in the list'],
    ['PUT', LAB_ROBOTS, { priority: 'Urgent' }, 'Priority: is not included in the list'],
    ['PUT', LAB_ROBOTS, { win_probability: 101 }, 'Win Probability: must be between 0 and 100'],
    ['PUT', LAB_ROBOTS, { monetary_value: '5' }, 'Monetary Value: is not a number'],
    ['PUT', LAB_ROBOTS, { close_date: '2026-12-01' }, 'Close Date: is not a valid date'],
    ['PUT', LAB_ROBOTS, { close_date: '25/12/2026' }, 'Close Date: is not a valid date'],
    ['PUT', LAB_ROBOTS, { pipeline_stage_id: 1 }, 'Pipeline Stage: does not belong to the pipeline'],
    [
      'PUT',
      LAB_ROBOTS,
      { pipeline_id: 213_215, pipeline_stage_id: 987_790 },
      'Pipeline Stage: does not belong to the pipeline',
    ],
    ['PUT', LAB_ROBOTS, { loss_reason_id: 1 }, 'Loss Reason: is invalid'],
    ['PUT', LAB_ROBOTS, { assignee_id: 1 }, 'Assignee: is invalid'],
    ['PUT', LAB_ROBOTS, { monetary_unit: 'EUR' }, 'Base: Unrecognized attributes specified: monetary_unit'],
    ['PUT', LAB_ROBOTS, custom(1, 'x'), 'Custom Fields: Invalid custom field definition: 1'],
    ['PUT', LAB_ROBOTS, custom(126_249, []), 'Custom Fields: Invalid custom field definition: 126249'],
    ['PUT', LAB_ROBOTS, custom(100_764, 5), 'Custom Fields: Reference must be a string'],
    ['PUT', LAB_ROBOTS, custom(126_240, [1]), 'Custom Fields: Products is invalid'],
    ['PUT', LAB_ROBOTS, custom(126_240, 167_774), 'Custom Fields: Products must be an array'],
    ['PUT', LAB_ROBOTS, custom(126_241, 'yes'), 'Custom Fields: Public tender must be true or false'],
    ['PUT', LAB_ROBOTS, custom(126_242, 1), 'Custom Fields: Region is invalid'],
    ['PUT', LAB_ROBOTS, custom(126_243, '2027-03-01'), 'Custom Fields: Installation must be an integer'],
    ['PUT', LAB_ROBOTS, custom(126_245, 'ftp://x'), 'Custom Fields: Plans is not a valid URL'],
    ['PUT', LAB_ROBOTS, custom(126_246, 2.5), 'Custom Fields: Discount must be an integer'],
    ['PUT', LAB_ROBOTS, custom(126_247, '5'), 'Custom Fields: Service fee is not a number'],
    [
      'PUT',
      LAB_ROBOTS,
      custom(126_248, ['company:1']),
      'Custom Fields: Delivered by can only be changed through related links',
    ],
    [
      'POST',
      '/opportunities/search',
      { custom_fields: [wanted(100_764, { value: 'LR-2' })] },
      'Custom Fields: Reference cannot be searched by value',
    ],
    [
      'POST',
      '/opportunities/search',
      { custom_fields: [wanted(126_243, { value: 5 })] },
      'Custom Fields: Installation cannot be searched by value',
    ],
    ['POST', '/related_links', { ...LINK, custom_field_definition_id: 126_244 }, NO_DEFINITION],
    ['POST', '/related_links', { ...LINK, source: { id: 1, entity_type: 'company' } }, 'Source: is invalid'],
    ['GET', '/related_links?source_type=deal&source_id=1', undefined, 'Source Type: is not included in the list'],
    ['POST', '/people', { emails: [] }, "Name: can't be blank"],
    [
      'POST',
      '/people',
      { name: 'M', emails: [{ email: 'Mara.Rossi@tessella.example', category: 'work' }] },
      'Emails: email has already been taken',
    ],
    ['POST', '/people', { name: 'M', emails: ['m@x.example'] }, 'Emails: must be an object'],
    ['POST', '/companies', { name: 'T', email_domain: 'tessella.example' }, 'Email Domain: has already been taken'],
    [
      'POST',
      '/activities',
      { parent: { type: 'person', id: MARA }, type: { category: 'system', id: 1 } },
      'Type: is invalid',
    ],
  ])('%s %s %j as invalid', async (method, path, json, message) => {
    const body = { success: false, status: 422, message: `Invalid input: Validation errors: ${message}` };
    expect(await ask(method, path, json)).toMatchObject({ status: 422, body });
  });

  it('several wrong values at once, a line each', async () => {
    const { body } = await ask('PUT', LAB_ROBOTS, { name: '', win_probability: -1 });
    expect(body.message).toMatch(/Name: can't be blank\nWin Probability: must be/);
  });

  it('a filter by contact in an account that has none', () =>
    withFake({ hasContactFilter: false }, async (other) => {
      const { body } = await ask('POST', '/opportunities/search', { primary_contact_ids: [1] }, {}, other);
      expect(body.message).toMatch(/Unrecognized attributes specified: primary_contact_ids/);
    }));

  it('the words of the other generation', async () => {
    const refusals = async (options: FakeCopperOptions, bodies: object[]) => {
      const messages: unknown[] = [];
      await withFake(options, async (other) => {
        for (const json of bodies) {
          messages.push((await ask('POST', '/opportunities/search', json, {}, other)).body.message ?? 'fine');
        }
      });
      return messages.map((message) => String(message).split(': ').slice(2).join(': ') || message);
    };
    const object = { option: 'ANY', value: ['robots'] };
    expect(
      await refusals({ tagsFilter: 'list', sortNames: '2018' }, [
        { tags: object },
        { tags: ['robots'] },
        { sort_by: 'monetary_value' },
        { sort_by: 'value' },
      ]),
    ).toEqual(['Tags: must be an array', 'fine', 'Sort By: is not included in the list', 'fine']);
    expect(
      await refusals({ tagsFilter: 'object', sortNames: 'today' }, [
        { tags: ['robots'] },
        { tags: object },
        { sort_by: 'value' },
        { sort_by: 'monetary_value' },
      ]),
    ).toEqual(['Tags: must be an object', 'fine', 'Sort By: is not included in the list', 'fine']);
  });

  it('more than a minute’s worth, until a minute is over', async () => {
    let now = Date.parse('2026-11-20T12:00:00Z');
    await withFake({ perMinute: 2, now: () => now }, async (other) => {
      const status = async () => (await ask('GET', '/account', undefined, {}, other)).status;
      expect([await status(), await status(), await status()]).toEqual([200, 200, 429]);
      now += 60_000;
      expect(await status()).toBe(200);
    });
  });
});

describe('the fake answers', () => {
  it('an opportunity with every custom field made for it', async () => {
    const { body } = await ask('GET', LAB_ROBOTS);
    const values = (record: Record<string, unknown>) =>
      (record.custom_fields as { custom_field_definition_id: number; value: unknown }[]).map(
        ({ custom_field_definition_id: key, value }) => [key, value],
      );
    expect(values(body)).toEqual([
      [100_764, 'LR-2'],
      [103_481, null],
      [126_240, [167_774, 167_776]],
      [126_241, true],
      [126_242, 167_780],
      [126_243, Date.UTC(2027, 2, 1) / 1000],
      [126_244, 240.5],
      [126_245, 'https://plans.tessella.example/lab'],
      [126_246, 5],
      [126_247, 1_200],
      [126_248, []],
      [126_250, []],
    ]);
    const unset = values((await ask('GET', '/opportunities/2827699')).body).map(([, value]) => value);
    expect(unset).toEqual([null, null, [], false, null, null, null, null, null, null, [], []]);
    expect(body).toMatchObject({ pipeline_type: 'opportunity', pipeline_is_revenue: true });
  });

  it('a creation with 200, the first stage and its probability, and the contact’s company', async () => {
    const { status, body } = await ask('POST', '/opportunities', { name: 'New', primary_contact_id: MARA });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'Open', priority: 'None', pipeline_id: 213_214, pipeline_stage_id: 987_790 });
    expect(body).toMatchObject({ win_probability: 5, company_name: 'Tessella', monetary_value: null });
  });

  it('an update of what it names, with the unnamed as it was', async () => {
    const before = (await ask('GET', LAB_ROBOTS)).body;
    const { body } = await ask('PUT', LAB_ROBOTS, { details: null, close_date: '01/02/2027' });
    expect(body).toEqual({ ...before, details: null, close_date: '1/2/2027', date_modified: body.date_modified });
    expect((await ask('PUT', LAB_ROBOTS, {})).body).toEqual(body);
  });

  it('a win probability that follows the stage unless it is named', async () => {
    const move = async (json: object) => (await ask('PUT', LAB_ROBOTS, json)).body.win_probability;
    expect(await move({ pipeline_stage_id: 987_794 })).toBe(80);
    expect(await move({ win_probability: 33 })).toBe(33);
    expect(await move({ pipeline_stage_id: 987_790, win_probability: 33 })).toBe(33);
    expect(await move({ pipeline_stage_id: 987_791 })).toBe(10);
    expect(await move({ details: 'as it was' })).toBe(10);
  });

  it('a deletion with the id, and the second one with 404', async () => {
    expect(await ask('DELETE', LAB_ROBOTS)).toMatchObject({ status: 200, body: { id: 2_827_698, is_deleted: true } });
    expect((await ask('DELETE', LAB_ROBOTS)).status).toBe(404);
  });

  it('a page of a search, with the total beside it', async () => {
    const { body, headers } = await ask('POST', '/opportunities/search', {
      page_size: 2,
      page_number: 2,
      sort_by: 'name',
      sort_direction: 'desc',
    });
    expect((body as unknown as { name: string }[]).map(({ name }) => name)).toEqual([
      'Packing line',
      'Maintenance 2027',
    ]);
    expect(headers.get('X-PW-TOTAL')).toBe('5');
  });

  it.each<[object, string[]]>([
    [{ name: 'Packing line' }, ['Packing line']],
    [{ name: 'Packing' }, []],
    [{ status_ids: [1] }, ['Pilot, one arm']],
    [{ assignee_ids: [137_658] }, ['Lab robots, phase 2']],
    [{ assignee_ids: [-2], company_ids: [9_607_581] }, ['Packing line']],
    [{ company_ids: [] }, ['Studio gantry']],
    [{ primary_contact_ids: [MARA] }, ['Lab robots, phase 2', 'Pilot, one arm']],
    [{ ids: [2_827_699, 2_827_702] }, ['Maintenance 2027', 'Studio gantry']],
    [{ pipeline_stage_ids: [987_793] }, ['Packing line']],
    [{ pipeline_ids: [213_215] }, ['Studio gantry']],
    [{ priority_ids: [3] }, ['Lab robots, phase 2']],
    [{ customer_source_ids: [331_240] }, ['Lab robots, phase 2']],
    [{ loss_reason_ids: [308_806] }, []],
    [{ tags: ['robots', 'none'] }, ['Lab robots, phase 2']],
    [{ tags: { option: 'ALL', value: ['robots', 'none'] } }, []],
    [{ minimum_monetary_value: 12_500, maximum_monetary_value: 84_000 }, ['Lab robots, phase 2', 'Maintenance 2027']],
    [
      { minimum_close_date: Date.UTC(2026, 11, 12) / 1000, maximum_close_date: Date.UTC(2026, 11, 12) / 1000 },
      ['Lab robots, phase 2'],
    ],
    [{ followed: 1 }, []],
    [{ custom_fields: [wanted(126_242, { value: [167_780] })] }, ['Lab robots, phase 2']],
    [
      { custom_fields: [wanted(126_242, { value: [167_781], allow_empty: true })], status_ids: [1] },
      ['Pilot, one arm'],
    ],
    [{ custom_fields: [wanted(126_240, { value: [167_774, 167_775], option: 'ALL' })] }, []],
    [{ custom_fields: [wanted(126_240, { value: [167_774, 167_775] })] }, ['Lab robots, phase 2']],
    [{ custom_fields: [wanted(126_240, { value: [167_774], option: 'NONE' })] }, []],
    [{ custom_fields: [wanted(126_240, { value: [] })], pipeline_ids: [213_215] }, ['Studio gantry']],
    [{ custom_fields: [wanted(126_241, { value: true })] }, ['Lab robots, phase 2']],
    [{ custom_fields: [wanted(126_246, { minimum_value: 5, maximum_value: 5 })] }, ['Lab robots, phase 2']],
    [{ custom_fields: [wanted(126_244, { minimum_value: 241 })] }, []],
  ])('a search for %j', async (filters, names) => {
    expect(await namesOf(filters)).toEqual(names);
  });

  it('people by address, whatever its case, and companies by domain in either form', async () => {
    const person = { id: MARA, first_name: 'Mara', last_name: 'Rossi', company_name: 'Tessella' };
    expect((await ask('POST', '/people/fetch_by_email', { email: 'MARA.rossi@tessella.example' })).body).toMatchObject(
      person,
    );
    expect((await ask('POST', '/people/search', { emails: ['mara.rossi@tessella.example'] })).body).toMatchObject([
      person,
    ]);
    const company = [{ id: 9_607_580 }];
    expect((await ask('POST', '/companies/search', { email_domains: ['tessella.example'] })).body).toMatchObject(
      company,
    );
    expect((await ask('POST', '/companies/search', { email_domains: 'tessella.example' })).body).toMatchObject(company);
  });

  it('what is related, both ways, and lets it be changed', async () => {
    const ids = async (path: string) =>
      ((await ask('GET', path)).body as unknown as { id: number }[]).map(({ id }) => id);
    const path = '/people/27140360/related';
    expect(await ids(`${path}/opportunities`)).toEqual([2_827_699]);
    const resource = { id: 2_827_698, type: 'opportunity' };
    expect((await ask('POST', path, { resource })).body).toEqual({ added: true, resource });
    expect(await ids(`${path}/opportunities`)).toEqual([2_827_698, 2_827_699]);
    expect(await ids(`${LAB_ROBOTS}/related/people`)).toEqual([MARA, 27_140_361, 27_140_360]);
    expect((await ask('DELETE', path, { resource })).body).toEqual({ removed: true, resource });
    expect(await ids(`${path}/opportunities`)).toEqual([2_827_699]);
  });

  it.each([
    ['/pipelines', 2],
    ['/pipeline_stages', 9],
    ['/pipeline_stages/pipeline/213215', 4],
    ['/loss_reasons', 3],
    ['/customer_sources', 3],
    ['/contact_types', 4],
    ['/custom_field_definitions', 13],
    ['/tags?sort_by=name', 2],
  ])('the list %s', async (path, length) => {
    expect((await ask('GET', path)).body).toHaveLength(length);
  });

  it('who is asking, the account, the users and the kinds of activities', async () => {
    expect((await ask('GET', '/users/me')).body).toMatchObject({ id: 137_658, email: 'jo@northwind.example' });
    expect((await ask('GET', '/users/159258')).body).toMatchObject({ name: 'Sam Whitfield' });
    expect((await ask('GET', '/account')).body).toMatchObject({ id: 100_624 });
    expect((await ask('POST', '/users/search', { page_number: 1, page_size: 200 })).body).toHaveLength(2);
    expect((await ask('GET', '/activity_types')).body).toMatchObject({ user: [{ id: 0, name: 'Note' }] });
  });

  it('a write of one custom field with the others as they were', async () => {
    const { body } = await ask('PUT', LAB_ROBOTS, custom(126_244, 7));
    const values = body.custom_fields as { custom_field_definition_id: number; value: unknown }[];
    expect(values).toContainEqual({ custom_field_definition_id: 126_244, value: 7 });
    expect(values).toContainEqual({ custom_field_definition_id: 100_764, value: 'LR-2' });
  });

  it('a connection on both sides, and removes both', async () => {
    const { body: made } = await ask('POST', '/related_links', LINK);
    expect(made).toMatchObject({ target: { id: 9_607_581, entity_type: 'company', name: 'Brightwater Foods' } });
    const of = (query: string) => ask('GET', `/related_links?${query}`);
    const own = 'source_type=opportunity&source_id=2827698';
    expect((await of(`${own}&custom_field_definition_id=126248`)).body).toEqual([made]);
    expect((await of(`${own}&custom_field_definition_id=126250`)).body).toEqual([]);
    const { body: back } = await of('source_type=company&source_id=9607581');
    expect(back).toMatchObject([{ custom_field_definition_id: 126_249, target: { name: 'Lab robots, phase 2' } }]);
    expect((await ask('DELETE', `/related_links/${String(made.id)}`)).body).toMatchObject({ is_deleted: true });
    expect((await of('source_type=company&source_id=9607581')).body).toEqual([]);
  });

  it('a note, and finds it again', async () => {
    const parent = { type: 'person', id: MARA };
    const note = { parent, type: { category: 'user', id: 0 }, details: 'Called' };
    const { body } = await ask('POST', '/activities', note);
    expect(body).toMatchObject(note);
    expect((await ask('POST', '/activities/search', { parent })).body).toEqual([body]);
    expect((await ask('POST', `/people/${MARA}/activities`, {})).body).toEqual([body]);
    const calls = { parent, activity_types: [{ id: 190_711, category: 'user' }] };
    expect((await ask('POST', '/activities/search', calls)).body).toEqual([]);
    expect((await ask('GET', `/activities/${String(body.id)}`)).body).toEqual(body);
  });

  it('without CORS headers, as Copper does', async () => {
    const { headers } = await ask('GET', '/account', undefined, { Origin: 'https://mail.google.com' });
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('faults', () => {
  it('last as long as told, for the requests they are meant for', async () => {
    fake.faults.next({ match: 'GET /account', status: 500, body: {}, times: 2 });
    const statuses = [];
    for (const path of ['/users/me', '/account', '/account', '/account'])
      statuses.push((await ask('GET', path)).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
  });

  it('drop the connection before or after the change', async () => {
    for (const [drop, name] of [
      ['before', 'Lab robots, phase 2'],
      ['after', 'changed'],
    ] as const) {
      fake.faults.next({ drop });
      await expect(ask('PUT', LAB_ROBOTS, { name: 'changed' })).rejects.toThrow(TypeError);
      expect((await ask('GET', LAB_ROBOTS)).body.name).toBe(name);
    }
  });

  it('hold an answer back until told', async () => {
    let release = () => {};
    fake.faults.next({ match: 'GET /opportunities', delayUntil: new Promise<void>((resolve) => (release = resolve)) });
    const order: string[] = [];
    const answer = ask('GET', LAB_ROBOTS).then(() => order.push('answered'));
    await ask('GET', '/account');
    order.push('released');
    release();
    await answer;
    expect(order).toEqual(['released', 'answered']);
  });

  it('are seen in the log, which has every request', async () => {
    const before = fake.requests.length;
    fake.faults.next({ status: 503, html: '<p>busy</p>', retryAfter: '3' });
    const response = await fetch(`${fake.url}${BASE_PATH}/account`);
    expect(response.headers.get('Retry-After')).toBe('3');
    expect(fake.requests.slice(before)).toMatchObject([{ method: 'GET', path: '/account', status: 503 }]);
  });
});
