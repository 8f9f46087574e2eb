import { domainOf } from '../../domain/address';
import { CrmError } from '../../domain/failure';
import type { Company, Contact } from '../../domain/match';
import type { ConnectionId, Field, Opportunity, OpportunityPatch, Priority, Status } from '../../domain/opportunity';
import { fieldsOf, PRIORITIES, STATUSES } from '../../domain/opportunity';
import { type DateFormat, formatDate } from './dates';
import type { WireCompany, WireOpportunity, WirePerson } from './wire';

/** What a record alone does not tell. */
interface MapContext {
  connection: ConnectionId;
  /** Copper's number of the account, part of every link; `null` while unknown. */
  accountId: string | null;
  dates: DateFormat;
}

export function toOpportunity(wire: WireOpportunity, { connection, accountId, dates }: MapContext): Opportunity {
  return {
    ref: { connection, id: wire.id },
    title: wire.name,
    status: toStatus(wire.status),
    pipelineId: wire.pipeline_id,
    stageId: wire.pipeline_stage_id,
    winProbability: wire.win_probability === null ? null : Math.round(wire.win_probability),
    amount: wire.monetary_value,
    closeDate: dates.parse(wire.close_date),
    priority: toPriority(wire.priority),
    lossReasonId: wire.loss_reason_id,
    ownerId: wire.assignee_id,
    sourceId: wire.customer_source_id,
    description: wire.details,
    tags: wire.tags,
    currency: wire.monetary_unit,
    contactId: wire.primary_contact_id,
    companyId: wire.company_id,
    companyName: wire.company_name,
    stageChangedAt: toInstant(wire.date_stage_changed),
    createdAt: toInstant(wire.date_created),
    updatedAt: toInstant(wire.date_modified),
    url: toUrl(accountId, 'deal', wire.id),
  };
}

export function toContact(wire: WirePerson, accountId: string | null): Contact {
  return {
    id: wire.id,
    name: wire.name ?? '',
    addresses: wire.emails.map(({ email }) => email),
    title: wire.title,
    companyId: wire.company_id,
    companyName: wire.company_name,
    url: toUrl(accountId, 'contact', wire.id),
  };
}

/** Accounts hold addresses in place of domains ("companyone@fake.nope" in a recorded answer): their domain counts. */
export function toCompany(wire: WireCompany): Company {
  const domain = wire.email_domain && (domainOf(wire.email_domain) || wire.email_domain.toLowerCase());
  return { id: wire.id, name: wire.name ?? domain ?? '', domain: domain ?? null };
}

/** Builds the members of a write for exactly the fields `patch` names; `null` clears. Throws `invalid`. */
export function toWire(patch: OpportunityPatch, dates: Pick<DateFormat, 'order'>): Record<string, unknown> {
  const entries = fieldsOf(patch).map((field): [string, unknown] => {
    const writer = WRITERS[field] as Writer<Field>;
    const value = patch[field];
    return [writer.name, value === null || value === undefined ? null : writer.write(value, dates)];
  });
  return Object.fromEntries(entries);
}

/** Copper's ids are positive integers; anything else is refused before it becomes a part of a path. */
export function toWireId(id: string, field: Field | null = null): number {
  const value = /^[1-9]\d*$/.test(id) ? Number(id) : NaN;
  if (Number.isSafeInteger(value)) return value;
  throw new CrmError({ kind: 'invalid', reason: 'Copper has no record with such an id', field });
}

interface Writer<Name extends Field> {
  name: string;
  write(value: NonNullable<OpportunityPatch[Name]>, dates: Pick<DateFormat, 'order'>): unknown;
}

const WRITERS: { [Name in Field]: Writer<Name> } = {
  title: { name: 'name', write: (value) => value },
  status: { name: 'status', write: writeStatus },
  pipelineId: { name: 'pipeline_id', write: (id) => toWireId(id, 'pipelineId') },
  stageId: { name: 'pipeline_stage_id', write: (id) => toWireId(id, 'stageId') },
  winProbability: { name: 'win_probability', write: Math.round },
  amount: { name: 'monetary_value', write: (value) => value },
  closeDate: { name: 'close_date', write: writeDate },
  priority: { name: 'priority', write: capitalise },
  lossReasonId: { name: 'loss_reason_id', write: (id) => toWireId(id, 'lossReasonId') },
  ownerId: { name: 'assignee_id', write: (id) => toWireId(id, 'ownerId') },
  sourceId: { name: 'customer_source_id', write: (id) => toWireId(id, 'sourceId') },
  // Copper keeps an empty text as "", which reads as `null` here: both ways the same.
  description: { name: 'details', write: (value) => value || null },
  tags: { name: 'tags', write: (value) => value },
};

function writeStatus(status: Status): string {
  if (status !== 'unknown') return capitalise(status);
  throw new CrmError({ kind: 'invalid', reason: 'Choose a status Copper knows', field: 'status' });
}

function writeDate(date: string, { order }: Pick<DateFormat, 'order'>): string {
  const text = formatDate(date, order);
  if (text) return text;
  throw new CrmError({ kind: 'invalid', reason: 'There is no such date', field: 'closeDate' });
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function toStatus(word: string | null): Status {
  return STATUSES.find((status) => status === word?.toLowerCase()) ?? 'unknown';
}

function toPriority(word: string | null): Priority | null {
  return PRIORITIES.find((priority) => priority === word?.toLowerCase()) ?? null;
}

/** Unix seconds as ISO 8601; beyond what a date can hold there is none. */
function toInstant(seconds: number | null): string | null {
  const date = new Date((seconds ?? NaN) * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function toUrl(accountId: string | null, kind: 'deal' | 'contact', id: string): string | null {
  return accountId && `https://app.copper.com/companies/${accountId}/app#/${kind}/${id}`;
}
