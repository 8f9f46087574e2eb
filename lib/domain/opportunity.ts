/** One connected CRM account, e.g. `copper-1`. */
export type ConnectionId = string;

/** An opportunity's identity over all connections: CRM ids are unique within one account only. */
export interface OpportunityRef {
  connection: ConnectionId;
  /** The CRM's own id, as a string. */
  id: string;
}

/** `unknown` stands for a word the CRM sent that we do not know; it is shown, never written. */
export type Status = 'open' | 'won' | 'lost' | 'abandoned' | 'unknown';
export const STATUSES = ['open', 'won', 'lost', 'abandoned'] as const;

export type Priority = 'none' | 'low' | 'medium' | 'high';
export const PRIORITIES = ['none', 'low', 'medium', 'high'] as const;

/** What the rep may change. `null` clears a field where the CRM lets it be empty. */
export interface OpportunityFields {
  title: string;
  status: Status;
  pipelineId: string | null;
  stageId: string | null;
  /** Percent, 0–100. */
  winProbability: number | null;
  /** Major money units (euros, not cents). */
  amount: number | null;
  /** Calendar date, `YYYY-MM-DD`, no time zone. */
  closeDate: string | null;
  priority: Priority | null;
  lossReasonId: string | null;
  ownerId: string | null;
  sourceId: string | null;
  description: string | null;
  tags: string[];
}
export type Field = keyof OpportunityFields;

/** Every field a rep may change, in the order of the details form. */
export const FIELDS = [
  'title',
  'status',
  'pipelineId',
  'stageId',
  'winProbability',
  'amount',
  'closeDate',
  'priority',
  'lossReasonId',
  'ownerId',
  'sourceId',
  'description',
  'tags',
] as const satisfies readonly Field[];

export type OpportunityPatch = Partial<OpportunityFields>;

/** A deal as a CRM confirmed it. */
export interface Opportunity extends OpportunityFields {
  ref: OpportunityRef;
  /** ISO 4217 code of `amount`; `null` where the CRM does not tell. */
  currency: string | null;
  contactId: string | null;
  companyId: string | null;
  companyName: string | null;
  /** ISO 8601 UTC instants. */
  stageChangedAt: string | null;
  createdAt: string | null;
  updatedAt: string | null;
  /** The record in the CRM's own web application, https only. */
  url: string | null;
}

/** `connection:id`, usable as a key. */
export function refKey(ref: OpportunityRef): string {
  return `${ref.connection}:${ref.id}`;
}

/** Equal as field values: arrays by their members, the rest by identity. */
export function isSameValue(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((value, i) => value === b[i]);
  return a === b;
}

/** The fields a patch names, typed. */
export function fieldsOf(patch: OpportunityPatch): Field[] {
  return Object.keys(patch) as Field[];
}

/** The members of `source` that `fields` names: what stood there before an edit, or what the CRM holds now. */
export function pick(source: OpportunityFields, fields: readonly Field[]): OpportunityPatch {
  return Object.fromEntries(fields.map((field) => [field, source[field]]));
}
