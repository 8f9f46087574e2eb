import { describe, expect, it } from 'vitest';
import type { CustomField, CustomValue } from '../../lib/domain/custom-field';
import type { CustomFilter } from '../../lib/domain/search';
import type { OpportunityPatch } from '../../lib/domain/opportunity';
import type { FakeCopper } from '../fakes/copper/server';
import { failureOf } from './contract';
import { callsOf, connect, givenCopper, search, searchesOf } from './copper-world';

const LAB_ROBOTS = '2827698';
const seconds = (date: string) => Date.parse(`${date}T00:00:00Z`) / 1000;

/** The `custom_fields` of all writes so far. */
function writesTo(fake: FakeCopper): unknown[] {
  return fake.requests
    .filter(({ method, path }) => method === 'PUT' || path === '/opportunities')
    .map(({ json }) => (json as { custom_fields?: unknown }).custom_fields);
}

/** What the account holds of a field. */
function heldBy(fake: FakeCopper, field: number): unknown {
  const record = fake.state.opportunities.get(Number(LAB_ROBOTS));
  return record?.custom_fields.find((one) => one.custom_field_definition_id === field)?.value;
}

describe('the custom fields of an account', () => {
  it('are those made for opportunities, by Copper’s labels and in the options’ order', async () => {
    const { customFields } = await connect(await givenCopper()).catalog();
    const one = (id: string, label: string, type: CustomField['type'], rest: Partial<CustomField> = {}) => ({
      id,
      label,
      type,
      options: [],
      currency: null,
      isRequired: false,
      isFilterable: true,
      ...rest,
    });
    const users = [
      { id: 'user:137658', name: 'Jo Keller' },
      { id: 'user:159258', name: 'Sam Whitfield' },
    ];
    expect(customFields).toEqual([
      one('100764', 'Reference', 'text', { isFilterable: false }),
      one('103481', 'Notes', 'multiline', { isFilterable: false }),
      one('126240', 'Products', 'choices', {
        options: [
          { id: '167774', name: 'Arms' },
          { id: '167775', name: 'Rails' },
          { id: '167776', name: 'Grippers' },
        ],
      }),
      one('126241', 'Public tender', 'checkbox'),
      one('126242', 'Region', 'choice', {
        options: [
          { id: '167780', name: 'North' },
          { id: '167781', name: 'South' },
        ],
      }),
      one('126243', 'Installation', 'date'),
      one('126244', 'Floor area', 'number'),
      one('126245', 'Plans', 'url', { isFilterable: false }),
      one('126246', 'Discount', 'percent'),
      one('126247', 'Service fee', 'money', { currency: 'EUR' }),
      one('126248', 'Delivered by', 'links', { isFilterable: false }),
      one('126250', 'Second owner', 'links', { isFilterable: false, options: users }),
    ]);
  });

  it('are asked for once, however many wait, and again with the catalog', async () => {
    const fake = await givenCopper();
    const crm = connect(fake);
    const asked = () => callsOf(fake).filter((call) => call === 'GET /custom_field_definitions').length;
    await Promise.all([crm.read(LAB_ROBOTS), crm.listOpen(), search(crm, {})]);
    await crm.read(LAB_ROBOTS);
    expect(asked()).toBe(1);
    await crm.catalog();
    expect(asked()).toBe(2);
  });

  it('of a kind nobody has heard of are shown as they are', async () => {
    const fake = await givenCopper();
    const odd = { id: 9, name: 'Odd', data_type: 'Hologram', available_on: ['opportunity'] };
    fake.faults.next({ match: 'GET /custom_field_definitions', body: [odd, { id: 'x' }] });
    const record = { id: 1, name: 'x', custom_fields: [{ custom_field_definition_id: 9, value: { deep: [1] } }] };
    fake.faults.next({ match: 'GET /opportunities/1', body: record });
    const crm = connect(fake);
    expect(await crm.read('1')).toMatchObject({ 'custom:9': '{"deep":[1]}' });
    fake.faults.next({ match: 'GET /custom_field_definitions', body: [odd] });
    expect((await crm.catalog()).customFields).toMatchObject([{ type: 'raw', isFilterable: false }]);
  });
});

describe('values of custom fields', () => {
  it('are read by their definitions', async () => {
    expect(await connect(await givenCopper()).read(LAB_ROBOTS)).toMatchObject({
      'custom:100764': 'LR-2',
      'custom:103481': null,
      'custom:126240': ['167774', '167776'],
      'custom:126241': true,
      'custom:126242': '167780',
      'custom:126243': '2027-03-01',
      'custom:126244': 240.5,
      'custom:126245': 'https://plans.tessella.example/lab',
      'custom:126246': 5,
      'custom:126247': 1_200,
      'custom:126248': [],
      'custom:126250': [],
    });
  });

  it('come with lookups, searches and lists as well', async () => {
    const crm = connect(await givenCopper());
    const question = { name: '', address: 'mara.rossi@tessella.example', domain: 'tessella.example' };
    const found = [
      (await crm.lookup(question)).matches[0]?.opportunity,
      (await crm.listOpen()).opportunities[0],
      (await search(crm, {})).opportunities[0],
    ];
    for (const opportunity of found) expect(opportunity).toMatchObject({ 'custom:126243': '2027-03-01' });
  });

  it.each([403, 404, 500])('come by their shape where the definitions answer %i', async (status) => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'GET /custom_field_definitions', status, body: {}, times: 3 });
    expect(await connect(fake).read(LAB_ROBOTS)).toMatchObject({
      'custom:100764': 'LR-2',
      'custom:126240': ['167774', '167776'],
      'custom:126241': true,
      'custom:126242': 167_780,
      'custom:126244': 240.5,
    });
  });

  it('are read by the definitions of an earlier life, without asking for them', async () => {
    const fake = await givenCopper();
    const facts: Record<string, string> = {};
    const deal = '2827698';
    const before = await connect(fake, { learn: (learnt) => Object.assign(facts, learnt) }).read(deal);
    const asked = fake.requests.length;
    expect(await connect(fake, { facts }).read(deal)).toEqual(before);
    expect(callsOf(fake).slice(asked)).not.toContain('GET /custom_field_definitions');
  });

  it.each(['', 'nonsense', '[{"id":{}}]'])(
    'are not taken from kept ones that can’t be read: %j',
    async (definitions) => {
      const fake = await givenCopper();
      await connect(fake, { facts: { definitions } }).read('2827698');
      expect(callsOf(fake)).toContain('GET /custom_field_definitions');
    },
  );

  it('are read by definitions again once those can be had', async () => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'GET /custom_field_definitions', status: 500, body: {}, times: 3 });
    const crm = connect(fake);
    await crm.read(LAB_ROBOTS);
    expect((await crm.read(LAB_ROBOTS))['custom:126242']).toBe('167780');
  });

  it.each<[number, unknown, CustomValue]>([
    [126_243, 1_515_744_000, '2018-01-12'],
    [126_243, 1_754_031_600, '2025-08-01'],
    [126_243, seconds('2026-06-15') - 7_200, '2026-06-15'],
    [126_243, '1/15/2018', '2018-01-15'],
    [126_243, 'soon', 'soon'],
    [126_240, null, []],
    [126_242, '167780', '167780'],
    [126_244, '12', '12'],
    [126_245, '', null],
    [126_246, 0, 0],
    [126_241, false, false],
  ])('of the field %i that are %j read as %j', async (field, value, expected) => {
    const fake = await givenCopper();
    const record = { id: 1, name: 'x', custom_fields: [{ custom_field_definition_id: field, value }] };
    fake.faults.next({ match: 'GET /opportunities/1', body: record });
    expect((await connect(fake).read('1'))[`custom:${field}`]).toEqual(expected);
  });

  it.each<[string, CustomValue, unknown]>([
    ['100764', 'LR-3', 'LR-3'],
    ['103481', 'two\nlines', 'two\nlines'],
    ['126240', ['167775'], [167_775]],
    ['126240', [], []],
    ['126240', null, []],
    ['126241', false, false],
    ['126241', null, false],
    ['126242', '167781', 167_781],
    ['126242', null, null],
    ['126243', '2027-04-02', seconds('2027-04-02')],
    ['126243', null, null],
    ['126244', 0.5, 0.5],
    ['126245', 'https://x.example', 'https://x.example'],
    ['126245', '', null],
    ['126246', 40, 40],
    ['126247', 12.5, 12.5],
  ])('of the field %s are written: %j as %j, and nothing else', async (field, value, sent) => {
    const fake = await givenCopper();
    const crm = connect(fake);
    const before = await crm.read(LAB_ROBOTS);
    const after = await crm.update(LAB_ROBOTS, { [`custom:${field}`]: value }, before);
    expect(writesTo(fake)).toEqual([[{ custom_field_definition_id: Number(field), value: sent }]]);
    expect({ ...after, updatedAt: null }).toEqual({
      ...before,
      updatedAt: null,
      [`custom:${field}`]: after[`custom:${field}`],
    });
  });

  it('are written together with other fields, in one request', async () => {
    const fake = await givenCopper();
    await connect(fake).update(LAB_ROBOTS, { amount: 5, 'custom:126244': 1, 'custom:126246': 2 });
    const puts = fake.requests.filter(({ method }) => method === 'PUT');
    expect(puts.map(({ json }) => json)).toEqual([
      {
        monetary_value: 5,
        custom_fields: [
          { custom_field_definition_id: 126_244, value: 1 },
          { custom_field_definition_id: 126_246, value: 2 },
        ],
      },
    ]);
  });

  it('are part of a new opportunity', async () => {
    const draft = { title: 'Arm', 'custom:126242': '167781', 'custom:126248': ['company:9607581'] };
    const fake = await givenCopper();
    const made = await connect(fake).createOpportunity(draft, { contactId: '27140359', companyId: null });
    expect(made).toMatchObject({ 'custom:126242': '167781', 'custom:126248': ['company:9607581'] });
  });

  it.each<[string, CustomValue]>([
    ['126240', ['rails']],
    ['126240', 'rails'],
    ['126242', 'north'],
    ['126243', '2027-02-30'],
    ['126244', '12'],
    ['126241', 'yes'],
    ['100764', 5],
    ['126248', ['company/9607581']],
    ['126248', ['company:0']],
    ['x', 5],
  ])('of the field %s are refused without asking: %j', async (field, value) => {
    const fake = await givenCopper();
    const failure = await failureOf(connect(fake).update(LAB_ROBOTS, { [`custom:${field}`]: value }));
    expect(failure).toMatchObject({ kind: 'invalid', field: `custom:${field}` });
    expect(writesTo(fake)).toEqual([]);
  });

  it('that Copper refuses name their field', async () => {
    const failure = await failureOf(connect(await givenCopper()).update(LAB_ROBOTS, { 'custom:126246': 2.5 }));
    expect(failure).toEqual({ kind: 'invalid', reason: 'Discount must be an integer', field: 'custom:126246' });
  });
});

describe('a custom date', () => {
  const patch: OpportunityPatch = { 'custom:126243': '2027-04-02' };

  it('is a midnight of UTC unless the account shows others', async () => {
    const fake = await givenCopper();
    await connect(fake).update(LAB_ROBOTS, patch);
    expect(heldBy(fake, 126_243)).toBe(seconds('2027-04-02'));
  });

  it('that an account took for the day before is sent again, once, and the next one right at once', async () => {
    const fake = await givenCopper({ customDates: 'pacific' });
    const crm = connect(fake);
    expect(await crm.update(LAB_ROBOTS, { ...patch, amount: 1 })).toMatchObject({ ...patch, amount: 1 });
    expect(heldBy(fake, 126_243)).toBe(seconds('2027-04-02') + 8 * 3600);
    expect(writesTo(fake)).toHaveLength(2);
    expect(await crm.update(LAB_ROBOTS, { 'custom:126243': '2027-05-03' })).toMatchObject({
      'custom:126243': '2027-05-03',
    });
    expect(writesTo(fake)).toHaveLength(3);
  });
});

describe('a filter by a custom field', () => {
  it.each<[string, CustomFilter, object]>([
    ['126242', { anyOf: ['167780', '167781'] }, { value: [167_780, 167_781] }],
    ['126242', { anyOf: ['167780', null] }, { value: [167_780], allow_empty: true }],
    ['126242', { anyOf: [null] }, { value: [], allow_empty: true }],
    ['126240', { anyOf: ['167774'] }, { value: [167_774], option: 'ANY' }],
    ['126241', { anyOf: [true] }, { value: true }],
    ['126241', { anyOf: [false, null] }, { value: false }],
    [
      '126243',
      { range: { min: '2027-03-01', max: '2027-03-01' } },
      { minimum_value: seconds('2027-03-01'), maximum_value: seconds('2027-03-02') - 1 },
    ],
    ['126244', { range: { min: 200, max: null } }, { minimum_value: 200 }],
    ['126246', { range: { min: 5, max: 5 } }, { minimum_value: 5, maximum_value: 5 }],
    ['126247', { anyOf: [1_200] }, { minimum_value: 1_200, maximum_value: 1_200 }],
  ])('%s %j asks Copper for %j', async (field, filter, json) => {
    const fake = await givenCopper();
    const page = await search(connect(fake), { filters: { custom: { [`custom:${field}`]: filter } } });
    expect(searchesOf(fake)).toMatchObject([
      { custom_fields: [{ custom_field_definition_id: Number(field), ...json }] },
    ]);
    const isEmptyAsked = 'anyOf' in filter && filter.anyOf.every((value) => value === null || value === false);
    const titles = page.opportunities.map(({ title }) => title);
    if (isEmptyAsked) expect(titles).toHaveLength(4);
    else expect(titles).toContain('Lab robots, phase 2');
  });

  it.each<[string, CustomFilter]>([
    ['100764', { anyOf: ['LR-2'] }],
    ['126244', { anyOf: [240.5, 7] }],
    ['126245', { anyOf: ['https://plans.tessella.example/lab'] }],
  ])('%s %j, which Copper can’t be asked, is applied here', async (field, filter) => {
    const fake = await givenCopper();
    const page = await search(connect(fake), { filters: { custom: { [`custom:${field}`]: filter } } });
    expect(searchesOf(fake)[0]).not.toHaveProperty('custom_fields');
    expect(page.opportunities.map(({ title }) => title)).toEqual(['Lab robots, phase 2']);
  });

  it('that Copper refuses is applied here', async () => {
    const fake = await givenCopper();
    const body = { message: 'Invalid input: Validation errors: Custom Fields: Floor area cannot be searched by range' };
    fake.faults.next({ match: 'POST /opportunities/search', status: 422, body });
    const custom = { 'custom:126244': { range: { min: 200, max: 300 } } };
    const page = await search(connect(fake), { filters: { custom } });
    expect(page.opportunities.map(({ title }) => title)).toEqual(['Lab robots, phase 2']);
    expect(searchesOf(fake)[1]).not.toHaveProperty('custom_fields');
  });
});
