import { isCustomKey, customId } from '../../lib/domain/custom-field';
import type { CustomField, CustomValue } from '../../lib/domain/custom-field';
import type { Field, OpportunityPatch, Priority, StandardField, Status } from '../../lib/domain/opportunity';
import { PRIORITIES, STATUSES } from '../../lib/domain/opportunity';
import type { Catalog, Choice } from '../../lib/domain/pipeline';
import type { FieldKind } from './field-kinds';
import { kindOf } from './field-kinds';
import type { RecordNames } from './known-records';
import { isRecordField, nameRecord } from './known-records';
import { formatDay, formatMoment, formatMoney, formatNumber } from '../format';

/** What each field is called, in forms and in sentences. */
export const FIELD_LABELS: Record<StandardField, string> = {
  title: 'Title',
  status: 'Status',
  statusId: 'Status ID',
  pipelineId: 'Pipeline',
  stageId: 'Stage',
  winProbability: 'Win probability',
  amount: 'Value',
  currency: 'Currency',
  closeDate: 'Close date',
  priority: 'Priority',
  ownerId: 'Owner',
  lossReasonId: 'Loss reason',
  lossReason: 'Loss reason',
  wonReasonId: 'Won reason ID',
  wonReason: 'Won reason',
  sourceId: 'Source',
  source: 'Source',
  type: 'Type',
  nextStep: 'Next step',
  description: 'Description',
  tags: 'Tags',
  forecastCategory: 'Forecast category',
  contactId: 'Primary contact',
  contactIds: 'Contacts',
  companyId: 'Company',
  leadId: 'Lead ID',
  externalId: 'External ID',
  externalCreatedAt: 'Created externally',
  externalUpdatedAt: 'Updated externally',
  recordType: 'Record type',
  mapLink: 'Mutual action plan',
  mapNextSteps: 'Action plan next steps',
  mapStatus: 'Action plan status',
  prospectingRepId: 'Prospecting rep ID',
  sharingTeamId: 'Sharing team ID',
};

export const STATUS_LABELS: Record<Status, string> = {
  open: 'Open',
  won: 'Won',
  lost: 'Lost',
  abandoned: 'Abandoned',
};

export const PRIORITY_LABELS: Record<Priority, string> = { none: 'None', low: 'Low', medium: 'Medium', high: 'High' };

const EMPTY = 'empty';
const GONE = 'something no longer on offer';

/** What values are read against: names for ids, a currency for amounts. */
export interface ValueContext {
  catalog: Catalog | null;
  /** Names of people and companies, where any are known. */
  records?: RecordNames;
  currency: string | null;
  /** Epoch milliseconds. */
  now: number;
  locale: string | undefined;
}

/** The definition of a custom field, where the catalog has it. */
export function definitionOf(field: Field, catalog: Catalog | null): CustomField | undefined {
  return isCustomKey(field) ? catalog?.customFields.find(({ id }) => id === customId(field)) : undefined;
}

/** What a field is called: a custom one as its CRM does. */
export function labelOf(field: Field, catalog: Catalog | null): string {
  return isCustomKey(field)
    ? (definitionOf(field, catalog)?.label ?? `Custom field ${customId(field)}`)
    : FIELD_LABELS[field];
}

/** A CRM's own word as a label: "active" → "Active". */
export function describeWord(word: string): string {
  return word.charAt(0).toLocaleUpperCase() + word.slice(1);
}

/** The name a field's ids stand for; empty where it has none. */
export function choicesOf(field: Field, catalog: Catalog | null): readonly Choice[] {
  switch (field) {
    case 'status':
      return STATUSES.map((id) => ({ id, name: STATUS_LABELS[id] }));
    case 'priority':
      return PRIORITIES.map((id) => ({ id, name: PRIORITY_LABELS[id] }));
    case 'stageId':
      return catalog?.pipelines.flatMap(({ stages }) => stages) ?? [];
    case 'pipelineId':
      return catalog?.pipelines ?? [];
    case 'ownerId':
      return catalog?.owners ?? [];
    case 'lossReasonId':
      return catalog?.lossReasons ?? [];
    case 'sourceId':
      return catalog?.sources ?? [];
    default:
      return definitionOf(field, catalog)?.options ?? [];
  }
}

/** What an id without a name is called. */
function unnamed(field: Field, id: string): string {
  if (field === 'status' || field === 'priority') return describeWord(id);
  if (field === 'stageId') return 'an unknown stage';
  if (isRecordField(field)) return nameRecord(field, id);
  return isCustomKey(field) ? id : GONE;
}

function describeNumber(kind: FieldKind, value: number, currency: string | null, locale?: string): string {
  if (kind === 'percent') return `${formatNumber(value, locale)} %`;
  return kind === 'money' ? formatMoney(value, currency, locale) : formatNumber(value, locale);
}

function describeText(kind: FieldKind, text: string, { now, locale }: ValueContext): string {
  if (kind === 'date') return formatDay(text, now, locale) ?? text;
  return (kind === 'instant' ? formatMoment(text, now, locale) : null) ?? text;
}

/** The value of one field of a patch as a rep reads it: names, money, dates instead of ids and numbers. */
export function describeValue(field: Field, patch: OpportunityPatch, context: ValueContext): string {
  const value: CustomValue | undefined = patch[field];
  const definition = definitionOf(field, context.catalog);
  const kind = kindOf(field, definition);
  if (value === null || value === undefined || value === '') return EMPTY;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') {
    return describeNumber(kind, value, definition?.currency ?? context.currency, context.locale);
  }
  const choices = isRecordField(field) ? (context.records?.[field] ?? []) : choicesOf(field, context.catalog);
  const nameOf = (id: string) => choices.find((choice) => choice.id === id)?.name ?? unnamed(field, id);
  if (typeof value !== 'string') return value.map(kind === 'tags' ? String : nameOf).join(', ') || EMPTY;
  return kind === 'choice' ? nameOf(value) : describeText(kind, value, context);
}
