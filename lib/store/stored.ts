import type { IDBPDatabase, IDBPObjectStore } from 'idb';

/** Stands for a value that is there and can't be read back from the disk. */
export const LOST = Symbol('lost');

/** A database of any version of ours, or of none. */
export type AnyDatabase = Pick<IDBPDatabase, 'transaction' | 'objectStoreNames'>;

/**
 * Asks one store in a transaction of its own, and is over when that is: a database that is closed with one still
 * running holds up whoever upgrades it.
 */
export async function ask<Result>(
  db: AnyDatabase,
  name: string,
  question: (store: IDBPObjectStore<unknown, [string]>) => Promise<Result>,
): Promise<Result> {
  const tx = db.transaction(name);
  // Where the question fails, so does this, and nobody asks.
  tx.done.catch(() => undefined);
  const answer = await question(tx.store);
  await tx.done;
  return answer;
}

/**
 * One value, alone: where it can't be read back, all others still can. Resolves to `LOST` then, to `undefined` where
 * there is none, and rejects where the database itself can't be read.
 */
export async function readAlone(db: AnyDatabase, name: string, key: IDBValidKey): Promise<unknown> {
  try {
    return await ask(db, name, (store) => store.get(key));
  } catch (error) {
    if ((await ask(db, name, (store) => store.getKey(key))) === undefined) throw error;
    return LOST;
  }
}

/** Every value of a store with its key, each read alone. */
export async function readEach(db: AnyDatabase, name: string): Promise<{ key: IDBValidKey; value: unknown }[]> {
  const keys = await ask(db, name, (store) => store.getAllKeys());
  return Promise.all(keys.map(async (key) => ({ key, value: await readAlone(db, name, key) })));
}
