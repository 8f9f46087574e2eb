import { normaliseAddress } from '../../domain/address';
import type { PersonQuestion } from '../../domain/lookup';
import { type Contact, type Match, mergeMatches, type PersonAnswer } from '../../domain/match';
import type { KnownPerson } from '../../domain/mirror';
import type { ConnectionId, Opportunity } from '../../domain/opportunity';
import { PAGE_SIZE } from './api';
import { findContacts, nullWhenMissing } from './contacts';
import { askBy, type Findings, isOf, MAX_SINGLE, readIfThere, reasonFor } from './lookup';
import { toCompany, toContact, toOpportunity, toPathId } from './map';
import type { Session } from './session';
import type { WireContact, WireOpportunity } from './wire';

export function toAnswer({ contact, company, opportunities }: Findings, connection: ConnectionId): PersonAnswer {
  return {
    contact: contact && toContact(contact),
    company: company && ('websites' in company ? toCompany(company) : withoutDomain(company)),
    matches: mergeMatches(
      opportunities.map(({ reason, record }) => ({ reason, opportunity: toOpportunity(record, connection) })),
    ),
  };
}

function withoutDomain({ id, name }: { id: string; name: string | null }) {
  return { id, name: name ?? '', domain: null };
}

/** Somebody nobody knew a moment ago. Who came since is among the contacts changed last. */
export async function findStranger(session: Session, address: string, signal?: AbortSignal): Promise<WireContact[]> {
  return findContacts(session, address, signal, 1);
}

/** What is known of somebody the CRM does not know: their company, and its opportunities. */
export function strangerOf({ company, opportunities }: KnownPerson): PersonAnswer {
  const ofCompany = opportunities.filter(({ isDeleted, companyId }) => !isDeleted && companyId === company?.id);
  const matches = ofCompany.map((opportunity): Match => ({ reason: 'same-company', opportunity }));
  return { contact: null, company, matches: mergeMatches(matches) };
}

/** What the CRM tells of a contact's part in opportunities, apart from the opportunities known. */
interface Told {
  /** The contact's record, where it had to be read. */
  record: WireContact | null;
  /** Named as theirs, as they are now. */
  opportunities: WireOpportunity[];
  /** Of which only they themselves tell whose they are. */
  unsure: string[];
  linking: Pick<WireContact, 'id' | 'opportunity_ids'>;
}

/**
 * What is known of a contact, and the opportunities the CRM names as theirs: one request, and one more for each record
 * that does not agree with what is known. `null` where everything has to be asked for.
 */
export async function lookUpKnown(
  session: Session,
  connection: ConnectionId,
  question: PersonQuestion,
  known: KnownPerson & { contact: Contact },
  signal?: AbortSignal,
): Promise<PersonAnswer | null> {
  const { contact } = known;
  const byId = new Map(known.opportunities.filter(({ isDeleted }) => !isDeleted).map((one) => [one.ref.id, one]));
  const told =
    (await askOwn(session, contact.id, byId, signal)) ?? (await askSelf(session, question, contact, byId, signal));
  if (!told) return null;

  const unsure = told.unsure.slice(0, MAX_SINGLE);
  const read = await Promise.all(unsure.map((id) => readIfThere(session, id, signal)));
  const isSettled = new Set([...unsure, ...told.opportunities.map(({ id }) => id)]);
  const rest = [...byId.values()].filter(({ ref }) => !isSettled.has(ref.id));

  const company =
    known.company ??
    (contact.companyId === null ? null : withoutDomain({ id: contact.companyId, name: contact.companyName }));
  const companyId = contact.companyId ?? company?.id ?? null;
  const { linking, record } = told;
  const isLinked = (id: string) => linking.opportunity_ids.includes(id);
  const fresh = [...told.opportunities.filter(({ id }) => !unsure.includes(id)), ...read.filter((one) => one !== null)];
  const theirs = fresh.filter(
    (one) => isOf(one, contact.id) || isLinked(one.id) || (companyId !== null && one.company_id === companyId),
  );
  const matches = [
    ...theirs.map((one) => ({ reason: reasonFor(one, [linking]), opportunity: toOpportunity(one, connection) })),
    ...rest.flatMap((one): Match[] => {
      if (one.contactId === contact.id) return [{ reason: 'primary-contact', opportunity: one }];
      const isRelated = one.contactIds.includes(contact.id) || isLinked(one.ref.id);
      if (isRelated) return [{ reason: 'related-contact', opportunity: one }];
      return companyId !== null && one.companyId === companyId ? [{ reason: 'same-company', opportunity: one }] : [];
    }),
  ];
  return { contact: record ? toContact(record) : contact, company, matches: mergeMatches(matches) };
}

/** The opportunities with this primary contact; `null` where the connector has no filter to ask with. */
async function askOwn(
  session: Session,
  contactId: string,
  known: ReadonlyMap<string, Opportunity>,
  signal?: AbortSignal,
): Promise<Told | null> {
  const found = await askBy(session, 'primary_contact_id', contactId, signal);
  if (!found) return null;
  const isKnownAs = (id: string) => known.get(id)?.contactId === contactId;
  // Of a list that was cut off nothing is missing.
  const isWhole = found.length < PAGE_SIZE;
  const missing = isWhole ? [...known.keys()].filter((id) => isKnownAs(id) && !found.some((one) => one.id === id)) : [];
  const linking = { id: contactId, opportunity_ids: [] };
  if (!session.memory.hidesLinks()) return { record: null, opportunities: found, unsure: missing, linking };
  return {
    record: null,
    opportunities: found.map((one) => withLinks(one, known.get(one.id))),
    unsure: [...missing, ...found.map(({ id }) => id).filter((id) => !isKnownAs(id))],
    linking,
  };
}

/** With what a filtered list leaves out in some CRMs. */
function withLinks(record: WireOpportunity, known: Opportunity | undefined): WireOpportunity {
  if (!known) return record;
  const { companyId, companyName, contactIds } = known;
  const company_name = record.company_name ?? companyName;
  return { ...record, company_id: record.company_id ?? companyId, company_name, contact_ids: contactIds };
}

/** What the contact itself names; `null` where it is gone, or another person's by now. */
async function askSelf(
  { api }: Session,
  { address }: PersonQuestion,
  { id, companyId }: Contact,
  known: ReadonlyMap<string, Opportunity>,
  signal?: AbortSignal,
): Promise<Told | null> {
  const record = await api.contact(toPathId(id), signal).catch(nullWhenMissing);
  const wanted = normaliseAddress(address);
  const isSame = record?.company_id === companyId && record.emails.some((email) => normaliseAddress(email) === wanted);
  if (!record || !isSame) return null;
  const unsure = record.opportunity_ids.filter((one) => !known.has(one));
  return { record, opportunities: [], unsure, linking: record };
}
