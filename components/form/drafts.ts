import type { OpportunityPatch, OpportunityRef } from '../../lib/domain/opportunity';
import { refKey } from '../../lib/domain/opportunity';
import type { Texts } from './form-values';

/** What was typed into a form, and the values its fields had when they were touched. */
export interface Draft {
  texts: Texts;
  base: OpportunityPatch;
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
