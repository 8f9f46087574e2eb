import type { OpportunityDraft } from '../../domain/edit';
import type { Opportunity, OpportunityPatch } from '../../domain/opportunity';
import { fieldsOf } from '../../domain/opportunity';
import { isCustomKey } from '../../domain/custom-field';
import type { CreateContext } from '../crm';
import { readPipelines } from './choices';
import { orSent } from './contacts';
import { writeCustom } from './custom';
import { toPathId, withFirst } from './map';
import type { PassThrough } from './pass-through';
import type { Session } from './session';
import { wireOpportunity, type WireCustomField, type WireOpportunity } from './wire';
import { toWire } from './write';

/** What a change needs of the record it changes. */
interface Present {
  title: string;
  contactIds: readonly string[];
  customFields: readonly WireCustomField[];
}

/**
 * Changes the named fields. The title goes along with every change, for the schema requires it: as it is, even an
 * empty one (HubSpot), since any other would change it. The record is read before where `before` does not tell enough.
 */
export async function updateOpportunity(
  session: Session,
  id: string,
  patch: OpportunityPatch,
  before: Opportunity | undefined,
  passThrough: PassThrough,
): Promise<WireOpportunity> {
  const path = toPathId(id);
  // Refuses what can't be written before anything is asked.
  const changes = toWire(patch, session.memory.spellings());
  if (fieldsOf(patch).length === 0) return session.read(path);
  const present = await presentOf(session, path, patch, before);
  const custom = writeCustom(present.customFields, patch);
  await session.api.updateOpportunity(path, {
    title: present.title,
    // The words are spelt as in the record just read.
    ...(before ? changes : toWire(patch, session.memory.spellings())),
    ...contactsOf(patch, present.contactIds),
    ...(custom ? { custom_fields: custom } : {}),
    ...(passThrough.length > 0 ? { pass_through: passThrough } : {}),
  });
  return session.read(path);
}

async function presentOf(
  session: Session,
  path: string,
  patch: OpportunityPatch,
  before: Opportunity | undefined,
): Promise<Present> {
  // Custom fields go back as they came, with members a domain record does not hold.
  if (before && !fieldsOf(patch).some(isCustomKey)) return { ...before, customFields: [] };
  const { title, contact_ids, custom_fields } = await session.read(path);
  return { title, contactIds: contact_ids, customFields: custom_fields };
}

/** Where a CRM lists an opportunity's contacts, a new primary one has to be among them. */
function contactsOf({ contactId, contactIds }: OpportunityPatch, present: readonly string[]) {
  const isListed = contactId && !contactIds && present.length > 0;
  return isListed ? { contact_ids: withFirst(contactId, present) } : {};
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
