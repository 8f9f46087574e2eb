import {
  type Attributes,
  between,
  type Body,
  type Check,
  checkBody,
  id,
  listOf,
  number,
  oneOf,
  orNull,
  text,
} from './attributes';
import { toSeconds, unpadded } from './close-dates';
import { mergeCustomFields, showCustomFields } from './custom-fields';
import { invalid } from './errors';
import type { OpportunityRecord } from './records';
import { checkChoice, CONTACT_ATTRIBUTES, find, requireName, required } from './shared';
import { emptyOpportunity, findStage, type State } from './state';

export const STATUSES = ['Open', 'Won', 'Lost', 'Abandoned'];
export const PRIORITIES = ['None', 'Low', 'Medium', 'High'];

function attributes(state: State): Attributes {
  const date: Check = (value) =>
    toSeconds(String(value), state.settings.dateFormat) === undefined ? 'is not a valid date' : undefined;
  return {
    name: required,
    assignee_id: orNull(id),
    close_date: orNull(date),
    company_id: orNull(id),
    customer_source_id: orNull(id),
    details: orNull(text),
    loss_reason_id: orNull(id),
    monetary_value: orNull(number),
    pipeline_id: id,
    pipeline_stage_id: id,
    primary_contact_id: orNull(id),
    priority: orNull(oneOf(...PRIORITIES)),
    status: oneOf(...STATUSES),
    tags: listOf(text),
    win_probability: orNull(between(0, 100)),
    custom_fields: CONTACT_ATTRIBUTES.custom_fields!,
  };
}

export function createOpportunity(state: State, json: unknown): unknown {
  const body = checkBody(json, attributes(state));
  requireName(body);
  if (!body.primary_contact_id) throw invalid("Primary Contact: can't be blank");
  const empty: OpportunityRecord = { ...emptyOpportunity(state), id: state.nextId() };
  const contact = find(state.people, Number(body.primary_contact_id));
  const company_id = contact.company_id;
  const pipeline = body.pipeline_stage_id ? undefined : state.pipelines[0];
  const defaults = { company_id, ...(body.pipeline_id ? {} : { pipeline_id: pipeline?.id }), ...body };
  const record = apply(state, empty, defaults);
  state.opportunities.set(record.id, record);
  return showOpportunity(state, record);
}

/** Changes what the body names; `null` clears. An empty body changes nothing, not even `date_modified`. */
export function updateOpportunity(state: State, key: number, json: unknown): unknown {
  const record = find(state.opportunities, key);
  const body = checkBody(json, attributes(state));
  const changed = Object.keys(body).length > 0 ? apply(state, record, body) : record;
  state.opportunities.set(key, changed);
  return showOpportunity(state, changed);
}

export function showOpportunity(state: State, record: OpportunityRecord): OpportunityRecord {
  const pipeline = state.pipelines.find(({ id: key }) => key === record.pipeline_id);
  return {
    ...record,
    pipeline_type: pipeline?.type ?? null,
    pipeline_is_revenue: pipeline?.is_revenue ?? null,
    custom_fields: showCustomFields(state, 'opportunities', record),
  };
}

function apply(state: State, old: OpportunityRecord, body: Body): OpportunityRecord {
  const place = placeInPipeline(state, old, body);
  checkChoice('Assignee', state.users, body.assignee_id);
  checkChoice('Customer Source', state.customerSources, body.customer_source_id);
  checkChoice('Loss Reason', state.lossReasons, body.loss_reason_id);
  if (body.primary_contact_id) find(state.people, Number(body.primary_contact_id));
  const merged = { ...old, ...(body as Partial<OpportunityRecord>), ...place };
  const isMoved = place.pipeline_stage_id !== old.pipeline_stage_id;
  return {
    ...merged,
    company_name: merged.company_id === null ? null : find(state.companies, merged.company_id).name,
    close_date: merged.close_date === null ? null : unpadded(merged.close_date),
    custom_fields: mergeCustomFields(state, 'opportunities', old.custom_fields, body.custom_fields),
    win_probability:
      isMoved && !('win_probability' in body)
        ? (findStage(state, place.pipeline_stage_id)?.win_probability ?? null)
        : merged.win_probability,
    date_stage_changed: isMoved ? state.seconds() : old.date_stage_changed,
    date_modified: state.seconds(),
  };
}

/** A stage brings its pipeline along, a pipeline its first stage; the two named together must belong together. */
function placeInPipeline(state: State, old: OpportunityRecord, body: Body) {
  checkChoice('Pipeline', state.pipelines, body.pipeline_id);
  const stageId = body.pipeline_stage_id as number | undefined;
  const home = state.pipelines.find(({ stages }) => stages.some((stage) => stage.id === stageId));
  if (stageId !== undefined && (!home || (body.pipeline_id ?? home.id) !== home.id)) {
    throw invalid('Pipeline Stage: does not belong to the pipeline');
  }
  if (home && stageId !== undefined) return { pipeline_id: home.id, pipeline_stage_id: stageId };
  const pipelineId = (body.pipeline_id as number | undefined) ?? old.pipeline_id;
  if (pipelineId === old.pipeline_id) return { pipeline_id: old.pipeline_id, pipeline_stage_id: old.pipeline_stage_id };
  const pipeline = state.pipelines.find((candidate) => candidate.id === pipelineId);
  return { pipeline_id: pipelineId, pipeline_stage_id: pipeline?.stages[0]?.id ?? null };
}
