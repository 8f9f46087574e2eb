import { RECORD_KINDS } from '../domain/mirror';
import type { ConnectionId } from '../domain/opportunity';
import type { Keys, MirrorName, Rows, StoreName } from './rows';
import { wordsOf } from './words';

/** What begins the `storage.session` keys of rows. */
export const KEPT = 'mirror:';

/** A row of the mirror in memory, with what finds it. */
export interface Kept {
  /** Its key in `storage.session`. */
  name: string;
  store: MirrorName;
  connection: ConnectionId;
  /** What tells it from the others of its connection: empty where there is one only. */
  id: string;
  words: ReadonlySet<string>;
  /** When it was last put, epoch milliseconds. */
  seenAt: number;
  /** The row as JSON: nobody who reads it can change it, and it is measured as the browser does. */
  text: string;
  /** Bytes it takes, about. */
  size: number;
}

/** As it lies in `storage.session`. */
export type Stored = Pick<Kept, 'store' | 'seenAt' | 'text'>;

/** What the browser takes for each value beside its text, about. */
const OVERHEAD = 200;

const IDS: { [Name in MirrorName]: (row: Rows[Name]) => [ConnectionId, string] } = {
  answers: ({ connection, question }) => [connection, question],
  opportunities: ({ ref }) => [ref.connection, ref.id],
  contacts: ({ connection, id }) => [connection, id],
  companies: ({ connection, id }) => [connection, id],
  catalogs: ({ connection }) => [connection, ''],
  syncs: ({ connection }) => [connection, ''],
};

const encoder = new TextEncoder();

/** The name of the row with this key. */
export function nameOf<Name extends StoreName>(store: Name, key: Keys[Name]): string {
  return `${KEPT}${store}:${JSON.stringify(key)}`;
}

/** The key of a kept row. */
export function keyOf({ store, connection, id }: Pick<Kept, 'store' | 'connection' | 'id'>): Keys[MirrorName] {
  return store === 'catalogs' || store === 'syncs' ? connection : [connection, id];
}

function wordsIn<Name extends MirrorName>(store: Name, row: Rows[Name]): string[] {
  const kind = RECORD_KINDS.find((name) => name === store);
  return kind ? wordsOf(kind, row as Rows[typeof kind]) : [];
}

/** A row to be kept, last put at `seenAt` (epoch milliseconds). */
export function keep<Name extends MirrorName>(store: Name, row: Rows[Name], seenAt: number): Kept {
  return kept(store, row, JSON.stringify(row), seenAt);
}

/** A row as a worker before this one has kept it. */
export function keepAgain({ store, seenAt, text }: Stored): Kept {
  return kept(store, JSON.parse(text) as Rows[typeof store], text, seenAt);
}

export function storedOf({ store, seenAt, text }: Kept): Stored {
  return { store, seenAt, text };
}

/** A row of `store` as it was put. */
export function read<Name extends StoreName>(_store: Name, { text }: Kept): Rows[Name] {
  return JSON.parse(text) as Rows[Name];
}

function kept<Name extends MirrorName>(store: Name, row: Rows[Name], text: string, seenAt: number): Kept {
  const [connection, id] = IDS[store](row);
  const name = nameOf<MirrorName>(store, keyOf({ store, connection, id }));
  const size = encoder.encode(text).length + encoder.encode(name).length + OVERHEAD;
  return { name, store, connection, id, words: new Set(wordsIn(store, row)), seenAt, text, size };
}

/** In the order of their keys, as IndexedDB has them. */
export function compareKept(a: Kept, b: Kept): number {
  return compare(a.connection, b.connection) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
