import type { Creation, Delivery, Edit } from '../../lib/domain/edit';
import { isUnderway, UNDO_WINDOW } from '../../lib/domain/edit';
import { explain } from '../../lib/domain/failure';
import type { Failure } from '../../lib/domain/failure';
import type { Field, OpportunityRef } from '../../lib/domain/opportunity';
import type { Catalog } from '../../lib/domain/pipeline';
import { cap, plain } from '../display';
import { labelOf } from '../form/field-values';

type DeliveryOf<Is extends Delivery['is']> = Extract<Delivery, { is: Is }>;
/** What is in the given state of delivery. */
export type With<Is extends Delivery['is'], Sent> = Sent & { delivery: DeliveryOf<Is> };

/** True for what is in the given state of delivery, typed so. */
export function isDelivery<Is extends Delivery['is'], Sent extends { delivery: Delivery }>(
  is: Is,
  sent: Sent,
): sent is With<Is, Sent> {
  return sent.delivery.is === is;
}

/** The edits of one opportunity, oldest first. */
export function editsOf(ref: OpportunityRef, edits: readonly Edit[]): Edit[] {
  return edits
    .filter((edit) => edit.ref.id === ref.id && edit.ref.connection === ref.connection)
    .toSorted((a, b) => a.at - b.at);
}

/** The creation that made this opportunity, while it is recent or being taken back. */
export function creationOf(ref: OpportunityRef, creations: readonly Creation[], now: number): Creation | undefined {
  return creations.find(
    (creation) =>
      creation.connection === ref.connection &&
      creation.made.opportunityId === ref.id &&
      (isDelivery('saved', creation) ? !creation.isUndo && now - creation.delivery.at < UNDO_WINDOW : creation.isUndo),
  );
}

/** What an article says about its edits. */
export interface EditsView {
  /** Each asks the rep for something. */
  rejected: With<'rejected', Edit>[];
  conflicts: With<'conflict', Edit>[];
  /** The one in front, which the others wait for; `null` while nothing is on its way. */
  underway: Edit | null;
  /** The newest edit, when it is saved, recent, and nothing else needs saying. */
  saved: With<'saved', Edit> | null;
  canUndo: boolean;
}

/** Reduces an opportunity's edits (oldest first) to what an article says about them. */
export function viewEdits(edits: readonly Edit[], now: number): EditsView {
  const rejected = edits.filter((edit) => isDelivery('rejected', edit));
  const conflicts = edits.filter((edit) => isDelivery('conflict', edit));
  const underway = edits.find(({ delivery }) => isUnderway(delivery)) ?? null;
  const newest = edits.at(-1);
  const isQuiet = rejected.length === 0 && conflicts.length === 0 && !underway;
  const isRecent = newest !== undefined && isDelivery('saved', newest) && now - newest.delivery.at < UNDO_WINDOW;
  const saved = isQuiet && isRecent ? newest : null;
  const canUndo = saved !== null && saved.undoes === null && !edits.some(({ undoes }) => undoes === saved.id);
  return { rejected, conflicts, underway, saved, canUndo };
}

/** What the CRM said about single fields of rejected edits. `crm` is the connection's label. */
export function fieldProblems(
  rejected: readonly With<'rejected', Edit>[],
  crm: string,
): Partial<Record<Field, string>> {
  const named = rejected.flatMap(({ delivery: { failure } }) =>
    failure.kind === 'invalid' && failure.field ? [[failure.field, explain(failure, crm).sentence] as const] : [],
  );
  return Object.fromEntries(named);
}

/** More than these are counted: a line of text is no list. */
const NAMED_FIELDS = 3;

/** `Value`, `Value and Owner`, `Value, Owner, Stage and 2 more`; empty for no fields. */
export function nameFields(fields: readonly Field[], catalog: Catalog | null): string {
  const names = fields.slice(0, NAMED_FIELDS).map((field) => cap(plain(labelOf(field, catalog)), 60));
  const more = fields.length - names.length;
  const parts = more > 0 ? [...names, `${more} more`] : names;
  const last = parts.pop() ?? '';
  return parts.length > 0 ? `${parts.join(', ')} and ${last}` : last;
}

/** Why something waits: the sentence, and the seconds until it goes on where that is known. */
export function describeWait(failure: Failure, until: number | null, crm: string, now: number) {
  const seconds = until === null ? null : Math.max(0, Math.ceil((until - now) / 1000));
  switch (failure.kind) {
    case 'offline':
    case 'timeout':
      return { text: 'Waiting for connection', seconds: null };
    case 'rate-limited':
      return { text: `${crm} is busy, continues`, seconds };
    default:
      return { text: `${explain(failure, crm).sentence} Tries again`, seconds };
  }
}
