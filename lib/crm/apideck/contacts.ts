import { normaliseAddress } from '../../domain/address';
import { companyNameOf } from '../../domain/company-name';
import { CrmError } from '../../domain/failure';
import type { Crm } from '../crm';
import { Unsupported } from './answers';
import { nullWhen, PAGE_SIZE } from './api';
import { ask, askAll } from './ask';
import { domainsOf, toPathId } from './map';
import type { Session } from './session';
import { wireCompany, type WireCompany, wireContact, type WireContact } from './wire';

/** Parts of 200 looked through for somebody, where there is no filter to ask with. */
const MAX_PARTS = 5;
const MAX_COMPANY_PARTS = 3;

/**
 * The contacts with this very address, the one changed last first. Some connectors match loosely, so the address is
 * compared again here. None where the CRM has no contacts. `maxParts` of 200 are looked through without a filter.
 */
export async function findContacts(
  session: Session,
  address: string,
  signal?: AbortSignal,
  maxParts = MAX_PARTS,
): Promise<WireContact[]> {
  return (await lookForContacts(session, address, signal, maxParts).catch(nullWhenMissing)) ?? [];
}

/** Fails where contacts can't be looked through: that nobody was found proves nothing then. */
async function lookForContacts(
  { contacts }: Session,
  address: string,
  signal?: AbortSignal,
  maxParts = MAX_PARTS,
): Promise<WireContact[]> {
  const wanted = normaliseAddress(address);
  const found =
    (await ask(contacts, { filter: { email: wanted }, limit: PAGE_SIZE }, signal)) ??
    (await askAll(contacts, {}, maxParts, signal));
  return (found?.items ?? [])
    .filter(({ emails }) => emails.some((email) => normaliseAddress(email) === wanted))
    .toSorted((a, b) => (b.updated_at ?? '').localeCompare(a.updated_at ?? ''));
}

/** The company with this very domain, or `null`; `null` too where the CRM has no companies. */
export async function findCompany(session: Session, domain: string, signal?: AbortSignal): Promise<WireCompany | null> {
  const found = await lookForCompanies(session, domain, signal).catch(nullWhenMissing);
  return found?.[0] ?? null;
}

/**
 * No filter knows domains: companies named like the domain are asked for first, then those changed last are looked
 * through. Fails where they can't be.
 */
async function lookForCompanies({ companies }: Session, domain: string, signal?: AbortSignal): Promise<WireCompany[]> {
  const wanted = domain.toLowerCase();
  const isIt = (company: WireCompany) => domainsOf(company).includes(wanted);
  const filter = { name: companyNameOf(wanted) };
  const named = (await ask(companies, { filter, limit: PAGE_SIZE }, signal))?.items.filter(isIt) ?? [];
  if (named.length > 0) return named;
  return (await askAll(companies, {}, MAX_COMPANY_PARTS, signal))?.items.filter(isIt) ?? [];
}

/** A resource the connector lacks (404 or 501 for the whole of it) holds nothing; one that is hidden may. */
export function nullWhenMissing(error: unknown): null {
  return error instanceof Unsupported ? null : nullWhen('not-found')(error);
}

/** Where what is hidden can be done without. */
export function nullWhenHidden(error: unknown): null {
  return error instanceof Unsupported ? null : nullWhen('not-found', 'forbidden')(error);
}

/**
 * Makes a contact, or returns the one who has the address already: few of the CRMs behind Apideck keep addresses
 * unique themselves.
 */
export async function createContact(
  session: Session,
  contact: Parameters<Crm['createContact']>[0],
): Promise<WireContact> {
  const { address, companyId } = contact;
  const [existing] = await lookForContacts(session, address);
  if (existing) return existing;
  const name = contact.name.trim() || address.slice(0, address.lastIndexOf('@'));
  const json = {
    name,
    ...namesOf(name),
    emails: [{ email: address, type: 'primary' }],
    ...(companyId === null ? {} : { company_id: companyId }),
  };
  const id = await session.api.createContact(json);
  const first = await firstMade(session, 'contacts', id, () => lookForContacts(session, address));
  return first ?? session.api.contact(toPathId(id)).catch(orSent(() => wireContact.parse({ ...json, id })));
}

/**
 * Chromium sends a POST again by itself where a connection it had used before breaks without an answer: where there is
 * an older record now than the one just made, that stays and ours goes. `null` where ours is the only one.
 */
async function firstMade<Item extends { id: string; created_at: string | null }>(
  { api }: Session,
  entity: 'contacts' | 'companies',
  id: string,
  find: () => Promise<Item[]>,
): Promise<Item | null> {
  // It is made: a question that fails must not make it look as if it were not.
  const others = (await find().catch(() => [])).filter((item) => item.id !== id);
  const [oldest] = others.toSorted((a, b) => (a.created_at ?? '').localeCompare(b.created_at ?? ''));
  if (oldest) await api.remove(entity, toPathId(id)).catch(() => undefined);
  return oldest ?? null;
}

/** Some CRMs know parts of names only, and want the last one (Salesforce). */
function namesOf(name: string): Record<string, string> {
  const [, first, last] = /^(.+)\s+(\S+)$/s.exec(name) ?? [];
  return first && last ? { first_name: first, last_name: last } : { last_name: name };
}

/** Makes a company, or returns the one that has the domain already. */
export async function createCompany(
  session: Session,
  { name, domain }: { name: string; domain: string },
): Promise<WireCompany> {
  const [existing] = await lookForCompanies(session, domain);
  if (existing) return existing;
  const json = { name, websites: [{ url: `https://${domain}`, type: 'primary' }] };
  const id = await session.api.createCompany(json);
  const first = await firstMade(session, 'companies', id, () => lookForCompanies(session, domain));
  return first ?? session.api.company(toPathId(id)).catch(orSent(() => wireCompany.parse({ ...json, id })));
}

/** What is made is made: where it can't be read again, what was sent has to do, or it would be made twice. */
export function orSent<Item>(sent: () => Item): (error: unknown) => Item {
  return (error) => {
    if (error instanceof CrmError) return sent();
    throw error;
  };
}
