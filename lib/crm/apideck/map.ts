import { domainOf } from '../../domain/address';
import { CrmError } from '../../domain/failure';
import type { Company, Contact } from '../../domain/match';
import type { ConnectionId, Opportunity } from '../../domain/opportunity';
import { blankOpportunity, PRIORITIES, readWord, STATUSES } from '../../domain/opportunity';
import type { Owner, Pipeline, Stage } from '../../domain/pipeline';
import { readCustom } from './custom';
import type { WireCompany, WireContact, WireOpportunity, WirePipeline, WireStage, WireUser } from './wire';

export function toOpportunity(wire: WireOpportunity, connection: ConnectionId): Opportunity {
  const contactId = wire.primary_contact_id ?? wire.contact_id ?? wire.contact_ids[0] ?? null;
  return {
    ...blankOpportunity({ connection, id: wire.id }),
    title: wire.title,
    status: readWord(wire.status, STATUSES),
    statusId: wire.status_id,
    pipelineId: wire.pipeline_id,
    stageId: wire.pipeline_stage_id,
    winProbability: wire.win_probability,
    amount: wire.monetary_amount,
    currency: wire.currency,
    closeDate: toDate(wire.close_date),
    priority: readWord(wire.priority, PRIORITIES) || null,
    ownerId: wire.owner_id,
    lossReasonId: wire.loss_reason_id,
    lossReason: wire.loss_reason,
    wonReasonId: wire.won_reason_id,
    wonReason: wire.won_reason,
    sourceId: wire.source_id,
    source: wire.lead_source,
    type: wire.type,
    description: wire.description,
    tags: wire.tags,
    contactId,
    contactIds: withFirst(contactId, wire.contact_ids),
    companyId: wire.company_id,
    companyName: wire.company_name,
    leadId: wire.lead_id,
    expectedRevenue: wire.expected_revenue,
    interactionCount: wire.interaction_count,
    stageChangedAt: toInstant(wire.stage_last_changed_at ?? wire.date_stage_changed),
    lastContactedAt: toInstant(wire.date_last_contacted ?? wire.last_activity_at),
    leadCreatedAt: toInstant(wire.date_lead_created),
    createdAt: toInstant(wire.created_at),
    updatedAt: toInstant(wire.updated_at),
    createdBy: wire.created_by,
    updatedBy: wire.updated_by,
    isDeleted: wire.deleted ?? false,
    customMappings: toJsonText(wire.custom_mappings),
    ...readCustom(wire.custom_fields),
  };
}

/** `ids` with `first` among them: at the front where it was missing. */
export function withFirst(first: string | null, ids: readonly string[]): string[] {
  return first === null || ids.includes(first) ? [...ids] : [first, ...ids];
}

export function toContact(wire: WireContact): Contact {
  return {
    id: wire.id,
    name: wire.name ?? [wire.first_name, wire.last_name].filter(Boolean).join(' '),
    addresses: wire.emails,
    title: wire.title,
    companyId: wire.company_id,
    companyName: wire.company_name,
    url: null,
  };
}

export function toCompany(wire: WireCompany): Company {
  const [domain = null] = domainsOf(wire);
  return { id: wire.id, name: wire.name ?? domain ?? '', domain };
}

/** A company has no domain of its own here: those of its websites and addresses, in lower case and without "www.". */
export function domainsOf({ websites, emails }: WireCompany): string[] {
  const hosts = websites.map((url) => hostOf(url.includes('://') ? url : `https://${url}`));
  return [...new Set([...hosts, ...emails.map(domainOf)])].filter((domain) => domain !== '');
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') : '';
}

export function toPipeline(wire: WirePipeline): Pipeline {
  const stages = inOrder(wire.stages.filter(({ archived }) => archived !== true));
  return { id: wire.id, name: wire.name ?? wire.id, isRevenue: true, stages: stages.flatMap(toStage) };
}

function toStage({ id, value, name, win_probability }: WireStage): Stage[] {
  const key = id ?? value;
  return key === null ? [] : [{ id: key, name: name ?? key, winProbability: win_probability }];
}

/** As the CRM shows them; those without a place come last, as they came. */
export function inOrder<Item extends { display_order: number | null }>(items: readonly Item[]): Item[] {
  const place = ({ display_order }: Item) => display_order ?? Number.MAX_SAFE_INTEGER;
  return items.toSorted((a, b) => place(a) - place(b));
}

export function toOwner({ id, name, first_name, last_name, username, emails }: WireUser): Owner {
  const fullName = [first_name, last_name].filter(Boolean).join(' ');
  return { id, name: name ?? (fullName || username || emails[0] || id), address: emails[0] ?? null };
}

/**
 * Ids are each CRM's own: digits, letters, what UUIDs and composed keys hold. Anything else is refused before it
 * becomes a part of a path.
 */
export function toPathId(id: string): string {
  if (isPathId(id)) return id;
  throw new CrmError({ kind: 'invalid', reason: 'The CRM has no record with such an id', field: null });
}

export function isPathId(id: string): boolean {
  return /^[\w.:|=+~@!$-]{1,200}$/.test(id) && !/^\.+$/.test(id);
}

/** Some connectors send a moment where the document says a date. */
function toDate(text: string | null): string | null {
  return /^\d{4}-\d{2}-\d{2}/.exec(text ?? '')?.[0] ?? null;
}

function toInstant(text: string | null): string | null {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

function toJsonText(value: object | null | undefined): string | null {
  return value && Object.keys(value).length > 0 ? JSON.stringify(value) : null;
}
