import type { Failure } from './failure';
import type { Person } from './lookup';
import type { ConnectionId, Field, Opportunity, OpportunityPatch, OpportunityRef } from './opportunity';
import { fieldsOf, pick, refKey } from './opportunity';
import { isSameValue } from './same-value';

/** Where an edit or a creation stands on its way to the CRM. Times are epoch milliseconds. */
export type Delivery =
  | { is: 'queued' }
  /** `after`: what the try before failed with, where this is another. */
  | { is: 'sending'; after?: Failure }
  /** Sent again by itself: at `until`, or when the connection is back (`until: null`). */
  | { is: 'waiting'; until: number | null; failure: Failure }
  /** The CRM said no: kept with what was typed until the rep retries or discards it. */
  | { is: 'rejected'; failure: Failure }
  /** Someone changed the same field meanwhile; `theirs` holds those fields as the CRM has them now. */
  | { is: 'conflict'; theirs: OpportunityPatch }
  /**
   * Of a creation: there is an opportunity that may be the very one, created from or linked to the same Gmail thread,
   * or open and named alike. The rep chooses; nothing is made until then.
   */
  | { is: 'similar'; why: 'thread' | 'title'; opportunity: Opportunity }
  /** `news`: other fields that somebody else was found to have changed, where there are any. */
  | { is: 'saved'; at: number; news?: Field[] };

/** One change of one opportunity: only the fields the rep touched. */
export interface Edit {
  /** Made where the rep clicked, so that a message delivered twice is one edit. */
  id: string;
  ref: OpportunityRef;
  patch: OpportunityPatch;
  /** The patched fields as the rep saw them: what undo goes back to, and what a conflict is measured against. */
  base: OpportunityPatch;
  /** When the rep made it, epoch milliseconds. */
  at: number;
  /** How often it was sent. */
  attempts: number;
  delivery: Delivery;
  /** The edit this one takes back. */
  undoes: string | null;
  /**
   * Set before a try may have reached the CRM, until its answer: the record's fields as they were then. What the CRM
   * holds later may be this edit's own doing.
   */
  sentOver?: OpportunityPatch;
}

/** What a new opportunity starts with; the CRM fills in the rest. */
export type OpportunityDraft = OpportunityPatch & { title: string };

/** One opportunity to be created, with the contact and company it needs. */
export interface Creation {
  id: string;
  connection: ConnectionId;
  person: Person;
  /** Domain to find or make the company by; `null` for free mail. */
  domain: string | null;
  /** The Gmail thread it was created from, and the rep's own address there. */
  threadId: string | null;
  account: string | null;
  draft: OpportunityDraft;
  at: number;
  attempts: number;
  delivery: Delivery;
  /** True once the rep took it back: what was made is being removed again. */
  isUndo: boolean;
  /** True once the rep has seen what is similar, and wants another one all the same. */
  isWanted?: boolean;
  /** What is already there, so that a retry goes on where the last try stopped and undo removes what it made. */
  made: {
    companyId?: string;
    isNewCompany?: boolean;
    contactId?: string;
    isNewContact?: boolean;
    /** Set before the opportunity is asked for: from then on a retry looks before it tries again. */
    wasSent?: boolean;
    opportunityId?: string;
  };
}

/** How long a saved edit or creation can be taken back and is remembered, milliseconds. */
export const UNDO_WINDOW = 10 * 60_000;

/** True while the rep's value differs from what the CRM is known to hold. */
export function isPending(delivery: Delivery): boolean {
  return delivery.is !== 'saved';
}

/** True while the outbox will send it without being asked. */
export function isUnderway(delivery: Delivery): boolean {
  return delivery.is === 'queued' || delivery.is === 'sending' || delivery.is === 'waiting';
}

/** What the rep sees: the confirmed record with every pending edit of it on top, oldest first. */
export function applyEdits(confirmed: Opportunity, edits: readonly Edit[]): Opportunity {
  const pending = edits.filter((edit) => isPending(edit.delivery) && refKey(edit.ref) === refKey(confirmed.ref));
  const patches = pending.toSorted((a, b) => a.at - b.at).map(({ patch }) => patch);
  return Object.assign({}, confirmed, ...patches) as Opportunity;
}

/**
 * The fields of `edit` that somebody else changed since the rep saw them, as the CRM has them now; empty when the
 * edit may be sent. A field that already holds what the rep wants is no conflict.
 */
export function findConflict(edit: Pick<Edit, 'patch' | 'base'>, now: Opportunity): OpportunityPatch {
  const changed = fieldsOf(edit.patch).filter(
    (field) =>
      field in edit.base && !isSameValue(now[field], edit.base[field]) && !isSameValue(now[field], edit.patch[field]),
  );
  return pick(now, changed);
}

/** The fields of `edit` the CRM does not hold yet: what has to be sent. */
export function missingFields(patch: OpportunityPatch, now: Opportunity): OpportunityPatch {
  const missing = fieldsOf(patch).filter((field) => !isSameValue(now[field], patch[field]));
  return Object.fromEntries(missing.map((field) => [field, patch[field] ?? null]));
}

/** Takes `fields` out of a patch: a newer edit speaks for them. */
export function withoutFields(patch: OpportunityPatch, fields: readonly Field[]): OpportunityPatch {
  return Object.fromEntries(Object.entries(patch).filter(([field]) => !fields.includes(field as Field)));
}

/** A CRM may want the reason together with the status: a reason chosen after a refused loss is sent along with it. */
function completesLoss(newer: Edit, refused: Edit): boolean {
  const givesReason = 'lossReasonId' in newer.patch || 'lossReason' in newer.patch;
  return givesReason && refused.patch.status === 'lost' && !('status' in newer.patch);
}

/**
 * What becomes of a refused or conflicting edit when the rep edits the same opportunity again: the newer one speaks
 * for the fields both name, on the base the rep really saw. `rest` is what is left of the old one, if anything.
 */
export function supersede(newer: Edit, old: Edit): { newer: Edit; rest: Edit | null } {
  if (completesLoss(newer, old)) {
    const joined = { ...newer, patch: { ...old.patch, ...newer.patch }, base: { ...newer.base, ...old.base } };
    return { newer: joined, rest: null };
  }
  const shared = fieldsOf(newer.patch).filter((field) => field in old.patch);
  const known = { ...old.base, ...(old.delivery.is === 'conflict' ? old.delivery.theirs : {}) };
  const base = { ...newer.base, ...Object.fromEntries(shared.map((field) => [field, known[field]])) };
  const patch = withoutFields(old.patch, shared);
  return { newer: { ...newer, base }, rest: fieldsOf(patch).length > 0 ? { ...old, patch } : null };
}

/** The edit that takes `edit` back, given the record as it is shown now. */
export function undoOf(edit: Edit, shown: Opportunity): Pick<Edit, 'ref' | 'patch' | 'base' | 'undoes'> {
  // Only what it still speaks for: a conflict or a newer edit may have taken fields out of it.
  const fields = fieldsOf(edit.patch);
  const before = Object.fromEntries(fields.map((field) => [field, edit.base[field] ?? null]));
  return { ref: edit.ref, patch: before, base: pick(shown, fields), undoes: edit.id };
}
