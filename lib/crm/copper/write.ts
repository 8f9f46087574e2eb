import { isCustomKey } from '../../domain/custom-field';
import { CrmError } from '../../domain/failure';
import type { Field, OpportunityPatch, StandardField } from '../../domain/opportunity';
import { fieldsOf, PRIORITIES, readWord, STATUSES } from '../../domain/opportunity';
import { type CustomContext, writeCustom } from './custom';
import { type DateFormat, formatDate } from './dates';
import { toWireId } from './ids';

/** What the values of a write depend on. */
interface WriteContext extends CustomContext {
  dates: Pick<DateFormat, 'order' | 'parse'>;
}

interface Writer<Name extends StandardField> {
  name: string;
  write(value: NonNullable<OpportunityPatch[Name]>, dates: WriteContext['dates']): unknown;
}

type Writers = { [Name in StandardField]?: Writer<Name> };

/** Copper's currency of an amount is in no table of writable attributes. */
const WRITERS = {
  title: { name: 'name', write: (value) => value },
  status: { name: 'status', write: writeStatus },
  pipelineId: { name: 'pipeline_id', write: (id) => toWireId(id, 'pipelineId') },
  stageId: { name: 'pipeline_stage_id', write: (id) => toWireId(id, 'stageId') },
  winProbability: { name: 'win_probability', write: Math.round },
  amount: { name: 'monetary_value', write: (value) => value },
  closeDate: { name: 'close_date', write: writeDate },
  priority: { name: 'priority', write: writePriority },
  ownerId: { name: 'assignee_id', write: (id) => toWireId(id, 'ownerId') },
  lossReasonId: { name: 'loss_reason_id', write: (id) => toWireId(id, 'lossReasonId') },
  sourceId: { name: 'customer_source_id', write: (id) => toWireId(id, 'sourceId') },
  // Copper keeps an empty text as "", which reads as `null` here: both ways the same.
  description: { name: 'details', write: (value) => value || null },
  tags: { name: 'tags', write: (value) => value },
  contactId: { name: 'primary_contact_id', write: (id) => toWireId(id, 'contactId') },
  companyId: { name: 'company_id', write: (id) => toWireId(id, 'companyId') },
} satisfies Writers;

/** What Copper lets be written, in the order of the details form. */
export const COPPER_FIELDS = Object.keys(WRITERS) as (keyof typeof WRITERS)[];

/** Builds the members of a write for exactly the fields `patch` names; `null` clears. Throws `invalid`. */
export function toWire(patch: OpportunityPatch, context: WriteContext): Record<string, unknown> {
  const fields = fieldsOf(patch);
  const entries = fields.filter((field) => !isCustomKey(field)).map((field) => writeField(field, patch, context));
  const custom = fields.filter(isCustomKey).map((key) => writeCustom(key, patch[key] ?? null, context));
  return { ...Object.fromEntries(entries), ...(custom.length > 0 ? { custom_fields: custom } : {}) };
}

function writeField(field: Field, patch: OpportunityPatch, { dates }: WriteContext): [string, unknown] {
  const writer = (WRITERS as Partial<Record<Field, Writer<StandardField>>>)[field];
  if (!writer) throw new CrmError({ kind: 'invalid', reason: 'Copper has no such field', field });
  const value = patch[field];
  return [writer.name, value === null || value === undefined ? null : writer.write(value as never, dates)];
}

function writeStatus(word: string): string {
  const status = readWord(word, STATUSES);
  if (STATUSES.some((known) => known === status)) return capitalise(status);
  throw new CrmError({ kind: 'invalid', reason: 'Choose a status Copper knows', field: 'status' });
}

/** Copper's own words as it spells them; another goes back as it came. */
function writePriority(word: string): string {
  const priority = readWord(word, PRIORITIES);
  return PRIORITIES.some((known) => known === priority) ? capitalise(priority) : priority;
}

function writeDate(date: string, { order }: WriteContext['dates']): string {
  const text = formatDate(date, order);
  if (text) return text;
  throw new CrmError({ kind: 'invalid', reason: 'There is no such date', field: 'closeDate' });
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
