import { domainOf, normaliseAddress } from '../../domain/address';
import { CrmError } from '../../domain/failure';
import type { PersonQuestion } from '../../domain/lookup';
import type { MatchReason } from '../../domain/match';
import { type CopperApi, nullWhen } from './api';
import { searchAll } from './pages';
import { isUnknownAttribute } from './refusal';
import type { WireCompany, WireOpportunity, WirePerson } from './wire';

/** Records found about a person, in Copper's own shape. */
interface Findings {
  person: WirePerson | null;
  /** The question's company by its domain; may differ from the person's. */
  company: WireCompany | null;
  opportunities: { reason: MatchReason; record: WireOpportunity }[];
}

/**
 * Two round trips and four requests for somebody Copper knows: the person, then everything they lead to. A third trip
 * is needed for opportunities they are only linked to, and for the company of somebody who is filed without one.
 */
export async function lookUp(api: CopperApi, question: PersonQuestion, signal?: AbortSignal): Promise<Findings> {
  const direct = await fetchPerson(api, question.address, signal);
  if (direct)
    return findingsOf(api, direct, companyAt(api, direct.company_id ? null : question.domain, signal), signal);

  const [person, company] = await Promise.all([
    searchPerson(api, question.address, signal),
    companyAt(api, question.domain, signal),
  ]);
  if (person) return findingsOf(api, person, company, signal);
  const records = await companyOpportunities(api, company?.id, signal);
  return { person, company, opportunities: records.map((record) => ({ reason: 'same-company', record })) };
}

/** Whoever may not see companies, or may not search them so, still gets the person's opportunities. */
async function companyAt(api: CopperApi, domain: string | null, signal?: AbortSignal): Promise<WireCompany | null> {
  return domain ? findCompany(api, domain, signal).catch(nullWhen('forbidden', 'not-found', 'invalid')) : null;
}

/** The person with this very address, or `null`. */
export async function findPerson(api: CopperApi, address: string, signal?: AbortSignal): Promise<WirePerson | null> {
  return (await fetchPerson(api, address, signal)) ?? (await searchPerson(api, address, signal));
}

/** The company with this very domain, or `null`. */
export async function findCompany(api: CopperApi, domain: string, signal?: AbortSignal): Promise<WireCompany | null> {
  const { items } = await api.searchCompanies({ email_domains: [domain], page_size: 20 }, signal);
  const wanted = domain.toLowerCase();
  return (
    items.find(
      ({ email_domain }) => email_domain && [email_domain.toLowerCase(), domainOf(email_domain)].includes(wanted),
    ) ?? null
  );
}

async function fetchPerson(api: CopperApi, address: string, signal?: AbortSignal): Promise<WirePerson | null> {
  const person = await api.findPerson(address, signal);
  return person && hasAddress(person, address) ? person : null;
}

/** Integrations report `fetch_by_email` missing people that the search finds (verbb/formie issue 653). */
async function searchPerson(api: CopperApi, address: string, signal?: AbortSignal): Promise<WirePerson | null> {
  const { items } = await api.searchPeople({ emails: [address], page_size: 5 }, signal);
  return items.find((person) => hasAddress(person, address)) ?? null;
}

function hasAddress(person: WirePerson, address: string): boolean {
  return person.emails.some(({ email }) => normaliseAddress(email) === normaliseAddress(address));
}

/** What a person leads to: opportunities as primary contact, as a related one, and of the company. */
async function findingsOf(
  api: CopperApi,
  person: WirePerson,
  byDomain: WireCompany | null | Promise<WireCompany | null>,
  signal?: AbortSignal,
): Promise<Findings> {
  const [asPrimary, linked, ownCompany, company] = await Promise.all([
    searchByContact(api, person.id, signal),
    relatedIds(api, person.id, signal),
    companyOpportunities(api, person.company_id, signal),
    byDomain,
  ]);
  const known = [...asPrimary, ...ownCompany];
  const missing = linked.filter((id) => !known.some((record) => record.id === id)).map(Number);
  const [others, ofCompany] = await Promise.all([
    missing.length > 0 ? searchOpportunities(api, { ids: missing }, signal) : [],
    companyOpportunities(api, person.company_id ? null : company?.id, signal),
  ]);
  const records = [...others, ...known, ...ofCompany];
  const opportunities = records.map((record) => ({ reason: reasonFor(record, person, linked), record }));
  return { person, company, opportunities };
}

async function companyOpportunities(api: CopperApi, companyId: string | null | undefined, signal?: AbortSignal) {
  return companyId ? searchOpportunities(api, { company_ids: [Number(companyId)] }, signal) : [];
}

function reasonFor(record: WireOpportunity, person: WirePerson, linked: readonly string[]): MatchReason {
  if (record.primary_contact_id === person.id) return 'primary-contact';
  return linked.includes(record.id) ? 'related-contact' : 'same-company';
}

/** None where the account's permissions hide related items. */
async function relatedIds(api: CopperApi, personId: string, signal?: AbortSignal): Promise<string[]> {
  const related = await api.relatedOpportunities(personId, signal).catch(nullWhen('forbidden', 'not-found'));
  return (related ?? []).filter(({ type }) => type === 'opportunity').map(({ id }) => id);
}

/** The reference of 2018 lacks this filter; where it is refused, related items have to do. */
async function searchByContact(api: CopperApi, personId: string, signal?: AbortSignal): Promise<WireOpportunity[]> {
  try {
    return await searchOpportunities(api, { primary_contact_ids: [Number(personId)] }, signal);
  } catch (error) {
    const failure = error instanceof CrmError ? error.failure : undefined;
    if (failure?.kind === 'invalid' && isUnknownAttribute(failure.reason)) return [];
    throw error;
  }
}

async function searchOpportunities(api: CopperApi, filters: Record<string, unknown>, signal?: AbortSignal) {
  const { items } = await searchAll((body) => api.searchOpportunities(body, signal), filters);
  return items;
}
