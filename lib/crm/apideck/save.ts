import type { OpportunityDraft } from '../../domain/edit';
import { CrmError } from '../../domain/failure';
import type { ConnectionId, Opportunity, OpportunityPatch } from '../../domain/opportunity';
import { fieldsOf } from '../../domain/opportunity';
import { isCustomKey } from '../../domain/custom-field';
import type { CreateContext } from '../crm';
import { keepProbability } from '../keep-probability';
import { readPipelines } from './choices';
import { orSent } from './contacts';
import { namesOf, writeCustom } from './custom';
import { linksOf } from './links';
import { toOpportunity, toPathId, withFirst } from './map';
import type { PassThrough } from './pass-through';
import type { Session } from './session';
import { wireOpportunity, type WireOpportunity } from './wire';
import { toWire } from './write';

/** What a change needs of the record it changes. */
interface Present {
  opportunity: Opportunity;
  /** `null` where nothing that is changed needs it. */
  record: WireOpportunity | null;
}

/**
 * Changes the named fields. The title goes along with every change, for the schema requires it: as it is, even an
 * empty one (HubSpot), since any other would change it. The record is read before where `before` does not tell enough,
 * and afterwards: what is written is written, so where that fails the one before has to do, with what was written.
 */
export async function updateOpportunity(
  session: Session,
  connection: ConnectionId,
  id: string,
  patch: OpportunityPatch,
  before: Opportunity | undefined,
  passThrough: PassThrough,
): Promise<Opportunity> {
  const path = toPathId(id);
  // Refuses what can't be written before anything is asked.
  toWire(patch, session.memory.spellings());
  const read = async (): Promise<Present> => {
    const record = await session.read(path);
    return { opportunity: toOpportunity(record, connection), record };
  };
  if (fieldsOf(patch).length === 0) return (await read()).opportunity;
  const present = before && !needsRecord(patch) ? { opportunity: before, record: null } : await read();
  const { title, winProbability } = present.opportunity;
  const named = await keepProbability(patch, async () => winProbability);
  const custom = writeCustom(present.record?.custom_fields ?? [], named);
  const json = {
    title,
    // Once more: the words are spelt as in the record just read.
    ...toWire(named, session.memory.spellings()),
    ...(present.record ? contactsOf(patch, present.record) : {}),
    ...(custom ? { custom_fields: custom } : {}),
    ...(passThrough.length > 0 ? { pass_through: passThrough } : {}),
  };
  await session.api.updateOpportunity(path, json).catch((error: unknown) => throwNamed(error, patch, present.record));
  const after = await read().catch(() => null);
  return after ? after.opportunity : patched(present.opportunity, named);
}

/** `companyName` goes with the company it names. */
function patched(opportunity: Opportunity, patch: OpportunityPatch): Opportunity {
  const { contactId = null, contactIds } = patch;
  const others = opportunity.contactIds.filter((id) => id !== opportunity.contactId || contactId !== null);
  return {
    ...opportunity,
    ...patch,
    ...('companyId' in patch ? { companyName: null } : {}),
    ...('contactId' in patch ? { contactIds: withFirst(contactId, contactIds ?? others) } : {}),
  };
}

/** Which custom field is refused is said in words at best: by its name. */
function throwNamed(error: unknown, patch: OpportunityPatch, record: WireOpportunity | null): never {
  if (!(error instanceof CrmError) || error.failure.kind !== 'invalid' || error.failure.field) throw error;
  const { reason } = error.failure;
  const fields = fieldsOf(patch).filter(isCustomKey);
  const field = fields.find((key) => namesOf(key, record?.custom_fields ?? []).some((name) => reason.includes(name)));
  throw new CrmError({ ...error.failure, field: field ?? null });
}

/** A domain record holds neither how custom fields came nor which of the members for contacts the CRM has. */
function needsRecord(patch: OpportunityPatch): boolean {
  return fieldsOf(patch).some((field) => isCustomKey(field) || field === 'contactId');
}

/**
 * Where a CRM lists an opportunity's contacts, a new primary one has to be among them. The old one has to leave
 * `contact_id`, which means the same; and when there is no new one the list, too, or it would be read from there again.
 */
function contactsOf({ contactId, contactIds }: OpportunityPatch, record: WireOpportunity): Record<string, unknown> {
  const { contact_id, contact_ids } = record;
  if (contactId === undefined) return {};
  const isListed = contact_ids.length > 0 && !contactIds;
  const [old] = linksOf(record, 'primary_contact_id');
  const ids = contactId ? withFirst(contactId, contact_ids) : contact_ids.filter((id) => id !== old);
  return {
    ...(contact_id !== null && contact_id === old ? { contact_id: contactId || null } : {}),
    ...(isListed ? { contact_ids: ids } : {}),
  };
}

/** Makes an opportunity in the first stage there is, unless told otherwise. */
export async function createOpportunity(
  session: Session,
  draft: OpportunityDraft,
  { contactId, companyId }: CreateContext,
  passThrough: PassThrough,
): Promise<WireOpportunity> {
  const custom = writeCustom([], draft);
  const json = {
    primary_contact_id: contactId,
    contact_ids: [contactId],
    ...(companyId === null ? {} : { company_id: companyId }),
    ...(draft.stageId ? {} : await firstStage(session, draft.pipelineId ?? null)),
    ...toWire(draft, session.memory.spellings()),
    ...(custom ? { custom_fields: custom } : {}),
  };
  const passed = passThrough.length > 0 ? { pass_through: passThrough } : {};
  const id = await session.api.createOpportunity({ ...json, ...passed });
  const sent = () => wireOpportunity.parse({ ...json, id });
  return readBack(session, id).catch(orSent(sent));
}

async function readBack(session: Session, id: string): Promise<WireOpportunity> {
  return session.read(toPathId(id));
}

/** Some CRMs insist on a stage (Salesforce); where there are no pipelines to ask for, it is left to the CRM. */
async function firstStage(session: Session, pipelineId: string | null): Promise<Record<string, string>> {
  const pipelines = (await readPipelines(session.api)).pipelines.filter(({ stages }) => stages.length > 0);
  const pipeline = pipelineId ? pipelines.find(({ id }) => id === pipelineId) : pipelines[0];
  const stage = pipeline?.stages[0];
  return pipeline && stage ? { pipeline_id: pipeline.id, pipeline_stage_id: stage.id } : {};
}
