import { CrmError } from '../domain/failure';
import { isReadable } from './check-rows';
import type { Indexes, Keys, Rows, StoreName } from './rows';
import type { Seals } from './seals';
import type { AnyDatabase } from './stored';
import { ask, LOST, readAlone } from './stored';

/** Reads rows of an open database, leaving out those that can't be read. */
export interface RowReader {
  get<Name extends StoreName>(db: AnyDatabase, store: Name, key: Keys[Name]): Promise<Rows[Name] | undefined>;
  getMany<Name extends StoreName>(db: AnyDatabase, store: Name, keys: readonly Keys[Name][]): Promise<Rows[Name][]>;
  getAll<Name extends StoreName>(db: AnyDatabase, store: Name): Promise<Rows[Name][]>;
  getAllFrom<Name extends StoreName, Index extends keyof Indexes[Name] & string>(
    db: AnyDatabase,
    store: Name,
    index: Index,
    key: Indexes[Name][Index],
    limit?: number,
  ): Promise<Rows[Name][]>;
  getKeysFrom<Name extends StoreName, Index extends keyof Indexes[Name] & string>(
    db: AnyDatabase,
    store: Name,
    index: Index,
    key: Indexes[Name][Index],
    limit?: number,
  ): Promise<Keys[Name][]>;
}

/** `unreadable` is told the stored key of each row that is left out. */
export function createRowReader(seals: Seals, unreadable: (store: StoreName, key: IDBValidKey) => void): RowReader {
  /** `undefined` where nobody can read it. Rejects with `CrmError` `locked` where only the passphrase is missing. */
  async function unseal<Name extends StoreName>(store: Name, value: unknown): Promise<Rows[Name] | undefined> {
    try {
      const row: unknown = await seals.open(store, value);
      return isReadable(store, row) ? row : undefined;
    } catch (error) {
      if (error instanceof CrmError) throw error;
      return undefined;
    }
  }

  async function readOne<Name extends StoreName>(
    db: AnyDatabase,
    store: Name,
    key: IDBValidKey,
  ): Promise<Rows[Name] | undefined> {
    const value = await readAlone(db, store, key);
    if (value === undefined) return undefined;
    const row = value === LOST ? undefined : await unseal(store, value);
    if (!row) unreadable(store, key);
    return row;
  }

  const isThere = <Row>(row: Row | undefined): row is Row => row !== undefined;

  /** All at once, and only where one of them can't be read each alone. */
  async function readAll<Name extends StoreName>(
    db: AnyDatabase,
    store: Name,
    together: () => Promise<unknown[]>,
    keys: () => Promise<IDBValidKey[]>,
  ): Promise<Rows[Name][]> {
    const values = await together().catch(() => [LOST]);
    const rows = values.includes(LOST) ? [undefined] : await Promise.all(values.map((value) => unseal(store, value)));
    if (rows.every(isThere)) return rows.filter(isThere);
    const alone = await Promise.all((await keys()).map((key) => readOne(db, store, key)));
    return alone.filter(isThere);
  }

  return {
    get: async (db, store, key) => readOne(db, store, await seals.keyOf(store, key)),
    async getMany(db, store, keys) {
      const stored = await Promise.all(keys.map((key) => seals.keyOf(store, key)));
      const together = () => ask(db, store, (from) => Promise.all(stored.map((key) => from.get(key))));
      return readAll(
        db,
        store,
        async () => (await together()).filter(isThere),
        async () => stored,
      );
    },
    getAll: (db, store) =>
      readAll(
        db,
        store,
        () => ask(db, store, (from) => from.getAll()),
        () => ask(db, store, (from) => from.getAllKeys()),
      ),
    async getAllFrom(db, store, index, key, limit) {
      const stored = await seals.indexKeyOf(store, index, key);
      return readAll(
        db,
        store,
        () => ask(db, store, (from) => from.index(index).getAll(stored, limit)),
        () => ask(db, store, (from) => from.index(index).getAllKeys(stored, limit)),
      );
    },
    async getKeysFrom<Name extends StoreName>(
      db: AnyDatabase,
      store: Name,
      index: string,
      key: unknown,
      limit?: number,
    ): Promise<Keys[Name][]> {
      const stored = await seals.indexKeyOf(store, index, key);
      return (await ask(db, store, (from) => from.index(index).getAllKeys(stored, limit))) as Keys[Name][];
    },
  };
}
