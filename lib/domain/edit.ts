import type { CustomValue } from './custom-field';
import type { Failure } from './failure';
import type { Person } from './lookup';
import type { ConnectionId, Field, Opportunity, OpportunityPatch, OpportunityRef } from './opportunity';
import { fieldsOf, pick, refKey } from './opportunity';

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
  /** True while a try may have reached the CRM whose answer never came: the CRM may hold the patch already. */
  wasSent?: boolean;
  /** Values that tries of edits this one took over may have put there: no colleague's doing. */
  ours?: Partial<Record<Field, CustomValue[]>>;
  /** Ids of edits this one took over. */
  tookOver?: string[];
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
  /** True once the rep leaves it as the CRM has it, whatever that is: it is looked for, and nothing more is made. */
  isLeft?: boolean;
  /** True once the rep has seen what is similar, and wants another one all the same. */
  isWanted?: boolean;
  /** What is already there, so that a retry goes on where the last try stopped and undo removes what it made. */
  made: {
    companyId?: string;
    isNewCompany?: boolean;
    contactId?: string;
    isNewContact?: boolean;
    /** True from before the opportunity is asked for until the CRM refuses: a retry looks before it tries again. */
    wasSent?: boolean;
    /** What was asked for then, and what was called the same already. */
    sent?: OpportunityDraft;
    namesakes?: string[];
    opportunityId?: string;
    /** Ids of what the CRM made of it beside that one: they are being removed. */
    others?: string[];
    /** True once it is certain that the CRM made one of it and not two. */
    isOne?: boolean;
  };
}

/** How long an article offers to take back what was just saved, milliseconds. */
export const UNDO_WINDOW = 10 * 60_000;

/** How long what was saved is remembered, and can be taken back from the list of activity; milliseconds. */
export const ACTIVITY_WINDOW = 24 * 60 * 60_000;

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

/** The edit that takes `edit` back, given its fields as they are shown now. */
export function undoOf(edit: Edit, shown: OpportunityPatch): Pick<Edit, 'ref' | 'patch' | 'base' | 'undoes'> {
  // Only what it still speaks for: a conflict or a newer edit may have taken fields out of it.
  const fields = fieldsOf(edit.patch);
  const of = (values: OpportunityPatch) => Object.fromEntries(fields.map((field) => [field, values[field] ?? null]));
  return { ref: edit.ref, patch: of(edit.base), base: of(shown), undoes: edit.id };
}

/**
 * What an edit of `fields` is measured against: the values shown, but where a conflict is shown, the other side's.
 * `edits` are those of the same opportunity.
 */
export function baseFor(fields: readonly Field[], shown: OpportunityPatch, edits: readonly Edit[]): OpportunityPatch {
  const theirs = edits.map(({ delivery }) => (delivery.is === 'conflict' ? delivery.theirs : {}));
  return {
    ...pick(shown, fields),
    ...pick(Object.assign({}, ...theirs) as OpportunityPatch, conflictingIn(fields, theirs)),
  };
}

function conflictingIn(fields: readonly Field[], theirs: readonly OpportunityPatch[]): Field[] {
  return fields.filter((field) => theirs.some((one) => field in one));
}
