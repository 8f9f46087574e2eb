import type { Change, Database, Reader } from '../../../lib/store/database';
import type { Rows, StoreName } from '../../../lib/store/rows';
import type { Life, Turns } from './turns';

/** A row that was written, once it is there for good. */
export type Written = { [Name in StoreName]: { store: Name; row: Rows[Name] } }[StoreName];

interface Mortal {
  database: Database;
  life: Life;
  turns: Turns;
  written(rows: readonly Written[]): void;
}

/**
 * A worker's database: each of its answers takes a turn, so the worker may die at any of them. A change has one of its
 * own: before it nothing is written, after it all is.
 */
export function mortalDatabase({ database, life, turns, written }: Mortal): Database {
  const turn = <Result>(work: () => Promise<Result>) => turns.wait(life, 'database', work);

  const readerOf = (reader: Reader): Reader => ({
    get: (store, key) => turn(() => reader.get(store, key)),
    getMany: (store, keys) => turn(() => reader.getMany(store, keys)),
    getAll: (store) => turn(() => reader.getAll(store)),
    getAllFrom: (store, index, key, limit) => turn(() => reader.getAllFrom(store, index, key, limit)),
    getKeysFrom: (store, index, key, limit) => turn(() => reader.getKeysFrom(store, index, key, limit)),
  });

  function change<Result>(work: (change: Change) => Promise<Result>): Promise<Result> {
    const told = Promise.withResolvers<Result>();
    const rows: Written[] = [];
    const changed = database.change(async (tx) => {
      const result = await work({
        ...readerOf(tx),
        put(store, row) {
          rows.push({ store, row } as Written);
          tx.put(store, row);
        },
        delete: tx.delete,
        clear: tx.clear,
        clearUnseen: tx.clearUnseen,
      });
      const allowed = Promise.withResolvers<void>();
      const commit = turn(async () => {
        allowed.resolve();
        await changed;
        written(rows);
        return result;
      });
      commit.then(told.resolve, told.reject);
      await allowed.promise;
      return result;
    });
    changed.catch(told.reject);
    return told.promise;
  }

  return {
    ...database,
    ...readerOf(database),
    change,
    put: (store, row) => change(async (tx) => tx.put(store, row)),
    delete: (store, key) => change(async (tx) => tx.delete(store, key)),
    count: (store) => turn(() => database.count(store)),
  };
}
