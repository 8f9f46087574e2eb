import { describe, expect, it } from 'vitest';
import { readCustom, toCustomFields, writeCustom } from '../../lib/crm/outreach/custom';
import { type Included, listOf, oneOf } from '../../lib/crm/outreach/document';
import { toOpportunity } from '../../lib/crm/outreach/map';
import { validationsOf, wireOpportunity, wireType } from '../../lib/crm/outreach/wire';
import { toChanges, WRITABLE } from '../../lib/crm/outreach/write';
import type { CustomField, CustomType } from '../../lib/domain/custom-field';
import { blankOpportunity, FIELDS } from '../../lib/domain/opportunity';

const NOTHING: Included = { accounts: [], stages: [], users: [] };
const context = { connection: 'outreach-1', fields: [], formats: new Map() };
const blank = blankOpportunity({ connection: 'outreach-1', id: '1' });

const read = (attributes: object, relationships: object = {}, more: object = {}) =>
  toOpportunity(
    wireOpportunity.parse({ type: 'opportunity', id: 1, attributes, relationships, ...more }),
    NOTHING,
    context,
  );

/** Every attribute of the reference, with what becomes of it. */
const ATTRIBUTES: [string, unknown, object][] = [
  ['amount', 1000, { amount: 1000 }],
  ['amount', '1000', { amount: 1000 }],
  ['amount', '1000.50', { amount: 1000.5 }],
  ['amount', '', {}],
  ['amountPrecise', '1000.25', { amount: 1000.25 }],
  ['amountPrecise', 'a lot', { amount: null }],
  ['closeDate', '2024-08-24T23:15:22.000Z', { closeDate: '2024-08-24' }],
  ['closeDate', '2024-08-25T01:15:22+02:00', { closeDate: '2024-08-24' }],
  ['closeDate', 'never', { closeDate: null }],
  ['createdAt', '2024-07-31T11:49:16.000Z', { createdAt: '2024-07-31T11:49:16.000Z' }],
  ['currencyType', 'USD', { currency: 'USD' }],
  ['custom1', 'x', { 'custom:custom1': 'x' }],
  ['custom150', 'x', { 'custom:custom150': 'x' }],
  ['custom151', 'x', {}],
  ['customId', 'crm-1', { externalId: 'crm-1' }],
  ['description', 'Long', { description: 'Long' }],
  ['externalCreatedAt', '2024-07-31T11:49:16Z', { externalCreatedAt: '2024-07-31T11:49:16.000Z' }],
  ['externalUpdatedAt', '2024-07-31T11:49:16', { externalUpdatedAt: '2024-07-31T11:49:16.000Z' }],
  ['forecastCategory', 'Commit', { forecastCategory: 'Commit' }],
  ['leadSource', 'Fair', { source: 'Fair' }],
  ['lostReason', 'Price', { lossReason: 'Price', status: 'lost' }],
  ['mapLink', 'https://plan.example', { mapLink: 'https://plan.example' }],
  ['mapNextSteps', 'Sign', { mapNextSteps: 'Sign' }],
  ['mapStatus', 'On track', { mapStatus: 'On track' }],
  ['name', 'Deal', { title: 'Deal' }],
  ['nextStep', 'Call', { nextStep: 'Call' }],
  ['opportunityType', 'Upgrade', { type: 'Upgrade' }],
  ['probability', 40, { winProbability: 40 }],
  ['probability', '40', { winProbability: 40 }],
  ['prospectingRepId', '7', { prospectingRepId: '7' }],
  ['recordType', 'Deal', { recordType: 'Deal' }],
  ['sharingTeamId', '8', { sharingTeamId: '8' }],
  ['tags', ['a', 'b'], { tags: ['a', 'b'] }],
  ['tags', [null, 'a'], { tags: ['a'] }],
  ['touchedAt', '2024-07-31T11:49:16.000Z', { lastContactedAt: '2024-07-31T11:49:16.000Z' }],
  ['trashedAt', '2024-07-31T11:49:16.000Z', { isDeleted: true }],
  ['updatedAt', '2024-07-31T11:49:16.000Z', { updatedAt: '2024-07-31T11:49:16.000Z' }],
  ['healthScore', 5, {}],
];

describe('an opportunity of Outreach', () => {
  const base = { ...blank, status: 'open', pipelineId: 'opportunity-stages' };

  it.each(ATTRIBUTES)('has %s %j', (name, value, expected) => {
    expect(read({ [name]: value })).toEqual({ ...base, ...expected });
    expect(read({ [name]: null })).toEqual(base);
  });

  it.each<[string, unknown, object]>([
    ['account', { type: 'account', id: 2 }, { companyId: '2' }],
    ['opportunityStage', { type: 'opportunityStage', id: 3 }, { stageId: '3', status: '' }],
    ['stage', { type: 'opportunityStage', id: 3 }, { stageId: '3', status: '' }],
    ['owner', { type: 'user', id: 4 }, { ownerId: '4' }],
    ['primaryProspect', { type: 'prospect', id: '5' }, { contactId: '5', contactIds: ['5'] }],
    ['prospects', [{ type: 'prospect', id: 5 }], { contactIds: ['5'] }],
    ['prospects', [null, { type: 'prospect', id: 5 }], { contactIds: ['5'] }],
    ['creator', { type: 'user', id: 6 }, { createdBy: '6' }],
    ['updater', { type: 'user', id: 7 }, { updatedBy: '7' }],
    ['assignedUsers', [{ type: 'user', id: 8 }], { assignedUserIds: ['8'] }],
    ['assignedTeams', [{ type: 'team', id: 9 }], { assignedTeamIds: ['9'] }],
  ])('has the relation %s', (name, data, expected) => {
    expect(read({}, { [name]: { data } })).toEqual({ ...base, ...expected });
    for (const empty of [{ data: null }, { links: { related: 'https://x.example' } }, undefined]) {
      expect(read({}, { [name]: empty })).toEqual(base);
    }
  });

  it.each<[unknown, object]>([
    [
      { canWrite: false, canDelete: false },
      { canWrite: false, canDelete: false },
    ],
    [{ canWrite: 'no' }, { canWrite: true, canDelete: true }],
    [{ dataConnections: ['Salesforce'] }, { dataConnections: ['Salesforce'] }],
    [
      { dataConnections: [{ name: 'Salesforce', id: 1 }, { type: 'sfdc' }] },
      { dataConnections: ['Salesforce', 'sfdc'] },
    ],
    [{ dataConnections: { salesforce: {} } }, { dataConnections: ['salesforce'] }],
    [{ dataConnections: 5 }, { dataConnections: [] }],
  ])('has the metadata %j', (meta, expected) => {
    expect(read({}, {}, { meta })).toMatchObject(expected);
  });

  it('can be written in every field it says, and in no other', () => {
    const write = { fields: [], formats: new Map() };
    for (const field of WRITABLE) expect(toChanges({ [field]: null }, write)).not.toEqual({});
    const others = FIELDS.filter((field) => !WRITABLE.includes(field));
    expect(others).toEqual([
      'status',
      'statusId',
      'pipelineId',
      'priority',
      'lossReasonId',
      'wonReasonId',
      'wonReason',
      'sourceId',
      'contactIds',
      'leadId',
    ]);
  });
});

const field = (type: CustomType, options: string[] = []): CustomField => ({
  id: 'custom1',
  label: 'Custom 1',
  type,
  options: options.map((id) => ({ id, name: id })),
  currency: null,
  isRequired: false,
  isFilterable: true,
});

describe('a custom field', () => {
  it('is defined by the types of opportunities', () => {
    const type = wireType.parse({
      type: 'opportunity',
      meta: {
        validations: {
          custom10: { type: 'inclusion', label: 'Region', required: true, definition: ['North', 5, 'South'] },
          custom2: { type: 'currency', label: 'Budget', required: false, definition: 'EUR' },
          custom3: { type: 'hologram', label: null },
          custom4: 'nonsense',
          name: { type: 'string', label: 'Name' },
        },
      },
    });
    const options = ['North', 'South'].map((id) => ({ id, name: id }));
    expect(toCustomFields(validationsOf(type))).toEqual([
      { ...field('money'), id: 'custom2', label: 'Budget', currency: 'EUR' },
      { ...field('text'), id: 'custom3', label: 'Custom 3' },
      { ...field('choice'), id: 'custom10', label: 'Region', options, isRequired: true },
    ]);
  });

  it.each<[CustomType, string, unknown, string?]>([
    ['text', 'Zeile', 'Zeile'],
    ['url', 'https://x.example', 'https://x.example'],
    ['phone', '+49 30', '+49 30'],
    ['checkbox', 'true', true],
    ['checkbox', 'False', false, 'false'],
    ['checkbox', '1', true, 'true'],
    ['checkbox', 'maybe', 'maybe'],
    ['number', '12.5', 12.5],
    ['number', '-3', -3],
    ['number', '12,5', '12,5'],
    ['number', '12345678901234567890', '12345678901234567890'],
    ['money', '900', 900],
    ['percent', '40', 40],
    ['percent', '40 %', '40 %'],
    ['date', '2027-03-31', '2027-03-31'],
    ['date', '2027-03-31T00:00:00.000Z', '2027-03-31', '2027-03-31'],
    ['date', '31.3.2027', '31.3.2027'],
    ['instant', '2027-03-31T10:00:00', '2027-03-31T10:00:00.000Z'],
    ['instant', '2027-03-31T10:00:00+02:00', '2027-03-31T08:00:00.000Z', '2027-03-31T08:00:00'],
    ['instant', 'soon', 'soon'],
    ['choice', 'North', 'North'],
    ['choice', 'West', 'West'],
    ['choices', 'North', ['North']],
    ['choices', 'North;South', ['North', 'South']],
    ['choices', 'North;West', ['North', 'West']],
    ['choices', 'North\nSouth', ['North', 'South']],
    ['choices', 'North,South', ['North', 'South']],
    ['choices', 'North, upper', ['North, upper']],
    ['choices', 'A;B', ['A;B']],
    ['choices', '["North","South"]', ['North', 'South']],
    ['choices', '[North]', ['[North]']],
  ])('of type %s reads %j as %j and writes it back', (type, text, value, back = text) => {
    const one = field(type, ['North', 'South', 'A;B']);
    const formats = new Map();
    expect(readCustom(text, one, formats)).toEqual(value);
    expect(writeCustom(readCustom(text, one, formats), one, formats)).toBe(back);
  });

  it('is empty where nothing stands, and writes nothing as null', () => {
    expect(readCustom(undefined, field('text'), new Map())).toBeNull();
    expect(readCustom(undefined, field('choices'), new Map())).toEqual([]);
    for (const value of [null, '', []]) expect(writeCustom(value, field('choices'), new Map())).toBeNull();
  });
});

describe('what can’t be read', () => {
  it('costs the record that holds it, not the list', () => {
    const good = { id: 1, attributes: { name: 'Deal' } };
    const bad = { id: 2, attributes: { name: 'Deal', amount: 'much' } };
    const schema = listOf(wireOpportunity);
    expect(schema.parse({ data: [bad, good] }).items.map(({ id }) => id)).toEqual(['1']);
    expect(schema.safeParse({ data: [bad] }).error?.issues[0]?.path).toEqual(['data', 'attributes', 'amount']);
    for (const data of [[], null]) expect(schema.parse({ data }).items).toEqual([]);
    expect(schema.safeParse({}).success).toBe(false);
  });

  it('costs a name where it came along', () => {
    const included = [{ type: 'user', id: 'x' }, 5, { type: 'team', id: 1 }, { type: 'user', id: 1, attributes: {} }];
    const document = oneOf(wireOpportunity).parse({ data: { id: 1, attributes: {} }, included });
    expect(document.included.users.map(({ id }) => id)).toEqual(['1']);
  });

  it.each(['0', '-1', '1e3', '../1', 1.5, null])('an id like %j', (id) => {
    expect(wireOpportunity.safeParse({ id, attributes: {} }).success).toBe(false);
  });
});
