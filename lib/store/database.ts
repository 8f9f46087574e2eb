import type { DBSchema, IDBPDatabase } from 'idb';
import { openDB } from 'idb';
import type { Creation, Edit } from '../domain/edit';
import type { Failure } from '../domain/failure';
import type { Company, Contact, MatchReason } from '../domain/match';
import type { ConnectionId, Opportunity, OpportunityRef } from '../domain/opportunity';
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

interface Schema extends DBSchema {
  answers: { key: [ConnectionId, string]; value: AnswerRow; indexes: { connection: ConnectionId } };
  /** As the CRM confirmed them, each once however many answers name it. */
  opportunities: { key: [ConnectionId, string]; value: Opportunity; indexes: { connection: ConnectionId } };
  edits: { key: string; value: Edit; indexes: { ref: [ConnectionId, string]; connection: ConnectionId } };
  creations: { key: string; value: Creation; indexes: { connection: ConnectionId } };
  catalogs: { key: ConnectionId; value: CatalogRow };
}

export type Database = IDBPDatabase<Schema>;

/** Opens (and on the first run makes) the worker's database. */
export function openDatabase(name = 'dealside'): Promise<Database> {
  return openDB<Schema>(name, 2, {
    upgrade(db, from, _to, tx) {
      if (from === 1) {
        // What the CRMs answered has another shape now, and is asked for again; what waits to be sent has not.
        for (const store of ['answers', 'opportunities', 'catalogs'] as const) void tx.objectStore(store).clear();
        return;
      }
      db.createObjectStore('answers', { keyPath: ['connection', 'question'] }).createIndex('connection', 'connection');
      db.createObjectStore('opportunities', { keyPath: ['ref.connection', 'ref.id'] }).createIndex(
        'connection',
        'ref.connection',
      );
      const edits = db.createObjectStore('edits', { keyPath: 'id' });
      edits.createIndex('ref', ['ref.connection', 'ref.id']);
      edits.createIndex('connection', 'ref.connection');
      db.createObjectStore('creations', { keyPath: 'id' }).createIndex('connection', 'connection');
      db.createObjectStore('catalogs', { keyPath: 'connection' });
    },
    blocking(_current, _blocked, event) {
      // A newer version of the extension wants to upgrade: let it.
      (event.target as IDBDatabase).close();
    },
  });
}

/**
 * Forgets an opportunity that is gone for good: the record, its place in answers, and what was pending of it. A
 * creation being taken back still has its contact and company to remove, and goes by itself then.
 */
export async function forgetOpportunity(db: Database, { connection, id }: OpportunityRef): Promise<void> {
  const tx = db.transaction(['answers', 'opportunities', 'edits', 'creations'], 'readwrite');
  void tx.objectStore('opportunities').delete([connection, id]);
  for (const key of await tx.objectStore('edits').index('ref').getAllKeys([connection, id])) {
    void tx.objectStore('edits').delete(key);
  }
  for (const creation of await tx.objectStore('creations').index('connection').getAll(connection)) {
    if (creation.made.opportunityId === id && !creation.isUndo) void tx.objectStore('creations').delete(creation.id);
  }
  for (const row of await tx.objectStore('answers').index('connection').getAll(connection)) {
    const matches = row.matches.filter((match) => match.id !== id);
    if (matches.length < row.matches.length) void tx.objectStore('answers').put({ ...row, matches });
  }
  await tx.done;
}

/** Forgets everything a connection left here. */
export async function wipeConnection(db: Database, connection: ConnectionId): Promise<void> {
  const tx = db.transaction(['answers', 'opportunities', 'edits', 'creations', 'catalogs'], 'readwrite');
  for (const name of ['answers', 'opportunities', 'edits', 'creations'] as const) {
    const store = tx.objectStore(name);
    for (const key of await store.index('connection').getAllKeys(connection)) await store.delete(key);
  }
  await tx.objectStore('catalogs').delete(connection);
  await tx.done;
}
