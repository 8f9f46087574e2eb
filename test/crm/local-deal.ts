import { createLocalCrm } from '../../lib/crm/local/local-crm';
import type { OpportunityPatch } from '../../lib/domain/opportunity';

/** The local CRM with a clock that stands still until told otherwise, and one deal to work on. */

const NOON = Date.UTC(2027, 2, 1, 12);
let clock = NOON;

export const crm = createLocalCrm('local-1', () => clock);

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
