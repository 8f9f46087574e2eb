import { domainOf } from '../../domain/address';
import type { Company, Contact } from '../../domain/match';
import type { ConnectionId, Opportunity } from '../../domain/opportunity';
import { blankOpportunity, PRIORITIES, readWord, STATUSES } from '../../domain/opportunity';
import { type CustomContext, readCustom } from './custom';
import type { DateFormat } from './dates';
import type { WireCompany, WireOpportunity, WirePerson } from './wire';

/** What a record alone does not tell. */
export interface MapContext extends CustomContext {
  connection: ConnectionId;
  /** Copper's number of the account, part of every link; `null` while unknown. */
  accountId: string | null;
  dates: DateFormat;
}

export function toOpportunity(wire: WireOpportunity, context: MapContext): Opportunity {
  const { connection, accountId, dates } = context;
  return {
    ...blankOpportunity({ connection, id: wire.id }),
    title: wire.name,
    status: readWord(wire.status, STATUSES),
    pipelineId: wire.pipeline_id,
    stageId: wire.pipeline_stage_id,
    winProbability: wire.win_probability === null ? null : Math.round(wire.win_probability),
    amount: wire.monetary_value,
    currency: wire.monetary_unit,
    convertedAmount: wire.converted_value,
    convertedCurrency: wire.converted_unit,
    closeDate: dates.parse(wire.close_date),
    priority: readWord(wire.priority, PRIORITIES) || null,
    lossReasonId: wire.loss_reason_id,
    ownerId: wire.assignee_id,
    sourceId: wire.customer_source_id,
    description: wire.details,
    tags: wire.tags,
    contactId: wire.primary_contact_id,
    // Further ones take a request per record, and nothing is done with them.
    contactIds: wire.primary_contact_id === null ? [] : [wire.primary_contact_id],
    companyId: wire.company_id,
    companyName: wire.company_name,
    leadId: wire.leads_converted_from,
    pipelineType: wire.pipeline_type,
    isRevenue: wire.pipeline_is_revenue,
    interactionCount: wire.interaction_count,
    stageChangedAt: toInstant(wire.date_stage_changed),
    lastContactedAt: toInstant(wire.date_last_contacted),
    leadCreatedAt: toInstant(wire.date_lead_created),
    createdAt: toInstant(wire.date_created),
    updatedAt: toInstant(wire.date_modified),
    url: toUrl(accountId, 'deal', wire.id),
    ...readCustom(wire.custom_fields, context),
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

/** Unix seconds as ISO 8601; beyond what a date can hold there is none. */
export function toInstant(seconds: number | null): string | null {
  const date = new Date((seconds ?? NaN) * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function toUrl(accountId: string | null, kind: 'deal' | 'contact', id: string): string | null {
  return accountId && `https://app.copper.com/companies/${accountId}/app#/${kind}/${id}`;
}
