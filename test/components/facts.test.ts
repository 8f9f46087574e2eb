import { expect, it } from 'vitest';
import { factsOf } from '../../components/opportunity/facts';
import type { Opportunity } from '../../lib/domain/opportunity';
import { CUSTOM_FIELDS, CUSTOM_VALUES } from './custom-samples';
import { CATALOG, EVERYTHING, NOW, opportunity, section } from './samples';

const bare = { companyName: null, stageChangedAt: null, createdAt: null, updatedAt: null };
const context = { catalog: CATALOG, currency: 'EUR', now: NOW, locale: 'en-US' };
const read = (record: Opportunity, own: Parameters<typeof section>[1] = {}) => {
  const shown = section([record], own);
  return factsOf(shown, record, { ...context, catalog: shown.catalog }).map(({ label, text }) => `${label}: ${text}`);
};

it('tells nothing without a value', () => {
  expect(read(opportunity('1', bare))).toEqual([]);
});

it('tells what the CRM reckons, and who did what when', () => {
  const record = opportunity('1', {
    ...bare,
    companyName: 'Tessella',
    assignedUserIds: ['sam', 'x'],
    convertedAmount: 91_000,
    convertedCurrency: 'USD',
    expectedRevenue: 29_400,
    pipelineType: 'project',
    interactionCount: 1037,
    lastContactedAt: '2026-11-20T12:00:00Z',
    leadCreatedAt: '2026-01-05T12:00:00Z',
    createdAt: '2025-12-30T12:00:00Z',
    createdBy: 'jo',
    updatedAt: '2026-11-23T12:00:00Z',
    updatedBy: 'somebody',
    dataConnections: ['Salesforce'],
  });
  expect(read(record)).toEqual([
    'Company: Tessella',
    'Assigned to: Sam Lind, x',
    'Converted value: $91,000',
    'Expected revenue: €29,400',
    'Pipeline type: Project',
    'Interactions: 1,037',
    'Last contacted: Nov 20',
    'Lead created: Jan 5',
    'Created: Dec 30, 2025 by Jo Harbour',
    'Updated: Nov 23',
    'Synced with: Salesforce',
  ]);
});

it('tells the company unless the form does', () => {
  const capabilities = { ...EVERYTHING, fields: [...EVERYTHING.fields, 'companyId'] as const };
  const record = opportunity('1', { ...bare, companyName: 'Tessella' });
  expect(read(record, { capabilities })).toEqual([]);
  expect(read({ ...record, canWrite: false }, { capabilities })).toContain('Company: Tessella');
});

it('hides sums of what is not about money, and a conversion into the same currency', () => {
  const sums = { convertedAmount: 84_000, convertedCurrency: 'EUR', expectedRevenue: 10 };
  expect(read(opportunity('1', { ...bare, ...sums, isRevenue: false }))).toEqual([]);
  expect(read(opportunity('1', { ...bare, ...sums }))).toEqual(['Expected revenue: €10']);
});

it('tells what cannot be written here, by name where there is one', () => {
  const capabilities = { ...EVERYTHING, fields: ['title', 'stageId'] as const };
  const record = opportunity('1', { ...bare, priority: 'high', ownerId: 'gone', nextStep: 'Call' });
  expect(read(record, { capabilities })).toEqual([
    'Pipeline: Sales',
    'Win probability: 35 %',
    'Close date: Dec 12',
    'Priority: High',
    'Owner: gone',
    'Next step: Call',
    'Tags: robots',
  ]);
  expect(read({ ...record, ownerName: 'Ada North' }, { capabilities })).toContain('Owner: Ada North');
});

it('tells custom fields nobody can edit, known or not', () => {
  const catalog = { ...CATALOG, customFields: CUSTOM_FIELDS };
  const record = { ...opportunity('1', bare), ...CUSTOM_VALUES, 'custom:77': 'x' };
  expect(read(record, { catalog })).toEqual(['Mapping: {"a":1}', 'Custom field 77: x']);
});

it('tells everything of an opportunity that can only be read', () => {
  const catalog = { ...CATALOG, customFields: CUSTOM_FIELDS };
  const record = { ...opportunity('1', { ...bare, canWrite: false }), ...CUSTOM_VALUES };
  expect(read(record, { catalog })).toEqual(
    expect.arrayContaining(['Close date: Dec 12', 'Owner: Jo Harbour', 'Renewal: Yes', 'Products: Arms, Vision']),
  );
});

it('links to https addresses only', () => {
  const record = opportunity('1', { ...bare, mapLink: 'https://map.example/1', leadId: 'http://plain.example' });
  expect(factsOf(section([record]), record, context)).toEqual([
    { label: 'Lead ID', text: 'http://plain.example', url: undefined },
    { label: 'Mutual action plan', text: 'https://map.example/1', url: 'https://map.example/1' },
  ]);
});
