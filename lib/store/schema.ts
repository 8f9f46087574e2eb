import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';
import type { Creation } from '../domain/edit';
import type { Indexes, Keys, Rows, StoreName } from './rows';

/** What IndexedDB holds: rows as they are, or sealed ones with their key. */
export type Schema = DBSchema & {
  [Name in StoreName]: { key: Keys[Name]; value: Rows[Name]; indexes: Indexes[Name] & Record<string, IDBValidKey> };
};

export const VERSION = 4;

type Upgrade = IDBPTransaction<Schema, StoreName[], 'versionchange'>;

/** Brings a database of version `from` (0: a new one) to the present version, one version after the other. */
export async function migrate(db: IDBPDatabase<Schema>, from: number, tx: Upgrade): Promise<void> {
  if (from < 1) createFirst(db);
  if (from < 2 && from > 0) {
    // What the CRMs answered has another shape since, and is asked for again; what waits to be sent has not.
    for (const store of ['answers', 'opportunities', 'catalogs'] as const) void tx.objectStore(store).clear();
  }
  if (from < 3) {
    const links = db.createObjectStore('links', { keyPath: ['connection', 'thread', 'opportunityId'] });
    links.createIndex('connection', 'connection');
    links.createIndex('thread', ['connection', 'thread']);
    tx.objectStore('catalogs').createIndex('connection', 'connection');
    // Creations are told apart by the mailbox they come from, too: not all of them had it noted.
    for await (const cursor of tx.objectStore('creations')) {
      const creation: Partial<Creation> & object = cursor.value;
      await cursor.update({ ...cursor.value, account: creation.account ?? null });
    }
  }
  if (from < 4) await createMirror(db, tx);
}

/** Records are found by words now, and gone where not seen in time: those that are here are due for both. */
async function createMirror(db: IDBPDatabase<Schema>, tx: Upgrade): Promise<void> {
  const opportunities = tx.objectStore('opportunities');
  opportunities.createIndex('words', 'words', { multiEntry: true });
  opportunities.createIndex('seen', ['ref.connection', 'seenAt']);
  for (const name of ['contacts', 'companies'] as const) {
    const store = db.createObjectStore(name, { keyPath: ['connection', 'id'] });
    store.createIndex('connection', 'connection');
    store.createIndex('words', 'words', { multiEntry: true });
    store.createIndex('seen', ['connection', 'seenAt']);
  }
  db.createObjectStore('syncs', { keyPath: 'connection' }).createIndex('connection', 'connection');
  for await (const cursor of opportunities) {
    await cursor.update({ ...cursor.value, ...NEVER_SEEN });
  }
}

const NEVER_SEEN = { words: [], seenAt: 0 };

function createFirst(db: IDBPDatabase<Schema>): void {
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
}
