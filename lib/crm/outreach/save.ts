import type { OpportunityDraft } from '../../domain/edit';
import type { OpportunityPatch } from '../../domain/opportunity';
import type { CreateContext } from '../crm';
import { throwPartly } from '../partly';
import type { OutreachApi } from './api';
import { firstStage, readStages } from './choices';
import type { OneDocument } from './document';
import type { Found } from './lookup';
import type { WireOpportunity } from './wire';
import { relationTo, toCents, toChanges, toWireId, writeAmount, type WriteContext } from './write';

/** Changes the named fields and nothing else. */
export async function updateOpportunity(
  api: OutreachApi,
  id: string,
  patch: OpportunityPatch,
  context: WriteContext,
): Promise<Found> {
  const wireId = toWireId(id);
  const changes = toChanges(patch, context);
  if (Object.keys(changes).length === 0) return readOpportunity(api, id);
  const answer = await api.updateOpportunity(wireId, changes);
  await settleAmount(api, wireId, patch, answer);
  return readAgain(api, id, answer);
}

/**
 * Makes an opportunity in the first open stage, unless told otherwise, and files its contact under it. Where the last
 * fails the opportunity is there all the same, with the contact as its primary prospect.
 */
export async function createOpportunity(
  api: OutreachApi,
  draft: OpportunityDraft,
  { contactId, companyId }: CreateContext,
  context: WriteContext,
): Promise<Found> {
  const { attributes, relationships } = toChanges(
    { contactId, ...(companyId ? { companyId } : {}), ...draft },
    context,
  );
  const stage = draft.stageId ? null : firstStage(await readStages(api));
  const answer = await api.createOpportunity({
    attributes,
    relationships: {
      ...relationships,
      ...(stage ? { opportunityStage: relationTo('opportunityStage', stage.id) } : {}),
    },
  });
  await api.createRole(roleOf(contactId, answer.item.id)).catch(() => null);
  return readAgain(api, answer.item.id, answer);
}

function roleOf(contactId: string, opportunityId: string) {
  return {
    attributes: { primary: true },
    relationships: {
      opportunity: relationTo('opportunity', opportunityId),
      prospect: relationTo('prospect', contactId),
    },
  };
}

/** The record with its names, which writes don't answer with (`include` is ignored there). */
export async function readOpportunity(api: OutreachApi, id: string): Promise<Found> {
  return toFound(await api.opportunity(`${toWireId(id)}`));
}

/** What is written is written: where it can't be read again, the answer has to do, without its names. */
function readAgain(api: OutreachApi, id: string, answer: OneDocument<WireOpportunity>): Promise<Found> {
  return readOpportunity(api, id).catch(() => toFound(answer));
}

/** A whole amount written over a fraction: where the text beside it did not follow, it is written too. */
async function settleAmount(
  api: OutreachApi,
  id: number,
  patch: OpportunityPatch,
  { item }: OneDocument<WireOpportunity>,
): Promise<void> {
  const { amountPrecise } = item.attributes;
  if (patch.amount === undefined) return;
  const amount = toCents(patch.amount);
  if (amountPrecise === null || Number(amountPrecise) === amount) return;
  if (!Object.hasOwn(writeAmount(amount), 'amount')) return;
  const attributes = { amountPrecise: amount === null ? null : String(amount) };
  await api.updateOpportunity(id, { attributes }).catch(throwPartly);
}

function toFound({ item, included }: OneDocument<WireOpportunity>): Found {
  return { record: item, included };
}
