import { CrmError } from '../domain/failure';
import { createTurn } from '../domain/lanes';
import type { Change, Database, Reader } from './database';
import type { KeyValue } from './key-value';
import type { Writer } from './memory-rows';
import { createMemoryRows } from './memory-rows';
import type { StoreName } from './rows';
import { isMirror } from './rows';

/** One step of a change, to be taken where its store lies. */
interface Step {
  store: StoreName;
  /** True for what takes no look at a row, and can be done to rows nobody may read at present. */
  isWipe: boolean;
  take(tx: Writer): void;
}

interface OffDiskOptions {
  /** While it is true, what is in memory can't be read or added to either; it can be dropped. */
  isLocked?: () => Promise<boolean>;
  /** Epoch milliseconds. */
  now?: () => number;
}

/**
 * The database `db`, but for what the CRMs told while `isOff`: that lies in `session` then, which is memory. The same
 * as `db` for whoever uses it, so nobody else may change `db`, and the oldest of what the CRMs told may be missing: it
 * is asked for again. To be switched from within a change, whose own steps are taken where it found
 * things.
 */
export function keepOffDisk(
  db: Database,
  session: KeyValue,
  isOff: () => Promise<boolean>,
  { isLocked = async () => false, now = Date.now }: OffDiskOptions = {},
): Database {
  const memory = createMemoryRows(session, now);
  const inTurn = createTurn();

  async function requireUnlocked(): Promise<void> {
    if (await isLocked()) throw new CrmError({ kind: 'locked' });
  }

  async function placeOf(store: StoreName): Promise<Reader> {
    if (!isMirror(store) || !(await isOff())) return db;
    await requireUnlocked();
    return memory;
  }

  const reader: Reader = {
    get: async (store, key) => (await placeOf(store)).get(store, key),
    getMany: async (store, keys) => (await placeOf(store)).getMany(store, keys),
    getAll: async (store) => (await placeOf(store)).getAll(store),
    getAllFrom: async (store, index, key, limit) => (await placeOf(store)).getAllFrom(store, index, key, limit),
    getKeysFrom: async (store, index, key, limit) => (await placeOf(store)).getKeysFrom(store, index, key, limit),
  };

  /** The disk first: it may refuse, memory does not. */
  async function commit(steps: readonly Step[], isHere: boolean): Promise<void> {
    const isApart = isHere ? isMirror : () => false;
    const apart = steps.filter(({ store }) => isApart(store));
    const others = steps.filter(({ store }) => !isApart(store));
    if (apart.some(({ isWipe }) => !isWipe)) await requireUnlocked();
    const takeAll = (some: readonly Step[]) => (tx: Writer) => some.forEach((step) => step.take(tx));
    if (others.length > 0) await db.change(async (tx) => takeAll(others)(tx));
    if (apart.length > 0) await memory.write(takeAll(apart));
  }

  function change<Result>(work: (change: Change) => Promise<Result>): Promise<Result> {
    return inTurn(async () => {
      // As it is now, whatever the change does to it.
      const isHere = await isOff();
      const steps: Step[] = [];
      const note = (store: StoreName, isWipe: boolean, take: Step['take']) => void steps.push({ store, isWipe, take });
      const result = await work({
        ...reader,
        put: (store, row) => note(store, false, (tx) => tx.put(store, row)),
        delete: (store, key) => note(store, false, (tx) => tx.delete(store, key)),
        clear: (store, connection) => note(store, true, (tx) => tx.clear(store, connection)),
        clearUnseen: (store, connection, seenBefore, kept) =>
          note(store, true, (tx) => tx.clearUnseen(store, connection, seenBefore, kept)),
      });
      await commit(steps, isHere);
      return result;
    });
  }

  return {
    ...reader,
    change,
    put: (store, row) => change(async (tx) => tx.put(store, row)),
    delete: (store, key) => change(async (tx) => tx.delete(store, key)),
    count: async (store) => (isMirror(store) && (await isOff()) ? memory : db).count(store),
    findDamaged: db.findDamaged,
    close: db.close,
  };
}
