import { CrmError } from '../../domain/failure';
import type { Field, OpportunityPatch, StandardField } from '../../domain/opportunity';
import { FIELDS, fieldsOf, PRIORITIES, STATUSES } from '../../domain/opportunity';
import { isCustomKey } from '../../domain/custom-field';
import { type Spelling, spell } from './words';

/** How this connector spells its words. */
export interface Spellings {
  status: Spelling;
  priority: Spelling;
}

interface Writer<Name extends StandardField> {
  name: string;
  write(value: NonNullable<OpportunityPatch[Name]>, spellings: Spellings): unknown;
}

/** Texts and ids: "" and null read the same, so both are written as null. */
function textual<Name extends StandardField>(name: string): Writer<Name> {
  return { name, write: (value) => (value === '' ? null : value) };
}

/**
 * Every member of CreateOpportunityRequest that is for the rep to write. Left out: `company_name` and
 * `stage_last_changed_at`, which the CRM itself derives, and `contact_id`, which means the same as
 * `primary_contact_id`.
 */
const WRITERS: { [Name in StandardField]?: Writer<Name> } = {
  title: { name: 'title', write: (title) => (title.trim() === '' ? refuse('Give it a title', 'title') : title) },
  status: { name: 'status', write: writeStatus },
  statusId: textual('status_id'),
  pipelineId: textual('pipeline_id'),
  stageId: textual('pipeline_stage_id'),
  winProbability: { name: 'win_probability', write: writeProbability },
  amount: { name: 'monetary_amount', write: (amount) => amount },
  currency: { name: 'currency', write: writeCurrency },
  closeDate: { name: 'close_date', write: writeDate },
  priority: { name: 'priority', write: (word, { priority }) => spell(word, PRIORITIES, priority) || null },
  ownerId: textual('owner_id'),
  lossReasonId: textual('loss_reason_id'),
  lossReason: textual('loss_reason'),
  wonReasonId: textual('won_reason_id'),
  wonReason: textual('won_reason'),
  sourceId: textual('source_id'),
  source: textual('lead_source'),
  type: textual('type'),
  description: textual('description'),
  tags: { name: 'tags', write: (tags) => tags },
  contactId: textual('primary_contact_id'),
  contactIds: { name: 'contact_ids', write: (ids) => ids },
  companyId: textual('company_id'),
  leadId: textual('lead_id'),
};

/** The fields that can be written. */
export const WRITABLE: readonly StandardField[] = FIELDS.filter((field) => field in WRITERS);

/** The field behind a member of the request. */
export const FIELD_OF: ReadonlyMap<string, Field> = new Map(
  WRITABLE.map((field) => [WRITERS[field]?.name ?? '', field]),
);

/**
 * The members of a write for exactly the standard fields `patch` names; `null` clears. Throws `invalid` for what can't
 * be written.
 */
export function toWire(patch: OpportunityPatch, spellings: Spellings): Record<string, unknown> {
  const fields = fieldsOf(patch).filter((field) => !isCustomKey(field));
  return Object.fromEntries(fields.map((field) => writeField(field, patch[field], spellings)));
}

function writeField(field: StandardField, value: OpportunityPatch[StandardField], spellings: Spellings) {
  const writer: Writer<StandardField> | undefined = WRITERS[field];
  if (!writer) refuse('Apideck has no such field', field);
  if (value !== null && value !== undefined) return [writer.name, writer.write(value, spellings)];
  if (field === 'title') refuse('Give it a title', field);
  // The schema lets neither list be null.
  return [writer.name, field === 'contactIds' || field === 'tags' ? [] : null];
}

function refuse(reason: string, field: Field): never {
  throw new CrmError({ kind: 'invalid', reason, field });
}

/** `null` is allowed, and what a deal without a status had before. */
function writeStatus(word: string, { status }: Spellings): string | null {
  return word.trim() === '' ? null : spell(word, STATUSES, status);
}

/** Apideck's document sets no bounds, and some CRMs behind it take 150 % without a word. */
function writeProbability(percent: number): number {
  return percent >= 0 && percent <= 100
    ? percent
    : refuse('Win probability is between 0 and 100 percent', 'winProbability');
}

function writeCurrency(code: string): string | null {
  if (code === '') return null;
  return /^[a-z]{3}$/i.test(code) ? code.toUpperCase() : refuse('A currency is three letters: EUR, USD', 'currency');
}

function writeDate(date: string): string | null {
  if (date === '') return null;
  const isReal = /^\d{4}-\d{2}-\d{2}$/.test(date) && new Date(`${date}T00:00Z`).toJSON()?.startsWith(date);
  return isReal ? date : refuse('There is no such date', 'closeDate');
}
