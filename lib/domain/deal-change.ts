import type { Capabilities } from './connection';
import type { Field, OpportunityFields, OpportunityPatch, StandardField } from './opportunity';
import type { Catalog } from './pipeline';
import { findStage } from './pipeline';

/** What a deal's CRM offers, as a panel's section has it. */
interface Terms {
  /** `null` while it is not there: then nothing is known of stages. */
  catalog: Catalog | null;
  capabilities: Pick<Capabilities, 'fields'>;
}

const REASONS: Partial<Record<string, readonly ('lossReasonId' | 'lossReason' | 'wonReasonId' | 'wonReason')[]>> = {
  lost: ['lossReasonId', 'lossReason'],
  won: ['wonReasonId', 'wonReason'],
};

/**
 * A patch with all that goes along with a new stage or a new status, so that it is painted, sent and taken back as
 * one; what the patch names itself stays as it is. `closedOver` is the win probability that the edit which closed the
 * deal replaced, where that is remembered.
 *
 * - A stage brings its pipeline where that is a field of its own, and its default probability, unless the deal's
 *   differs from the default of the stage before: somebody set that by hand. Copper's "win probability follows the
 *   stage unless set" for every CRM that names defaults.
 * - Won is certain: 100 %, where a probability is kept for the deal at all. Lost and abandoned leave it alone: a lost
 *   deal in Copper's own examples still has the probability of its stage.
 * - A deal that is won no longer, or open again after it had 0 %, gets back the probability it had.
 * - The reason for a loss or a win goes when the status it explains does.
 */
export function completeChange(
  opportunity: OpportunityFields,
  patch: OpportunityPatch,
  terms: Terms,
  closedOver: number | null = null,
): OpportunityPatch {
  const stage = patch.stageId ? afterStage(opportunity, patch.stageId, terms) : {};
  const moved = { ...opportunity, ...stage, ...patch };
  const status = patch.status === undefined ? {} : afterStatus(opportunity, moved, terms, closedOver);
  return { ...stage, ...status, ...patch };
}

function afterStage(opportunity: OpportunityFields, stageId: string, terms: Terms): OpportunityPatch {
  const { catalog } = terms;
  const pipelineId = findStage(catalog, stageId)?.pipeline.id;
  const proposed = defaultOf(catalog, stageId);
  const { winProbability } = opportunity;
  const isByHand = winProbability !== null && winProbability !== defaultOf(catalog, opportunity.stageId);
  const isNew = proposed !== null && !isByHand && proposed !== winProbability;
  return {
    ...(pipelineId && pipelineId !== opportunity.pipelineId ? writable({ pipelineId }, terms) : {}),
    ...(isNew ? writable({ winProbability: proposed }, terms) : {}),
  };
}

/** `old` is the deal before the change, `now` with the status and the stage it gets. */
function afterStatus(old: OpportunityFields, now: OpportunityFields, terms: Terms, closedOver: number | null) {
  if (old.status === now.status) return {};
  const ended = (REASONS[old.status] ?? []).filter((field) => old[field] !== null && old[field] !== '');
  const reasons = Object.fromEntries(ended.map((field) => [field, null]));
  const winProbability = probabilityAfter(old, now, terms, closedOver);
  return writable(winProbability === now.winProbability ? reasons : { ...reasons, winProbability }, terms);
}

function probabilityAfter(
  old: OpportunityFields,
  now: OpportunityFields,
  { catalog }: Terms,
  closedOver: number | null,
): number | null {
  const { winProbability } = now;
  const proposed = defaultOf(catalog, now.stageId);
  const isKept = winProbability !== null || proposed !== null;
  if (now.status === 'won') return isKept ? 100 : winProbability;
  const wasWon = old.status === 'won' && winProbability === 100;
  const isOpenAgain = now.status === 'open' && old.status !== 'won' && winProbability === 0;
  return wasWon || isOpenAgain ? (closedOver ?? proposed ?? winProbability) : winProbability;
}

function defaultOf(catalog: Catalog | null, stageId: string | null): number | null {
  return findStage(catalog, stageId)?.stage.winProbability ?? null;
}

function writable(patch: OpportunityPatch, { capabilities }: Terms): OpportunityPatch {
  const fields = capabilities.fields as readonly Field[];
  return Object.fromEntries(Object.entries(patch).filter(([field]) => fields.includes(field as Field)));
}

/**
 * The fields of a patch that only came along with a stage or a status: nobody changed them by hand, so what somebody
 * else made of them meanwhile is no conflict.
 */
function followersIn(patch: OpportunityPatch): StandardField[] {
  const { status, stageId } = patch;
  const reasons = Object.entries(REASONS).filter(([closing]) => status !== undefined && status !== closing);
  return [
    ...reasons.flatMap(([, fields]) => fields ?? []),
    ...(stageId === undefined && status === undefined ? [] : (['winProbability'] as const)),
  ];
}

/**
 * Where somebody else changed meanwhile what only came along, theirs stays: takes those fields out of the patch and
 * out of the conflict. `theirs` is the conflict, by field, as the CRM has it now.
 */
export function yieldTo(
  theirs: OpportunityPatch,
  patch: OpportunityPatch,
): { theirs: OpportunityPatch; patch: OpportunityPatch } {
  const yielded = new Set<string>(followersIn(patch).filter((field) => field in theirs));
  const without = (fields: OpportunityPatch): OpportunityPatch =>
    Object.fromEntries(Object.entries(fields).filter(([field]) => !yielded.has(field)));
  return { theirs: without(theirs), patch: without(patch) };
}
