import { CrmError } from '../domain/failure';
import type { RecordKind } from '../domain/mirror';
import { RECORD_KINDS } from '../domain/mirror';
import type { ConnectionId } from '../domain/opportunity';
import type { Keys, Rows, StoreName } from './rows';
import { isMirror } from './rows';
import { orderOf, wordsOf } from './words';

/** What is left of a value that only the passphrase opens. */
export interface Sealed {
  iv: Uint8Array;
  data: ArrayBuffer;
}

/** Encrypts what is stored, while a passphrase is set. Rejects with `CrmError` `locked` until it is entered. */
export interface Sealer {
  isOn(): Promise<boolean>;
  seal(value: unknown): Promise<Sealed>;
  unseal(sealed: Sealed): Promise<unknown>;
  /** Stands for a name that must not be readable: the same for the same name, and nothing can be told from it. */
  name(text: string): Promise<string>;
}

/** Rows as they are stored, and back. */
export interface Seals {
  keyOf(store: StoreName, key: unknown): Promise<IDBValidKey>;
  /** What an index holds for `key`: words are not to be readable either. */
  indexKeyOf(store: StoreName, index: string, key: unknown): Promise<IDBValidKey | IDBKeyRange>;
  close(store: StoreName, row: unknown): Promise<unknown>;
  open<Name extends StoreName>(store: Name, stored: unknown): Promise<Rows[Name] | undefined>;
  openAll<Name extends StoreName>(store: Name, stored: readonly unknown[]): Promise<Rows[Name][]>;
}

/** Of a mirror's row only what it is found by stays readable, and of that no address and no word. */
interface SealedRow {
  sealed: Sealed;
}

/**
 * What a record of the mirror is stored with: what finds it, in which order, and when the CRM last told it, epoch
 * milliseconds.
 */
interface Found {
  words: [ConnectionId, word: string, order: number][];
  seenAt: number;
}

const isRecordKind = (store: StoreName): store is RecordKind => RECORD_KINDS.some((name) => name === store);

function isSealed(stored: unknown): stored is SealedRow {
  return typeof stored === 'object' && stored !== null && 'sealed' in stored;
}

/** Seals over a sealer; without one everything is stored readable. */
export function createSeals(sealer: Sealer | undefined, now: () => number): Seals {
  async function sealerOf(store: StoreName): Promise<Sealer | null> {
    return sealer && isMirror(store) && (await sealer.isOn()) ? sealer : null;
  }

  /** The question of an answer names addresses and what was searched for. */
  async function keyOf(store: StoreName, key: unknown): Promise<IDBValidKey> {
    const by = store === 'answers' ? await sealerOf(store) : null;
    if (!by) return key as IDBValidKey;
    const [connection, question] = key as Keys['answers'];
    return [connection, await by.name(question)];
  }

  async function keyMembers(store: StoreName, row: unknown): Promise<object> {
    if (store === 'opportunities') return { ref: (row as Rows['opportunities']).ref };
    if (store === 'answers') {
      const { connection, question } = row as Rows['answers'];
      return { connection, question: await sealer?.name(question) };
    }
    const { connection, id } = row as Partial<Rows['contacts']>;
    return id === undefined ? { connection } : { connection, id };
  }

  async function found<Kind extends RecordKind>(store: Kind, row: Rows[Kind], by: Sealer | null): Promise<Found> {
    const connection = 'ref' in row ? row.ref.connection : row.connection;
    const all = wordsOf(store, row);
    const order = orderOf(row, by !== null);
    const names = by ? await Promise.all(all.map((word) => by.name(word))) : all;
    return { words: names.map((name) => [connection, name, order]), seenAt: now() };
  }

  async function open<Name extends StoreName>(store: Name, stored: unknown): Promise<Rows[Name] | undefined> {
    if (!isSealed(stored)) return (isRecordKind(store) ? withoutFound(stored) : stored) as Rows[Name] | undefined;
    return (await sealer?.unseal(stored.sealed).catch(undefinedUnlessLocked)) as Rows[Name] | undefined;
  }

  return {
    keyOf,
    async indexKeyOf(store, index, key) {
      if (index !== 'words') return key as IDBValidKey;
      const [connection, word] = key as [ConnectionId, string];
      const by = await sealerOf(store);
      const name = by ? await by.name(word) : word;
      return IDBKeyRange.bound([connection, name], [connection, name, []]);
    },
    open,
    async close(store, row) {
      // Once for all of it: a row must not lie sealed with its words open.
      const by = await sealerOf(store);
      const finding = isRecordKind(store) ? await found(store, row as Rows[typeof store], by) : {};
      if (!by) return { ...(row as object), ...finding };
      return { ...(await keyMembers(store, row)), ...finding, sealed: await by.seal(row) };
    },
    async openAll(store, stored) {
      const rows = await Promise.all(stored.map((one) => open(store, one)));
      return rows.filter((row) => row !== undefined);
    },
  };
}

function withoutFound(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null) return stored;
  const { words: _words, seenAt: _seenAt, ...row } = stored as Partial<Found>;
  return row;
}

/** Sealed with keys that are gone, or damaged: it is asked for again. */
function undefinedUnlessLocked(error: unknown): undefined {
  if (error instanceof CrmError && error.failure.kind === 'locked') throw error;
  return undefined;
}
