import type { ConnectionId } from '../domain/opportunity';
import type { Change, Reader } from './database';
import type { KeyValue } from './key-value';
import type { Kept, Stored } from './kept-rows';
import { compareKept, keep, keepAgain, KEPT, keyOf, nameOf, read, storedOf } from './kept-rows';
import type { Keys, Rows, StoreName } from './rows';
import { isMirror } from './rows';

/** What of a change is no reading. */
export type Writer = Omit<Change, keyof Reader>;

/**
 * Rows of the mirror in memory, written down in `storage.session` as far as there is room: there they outlive the
 * worker, and not the browser.
 */
export interface MemoryRows extends Reader {
  count(store: StoreName): Promise<number>;
  /** Takes all steps of `work` at once. Where there is no room for that, the rows written longest ago are forgotten. */
  write(work: (tx: Writer) => void): Promise<void>;
}

/** Bytes of `storage.session`, which has 10 MB for everything: without the rest no panel can be shown. */
const ROOM = 6_000_000;
/** How much of them is left where they are not enough: what has to go is not to be looked for with every change. */
const LEFT = 3 / 4;

const DAY = 86_400_000;

/** Rows over `session`. `now` tells epoch milliseconds. */
export function createMemoryRows(session: KeyValue, now: () => number, room = ROOM): MemoryRows {
  /** By name, in the order they were written. */
  let loading: Promise<Map<string, Kept>> | undefined;
  /** Names of those that lie in `session` otherwise, or not at all. */
  const changed = new Set<string>();
  let size = 0;

  async function load(): Promise<Map<string, Kept>> {
    const stored = await session.entries(KEPT);
    const rows = stored.map(([, one]) => keepAgain(one as Stored)).toSorted((a, b) => a.seenAt - b.seenAt);
    size = rows.reduce((sum, one) => sum + one.size, 0);
    return new Map(rows.map((one) => [one.name, one]));
  }

  function open(): Promise<Map<string, Kept>> {
    const mine = (loading ??= load());
    mine.catch(() => (loading = undefined));
    return mine;
  }

  async function select(store: StoreName, isWanted: (kept: Kept) => boolean, limit?: number): Promise<Kept[]> {
    const found = [...(await open()).values()].filter((kept) => kept.store === store && isWanted(kept));
    // As in IndexedDB, where none is no limit.
    return found.toSorted(compareKept).slice(0, limit || undefined);
  }

  function selectFrom(store: StoreName, index: string, key: unknown, limit?: number): Promise<Kept[]> {
    if (index === 'connection') return select(store, ({ connection }) => connection === key, limit);
    const [connection, word] = key as [ConnectionId, string];
    return select(store, (kept) => kept.connection === connection && kept.words.has(word), limit);
  }

  function remove(rows: Map<string, Kept>, kept: Kept | undefined): void {
    if (!kept || !rows.delete(kept.name)) return;
    size -= kept.size;
    changed.add(kept.name);
  }

  function removeWhere(rows: Map<string, Kept>, isGone: (kept: Kept) => boolean): void {
    for (const kept of rows.values()) if (isGone(kept)) remove(rows, kept);
  }

  /** Answers that name an opportunity which is forgotten go with it: they would tell of fewer than there are. */
  function forgetUntil(rows: Map<string, Kept>, most: number): void {
    const forgotten = new Set<string>();
    for (const kept of rows.values()) {
      if (size <= most) break;
      remove(rows, kept);
      if (kept.store === 'opportunities') forgotten.add(kept.name);
    }
    const isMaimed = ({ connection, matches }: Rows['answers']) =>
      matches.some(({ id }) => forgotten.has(nameOf('opportunities', [connection, id])));
    if (forgotten.size > 0) {
      removeWhere(rows, (kept) => kept.store === 'answers' && isMaimed(read('answers', kept)));
    }
  }

  const writerOf = (rows: Map<string, Kept>): Writer => ({
    put(store, row) {
      if (!isMirror(store)) return;
      const kept = keep(store, row as Rows[typeof store], now());
      remove(rows, rows.get(kept.name));
      rows.set(kept.name, kept);
      size += kept.size;
      changed.add(kept.name);
    },
    delete: (store, key) => remove(rows, rows.get(nameOf(store, key))),
    clear: (store, connection) =>
      removeWhere(rows, (one) => one.store === store && (connection === undefined || one.connection === connection)),
    clearUnseen(store, connection, seenBefore, kept) {
      const isSeen = (seenAt: number) => seenAt >= seenBefore && seenAt <= now() + DAY;
      removeWhere(
        rows,
        (one) => one.store === store && one.connection === connection && !isSeen(one.seenAt) && !kept.has(one.id),
      );
    },
  });

  /** What is gone goes first: a worker that dies before the rest knows too little rather than what holds no longer. */
  async function writeDown(rows: Map<string, Kept>): Promise<void> {
    const names = [...changed];
    const gone = names.filter((name) => !rows.has(name));
    const fresh = names.flatMap((name) => rows.get(name) ?? []);
    if (gone.length > 0) await session.remove(...gone);
    if (fresh.length > 0) await session.setAll(Object.fromEntries(fresh.map((kept) => [kept.name, storedOf(kept)])));
    changed.clear();
  }

  return {
    async get(store, key) {
      const kept = (await open()).get(nameOf(store, key));
      return kept && read(store, kept);
    },
    async getMany(store, keys) {
      const rows = await open();
      return keys.flatMap((key) => rows.get(nameOf(store, key)) ?? []).map((kept) => read(store, kept));
    },
    getAll: async (store) => (await select(store, () => true)).map((kept) => read(store, kept)),
    getAllFrom: async (store, index, key, limit) =>
      (await selectFrom(store, index, key, limit)).map((kept) => read(store, kept)),
    getKeysFrom: async <Name extends StoreName>(store: Name, index: string, key: unknown, limit?: number) =>
      (await selectFrom(store, index, key, limit)).map((kept) => keyOf(kept) as Keys[Name]),
    count: async (store) => (await select(store, () => true)).length,
    async write(work) {
      const rows = await open();
      work(writerOf(rows));
      if (size > room) forgetUntil(rows, room * LEFT);
      // The rest of the session may take more than its share.
      while (
        !(await writeDown(rows).then(
          () => true,
          () => rows.size === 0,
        ))
      ) {
        forgetUntil(rows, size / 2);
      }
    },
  };
}
