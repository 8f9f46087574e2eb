import { describe, expect, it } from 'vitest';
import { toCompany, toContact, toOpportunity, toOwner, toPathId, toPipeline } from '../../lib/crm/apideck/map';
import { wireCompany, wireContact, wireOpportunity, wirePipeline, wireUser } from '../../lib/crm/apideck/wire';
import { CrmError } from '../../lib/domain/failure';
import { blankOpportunity } from '../../lib/domain/opportunity';

const read = (members: object) =>
  toOpportunity(wireOpportunity.parse({ id: '12345', title: 'New Rocket', ...members }), 'apideck-1');

const INSTANT = '2020-09-30T07:43:32.000Z';

/** Every member of an opportunity in Apideck's document, with what becomes of it. */
const MEMBERS: [string, unknown, object][] = [
  ['id', 12345, {}],
  ['title', null, { title: '' }],
  ['title', 7, { title: '7' }],
  ['primary_contact_id', '7', { contactId: '7', contactIds: ['7'] }],
  ['contact_id', '7', { contactId: '7', contactIds: ['7'] }],
  ['contact_ids', ['7', '8'], { contactId: '7', contactIds: ['7', '8'] }],
  ['description', 'Long', { description: 'Long' }],
  ['description', '', { description: null }],
  ['contact_ids', [null, '7', 8, ''], { contactId: '7', contactIds: ['7', '8'] }],
  ['type', 3, { type: '3' }],
  ['type', 'Existing Customer - Upgrade', { type: 'Existing Customer - Upgrade' }],
  ['monetary_amount', 75000.5, { amount: 75000.5 }],
  ['monetary_amount', 0, { amount: 0 }],
  ['monetary_amount', '75000.00', { amount: 75000 }],
  ['monetary_amount', '', { amount: null }],
  ['currency', 'USD', { currency: 'USD' }],
  ['currency', 'UNKNOWN_CURRENCY', { currency: null }],
  ['win_probability', 40, { winProbability: 40 }],
  ['expected_revenue', 30000, { expectedRevenue: 30000 }],
  ['close_date', '2020-10-30', { closeDate: '2020-10-30' }],
  ['close_date', '2020-10-30T00:00:00.000Z', { closeDate: '2020-10-30' }],
  ['close_date', 'soon', { closeDate: null }],
  ['loss_reason_id', '1', { lossReasonId: '1' }],
  ['loss_reason', 'No budget', { lossReason: 'No budget' }],
  ['won_reason_id', '2', { wonReasonId: '2' }],
  ['won_reason', 'Best pitch', { wonReason: 'Best pitch' }],
  ['pipeline_id', 'default', { pipelineId: 'default' }],
  ['pipeline_stage_id', 'contractsent', { stageId: 'contractsent' }],
  ['source_id', '3', { sourceId: '3' }],
  ['lead_id', '4', { leadId: '4' }],
  ['lead_source', 'Website', { source: 'Website' }],
  ['company_id', '5', { companyId: '5' }],
  ['company_name', 'Copper', { companyName: 'Copper' }],
  ['owner_id', 6, { ownerId: '6' }],
  ['priority', 'None', { priority: 'none' }],
  ['priority', 'P1', { priority: 'P1' }],
  ['status', 'Open', { status: 'open' }],
  ['status', 'active', { status: 'active' }],
  ['status', 'Closed Won', { status: 'Closed Won' }],
  ['status', 1, { status: '1' }],
  ['status_id', '9', { statusId: '9' }],
  ['tags', ['New'], { tags: ['New'] }],
  ['tags', [null, 'a', 3], { tags: ['a', '3'] }],
  ['interaction_count', 2, { interactionCount: 2 }],
  ['custom_fields', [null, { id: 5, name: 7, value: 1, extra: 2 }], { 'custom:5': 1 }],
  ['custom_fields', [{ id: 'x' }, { value: 'neither id nor name' }], { 'custom:x': null }],
  ['custom_fields', [{ id: 'x', name: 'level', value: 'C' }], { 'custom:x': 'C' }],
  ['stage_last_changed_at', INSTANT, { stageChangedAt: INSTANT }],
  ['date_stage_changed', '2020-09-30T09:43:32+02:00', { stageChangedAt: INSTANT }],
  ['last_activity_at', INSTANT, { lastContactedAt: INSTANT }],
  ['date_last_contacted', INSTANT, { lastContactedAt: INSTANT }],
  ['date_lead_created', INSTANT, { leadCreatedAt: INSTANT }],
  ['deleted', true, { isDeleted: true }],
  ['custom_mappings', { a: 1 }, { customMappings: '{"a":1}' }],
  ['custom_mappings', {}, {}],
  ['custom_mappings', [], {}],
  ['custom_mappings', [1], { customMappings: '[1]' }],
  ['created_by', '10', { createdBy: '10' }],
  ['updated_by', '11', { updatedBy: '11' }],
  ['created_at', INSTANT, { createdAt: INSTANT }],
  ['updated_at', 'yesterday', { updatedAt: null }],
  ['a_member_of_tomorrow', 1, {}],
];

describe('an opportunity of Apideck', () => {
  const blank = { ...blankOpportunity({ connection: 'apideck-1', id: '12345' }), title: 'New Rocket' };

  it.each(MEMBERS)('reads %s %j', (name, value, expected) => {
    expect(read({ [name]: value })).toEqual({ ...blank, ...expected });
  });

  it.each(MEMBERS.filter(([name]) => name !== 'id'))('does without %s', (name) => {
    const expected = name === 'title' ? { ...blank, title: '' } : blank;
    expect(read({ [name]: null })).toEqual(expected);
  });

  it('has the primary contact first, and among all contacts', () => {
    expect(read({ primary_contact_id: '9', contact_id: '8', contact_ids: ['7'] })).toMatchObject({
      contactId: '9',
      contactIds: ['9', '7'],
    });
    expect(read({ primary_contact_id: '7', contact_ids: ['8', '7'] }).contactIds).toEqual(['8', '7']);
  });

  it.each([
    ['monetary_amount', 'much'],
    ['tags', 'New'],
    ['custom_fields', {}],
    ['title', []],
    ['id', ''],
  ])('is not read as empty where %s is %j', (name, value) => {
    expect(wireOpportunity.safeParse({ id: '1', [name]: value }).success).toBe(false);
  });
});

describe('what is beside an opportunity', () => {
  it('is a contact, by one name or by its parts', () => {
    const contact = { id: '1', first_name: 'Elon', last_name: 'Musk', emails: [{ email: 'elon@musk.com' }, {}] };
    expect(toContact(wireContact.parse(contact))).toEqual({
      id: '1',
      name: 'Elon Musk',
      addresses: ['elon@musk.com'],
      title: null,
      companyId: null,
      companyName: null,
      url: null,
    });
    expect(toContact(wireContact.parse({ ...contact, name: 'E. Musk' })).name).toBe('E. Musk');
  });

  it.each<[object, string | null]>([
    [{ websites: [{ url: 'https://www.SpaceX.com/about' }] }, 'spacex.com'],
    [{ websites: [{ url: 'spacex.com' }] }, 'spacex.com'],
    [{ websites: [{ url: 'not a url' }], emails: [{ email: 'hi@spacex.com' }] }, 'spacex.com'],
    [{ websites: [{ url: 'javascript:alert(1)' }] }, null],
    [{}, null],
  ])('is a company: %j has the domain %j', (members, domain) => {
    expect(toCompany(wireCompany.parse({ id: '1', name: 'SpaceX', ...members })).domain).toBe(domain);
  });

  it('is a pipeline with its stages in order, those put away left out', () => {
    const stages = [
      { id: 'b', name: 'B', display_order: 2, win_probability: 50 },
      { id: 'gone', name: 'Gone', display_order: 0, archived: true },
      { id: null, value: 'A', display_order: 1 },
      { name: 'Neither id nor value' },
    ];
    expect(toPipeline(wirePipeline.parse({ id: 'default', name: 'Sales', stages }))).toEqual({
      id: 'default',
      name: 'Sales',
      isRevenue: true,
      stages: [
        { id: 'A', name: 'A', winProbability: null },
        { id: 'b', name: 'B', winProbability: 50 },
      ],
    });
  });

  it.each<[object, string]>([
    [{ name: 'Jo Park' }, 'Jo Park'],
    [{ first_name: 'Jo', last_name: 'Park' }, 'Jo Park'],
    [{ username: 'jpark' }, 'jpark'],
    [{ emails: [{ email: 'jo@acme.example' }] }, 'jo@acme.example'],
    [{}, '8'],
  ])('is an owner: %j is called %s', (members, name) => {
    expect(toOwner(wireUser.parse({ id: 8, ...members }))).toMatchObject({ id: '8', name });
  });

  it.each(['12345', 'default', '0061t00000A|x', 'a.b-c_d:e', 'x=='])('has an id like %s', (id) => {
    expect(toPathId(id)).toBe(id);
  });

  it.each(['', '.', '..', '../contacts/1', 'a/b', 'a?b', 'a#b', 'a%2fb', 'a b', 'a\nb', 'x'.repeat(201)])(
    'has no id like %j',
    (id) => {
      expect(() => toPathId(id)).toThrow(CrmError);
    },
  );
});
