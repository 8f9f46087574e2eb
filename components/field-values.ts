import type { Field, OpportunityPatch, Priority, Status } from '../lib/domain/opportunity';
import type { Catalog, Choice } from '../lib/domain/pipeline';
import { findStage } from '../lib/domain/pipeline';
import { formatDay, formatMoney } from './format';

/** What each field is called, in forms and in sentences. */
export const FIELD_LABELS: Record<Field, string> = {
  title: 'Title',
  status: 'Status',
  pipelineId: 'Pipeline',
  stageId: 'Stage',
  winProbability: 'Win probability',
  amount: 'Value',
  closeDate: 'Close date',
  priority: 'Priority',
  lossReasonId: 'Loss reason',
  ownerId: 'Owner',
  sourceId: 'Source',
  description: 'Description',
  tags: 'Tags',
};

export const STATUS_LABELS: Record<Status, string> = {
  open: 'Open',
  won: 'Won',
  lost: 'Lost',
  abandoned: 'Abandoned',
  unknown: 'Unknown',
};

export const PRIORITY_LABELS: Record<Priority, string> = { none: 'None', low: 'Low', medium: 'Medium', high: 'High' };

const EMPTY = 'empty';

/** What values are read against: names for ids, a currency for amounts. */
export interface ValueContext {
  catalog: Catalog | null;
  currency: string | null;
  /** Epoch milliseconds. */
  now: number;
  locale: string | undefined;
}

function nameOf(choices: readonly Choice[] | undefined, id: string | null | undefined): string {
  if (!id) return EMPTY;
  return choices?.find((choice) => choice.id === id)?.name ?? 'something no longer on offer';
}

/** The value of one field of a patch as a rep reads it: stage names, money, dates instead of ids and numbers. */
export function describeValue(field: Field, patch: OpportunityPatch, context: ValueContext): string {
  const { catalog, currency, now, locale } = context;
  switch (field) {
    case 'status':
      return patch.status ? STATUS_LABELS[patch.status] : EMPTY;
    case 'stageId':
      return patch.stageId ? (findStage(catalog, patch.stageId)?.stage.name ?? 'an unknown stage') : EMPTY;
    case 'pipelineId':
      return nameOf(catalog?.pipelines, patch.pipelineId);
    case 'winProbability':
      return typeof patch.winProbability === 'number' ? `${patch.winProbability} %` : EMPTY;
    case 'amount':
      return typeof patch.amount === 'number' ? formatMoney(patch.amount, currency, locale) : EMPTY;
    case 'closeDate':
      return (patch.closeDate && formatDay(patch.closeDate, now, locale)) || EMPTY;
    case 'priority':
      return patch.priority ? PRIORITY_LABELS[patch.priority] : EMPTY;
    case 'lossReasonId':
      return nameOf(catalog?.lossReasons, patch.lossReasonId);
    case 'ownerId':
      return nameOf(catalog?.owners, patch.ownerId);
    case 'sourceId':
      return nameOf(catalog?.sources, patch.sourceId);
    case 'tags':
      return patch.tags?.join(', ') || EMPTY;
    case 'title':
    case 'description':
      return patch[field] || EMPTY;
  }
}
