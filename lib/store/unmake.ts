import type { Crm } from '../crm/crm';
import { findNews } from '../domain/conflict';
import type { Creation } from '../domain/edit';
import { CrmError } from '../domain/failure';
import type { Opportunity, OpportunityRef } from '../domain/opportunity';
import { findEarlier } from './make';

interface UnmakeContext {
  crm: Crm;
  creation: Creation;
  taken: ReadonlySet<string>;
  /** The record as the rep saw it; `undefined` where it is not known. */
  findKnown(id: string): Promise<Opportunity | undefined>;
  /** Keeps a record as it was found to be now. */
  confirm(record: Opportunity): Promise<void>;
  /** Deletes an opportunity by `deleteInCrm`, in its turn among the edits of it. */
  remove(ref: OpportunityRef, deleteInCrm: () => Promise<void>): Promise<void>;
}

/** What is left of what a creation made, since something else uses it. */
export interface Left {
  contactId: string | null;
  companyId: string | null;
}

/**
 * Removes what a creation made: the opportunity, and the contact and company where nothing else uses them. Throws
 * `CrmError` `changed` where somebody else has worked on the opportunity since the rep saw it: what they did is shown,
 * and a further try removes it all the same.
 */
export async function unmake(context: UnmakeContext): Promise<Left> {
  const { crm, creation } = context;
  const { person, domain, made } = creation;
  const ids = await findMade(context);
  for (const id of ids) {
    await context.remove({ connection: creation.connection, id }, async () => {
      await requireUnchanged(context, id);
      await crm.deleteOpportunity(id);
    });
  }
  const answer = await crm.lookup({ ...person, domain });
  const left = answer.matches.filter(({ opportunity }) => !ids.has(opportunity.ref.id));
  // Where the answer to making it was lost, address and domain find it: there was none before.
  const contactId = made.isNewContact ? (made.contactId ?? answer.contact?.id ?? null) : null;
  const companyId = made.isNewCompany ? (made.companyId ?? answer.company?.id ?? null) : null;
  const isContactUsed = left.some(({ reason }) => reason !== 'same-company');
  const isCompanyUsed = left.length > 0;
  if (contactId && !isContactUsed) await crm.deleteContact(contactId);
  if (companyId && !isCompanyUsed) await crm.deleteCompany(companyId);
  return { contactId: isContactUsed ? contactId : null, companyId: isCompanyUsed ? companyId : null };
}

/** Its opportunity, and what a try may have made whose answer never came. */
async function findMade({ crm, creation, taken }: UnmakeContext): Promise<ReadonlySet<string>> {
  const { contactId, wasSent, opportunityId, others: twins = [], isOne } = creation.made;
  const known = [...(opportunityId === undefined ? [] : [opportunityId]), ...(isOne ? [] : twins)];
  if (isOne || !wasSent || !contactId) return new Set(known);
  const others = await findEarlier({ crm, creation, taken }, contactId);
  return new Set([...known, ...others.map(({ ref }) => ref.id)]);
}

async function requireUnchanged({ crm, findKnown, confirm }: UnmakeContext, id: string): Promise<void> {
  const now = await crm.read(id).catch(undefinedWhenGone);
  if (!now) return;
  const known = await findKnown(id);
  if (known ? findNews({ patch: {}, base: {} }, known, now).length === 0 : isUntouched(now)) return;
  await confirm(now);
  throw new CrmError({ kind: 'changed' });
}

/** Where nobody knows how the rep saw it: by the CRM's own times, it is as it was made. */
function isUntouched({ createdAt, updatedAt }: Opportunity): boolean {
  if (createdAt === null || updatedAt === null) return true;
  return Date.parse(updatedAt) - Date.parse(createdAt) < 60_000;
}

function undefinedWhenGone(error: unknown): undefined {
  if (error instanceof CrmError && error.failure.kind === 'not-found') return undefined;
  throw error;
}
