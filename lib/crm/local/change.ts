import type { z } from 'zod';
import { CrmError } from '../../domain/failure';
import type { OpportunityDraft } from '../../domain/edit';
import type { Field, OpportunityPatch } from '../../domain/opportunity';
import type { Place } from './choices';
import { findEntry, findPlace, FIRST_PLACE } from './choices';
import type { OpportunityRecord, Values } from './records';
import { patchSchema } from './records';

/** The rules of a change, as a function from record to record. */

const SUBJECTS: Record<keyof Values | 'ownerId', string> = {
  title: 'The title',
  status: 'The status',
  pipelineId: 'The pipeline',
  stageId: 'The stage',
  winProbability: 'The win probability',
  amount: 'The value',
  closeDate: 'The close date',
  priority: 'The priority',
  lossReasonId: 'The loss reason',
  ownerId: 'The owner',
  sourceId: 'The source',
  nextStep: 'The next step',
  description: 'The description',
  tags: 'The list of tags',
};

/** A refusal with a sentence for the rep. */
export function refusal(reason: string, field: Field | null = null): CrmError {
  return new CrmError({ kind: 'invalid', reason, field });
}

function subjectOf(path: readonly PropertyKey[], otherwise: string): string {
  if (path[0] === 'tags' && path.length > 1) return 'A tag';
  return isField(path[0]) ? SUBJECTS[path[0]] : otherwise;
}

function isField(name: PropertyKey | undefined): name is keyof typeof SUBJECTS {
  return typeof name === 'string' && Object.hasOwn(SUBJECTS, name);
}

/** What is wrong first; a Zod error always has an issue. */
export function firstIssue(error: z.ZodError): { path: readonly PropertyKey[]; message: string } {
  return error.issues[0] ?? { path: [], message: 'is not valid' };
}

/** The value as the schema has it, or a refusal that names the field. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown, subject: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { path, message } = firstIssue(result.error);
  throw refusal(`${subjectOf(path, subject)} ${message}.`, isField(path[0]) ? path[0] : null);
}

function parsePatch(patch: OpportunityPatch): Values {
  const named = Object.entries(parse(patchSchema, patch, 'The opportunity'));
  // Zod's optional members admit `undefined`, which would wipe a value when spread over a record.
  return Object.fromEntries(named.filter(([field, value]) => field !== 'ownerId' && value !== undefined));
}

/** Where the patched opportunity goes, or `undefined` when it stays where it is. The stage decides the pipeline. */
function findMove(record: OpportunityRecord, { stageId, pipelineId }: Values): Place | undefined {
  if (stageId === undefined) {
    return pipelineId === undefined || pipelineId === record.pipelineId ? undefined : findEntry(pipelineId);
  }
  const place = findPlace(stageId);
  if (pipelineId !== undefined && pipelineId !== place?.pipeline.id) {
    throw refusal('The stage belongs to another pipeline.', 'stageId');
  }
  return stageId === record.stageId ? undefined : place;
}

/** What a move changes besides the stage. A win probability set by hand stays; one that came with the stage follows. */
function moveTo(record: OpportunityRecord, { pipeline, stage }: Place, now: string): Partial<OpportunityRecord> {
  const isByHand = record.winProbability !== findPlace(record.stageId)?.stage.winProbability;
  return {
    pipelineId: pipeline.id,
    stageId: stage.id,
    stageChangedAt: now,
    winProbability: isByHand ? record.winProbability : stage.winProbability,
  };
}

/**
 * The record after a patch. Moving the stage moves the pipeline with it; naming only a pipeline moves to its first
 * stage. `now` is an ISO instant. Throws `CrmError` `invalid`, with the field, for values that make no sense.
 */
export function applyPatch(record: OpportunityRecord, patch: OpportunityPatch, now: string): OpportunityRecord {
  const values = parsePatch(patch);
  const move = findMove(record, values);
  return { ...record, ...(move && moveTo(record, move, now)), ...values, updatedAt: now };
}

/** Everything of a new opportunity but its fields. */
export type Origin = Pick<OpportunityRecord, 'id' | 'contactId' | 'companyId' | 'currency'>;

/** A new record from a draft: open, in the first stage, unless the draft says otherwise. */
export function newOpportunity(draft: OpportunityDraft, origin: Origin, now: string): OpportunityRecord {
  const { pipeline, stage } = FIRST_PLACE;
  const empty: OpportunityRecord = {
    ...origin,
    title: '',
    status: 'open',
    pipelineId: pipeline.id,
    stageId: stage.id,
    winProbability: stage.winProbability,
    amount: null,
    closeDate: null,
    priority: null,
    lossReasonId: null,
    sourceId: null,
    nextStep: null,
    description: null,
    tags: [],
    relatedContactIds: [],
    notes: [],
    stageChangedAt: now,
    createdAt: now,
    updatedAt: now,
  };
  return applyPatch(empty, draft, now);
}
