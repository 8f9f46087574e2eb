import type { Creation, Edit } from '../domain/edit';
import type { Failure } from '../domain/failure';
import type { Company, Contact, MatchReason } from '../domain/match';
import type { RecordKind } from '../domain/mirror';
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
  /** Of a person: epoch milliseconds of when the CRM last told all it knows of them. */
  wholeAt?: number | null;
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

/** Somebody a connection's CRM knows. */
export interface ContactRow {
  connection: ConnectionId;
  id: string;
  contact: Contact;
}

/** An organisation a connection's CRM knows. */
export interface CompanyRow {
  connection: ConnectionId;
  id: string;
  company: Company;
}

/** One way through a connection's records, to be gone on with after every page. Times in epoch milliseconds. */
export interface SyncPass {
  startedAt: number;
  /** True where all records are listed, so that those not met by its end are gone; else only what changed. */
  isFull: boolean;
  kind: RecordKind;
  /** What changed since then is asked for, by the CRM's clock; `null` for everything. */
  since: number | null;
  /** The `next` of the page before; `null` for a kind's first. */
  from: string | null;
  /** How many pages it took so far, of all kinds. */
  pages: number;
  /** Kinds the connection does not tell of. */
  refused: RecordKind[];
}

/** How far the mirror of a connection is. Times in epoch milliseconds. */
export interface SyncRow {
  connection: ConnectionId;
  pass: SyncPass | null;
  /** The latest change known of each kind, by the CRM's own clock: what comes after it is asked for next. */
  latest: Partial<Record<RecordKind, number>>;
  /** When the last pass that was finished began; `null` before the first: the mirror has gaps until then. */
  syncedAt: number | null;
  /** The same of the last full one, and how many pages that took. */
  fullAt: number | null;
  fullPages: number;
  /** When opportunities were last asked for on their own, and none of their changes was left out. */
  checkedAt: number | null;
  /** Kinds the connection did not tell of in the last pass: there the mirror has gaps. */
  refused: RecordKind[];
  /** Kinds whose records do not tell when they changed: only a full pass tells of them. */
  undated: RecordKind[];
  /** Not to be gone on with before. */
  retryAt: number;
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
  contacts: ContactRow;
  companies: CompanyRow;
  edits: Edit;
  creations: Creation;
  catalogs: CatalogRow;
  links: LinkRow;
  syncs: SyncRow;
}

export type StoreName = keyof Rows;

export const STORES = [
  'answers',
  'opportunities',
  'contacts',
  'companies',
  'edits',
  'creations',
  'catalogs',
  'links',
  'syncs',
] as const satisfies readonly StoreName[];

/** What identifies a row. */
export interface Keys {
  answers: [ConnectionId, string];
  opportunities: [ConnectionId, string];
  contacts: [ConnectionId, string];
  companies: [ConnectionId, string];
  edits: string;
  creations: string;
  catalogs: ConnectionId;
  links: [ConnectionId, thread: string, opportunityId: string];
  syncs: ConnectionId;
}

/** What rows can be looked up by, beside their key. */
export interface Indexes {
  answers: { connection: ConnectionId };
  opportunities: RecordIndexes;
  contacts: RecordIndexes;
  companies: RecordIndexes;
  edits: { connection: ConnectionId; ref: [ConnectionId, string] };
  creations: { connection: ConnectionId };
  catalogs: { connection: ConnectionId };
  links: { connection: ConnectionId; thread: [ConnectionId, string] };
  syncs: { connection: ConnectionId };
}

/** `words`: what `wordsOf` finds a record by. */
interface RecordIndexes {
  connection: ConnectionId;
  words: [ConnectionId, string];
}

/** What the CRMs told, to be asked again at any time: sealed while a passphrase is set, and dropped where unreadable. */
export const MIRROR = [
  'answers',
  'opportunities',
  'contacts',
  'companies',
  'catalogs',
  'syncs',
] as const satisfies readonly StoreName[];

export type MirrorName = (typeof MIRROR)[number];

/** True for the stores of what the CRMs told. */
export function isMirror(store: StoreName): store is MirrorName {
  return MIRROR.some((name) => name === store);
}
