import type { IDBPDatabase, IDBPObjectStore, IDBPTransaction } from 'idb';
import type { ConnectionId } from '../domain/opportunity';
import type { StoreName } from './rows';
import type { Schema } from './schema';
import { isFull } from './storage-error';

type Writing = IDBPTransaction<Schema, StoreName[], 'readwrite'>;
type Ending = Pick<Writing, 'abort' | 'done'>;

/** Epoch milliseconds. */
interface Span {
  from: number;
  to: number;
}

/** One step of a change. Rows and keys are as they are to be stored. */
export type Write = { store: StoreName } & (
  | { is: 'put'; row: unknown }
  | { is: 'delete'; key: unknown }
  | { is: 'clear'; connection: ConnectionId | undefined }
  | { is: 'clear-unseen'; connection: ConnectionId; seen: Span; kept: ReadonlySet<string> }
);

/** What has not reached the CRM must outlive a power cut, too; what the CRM told can be asked again. */
const PRECIOUS = new Set<StoreName>(['edits', 'creations', 'links']);

/**
 * Takes all the steps in this order or, where one fails or there is no room for it, none. Rejects with IndexedDB's own
 * error.
 */
export async function perform(db: IDBPDatabase<Schema>, writes: readonly Write[]): Promise<void> {
  const stores = [...new Set(writes.map(({ store }) => store))];
  const durability = stores.some((store) => PRECIOUS.has(store)) ? 'strict' : 'default';
  const tx = db.transaction(stores, 'readwrite', { durability });
  await allOrNothing(tx, () => Promise.all(writes.map((write) => take(tx, write))));
}

async function allOrNothing(tx: Ending, work: () => Promise<unknown>): Promise<void> {
  const ending = tx.done.then(
    () => null,
    (error: unknown) => error,
  );
  try {
    await work();
  } catch (error) {
    abort(tx);
    // A full disk ends the transaction; its requests only tell that it ended.
    const reason = await ending;
    throw isFull(reason) ? reason : error;
  }
  const reason = await ending;
  if (reason !== null) throw reason;
}

function abort(tx: Ending): void {
  try {
    tx.abort();
  } catch {
    // Already over: the failure itself ended it.
  }
}

async function take(tx: Writing, write: Write): Promise<void> {
  const store = tx.objectStore(write.store);
  if (write.is === 'put') await store.put(write.row as never);
  else if (write.is === 'delete') await store.delete(write.key as never);
  else if (write.is === 'clear-unseen') await deleteUnseen(store as never, write);
  else if (write.connection === undefined) await store.clear();
  else await deleteOf(store as never, write.connection);
}

/** `seen` is no index rows are read by. */
async function deleteUnseen(
  store: IDBPObjectStore<unknown, ['contacts'], 'contacts', 'readwrite'>,
  { connection, seen, kept }: Extract<Write, { is: 'clear-unseen' }>,
): Promise<void> {
  const ranges = [
    IDBKeyRange.bound([connection], [connection, seen.from], false, true),
    IDBKeyRange.bound([connection, seen.to], [connection, []], true),
  ];
  const lists = await Promise.all(ranges.map((range) => store.index('seen').getAllKeys(range)));
  const keys = lists.flat() as [ConnectionId, string][];
  await Promise.all(keys.filter(([, id]) => !kept.has(id)).map((key) => store.delete(key)));
}

/** At once where the key begins with the connection: one by one, a hundred thousand take their time. */
async function deleteOf(
  store: IDBPObjectStore<Schema, StoreName[], 'edits', 'readwrite'>,
  connection: ConnectionId,
): Promise<void> {
  if (Array.isArray(store.keyPath)) {
    await store.delete(IDBKeyRange.bound([connection], [connection, []]));
    return;
  }
  const keys = await store.index('connection').getAllKeys(connection);
  await Promise.all(keys.map((key) => store.delete(key)));
}
