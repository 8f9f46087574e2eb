import { domainOf, normaliseAddress } from '../../domain/address';
import type { CopperApi } from './api';
import type { WireCompany, WirePerson } from './wire';

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

/** By the endpoint made for it; `null` also for somebody it misses. */
export async function fetchPerson(api: CopperApi, address: string, signal?: AbortSignal): Promise<WirePerson | null> {
  const person = await api.findPerson(address, signal);
  return person && hasAddress(person, address) ? person : null;
}

/** Integrations report `fetch_by_email` missing people that the search finds (verbb/formie issue 653). */
export async function searchPerson(api: CopperApi, address: string, signal?: AbortSignal): Promise<WirePerson | null> {
  const { items } = await api.searchPeople({ emails: [address], page_size: 5 }, signal);
  return items.find((person) => hasAddress(person, address)) ?? null;
}

function hasAddress(person: WirePerson, address: string): boolean {
  return person.emails.some(({ email }) => normaliseAddress(email) === normaliseAddress(address));
}
