import { either, integer, listOf, text } from './attributes';
import { toSeconds } from './close-dates';
import { showCompany } from './companies';
import { byCustomFields } from './custom-filters';
import { byFollowed, byId, byLinkedId, byOptionalId, byRange, byTags, byText, type Filters } from './filters';
import { PRIORITIES, showOpportunity, STATUSES } from './opportunities';
import { hasAddress, showPerson } from './people';
import type { CompanyRecord, OpportunityRecord, PersonRecord } from './records';
import { opportunitiesOfPerson } from './related';
import { search, type SearchAnswer, type Sorts } from './search';
import { findStage, type State } from './state';

export function searchOpportunities(state: State, json: unknown): SearchAnswer<unknown> {
  const { page, total } = search(
    state.opportunities.values(),
    json,
    opportunityFilters(state),
    opportunitySorts(state),
  );
  return { page: page.map((record) => showOpportunity(state, record)), total };
}

export function searchPeople(state: State, json: unknown): SearchAnswer<unknown> {
  const sorts = contactSorts<PersonRecord>(state);
  const { page, total } = search(state.people.values(), json, peopleFilters(state), sorts);
  return { page: page.map((record) => showPerson(state, record)), total };
}

export function searchCompanies(state: State, json: unknown): SearchAnswer<unknown> {
  const sorts = contactSorts<CompanyRecord>(state);
  const { page, total } = search(state.companies.values(), json, companyFilters(state), sorts);
  return { page: page.map((record) => showCompany(state, record)), total };
}

/** The 25 of the reference of 2018, and two that came since. */
function opportunityFilters(state: State): Filters<OpportunityRecord> {
  const { dateFormat, nameFilter, hasContactFilter, tagsFilter } = state.settings;
  return {
    name: byText(({ name }) => name, { isExact: nameFilter === 'exact' }),
    assignee_ids: byOptionalId((record) => record.assignee_id),
    status_ids: {
      check: listOf(integer),
      passes: (record, ids) => (ids as number[]).includes(STATUSES.indexOf(record.status)),
    },
    pipeline_ids: byId((record) => record.pipeline_id),
    pipeline_stage_ids: byId((record) => record.pipeline_stage_id),
    // The numbers are undocumented; here they are positions.
    priority_ids: {
      check: listOf(integer),
      passes: (record, ids) => (ids as number[]).includes(PRIORITIES.indexOf(record.priority ?? 'None')),
    },
    customer_source_ids: byOptionalId((record) => record.customer_source_id),
    loss_reason_ids: byOptionalId((record) => record.loss_reason_id),
    company_ids: byOptionalId((record) => record.company_id, { emptyMeansNone: true }),
    tags: byTags(tagsFilter),
    followed: byFollowed(state.followed),
    custom_fields: byCustomFields(state, 'opportunities'),
    ...byRange('monetary_value', (record) => record.monetary_value),
    ...byRange('interaction_count', (record) => record.interaction_count),
    ...byRange('close_date', (record) => record.close_date && toSeconds(record.close_date, dateFormat)),
    ...byRange('interaction_date', (record) => record.date_last_contacted),
    ...byRange('stage_change_date', (record) => record.date_stage_changed),
    ...byRange('created_date', (record) => record.date_created),
    ...byRange('modified_date', (record) => record.date_modified),
    ids: byId(({ id }) => id),
    ...(hasContactFilter
      ? { primary_contact_ids: byId((record: OpportunityRecord) => record.primary_contact_id) }
      : {}),
  };
}

function opportunitySorts(state: State): Sorts<OpportunityRecord> {
  const closing = ({ close_date }: OpportunityRecord) =>
    close_date ? (toSeconds(close_date, state.settings.dateFormat) ?? null) : null;
  const owner = (record: OpportunityRecord) => state.users.find(({ id }) => id === record.assignee_id)?.name ?? null;
  const contact = (record: OpportunityRecord) => state.people.get(record.primary_contact_id ?? 0)?.name ?? null;
  const all: Sorts<OpportunityRecord> = {
    name: ({ name }) => name,
    account: (record) => record.company_name,
    company_name: (record) => record.company_name,
    value: (record) => record.monetary_value,
    monetary_value: (record) => record.monetary_value,
    monetary_unit: (record) => record.monetary_unit,
    assignee: owner,
    customer_source_id: (record) => record.customer_source_id,
    source: (record) => state.customerSources.find(({ id }) => id === record.customer_source_id)?.name ?? null,
    date_modified: (record) => record.date_modified,
    date_created: (record) => record.date_created,
    contact,
    primary_contact: contact,
    stage: (record) => findStage(state, record.pipeline_stage_id)?.name ?? null,
    deal_last_stage: (record) => findStage(state, record.pipeline_stage_id)?.name ?? null,
    status: ({ status }) => STATUSES.indexOf(status),
    close_date: closing,
    priority: ({ priority }) => PRIORITIES.indexOf(priority ?? 'None'),
    last_interaction: (record) => record.date_last_contacted,
    interaction_count: (record) => record.interaction_count,
    inactive_days: (record) => record.date_last_contacted,
    win_probability: (record) => record.win_probability,
  };
  const { sortNames } = state.settings;
  const refused = sortNames === 'both' ? [] : sortNames === 'today' ? ONLY_2018 : ONLY_TODAY;
  return Object.fromEntries(Object.entries(all).filter(([name]) => !refused.includes(name)));
}

const ONLY_2018 = ['account', 'value', 'contact', 'close_date', 'source', 'deal_last_stage', 'win_probability'];
const ONLY_TODAY = ['primary_contact', 'monetary_value', 'monetary_unit', 'inactive_days'];

function peopleFilters(state: State): Filters<PersonRecord> {
  return {
    ...contactFilters(state),
    emails: {
      check: listOf(text),
      passes: (record, addresses) => (addresses as string[]).some((address) => hasAddress(record, address)),
    },
    company_ids: byOptionalId((record) => record.company_id, { emptyMeansNone: true }),
    opportunity_ids: byLinkedId(({ id }) => opportunitiesOfPerson(state, id)),
    ...byRange('interaction_date', (record) => record.date_last_contacted),
    ...byModified(state, 'people'),
  };
}

function companyFilters(state: State): Filters<CompanyRecord> {
  return {
    ...contactFilters(state),
    // A text in the reference, a list in today's clients.
    email_domains: {
      check: either(listOf(text), text),
      passes: (record, domains) => [domains].flat().includes(record.email_domain?.toLowerCase()),
    },
    ...byModified(state, 'companies'),
  };
}

function byModified(state: State, entity: 'people' | 'companies'): Filters<PersonRecord | CompanyRecord> {
  const isThere = state.settings.modifiedFilter.includes(entity);
  return isThere ? byRange('modified_date', (record) => record.date_modified) : {};
}

function contactFilters<Contact extends PersonRecord | CompanyRecord>(state: State): Filters<Contact> {
  return {
    ids: byId(({ id }) => id),
    name: byText(({ name }) => name, { isExact: state.settings.nameFilter === 'exact' }),
    phone_number: {
      check: text,
      passes: (record, wanted) => record.phone_numbers.some((phone) => phone.number === wanted),
    },
    contact_type_ids: byId((record) => record.contact_type_id),
    assignee_ids: byOptionalId((record) => record.assignee_id),
    city: byText((record) => record.address?.city),
    state: byText((record) => record.address?.state),
    postal_code: byText((record) => record.address?.postal_code),
    country: byText((record) => record.address?.country),
    tags: byTags(),
    followed: byFollowed(state.followed),
    ...byRange('interaction_count', (record) => record.interaction_count),
    ...byRange('created_date', (record) => record.date_created),
  };
}

function contactSorts<Contact extends PersonRecord | CompanyRecord>({ settings }: State): Sorts<Contact> {
  return {
    name: ({ name }) => name,
    ...(settings.hasModifiedSort ? { date_modified: (record: Contact) => record.date_modified } : {}),
    date_created: (record) => record.date_created,
    interaction_count: (record) => record.interaction_count,
  };
}
