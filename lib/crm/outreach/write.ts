import { type CustomField, customId, customKey, isCustomKey } from '../../domain/custom-field';
import { CrmError } from '../../domain/failure';
import {
  type Field,
  fieldsOf,
  type OpportunityFields,
  type OpportunityPatch,
  type StandardField,
} from '../../domain/opportunity';
import { checkCustomId, type ListFormats, plainField, writeCustom } from './custom';
import { PIPELINE_ID } from './map';

/** What a write needs to know of the account. */
export interface WriteContext {
  fields: readonly CustomField[];
  formats: ListFormats;
}

/** A relation as it is written; `null` clears it. */
interface Relation {
  data: { type: string; id: number } | null;
}

/** The members of a write: exactly those that change. */
interface Changes {
  attributes?: Record<string, unknown>;
  relationships?: Record<string, Relation>;
}

type Writer<Name extends StandardField> =
  | { attribute: string; write?(value: NonNullable<OpportunityFields[Name]>): unknown }
  | { relation: string; type: string };

const WRITERS: { [Name in StandardField]?: Writer<Name> } = {
  title: { attribute: 'name' },
  // `stage` is a read-only alias of the same relation.
  stageId: { relation: 'opportunityStage', type: 'opportunityStage' },
  winProbability: { attribute: 'probability', write: writePercent },
  currency: { attribute: 'currencyType' },
  closeDate: { attribute: 'closeDate', write: writeDate },
  ownerId: { relation: 'owner', type: 'user' },
  lossReason: { attribute: 'lostReason' },
  source: { attribute: 'leadSource' },
  type: { attribute: 'opportunityType' },
  nextStep: { attribute: 'nextStep' },
  description: { attribute: 'description' },
  tags: { attribute: 'tags' },
  forecastCategory: { attribute: 'forecastCategory' },
  contactId: { relation: 'primaryProspect', type: 'prospect' },
  companyId: { relation: 'account', type: 'account' },
  externalId: { attribute: 'customId' },
  externalCreatedAt: { attribute: 'externalCreatedAt' },
  externalUpdatedAt: { attribute: 'externalUpdatedAt' },
  recordType: { attribute: 'recordType' },
  mapLink: { attribute: 'mapLink' },
  mapNextSteps: { attribute: 'mapNextSteps' },
  mapStatus: { attribute: 'mapStatus' },
  prospectingRepId: { attribute: 'prospectingRepId' },
  sharingTeamId: { attribute: 'sharingTeamId' },
};

/** What can be written; a status can't, it follows from the stage. */
export const WRITABLE: readonly StandardField[] = [...(Object.keys(WRITERS) as StandardField[]), 'amount'];

/** Names of attributes and relations, for refusals that point to them. */
export const FIELD_OF: ReadonlyMap<string, StandardField> = new Map([
  ...(Object.entries(WRITERS) as [StandardField, Writer<StandardField>][]).map(
    ([field, writer]) => ['attribute' in writer ? writer.attribute : writer.relation, field] as const,
  ),
  ['amount', 'amount'],
  ['amountPrecise', 'amount'],
  ['stage', 'stageId'],
]);

/** Builds a write of exactly the fields `patch` names; `null` clears. Throws `invalid`. */
export function toChanges(patch: OpportunityPatch, context: WriteContext): Changes {
  const attributes: Record<string, unknown> = {};
  const relationships: Record<string, Relation> = {};
  for (const field of fieldsOf(patch)) {
    if (isCustomKey(field)) attributes[customId(field)] = customText(customId(field), patch, context);
    else if (field === 'amount') Object.assign(attributes, writeAmount(patch.amount ?? null));
    else writeField(field, patch, attributes, relationships);
  }
  return {
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
    ...(Object.keys(relationships).length > 0 ? { relationships } : {}),
  };
}

function writeField(
  field: StandardField,
  patch: OpportunityPatch,
  attributes: Record<string, unknown>,
  relationships: Record<string, Relation>,
): void {
  const writer: Writer<StandardField> | undefined = WRITERS[field];
  // An empty text and none are the same here, as they are when read.
  const value = patch[field] === '' && field !== 'title' ? null : (patch[field] ?? null);
  if (!writer) return refuseUnlessImplied(field, value);
  if ('relation' in writer) {
    relationships[writer.relation] = relationTo(writer.type, value === null ? null : String(value), field);
  } else {
    attributes[writer.attribute] = value === null || !writer.write ? value : writer.write(value);
  }
}

/** All stages are in the one pipeline, which nobody has to write. */
function refuseUnlessImplied(field: StandardField, value: unknown): void {
  if (field === 'pipelineId' && (value === PIPELINE_ID || value === null)) return;
  throw new CrmError({ kind: 'invalid', reason: 'Outreach does not let this be set', field });
}

/** A relation to a record by id, or to none. */
export function relationTo(type: string, id: string | null, field: Field | null = null): Relation {
  return { data: id === null ? null : { type, id: toWireId(id, field) } };
}

/** Outreach's ids are positive integers; anything else is refused before it becomes a part of a path. */
export function toWireId(id: string, field: Field | null = null): number {
  const value = /^[1-9]\d*$/.test(id) ? Number(id) : NaN;
  if (Number.isSafeInteger(value)) return value;
  throw new CrmError({ kind: 'invalid', reason: 'Outreach has no record with such an id', field });
}

/** Of `amountPrecise`, a text. */
const MAX_AMOUNT_LENGTH = 15;

/** `amount` takes integers only; a fraction goes into `amountPrecise`. Throws `invalid` for what is too long for it. */
export function writeAmount(amount: number | null): Record<string, unknown> {
  const cents = toCents(amount);
  if (cents !== null && String(cents).length > MAX_AMOUNT_LENGTH) {
    const reason = `Outreach keeps amounts of at most ${MAX_AMOUNT_LENGTH} characters`;
    throw new CrmError({ kind: 'invalid', reason, field: 'amount' });
  }
  return cents === null || Number.isInteger(cents) ? { amount: cents } : { amountPrecise: String(cents) };
}

/** As an amount is written: 0.1 + 0.2 would not fit. */
export function toCents(amount: number | null): number | null {
  return amount === null ? null : Number(amount.toFixed(2));
}

function writePercent(value: number): number {
  const percent = Math.round(value);
  if (percent >= 0 && percent <= 100) return percent;
  throw new CrmError({ kind: 'invalid', reason: 'Probability must be between 0 and 100', field: 'winProbability' });
}

function writeDate(date: string): string {
  const time = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00.000Z`) : NaN;
  // Date.parse takes "2026-02-30" for March 2nd where it takes it at all.
  const text = Number.isNaN(time) ? '' : new Date(time).toISOString();
  if (text.startsWith(date)) return text;
  throw new CrmError({ kind: 'invalid', reason: 'There is no such date', field: 'closeDate' });
}

function customText(id: string, patch: OpportunityPatch, { fields, formats }: WriteContext): string | null {
  checkCustomId(id);
  const field = fields.find((one) => one.id === id) ?? plainField(id);
  return writeCustom(patch[customKey(id)] ?? null, field, formats);
}
