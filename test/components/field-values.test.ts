import { describe, expect, it } from 'vitest';
import { describeValue, labelOf } from '../../components/form/field-values';
import type { OpportunityPatch } from '../../lib/domain/opportunity';
import { fieldsOf, FIELDS } from '../../lib/domain/opportunity';
import { CUSTOM_FIELDS, CUSTOM_VALUES } from './custom-samples';
import { CATALOG, NOW } from './samples';

const catalog = { ...CATALOG, customFields: CUSTOM_FIELDS };
const context = { catalog, currency: 'EUR', now: NOW, locale: 'en-US' };
const describeOne = (patch: OpportunityPatch) => {
  const [field] = fieldsOf(patch);
  return field && describeValue(field, patch, context);
};

describe('values', () => {
  it.each<[OpportunityPatch, string]>([
    [{ title: 'Robots' }, 'Robots'],
    [{ status: 'won' }, 'Won'],
    [{ status: 'active' }, 'Active'],
    [{ pipelineId: 'sales' }, 'Sales'],
    [{ stageId: 's2' }, 'First meeting'],
    [{ stageId: 'gone' }, 'an unknown stage'],
    [{ winProbability: 40 }, '40 %'],
    [{ amount: 84_000 }, '€84,000'],
    [{ currency: 'USD' }, 'USD'],
    [{ closeDate: '2026-12-12' }, 'Dec 12'],
    [{ priority: 'high' }, 'High'],
    [{ priority: 'urgent' }, 'Urgent'],
    [{ ownerId: 'sam' }, 'Sam Lind'],
    [{ ownerId: 'gone' }, 'something no longer on offer'],
    [{ lossReasonId: 'price' }, 'Price'],
    [{ contactId: '5' }, 'Contact 5'],
    [{ contactIds: ['5', '6'] }, 'Contact 5, Contact 6'],
    [{ companyId: '5' }, 'Company 5'],
    [{ sourceId: 'fair' }, 'Trade fair'],
    [{ tags: ['a', 'b'] }, 'a, b'],
    [{ tags: [] }, 'empty'],
    [{ description: '' }, 'empty'],
    [{ 'custom:code': 'LR-2' }, 'LR-2'],
    [{ 'custom:robots': -0.125 }, '-0.125'],
    [{ 'custom:budget': 12_500.5 }, '$12,500.50'],
    [{ 'custom:discount': 7.5 }, '7.5 %'],
    [{ 'custom:live': '2027-02-01' }, 'Feb 1, 2027'],
    [{ 'custom:renewal': true }, 'Yes'],
    [{ 'custom:renewal': false }, 'No'],
    [{ 'custom:segment': 'pharma' }, 'Pharma'],
    [{ 'custom:products': ['arms', 'gone'] }, 'Arms, gone'],
    [{ 'custom:partners': ['company:1'] }, 'Nordwind'],
    [{ 'custom:unheard-of': ['x', 'y'] }, 'x, y'],
    [{ 'custom:code': null }, 'empty'],
  ])('of %j read %j', (patch, shown) => {
    expect(describeOne(patch)).toBe(shown);
  });

  it('of people and companies read by name where it is known', () => {
    const records = { contactId: [], contactIds: [{ id: '5', name: 'Mara Rossi' }], companyId: [] };
    expect(describeValue('contactIds', { contactIds: ['5', '6'] }, { ...context, records })).toBe(
      'Mara Rossi, Contact 6',
    );
  });

  it('of instants read as a day and a time', () => {
    expect(describeOne({ 'custom:visit': new Date(2026, 11, 12, 15, 30).toISOString() })).toMatch(/^Dec 12, 3:30\sPM$/);
    expect(describeOne({ 'custom:visit': 'soon' })).toBe('soon');
  });

  it('of every field are described', () => {
    expect(FIELDS.map((field) => describeValue(field, { [field]: null }, context))).toEqual(FIELDS.map(() => 'empty'));
    for (const [field, value] of Object.entries(CUSTOM_VALUES)) expect(describeOne({ [field]: value })).toBeTruthy();
  });
});

it('calls custom fields what their CRM calls them', () => {
  expect(labelOf('amount', catalog)).toBe('Value');
  expect(labelOf('custom:code', catalog)).toBe('Project code');
  expect(labelOf('custom:77', catalog)).toBe('Custom field 77');
});
