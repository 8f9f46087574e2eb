import { CrmError } from '../../domain/failure';
import type { Crm } from '../crm';
import type { CopperApi } from './api';
import { findCompany, findPerson } from './find';
import { toWireId } from './ids';
import type { WireCompany, WirePerson } from './wire';

/** Makes a person, or returns the one who has the address already: Copper keeps addresses unique (422). */
export function createPerson(api: CopperApi, contact: Parameters<Crm['createContact']>[0]): Promise<WirePerson> {
  const { name, address, companyId } = contact;
  const json = {
    name: name.trim() || address.slice(0, address.lastIndexOf('@')),
    emails: [{ email: address, category: 'work' }],
    ...(companyId === null ? {} : { company_id: toWireId(companyId) }),
  };
  return api.createPerson(json).catch(orExisting(() => findPerson(api, address)));
}

/** Makes a company, or returns the one that has the domain already: Copper keeps domains unique (422). */
export function createCompany(
  api: CopperApi,
  { name, domain }: { name: string; domain: string },
): Promise<WireCompany> {
  return api.createCompany({ name, email_domain: domain }).catch(orExisting(() => findCompany(api, domain)));
}

/** The sentence of a 422 may change or be translated: whether the record exists is the better question. */
function orExisting<Item>(find: () => Promise<Item | null>): (error: unknown) => Promise<Item> {
  return async (error) => {
    const isRefused = error instanceof CrmError && error.failure.kind === 'invalid';
    const existing = isRefused ? await find() : null;
    if (existing) return existing;
    throw error;
  };
}
