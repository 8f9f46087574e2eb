import { write } from '../../lib/crm/local/database';
import { createLocalCrm } from '../../lib/crm/local/local-crm';
import type { CrmContext } from '../../lib/crm/crm';
import type { OpportunityPatch } from '../../lib/domain/opportunity';
import type { SearchQuery } from '../../lib/domain/search';
import { EMPTY_QUERY } from '../../lib/domain/search';

/** The local CRM with a clock that stands still until told otherwise, and one deal to work on. */

const NOON = Date.UTC(2027, 2, 1, 12);
let clock = NOON;

export const crm = createLocalCrm('local-1', () => clock);

/** What the worker gives the adapter, which needs none of it but the name. */
export function localContext(connection = 'local-1'): CrmContext<Record<string, never>> {
  const vault = { read: async () => ({}), write: async () => undefined };
  return { connection, credentials: {}, fetch, facts: {}, learn: () => undefined, vault };
}

/** The first part of a search. */
export function find(query: Partial<SearchQuery>) {
  return crm.search({ ...EMPTY_QUERY, ...query }, null);
}

/** Back to the start; gives that instant. */
export function resetClock(): string {
  clock = NOON;
  return laterBy(0);
}

/** Moves the clock on and gives the instant it shows then. */
export function laterBy(milliseconds: number): string {
  clock += milliseconds;
  return new Date(clock).toISOString();
}

export async function seedDeal(draft: OpportunityPatch = {}) {
  const company = await crm.createCompany({ name: 'Tessella', domain: 'tessella.example' });
  const contact = await crm.createContact({
    name: 'Mara Rossi',
    address: 'mara@tessella.example',
    companyId: company.id,
  });
  const deal = await crm.createOpportunity(
    { title: 'Lab robots', ...draft },
    { contactId: contact.id, companyId: company.id },
  );
  return { company, contact, deal, id: deal.ref.id };
}

/** Makes people further contacts of an opportunity. */
export function relate(id: string, ...relatedContactIds: string[]): Promise<unknown> {
  return write(async (tx) => {
    const record = (await tx.objectStore('opportunities').get(id))!;
    return tx.objectStore('opportunities').put({ ...record, relatedContactIds });
  });
}
