import { CrmError } from '../domain/failure';
import type { Keys, Rows, StoreName } from './rows';
import { MIRROR } from './rows';

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
  close(store: StoreName, row: unknown): Promise<unknown>;
  open<Name extends StoreName>(store: Name, stored: unknown): Promise<Rows[Name] | undefined>;
  openAll<Name extends StoreName>(store: Name, stored: readonly unknown[]): Promise<Rows[Name][]>;
}

/** Of a mirror's row only what it is found by stays readable, and of that no address. */
interface SealedRow {
  sealed: Sealed;
}

function isSealed(stored: unknown): stored is SealedRow {
  return typeof stored === 'object' && stored !== null && 'sealed' in stored;
}

const isMirror = (store: StoreName) => MIRROR.some((name) => name === store);

/** Seals over a sealer; without one everything is stored as it is. */
export function createSeals(sealer?: Sealer): Seals {
  const isSealing = async (store: StoreName) => sealer !== undefined && isMirror(store) && (await sealer.isOn());

  /** The question of an answer names addresses and what was searched for. */
  async function keyOf(store: StoreName, key: unknown): Promise<IDBValidKey> {
    if (store !== 'answers' || !sealer || !(await isSealing(store))) return key as IDBValidKey;
    const [connection, question] = key as Keys['answers'];
    return [connection, await sealer.name(question)];
  }

  async function keyMembers(store: StoreName, row: unknown): Promise<object> {
    if (store === 'opportunities') return { ref: (row as Rows['opportunities']).ref };
    if (store === 'catalogs') return { connection: (row as Rows['catalogs']).connection };
    const { connection, question } = row as Rows['answers'];
    return { connection, question: await sealer?.name(question) };
  }

  async function open<Name extends StoreName>(_store: Name, stored: unknown): Promise<Rows[Name] | undefined> {
    if (!isSealed(stored)) return stored as Rows[Name] | undefined;
    return (await sealer?.unseal(stored.sealed).catch(undefinedUnlessLocked)) as Rows[Name] | undefined;
  }

  return {
    keyOf,
    open,
    async close(store, row) {
      if (!sealer || !(await isSealing(store))) return row;
      return { ...(await keyMembers(store, row)), sealed: await sealer.seal(row) };
    },
    async openAll(store, stored) {
      const rows = await Promise.all(stored.map((one) => open(store, one)));
      return rows.filter((row) => row !== undefined);
    },
  };
}

/** Sealed with keys that are gone, or damaged: it is asked for again. */
function undefinedUnlessLocked(error: unknown): undefined {
  if (error instanceof CrmError && error.failure.kind === 'locked') throw error;
  return undefined;
}
