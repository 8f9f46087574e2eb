import type { CustomValue } from './custom-field';
import type { Edit } from './edit';
import type { Field, OpportunityPatch } from './opportunity';
import { fieldsOf } from './opportunity';
import { isSameValue } from './same-value';

/** Fields that mean nothing, or something else, without each other. */
const COUPLED: readonly (readonly Field[])[] = [
  ['pipelineId', 'stageId'],
  ['status', 'statusId', 'lossReasonId', 'lossReason', 'wonReasonId', 'wonReason'],
  ['amount', 'currency'],
];

/** Takes `fields` out of a patch: a newer edit speaks for them. */
export function withoutFields(patch: OpportunityPatch, fields: readonly Field[]): OpportunityPatch {
  return Object.fromEntries(Object.entries(patch).filter(([field]) => !fields.includes(field as Field)));
}

/** A CRM may want the reason together with the status: a reason chosen after a refused loss is sent along with it. */
function completesLoss(newer: Edit, refused: Edit): boolean {
  const givesReason = 'lossReasonId' in newer.patch || 'lossReason' in newer.patch;
  return givesReason && refused.patch.status === 'lost' && !('status' in newer.patch);
}

/** The old edit's fields that go over to the newer one: those both name, and what belongs together with them. */
function fieldsTaken(newer: Edit, old: Edit): Field[] {
  if (completesLoss(newer, old)) return fieldsOf(old.patch);
  const shared = fieldsOf(old.patch).filter((field) => field in newer.patch);
  const groups = COUPLED.filter((group) => shared.some((field) => group.includes(field)));
  return fieldsOf(old.patch).filter((field) => shared.includes(field) || groups.some((group) => group.includes(field)));
}

/** What the tries of `old` may have put into `fields`, on top of what is known of `newer`'s. */
function valuesOfOurs(newer: Edit, old: Edit, fields: readonly Field[]): Edit['ours'] {
  const values = fields.map((field): [Field, CustomValue[]] => [
    field,
    [...(old.ours?.[field] ?? []), ...(old.wasSent ? [old.patch[field] ?? null] : []), ...(newer.ours?.[field] ?? [])],
  ]);
  return { ...newer.ours, ...Object.fromEntries(values.filter(([, each]) => each.length > 0)) };
}

/** A question about fields that went over is none any more; what is left is sent then. */
function withoutQuestion({ delivery }: Edit, fields: readonly Field[]): Pick<Edit, 'delivery'> | undefined {
  if (delivery.is !== 'conflict') return undefined;
  const theirs = withoutFields(delivery.theirs, fields);
  return { delivery: fieldsOf(theirs).length > 0 ? { is: 'conflict', theirs } : { is: 'queued' } };
}

/** What is left of an edit some of whose fields went over, with all that was known of them. */
function restOf({ ours, ...old }: Edit, patch: OpportunityPatch, taken: readonly Field[]): Edit {
  const left = Object.entries(ours ?? {}).filter(([field]) => !taken.includes(field as Field));
  return {
    ...old,
    patch,
    ...(left.length > 0 ? { ours: Object.fromEntries(left) } : {}),
    ...withoutQuestion(old, taken),
  };
}

/**
 * What becomes of an edit that has not arrived when the rep edits the same opportunity again: the newer one speaks for
 * the fields both name, on the base the rep really saw, so that each is sent once. `rest` is what is left of the old
 * one, if anything. A newer one that starts from the other side's value was made in sight of the old one's conflict.
 */
export function supersede(newer: Edit, old: Edit): { newer: Edit; rest: Edit | null } {
  const fields = fieldsTaken(newer, old);
  if (fields.length === 0) return { newer, rest: old };
  const theirs = old.delivery.is === 'conflict' ? old.delivery.theirs : {};
  const hasSeen = (field: Field) => field in theirs && isSameValue(theirs[field], newer.base[field]);
  const base = Object.fromEntries(fields.map((field) => [field, (hasSeen(field) ? theirs : old.base)[field] ?? null]));
  const moved = Object.fromEntries(fields.map((field) => [field, old.patch[field] ?? null]));
  const left = withoutFields(old.patch, fields);
  const rest = fieldsOf(left).length > 0 ? restOf(old, left, fields) : null;
  const ours = valuesOfOurs(newer, old, fields);
  const tookOver = [...(newer.tookOver ?? []), ...(rest ? [] : [old.id, ...(old.tookOver ?? [])])];
  return {
    newer: {
      ...newer,
      patch: { ...moved, ...newer.patch },
      base: { ...newer.base, ...base },
      ...(ours && Object.keys(ours).length > 0 ? { ours } : {}),
      ...(tookOver.length > 0 ? { tookOver } : {}),
    },
    rest,
  };
}
