import type { Creation, Edit } from '../domain/edit';
import type { Failure } from '../domain/failure';
import type { Company, Contact, MatchReason } from '../domain/match';
import type { ConnectionId, Opportunity } from '../domain/opportunity';
import type { Catalog } from '../domain/pipeline';

/** A connection's latest answer to one question; the opportunities it names lie in their own store. */
export interface AnswerRow {
  connection: ConnectionId;
  /** `person:<address>`, `search:<query>` or `open`. */
  question: string;
  status: 'loading' | 'ready' | 'failed';
  failure: Failure | null;
  /** Epoch milliseconds of the last answer that was given. */
  asOf: number | null;
  /** Epoch milliseconds of the last time it was asked, answered or not. */
  askedAt: number | null;
  contact: Contact | null;
  company: Company | null;
  /** `addedAt` (epoch milliseconds) marks what a creation put there before the CRM was asked again. */
  matches: { reason: MatchReason | null; id: string; addedAt?: number }[];
  isTruncated: boolean;
  /**
   * Of a search: where its next part begins (`null` where none is to be had, though the CRM may hold more), how many
   * parts are here, and how many matches there are altogether.
   */
  next: string | null;
  parts: number;
  total: number | null;
}

/** A connection's pipelines and choices, and why they could not be had last time. `asOf` in epoch milliseconds. */
export interface CatalogRow {
  connection: ConnectionId;
  catalog: Catalog | null;
  failure: Failure | null;
  asOf: number;
}

/** An opportunity that belongs to a Gmail thread: created from it, or linked to it by the rep. */
export interface LinkRow {
  connection: ConnectionId;
  /** The thread in the rep's account, as `threadKey` makes it. */
  thread: string;
  opportunityId: string;
  /** The person's address it was created or linked for. */
  address: string;
  /** Epoch milliseconds. */
  at: number;
  isByHand: boolean;
}

/** A Gmail thread's identity: thread ids are those of one account. */
export function threadKey(account: string | null, threadId: string): string {
  return JSON.stringify([account, threadId]);
}

/** The rows of each store. */
export interface Rows {
  answers: AnswerRow;
  /** As the CRM confirmed them, each once however many answers name it. */
  opportunities: Opportunity;
  edits: Edit;
  creations: Creation;
  catalogs: CatalogRow;
  links: LinkRow;
}

export type StoreName = keyof Rows;

export const STORES = [
  'answers',
  'opportunities',
  'edits',
  'creations',
  'catalogs',
  'links',
] as const satisfies readonly StoreName[];

/** What identifies a row. */
export interface Keys {
  answers: [ConnectionId, string];
  opportunities: [ConnectionId, string];
  edits: string;
  creations: string;
  catalogs: ConnectionId;
  links: [ConnectionId, thread: string, opportunityId: string];
}

/** What rows can be looked up by, beside their key. */
export interface Indexes {
  answers: { connection: ConnectionId };
  opportunities: { connection: ConnectionId };
  edits: { connection: ConnectionId; ref: [ConnectionId, string] };
  creations: { connection: ConnectionId };
  catalogs: { connection: ConnectionId };
  links: { connection: ConnectionId; thread: [ConnectionId, string] };
}

/** What the CRMs told, to be asked again at any time: sealed while a passphrase is set, and dropped where unreadable. */
export const MIRROR = ['answers', 'opportunities', 'catalogs'] as const satisfies readonly StoreName[];
