import type { CustomValue } from '../../../lib/domain/custom-field';
import type { Creation, Edit } from '../../../lib/domain/edit';
import type { Field, Opportunity, OpportunityPatch } from '../../../lib/domain/opportunity';
import { fieldsOf } from '../../../lib/domain/opportunity';
import type { CrmServer } from './crm-server';

/** An edit the rep made, and what became of it as far as the rep was told. */
export interface Intent {
  id: string;
  opportunity: string;
  patch: OpportunityPatch;
  /** What the rep saw. */
  base: OpportunityPatch;
  undoes: string | null;
  /** How long the CRM's journal was when it was made. */
  since: number;
  state: 'asked' | 'accepted' | 'refused';
  /** Of each field, what those that had not arrived yet started from. */
  before: { field: Field; value: CustomValue | undefined }[];
}

/** A decision of the rep about one field of an edit. */
export interface Decision {
  opportunity: string;
  field: Field;
  /** What the edit wanted it to be, and what it was before. */
  value: CustomValue | undefined;
  base: CustomValue | undefined;
  /** How the CRM had it, as the rep was shown; left out where there was no conflict. */
  theirs?: CustomValue | undefined;
  is: 'retry' | 'discard' | 'mine' | 'theirs';
  /** How long the CRM's journal was. */
  since: number;
  /** How many edits had been made. */
  after: number;
  /** False where the worker died over it: it may have been taken or not. */
  isSure: boolean;
}

/** A conflict the rep was asked about. */
export interface Question {
  opportunity: string;
  field: Field;
  value: CustomValue | undefined;
  theirs: CustomValue | undefined;
  /** True where it had been asked before: only what the CRM holds has changed since. */
  isOpen: boolean;
  /** How long the CRM's journal was. */
  since: number;
}

/** A creation the rep asked for. */
export interface Wish {
  input: Pick<Creation, 'id' | 'person' | 'account' | 'threadId' | 'draft'>;
  state: 'asked' | 'accepted';
  /** True where a worker's death leaves open what became of a decision about it. */
  isTakenBack: 'no' | 'maybe' | 'yes';
  /** True where another of the same thread and title was there when it was asked for, whose double click it may be. */
  mayBeTwin: boolean;
  /** The first click, where this is the second of a double click and no worker's death came between. */
  twinOf: string | null;
}

/** What happened in a schedule, for the checks at its end. */
export interface Course {
  server: CrmServer;
  intents: Intent[];
  decisions: Decision[];
  questions: Question[];
  wishes: Wish[];
  /** Creations whose removal the rep has given up: what they have made stays. */
  staying: Set<string>;
  /** Opportunities creations asked whether they are the same, with the creation that asked. */
  similar: { creation: string; opportunity: Opportunity }[];
  /** Values of edits that did not go straight through. */
  heldUp: Set<string>;
  /** What must never be, as it happened. */
  accusations: string[];
  /** What happened, in words, for the report of a failure. */
  story: string[];
}

/** A value of a field of an opportunity, as a key. */
export function keyOf(opportunity: string, field: string, value: unknown): string {
  const list = Array.isArray(value) ? [...(value as string[])].toSorted((a, b) => a.localeCompare(b)) : null;
  const plain = typeof value === 'string' ? value.trim() : (list ?? value ?? null);
  return JSON.stringify([opportunity, field, plain]);
}

/** The keys of what an edit wants. */
export function keysOf({ ref, patch }: Pick<Edit, 'ref' | 'patch'>): string[] {
  return fieldsOf(patch).map((field) => keyOf(ref.id, field, patch[field]));
}
