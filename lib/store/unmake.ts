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

/**
 * Removes what a creation made: the opportunity, and the contact and company where nothing else uses them. Throws
 * `CrmError` `changed` where somebody else has worked on the opportunity since the rep saw it: what they did is shown,
 * and a further try removes it all the same.
 */
export async function unmake(context: UnmakeContext): Promise<void> {
  const { crm, creation } = context;
  const { person, domain, made } = creation;
  const opportunityId = made.opportunityId ?? (await findUnanswered(context));
  if (opportunityId) {
    const ref = { connection: creation.connection, id: opportunityId };
    await context.remove(ref, async () => {
      await requireUnchanged(context, opportunityId);
      await crm.deleteOpportunity(opportunityId);
    });
  }
  const answer = await crm.lookup({ ...person, domain });
  const left = answer.matches.filter(({ opportunity }) => opportunity.ref.id !== opportunityId);
  const contactId = made.contactId ?? answer.contact?.id;
  const isContactUsed = left.some(({ reason }) => reason !== 'same-company');
  if (contactId && made.isNewContact && !isContactUsed) await crm.deleteContact(contactId);
  // Where the answer to making it was lost, the domain finds it: there was none before.
  const companyId = made.companyId ?? answer.company?.id;
  if (companyId && made.isNewCompany && left.length === 0) await crm.deleteCompany(companyId);
}

/** What a try may have made whose answer never came. */
async function findUnanswered({ crm, creation, taken }: UnmakeContext): Promise<string | undefined> {
  const { contactId, wasSent } = creation.made;
  if (!wasSent || !contactId) return undefined;
  return (await findEarlier({ crm, creation, taken }, contactId))?.ref.id;
}

async function requireUnchanged({ crm, findKnown, confirm }: UnmakeContext, id: string): Promise<void> {
  const known = await findKnown(id);
  const now = known && (await crm.read(id).catch(undefinedWhenGone));
  if (!known || !now) return;
  if (findNews({ patch: {}, base: {} }, known, now).length === 0) return;
  await confirm(now);
  throw new CrmError({ kind: 'changed' });
}

function undefinedWhenGone(error: unknown): undefined {
  if (error instanceof CrmError && error.failure.kind === 'not-found') return undefined;
  throw error;
}
