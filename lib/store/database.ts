import type { DBSchema, IDBPDatabase } from 'idb';
import { openDB } from 'idb';
import type { Creation, Edit } from '../domain/edit';
import type { Failure } from '../domain/failure';
import type { Company, Contact, MatchReason } from '../domain/match';
import type { ConnectionId, Opportunity } from '../domain/opportunity';
import type { Catalog } from '../domain/pipeline';

/** A connection's latest answer to one question; the opportunities it names lie in their own store. */
export interface AnswerRow {
  connection: ConnectionId;
  /** `person:<address>`, `search:<text>` or `open`. */
  question: string;
  status: 'loading' | 'ready' | 'failed';
  failure: Failure | null;
  /** Epoch milliseconds of the last answer that was given. */
  asOf: number | null;
  contact: Contact | null;
  company: Company | null;
  /** `addedAt` (epoch milliseconds) marks what a creation put there before the CRM was asked again. */
  matches: { reason: MatchReason | null; id: string; addedAt?: number }[];
  isTruncated: boolean;
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
  return openDB<Schema>(name, 1, {
    upgrade(db) {
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
