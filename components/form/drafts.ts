import type { Failure } from '../../lib/domain/failure';
import type { ConnectionId, OpportunityPatch, OpportunityRef } from '../../lib/domain/opportunity';
import { refKey } from '../../lib/domain/opportunity';
import type { Entry } from './entries';
import type { Texts } from './form-values';

/** What was typed into a form, and the values its fields had when they were touched. */
export interface Draft {
  texts: Texts;
  base: OpportunityPatch;
  /** Of a new opportunity: where it is to go. */
  connection?: ConnectionId | null;
  /** Of a new opportunity, in place of `texts`: what was typed, and for which connection. */
  entries?: readonly Entry[];
  /** Of a note on its way: resolves to what went wrong, once the draft says so too, or to `null` once it is gone. */
  sending?: Promise<Failure | null>;
  /** Of a note as it was last sent: what went wrong. */
  failure?: Failure;
}

/** Drafts by the form they belong to: a refresh, a search or another email does not lose them. */
export type Drafts = Map<string, Draft>;

/** Where the draft of an opportunity's note lies among the others. */
export function noteKey(ref: OpportunityRef): string {
  return `note:${refKey(ref)}`;
}

/** True where something typed into an opportunity's details waits to be sent. */
export function hasDraft(ref: OpportunityRef, drafts: Drafts): boolean {
  return drafts.has(refKey(ref)) || drafts.has(noteKey(ref));
}
