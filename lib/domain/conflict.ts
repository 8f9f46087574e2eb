import type { CustomValue } from './custom-field';
import { isCustomKey } from './custom-field';
import type { Edit } from './edit';
import type { Field, Opportunity, OpportunityPatch } from './opportunity';
import { FIELDS, fieldsOf, pick } from './opportunity';
import { isSameValue } from './same-value';

type Change = Pick<Edit, 'patch' | 'base' | 'wasSent' | 'ours'>;

/** True where the rep wants a field to be, again, what it was: nothing of theirs to defend against somebody else's. */
function isRestoring({ patch, base }: Change, field: Field): boolean {
  return field in base && isSameValue(patch[field], base[field]);
}

/** True where an earlier try of ours may have put this value there. */
function isOurs({ ours }: Change, field: Field, value: CustomValue | undefined): boolean {
  return (ours?.[field] ?? []).some((one) => isSameValue(one, value));
}

/** The fields of an edit the CRM does not hold yet: what has to be sent. */
export function missingFields(edit: Change, now: Opportunity): OpportunityPatch {
  const missing = fieldsOf(edit.patch).filter(
    (field) =>
      !isSameValue(now[field], edit.patch[field]) && (!isRestoring(edit, field) || isOurs(edit, field, now[field])),
  );
  return pick({ ...now, ...edit.patch }, missing);
}

/** True for an edit that takes back what may never have arrived: once the CRM was looked at, nothing is left of it. */
export function isRestoration(edit: Change): boolean {
  return fieldsOf(edit.patch).every((field) => isRestoring(edit, field));
}

/**
 * What CRMs change by themselves along with a field: a stage brings its probability, a status the reason and the
 * probability (Copper: "win probability follows the stage unless set"; Outreach derives the status).
 */
const BRINGS_ALONG = new Set<Field>(['pipelineId', 'stageId', 'status', 'statusId']);
const BROUGHT_ALONG = new Set<Field>([
  'pipelineId',
  'stageId',
  'status',
  'statusId',
  'winProbability',
  'forecastCategory',
  'closeDate',
  'lossReasonId',
  'lossReason',
  'wonReasonId',
  'wonReason',
]);

/** True where the CRM holds what an unanswered try of this edit sent, with all that the field brings along. */
function isInForce(edit: Change, now: Opportunity): boolean {
  const fields = [...fieldsOf(edit.patch), ...(Object.keys(edit.ours ?? {}) as Field[])];
  return fields.filter((field) => BRINGS_ALONG.has(field)).some((field) => mayHavePut(edit, field, now[field]));
}

/** True where a try of this edit, or of one it took over, may have put this value there. */
function mayHavePut(edit: Change, field: Field, value: CustomValue | undefined): boolean {
  return isOurs(edit, field, value) || (edit.wasSent === true && isSameValue(edit.patch[field], value));
}

/**
 * True for a field the CRM may have changed by itself along with a stage or a status of ours. `stageProbability` is
 * what it gives the record's stage, percent, where that is known: another probability is somebody else's.
 */
function isBrought(field: Field, now: Opportunity, stageProbability: number | null): boolean {
  if (field === 'winProbability' && stageProbability !== null) return now.winProbability === stageProbability;
  return BROUGHT_ALONG.has(field);
}

/**
 * The fields of an edit that somebody else changed since the rep saw them, as the CRM has them now; empty when the
 * edit may be sent. A field that already holds what the rep wants is no conflict, nor is one of our own doing: of this
 * edit, or of `others` of the same opportunity that have not arrived for all we know. `stageProbability`: what the CRM
 * gives the stage it has now.
 */
export function findConflict(
  edit: Change,
  now: Opportunity,
  others: readonly Change[] = [],
  stageProbability: number | null = null,
): OpportunityPatch {
  const hasBrought = [edit, ...others].some((other) => isInForce(other, now));
  const changed = fieldsOf(edit.patch).filter(
    (field) =>
      field in edit.base &&
      !isSameValue(now[field], edit.base[field]) &&
      !isSameValue(now[field], edit.patch[field]) &&
      !isOurs(edit, field, now[field]) &&
      !isRestoring(edit, field) &&
      !(hasBrought && isBrought(field, now, stageProbability)),
  );
  return pick(now, changed);
}

/** A try that was answered: the record just before it and after. */
export interface Answered {
  edit: Change;
  before: Opportunity;
  after: Opportunity;
  /** What the CRM gives the stage of `before`, percent; `null` where that is not known. */
  stageProbability: number | null;
}

/** True where what the CRM brings along with an edit's fields may be there already, by a try that was not answered. */
function mayHaveSideEffects({ patch, wasSent, ours = {} }: Change): boolean {
  const fields = wasSent ? fieldsOf(patch) : (Object.keys(ours) as Field[]);
  return fields.some((field) => BRINGS_ALONG.has(field));
}

/** True for a field that may change with these: everything else that changes meanwhile is somebody else's. */
function mayBeBrought(field: Field, patch: OpportunityPatch): boolean {
  const isMoney = (one: Field) => one === 'amount' || one === 'currency';
  const fields = fieldsOf(patch);
  return (
    (BROUGHT_ALONG.has(field) && fields.some((one) => BRINGS_ALONG.has(one))) ||
    (isMoney(field) && fields.some(isMoney))
  );
}

/**
 * The base of an edit once another one of the opportunity is saved. What the CRM made of that is our own doing and must
 * not look like somebody else's change; what somebody else changed must go on looking like it. `waiting` is the edit
 * itself, where a try of it may have arrived.
 */
export function rebase(
  base: OpportunityPatch,
  { edit, before, after, stageProbability }: Answered,
  waiting?: Change,
): OpportunityPatch {
  const hasSideEffects = mayHaveSideEffects(edit);
  const isUnchanged = (field: Field) =>
    isSameValue(base[field], before[field]) || (waiting !== undefined && mayHavePut(waiting, field, before[field]));
  const isOwnDoing = (field: Field) => {
    if (field in edit.patch) return isSameValue(base[field], edit.patch[field]);
    if (hasSideEffects && isBrought(field, before, stageProbability)) return true;
    return mayBeBrought(field, edit.patch) && isUnchanged(field);
  };
  return { ...base, ...pick(after, fieldsOf(base).filter(isOwnDoing)) };
}

/**
 * The fields, beside an edit's own, that somebody else changed since the rep saw the record as `known`. Lists may tell
 * less of a record than the record itself: one that was not changed since has no news.
 */
export function findNews(edit: Change, known: Opportunity, now: Opportunity): Field[] {
  if (known.updatedAt !== null && known.updatedAt === now.updatedAt) return [];
  const hasSideEffects = mayHaveSideEffects(edit);
  const isExpected = (field: Field) => field in edit.patch || (hasSideEffects && BROUGHT_ALONG.has(field));
  const custom = Object.keys(now).filter(isCustomKey);
  return [...FIELDS, ...custom].filter((field) => !isExpected(field) && !isSameValue(known[field], now[field]));
}
