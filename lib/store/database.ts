import type { IDBPDatabase } from 'idb';
import type { RecordKind } from '../domain/mirror';
import type { ConnectionId } from '../domain/opportunity';
import { createTurn } from '../domain/lanes';
import { DATABASE, openHandle } from './opening';
import { pickPending } from './pending-rows';
import type { RowReader } from './read-rows';
import { createRowReader } from './read-rows';
import type { Indexes, Keys, Rows, StoreName } from './rows';
import { isMirror } from './rows';
import type { Schema } from './schema';
import { createSeals, type Sealer } from './seals';
import { toStorageError } from './storage-error';
import type { AnyDatabase } from './stored';
import type { Write } from './writes';
import { perform } from './writes';

export type { AnswerRow, CatalogRow } from './rows';

/**
 * Reading the worker's rows. Those that can't be read are left out: what the CRMs told is asked for again, what waits
 * to be sent stays where it is. Rejects with `CrmError` `storage`, or `locked` where they are sealed.
 */
export interface Reader {
  get<Name extends StoreName>(store: Name, key: Keys[Name]): Promise<Rows[Name] | undefined>;
  /** Those that are there, in the order of `keys`. */
  getMany<Name extends StoreName>(store: Name, keys: readonly Keys[Name][]): Promise<Rows[Name][]>;
  getAll<Name extends StoreName>(store: Name): Promise<Rows[Name][]>;
  /** At most `limit` of them. */
  getAllFrom<Name extends StoreName, Index extends keyof Indexes[Name] & string>(
    store: Name,
    index: Index,
    key: Indexes[Name][Index],
    limit?: number,
  ): Promise<Rows[Name][]>;
  /** Their keys alone; of answers they may be sealed. */
  getKeysFrom<Name extends StoreName, Index extends keyof Indexes[Name] & string>(
    store: Name,
    index: Index,
    key: Indexes[Name][Index],
    limit?: number,
  ): Promise<Keys[Name][]>;
}

/** A change under way. It reads what was there before it: what it writes is there once it is over. */
export interface Change extends Reader {
  put<Name extends StoreName>(store: Name, row: Rows[Name]): void;
  delete<Name extends StoreName>(store: Name, key: Keys[Name]): void;
  /** Deletes every row, or every row of a connection, also sealed ones nobody can read at present. */
  clear(store: StoreName, connection?: ConnectionId): void;
  /**
   * Deletes the records of a connection that were last put before `seenBefore` (epoch milliseconds), but for `kept`; and
   * those put by a clock that was days ahead: they would look new until then.
   */
  clearUnseen(store: RecordKind, connection: ConnectionId, seenBefore: number, kept: ReadonlySet<string>): void;
}

/** The worker's rows, in IndexedDB. */
export interface Database extends Reader {
  /**
   * Changes rows as `work` says, all of them or, where it throws or the worker dies, none. One change after the other:
   * what `work` has read is still so when it is written. It must not wait for another change.
   */
  change<Result>(work: (change: Change) => Promise<Result>): Promise<Result>;
  put<Name extends StoreName>(store: Name, row: Rows[Name]): Promise<void>;
  delete<Name extends StoreName>(store: Name, key: Keys[Name]): Promise<void>;
  count(store: StoreName): Promise<number>;
  /** The edits and creations nobody can read any more, as they lie there. */
  findDamaged(): Promise<unknown[]>;
  close(): Promise<void>;
}

interface StoredKey {
  store: StoreName;
  key: IDBValidKey;
}

const DAY = 86_400_000;

/** What lies on the disk is what the types say only once it has been looked at. */
const untyped = (db: IDBPDatabase<Schema>) => db as unknown as AnyDatabase;

/** Opens (and on the first run makes) the worker's database. Rejects with `CrmError` `storage`. */
export async function openDatabase(name = DATABASE, sealer?: Sealer, now = Date.now): Promise<Database> {
  const seals = createSeals(sealer, now);
  const inTurn = createTurn();
  /** Rows of the mirror that can't be read, to be deleted with the next change. */
  const spoilt = new Map<string, StoredKey>();
  let commits = 0;
  let opened: Promise<IDBPDatabase<Schema>> | undefined;

  function open(): Promise<IDBPDatabase<Schema>> {
    const opening = openHandle(name, () => (opened = undefined));
    opening.catch(() => (opened = undefined));
    return opening;
  }

  async function use<Result>(work: (db: IDBPDatabase<Schema>) => Promise<Result>): Promise<Result> {
    try {
      return await work(await (opened ??= open()));
    } catch (error) {
      throw toStorageError(error);
    }
  }

  /** What was read before a commit is no reason to delete what is there after it. */
  function read<Result>(work: (db: AnyDatabase, rows: RowReader) => Promise<Result>): Promise<Result> {
    return use((db) => {
      const before = commits;
      const rows = createRowReader(seals, (store, key) => {
        if (isMirror(store) && before === commits) spoilt.set(JSON.stringify([store, key]), { store, key });
      });
      return work(untyped(db), rows);
    });
  }

  const reader: Reader = {
    get: (store, key) => read((db, rows) => rows.get(db, store, key)),
    getMany: (store, keys) => read((db, rows) => rows.getMany(db, store, keys)),
    getAll: (store) => read((db, rows) => rows.getAll(db, store)),
    getAllFrom: (store, index, key, limit) => read((db, rows) => rows.getAllFrom(db, store, index, key, limit)),
    getKeysFrom: (store, index, key, limit) => read((db, rows) => rows.getKeysFrom(db, store, index, key, limit)),
  };

  /** Sealing takes its time, and a transaction is over where nothing is asked of it: so this comes before. */
  async function seal(write: Write): Promise<Write> {
    if (write.is === 'put') return { ...write, row: await seals.close(write.store, write.row) };
    return write.is === 'delete' ? { ...write, key: await seals.keyOf(write.store, write.key) } : write;
  }

  async function commit(writes: readonly Write[]): Promise<void> {
    if (writes.length === 0) return;
    const sealed = await Promise.all(writes.map(seal));
    await use(async (db) => {
      const useless = [...spoilt.values()].map((one) => ({ ...one, is: 'delete' as const }));
      spoilt.clear();
      commits += 1;
      await perform(db, [...useless, ...sealed]);
    });
  }

  function change<Result>(work: (change: Change) => Promise<Result>): Promise<Result> {
    return inTurn(async () => {
      const writes: Write[] = [];
      const result = await work({
        ...reader,
        put: (store, row) => void writes.push({ is: 'put', store, row }),
        delete: (store, key) => void writes.push({ is: 'delete', store, key }),
        clear: (store, connection) => void writes.push({ is: 'clear', store, connection }),
        clearUnseen: (store, connection, seenBefore, kept) =>
          void writes.push({
            is: 'clear-unseen',
            store,
            connection,
            seen: { from: seenBefore, to: now() + DAY },
            kept,
          }),
      });
      await commit(writes);
      return result;
    });
  }

  await use(async () => undefined);
  return {
    ...reader,
    change,
    put: (store, row) => change(async (tx) => tx.put(store, row)),
    delete: (store, key) => change(async (tx) => tx.delete(store, key)),
    count: (store) => use((db) => db.count(store)),
    findDamaged: () => use(async (db) => (await pickPending(untyped(db))).damaged.map(({ value }) => value)),
    close: async () => (await opened)?.close(),
  };
}
