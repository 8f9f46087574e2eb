import { describe, expect, it } from 'vitest';
import { observeCustom, readCustom, writeCustom } from '../../lib/crm/apideck/custom';
import { toOpportunity } from '../../lib/crm/apideck/map';
import { observeChoices, observeCurrency, observePipelines, observeTags } from '../../lib/crm/apideck/observe';
import { wireCustomField, wireOpportunity } from '../../lib/crm/apideck/wire';
import { type Spelling, spell, spellingOf } from '../../lib/crm/apideck/words';
import { toWire, WRITABLE } from '../../lib/crm/apideck/write';
import { CrmError, type Failure } from '../../lib/domain/failure';
import type { OpportunityPatch } from '../../lib/domain/opportunity';

const AS_DOCUMENTED = { status: 'capitalised', priority: 'capitalised' } as const;
const write = (patch: OpportunityPatch) => toWire(patch, AS_DOCUMENTED);

/** Every field that can be written, with the member of CreateOpportunityRequest it becomes. */
const FIELDS: [OpportunityPatch, object][] = [
  [{ title: 'New Rocket' }, { title: 'New Rocket' }],
  [{ contactId: '7' }, { primary_contact_id: '7' }],
  [{ contactIds: ['7', '8'] }, { contact_ids: ['7', '8'] }],
  [{ description: 'Long' }, { description: 'Long' }],
  [{ type: 'Upgrade' }, { type: 'Upgrade' }],
  [{ amount: 75000.5 }, { monetary_amount: 75000.5 }],
  [{ currency: 'usd' }, { currency: 'USD' }],
  [{ winProbability: 40 }, { win_probability: 40 }],
  [{ closeDate: '2024-02-29' }, { close_date: '2024-02-29' }],
  [{ lossReasonId: '1' }, { loss_reason_id: '1' }],
  [{ lossReason: 'No budget' }, { loss_reason: 'No budget' }],
  [{ wonReasonId: '2' }, { won_reason_id: '2' }],
  [{ wonReason: 'Best pitch' }, { won_reason: 'Best pitch' }],
  [{ pipelineId: 'default' }, { pipeline_id: 'default' }],
  [{ stageId: '3' }, { pipeline_stage_id: '3' }],
  [{ sourceId: '4' }, { source_id: '4' }],
  [{ leadId: '5' }, { lead_id: '5' }],
  [{ source: 'Website' }, { lead_source: 'Website' }],
  [{ companyId: '6' }, { company_id: '6' }],
  [{ ownerId: '7' }, { owner_id: '7' }],
  [{ priority: 'none' }, { priority: 'None' }],
  [{ status: 'open' }, { status: 'Open' }],
  [{ statusId: '8' }, { status_id: '8' }],
  [{ tags: ['New'] }, { tags: ['New'] }],
];

describe('a write to Apideck', () => {
  it.each(FIELDS)('sends %j as %j, and nothing else', (patch, expected) => {
    expect(write(patch)).toEqual(expected);
  });

  it('covers every field that can be written', () => {
    const names = FIELDS.flatMap(([patch]) => Object.keys(patch));
    expect(names.toSorted()).toEqual([...WRITABLE].toSorted());
  });

  it.each(FIELDS.filter(([patch]) => !('title' in patch)))('clears %j', (patch, sent) => {
    const [name] = Object.keys(sent);
    const isList = Array.isArray(Object.values(sent)[0]);
    const cleared = Object.fromEntries(Object.keys(patch).map((field) => [field, null]));
    expect(write(cleared)).toEqual({ [name!]: isList ? [] : null });
  });

  it('takes a status of no word for none', () => {
    expect(write({ status: '' })).toEqual({ status: null });
  });

  it('gives back what it was given', () => {
    const sent = Object.assign({}, ...FIELDS.map(([patch]) => write(patch)));
    const wanted = Object.assign({}, ...FIELDS.map(([patch]) => patch), { currency: 'USD' });
    expect(toOpportunity(wireOpportunity.parse({ id: '1', ...sent }), 'apideck-1')).toMatchObject(wanted);
  });

  it.each<[OpportunityPatch, string]>([
    [{ title: '' }, 'title'],
    [{ title: '  ' }, 'title'],
    [{ winProbability: -1 }, 'winProbability'],
    [{ winProbability: 101 }, 'winProbability'],
    [{ winProbability: NaN }, 'winProbability'],
    [{ currency: 'Euro' }, 'currency'],
    [{ closeDate: '2026-02-30' }, 'closeDate'],
    [{ closeDate: '30.10.2026' }, 'closeDate'],
    [{ nextStep: 'Call' }, 'nextStep'],
    [{ externalId: null }, 'externalId'],
  ])('refuses %j, naming %s', (patch, field) => {
    expect(refusalOf(() => write(patch))).toMatchObject({ kind: 'invalid', field });
  });
});

describe('status and priority', () => {
  it.each<[string, Spelling | null]>([
    ['Open', 'capitalised'],
    ['active', 'lower'],
    ['WON', 'upper'],
    ['1', null],
    ['', null],
  ])('%j shows how the connector spells: %s', (word, spelling) => {
    expect(spellingOf(word)).toBe(spelling);
  });

  it.each<[string, Spelling, string]>([
    ['won', 'capitalised', 'Won'],
    ['won', 'lower', 'won'],
    ['won', 'upper', 'WON'],
    ['active', 'capitalised', 'active'],
    ['Closed Won', 'lower', 'Closed Won'],
  ])('%j goes to one that writes %s as %j', (word, spelling, expected) => {
    expect(spell(word, ['open', 'won'], spelling)).toBe(expected);
  });
});

describe('custom fields', () => {
  const items = [
    { id: 1, name: 'level', description: 'Employee Level', value: 'C', extra: true },
    { id: null, name: 'by name only', value: 3 },
    { id: '2', value: { currency: 'EUR' } },
    { id: '3', value: ['a', 'b'] },
    { id: '4', name: 'empty' },
  ].map((item) => wireCustomField.parse(item));

  const UNNAMED = wireCustomField.parse({ value: 'of nothing' });

  it('are read by id, or by name where there is none', () => {
    expect(readCustom(items)).toEqual({
      'custom:1': 'C',
      'custom:name:by name only': 3,
      'custom:2': '{"currency":"EUR"}',
      'custom:3': ['a', 'b'],
      'custom:4': null,
    });
  });

  it('go back as the schema has them, but for the one changed', () => {
    expect(writeCustom([...items, UNNAMED], { 'custom:1': 'D', amount: 1 })).toEqual([
      { id: '1', name: 'level', description: 'Employee Level', value: 'D' },
      { name: 'by name only', value: 3 },
      { id: '2', value: { currency: 'EUR' } },
      { id: '3', value: ['a', 'b'] },
      { id: '4', name: 'empty' },
    ]);
    expect(writeCustom(items, { 'custom:name:by name only': null })?.[1]).toEqual({
      name: 'by name only',
      value: null,
    });
  });

  it('stay out of a write that names none', () => {
    expect(writeCustom(items, { amount: 1 })).toBeUndefined();
  });

  it('are added where the record has none yet', () => {
    expect(writeCustom([], { 'custom:9': true, 'custom:name:new': 'x' })).toEqual([
      { id: '9', value: true },
      { name: 'new', value: 'x' },
    ]);
  });

  it('of an unknown shape are shown and never overwritten', () => {
    expect(refusalOf(() => writeCustom(items, { 'custom:2': 'x' }))).toMatchObject({ field: 'custom:2' });
  });

  it('are known by what records show of them', () => {
    const of = (values: Record<string, unknown>) => ({
      custom_fields: Object.entries(values).map(([id, value]) => wireCustomField.parse({ id, value })),
    });
    const records = [{ custom_fields: items }, of({ 1: 'E', 3: ['c', 'a'], 5: 'text' }), of({ 5: 5, 6: false, 7: '' })];
    const options = ['a', 'b', 'c'].map((id) => ({ id, name: id }));
    expect(observeCustom(records)).toMatchObject([
      { id: '1', label: 'Employee Level', type: 'text', isFilterable: true },
      { id: 'name:by name only', label: 'by name only', type: 'number' },
      { id: '2', label: '2', type: 'raw', isFilterable: false },
      { id: '3', label: '3', type: 'choices', options },
      { id: '4', label: 'empty', type: 'text' },
      { id: '5', label: '5', type: 'raw' },
      { id: '6', type: 'checkbox' },
      { id: '7', type: 'text' },
    ]);
  });
});

describe('what opportunities show of a CRM that lists nothing', () => {
  const records = [
    { pipeline_id: '1', pipeline_stage_id: 'won', win_probability: 100, currency: 'EUR', tags: ['b'] },
    { pipeline_id: '1', pipeline_stage_id: 'new', win_probability: 10, tags: ['a', 'b', 'b'] },
    { pipeline_id: '1', pipeline_stage_id: 'new', win_probability: 10, tags: ['c'] },
    { pipeline_id: '1', pipeline_stage_id: 'new', win_probability: 95, tags: [] },
    { pipeline_stage_id: 'of none', loss_reason_id: '1', loss_reason: 'Price' },
    { pipeline_id: '2', loss_reason_id: '1', loss_reason: 'Another name', source_id: '3' },
  ].map((record, index) => wireOpportunity.parse({ id: `${index}`, ...record }));

  it('is pipelines, with stages by the likelihood most of their deals have', () => {
    expect(observePipelines(records)).toEqual([
      {
        id: '1',
        name: '1',
        isRevenue: true,
        isOrdered: false,
        stages: [
          { id: 'new', name: 'new', winProbability: 10 },
          { id: 'won', name: 'won', winProbability: 100 },
        ],
      },
      {
        id: '',
        name: '',
        isRevenue: true,
        isOrdered: false,
        stages: [{ id: 'of none', name: 'of none', winProbability: null }],
      },
    ]);
  });

  it('is the words beside ids', () => {
    expect(observeChoices(records, 'loss_reason_id', 'loss_reason')).toEqual([{ id: '1', name: 'Price' }]);
    expect(observeChoices(records, 'source_id', 'lead_source')).toEqual([]);
  });

  it('is tags by use, and the one currency', () => {
    expect(observeTags(records)).toEqual(['b', 'a', 'c']);
    expect(observeCurrency(records)).toBe('EUR');
    const dollars = wireOpportunity.parse({ id: '9', currency: 'USD' });
    expect(observeCurrency([...records, dollars])).toBeNull();
  });
});

function refusalOf(work: () => unknown): Failure | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof CrmError) return error.failure;
    throw error;
  }
  return undefined;
}
