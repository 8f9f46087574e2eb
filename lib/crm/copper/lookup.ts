import { CrmError } from '../../domain/failure';
import type { PersonQuestion } from '../../domain/lookup';
import type { MatchReason } from '../../domain/match';
import { type CopperApi, nullWhen } from './api';
import { fetchPerson, findCompany, searchPerson } from './find';
import type { Habits } from './habits';
import { searchAll } from './pages';
import { isUnknownAttribute } from './refusal';
import type { WireCompany, WireOpportunity, WirePerson } from './wire';

/** Records found about a person, in Copper's own shape. */
export interface Findings {
  person: WirePerson | null;
  /** The question's company by its domain; may differ from the person's. */
  company: WireCompany | null;
  opportunities: { reason: MatchReason; record: WireOpportunity }[];
}

/** An account, and what is known about asking it. */
export interface Asked {
  api: CopperApi;
  habits: Habits;
  signal?: AbortSignal | undefined;
}

/**
 * Two round trips and four requests: the person beside the company of their domain, then all they lead to; for
 * somebody not found, another way of finding them beside the company's opportunities. A third trip is needed for
 * opportunities of other companies, and while nothing shows whether related ones are all of a person's.
 */
export async function lookUp(asked: Asked, { address, domain }: PersonQuestion): Promise<Findings> {
  const { api, habits, signal } = asked;
  const finders = habits.isSearchFirst ? [searchPerson, fetchPerson] : [fetchPerson, searchPerson];
  const [find, findOtherwise] = finders as [typeof fetchPerson, typeof fetchPerson];
  const [direct, company] = await Promise.all([find(api, address, signal), companyAt(asked, domain)]);
  if (direct) return findingsOf(asked, direct, company);
  const [person, records] = await Promise.all([
    findOtherwise(api, address, signal),
    companyOpportunities(asked, company?.id),
  ]);
  if (person) {
    habits.swapFinders();
    return findingsOf(asked, person, company, records);
  }
  return { person, company, opportunities: records.map((record) => ({ reason: 'same-company', record })) };
}

/** Whoever may not see companies, or may not search them so, still gets the person's opportunities. */
async function companyAt({ api, signal }: Asked, domain: string | null): Promise<WireCompany | null> {
  return domain ? findCompany(api, domain, signal).catch(nullWhen('forbidden', 'not-found', 'invalid')) : null;
}

/**
 * What a person leads to: opportunities as primary contact, as a related one, and of the company: their own, else
 * that of their domain, whose opportunities may be given.
 */
export async function findingsOf(
  asked: Asked,
  person: WirePerson,
  company: WireCompany | null,
  given?: WireOpportunity[],
): Promise<Findings> {
  const { habits } = asked;
  const companyId = person.company_id ?? company?.id;
  // Those of somebody without a company would take a trip of their own to read.
  const isByContactNow = habits.byContact === 'needed' || habits.isRelatedHidden || !person.company_id;
  const [related, ofCompany, early] = await Promise.all([
    relatedIds(asked, person.id),
    given && companyId === company?.id ? given : companyOpportunities(asked, companyId),
    isByContactNow ? searchByContact(asked, person.id) : null,
  ]);
  const known = [...(early ?? []), ...ofCompany];
  if (related) habits.compare(ownOf(known, person.id), related);
  const missing = (related ?? []).filter((id) => !known.some((record) => record.id === id));
  const isByContactLeft = !early && (related === null || habits.byContact !== 'needless');
  const [others, late] = await Promise.all([
    readOpportunities(asked, missing),
    isByContactLeft ? searchByContact(asked, person.id) : [],
  ]);
  if (related) habits.compare(ownOf(late, person.id), related);
  const records = [...late, ...others, ...known];
  return {
    person,
    company,
    opportunities: records.map((record) => ({ reason: reasonFor(record, person, related ?? []), record })),
  };
}

function ownOf(records: readonly WireOpportunity[], personId: string): string[] {
  return records.filter((record) => record.primary_contact_id === personId).map(({ id }) => id);
}

function reasonFor(record: WireOpportunity, person: WirePerson, related: readonly string[]): MatchReason {
  if (record.primary_contact_id === person.id) return 'primary-contact';
  return related.includes(record.id) ? 'related-contact' : 'same-company';
}

async function companyOpportunities(asked: Asked, companyId: string | null | undefined): Promise<WireOpportunity[]> {
  return companyId ? searchOpportunities(asked, { company_ids: [Number(companyId)] }) : [];
}

/** Those of `ids` that are there. */
export async function readOpportunities(asked: Asked, ids: readonly string[]): Promise<WireOpportunity[]> {
  return ids.length > 0 ? searchOpportunities(asked, { ids: ids.map(Number) }) : [];
}

/** `null` where the account's permissions hide related items. */
async function relatedIds({ api, habits, signal }: Asked, personId: string): Promise<string[] | null> {
  if (habits.isRelatedHidden) return null;
  const related = await api.relatedOpportunities(personId, signal).catch((error: unknown) => {
    habits.isRelatedHidden = error instanceof CrmError && error.failure.kind === 'forbidden';
    return nullWhen('forbidden', 'not-found')(error);
  });
  return related && opportunityIds(related);
}

export function opportunityIds(related: readonly { id: string; type: string }[]): string[] {
  return related.filter(({ type }) => type === 'opportunity').map(({ id }) => id);
}

/** The reference of 2018 lacks this filter; where it is refused, related items have to do. */
async function searchByContact(asked: Asked, personId: string): Promise<WireOpportunity[]> {
  if (asked.habits.byContact === 'refused') return [];
  try {
    return await searchOpportunities(asked, { primary_contact_ids: [Number(personId)] });
  } catch (error) {
    const failure = error instanceof CrmError ? error.failure : undefined;
    if (failure?.kind !== 'invalid' || !isUnknownAttribute(failure.reason)) throw error;
    asked.habits.noFilterByContact();
    return [];
  }
}

async function searchOpportunities({ api, signal }: Asked, filters: Record<string, unknown>) {
  const { items } = await searchAll((body) => api.searchOpportunities(body, signal), filters);
  return items;
}
