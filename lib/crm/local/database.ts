import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';
import { openDB } from 'idb';
import { CrmError } from '../../domain/failure';
import { currencyOfLanguage } from './currency';
import { fromFirstVersion } from './first-version';
import type { CompanyRecord, ContactRecord, OpportunityRecord } from './records';

export const DATABASE = 'dealside-local';
const VERSION = 2;

interface LocalSchema extends DBSchema {
  contacts: { key: string; value: ContactRecord; indexes: { address: string; company: string } };
  companies: { key: string; value: CompanyRecord; indexes: { domain: string } };
  opportunities: {
    key: string;
    value: OpportunityRecord;
    indexes: { contact: string; related: string; company: string; status: [string, string] };
  };
  settings: { key: 'currency'; value: string };
}
type Database = IDBPDatabase<LocalSchema>;
type StoreName = 'contacts' | 'companies' | 'opportunities' | 'settings';
const STORES: StoreName[] = ['contacts', 'companies', 'opportunities', 'settings'];

const BLOCKED = new CrmError({ kind: 'storage', problem: 'blocked' });

type Transaction<Mode extends IDBTransactionMode> = IDBPTransaction<LocalSchema, StoreName[], Mode>;
export type WriteTransaction = Transaction<'readwrite'>;
export type AnyTransaction = Transaction<'readonly'> | WriteTransaction;

/** Brings a database of any older version to the present one. Later versions add `if (oldVersion < n)` below. */
async function upgrade(db: Database, oldVersion: number, tx: Transaction<'versionchange'>): Promise<void> {
  if (oldVersion < 1) {
    const contacts = db.createObjectStore('contacts', { keyPath: 'id' });
    contacts.createIndex('address', 'addresses', { multiEntry: true, unique: true });
    contacts.createIndex('company', 'companyId');
    // Records whose key is null stay out of an index, so several companies may have no domain.
    db.createObjectStore('companies', { keyPath: 'id' }).createIndex('domain', 'domain', { unique: true });
    const opportunities = db.createObjectStore('opportunities', { keyPath: 'id' });
    opportunities.createIndex('contact', 'contactId');
    opportunities.createIndex('related', 'relatedContactIds', { multiEntry: true });
    opportunities.createIndex('company', 'companyId');
    opportunities.createIndex('status', ['status', 'updatedAt']);
    db.createObjectStore('settings');
    await tx.objectStore('settings').put(currencyOfLanguage(navigator.language), 'currency');
  }
  if (oldVersion < 2) {
    const opportunities = tx.objectStore('opportunities');
    for (const record of await opportunities.getAll()) await opportunities.put(fromFirstVersion(record));
  }
}

/** The open connection. Only a cache: a worker that starts anew opens its own. */
let connection: Promise<Database> | undefined;

/** True while a request to open waits for another window: a further one would wait behind it, and hear nothing. */
let isHeldUp = false;

function open(): Promise<Database> {
  if (connection) return connection;
  if (isHeldUp) return Promise.reject(BLOCKED);
  const held = Promise.withResolvers<never>();
  const asked: Promise<Database> = openDB<LocalSchema>(DATABASE, VERSION, {
    upgrade: (db, oldVersion, _newVersion, tx) => upgrade(db, oldVersion, tx),
    blocked() {
      isHeldUp = true;
      held.reject(BLOCKED);
    },
    // A newer Dealside wants to upgrade, or the browser wants to delete the site's data: let go, reopen when needed.
    blocking: (_current, _blocked, event) => {
      forget(opening);
      (event.target as IDBDatabase).close();
    },
    terminated: () => forget(opening),
  });
  const opening = Promise.race([asked, held.promise]);
  connection = opening;
  opening.catch(() => forget(opening));
  asked
    .then((late) => isHeldUp && late.close())
    .catch(() => undefined)
    .finally(() => (isHeldUp = false));
  return opening;
}

function forget(stale: Promise<Database>): void {
  if (connection === stale) connection = undefined;
}

async function begin<Mode extends 'readonly' | 'readwrite'>(mode: Mode): Promise<Transaction<Mode>> {
  // Strict: this is the only copy of the rep's data, so a commit waits until it is on the disk.
  const start = (db: Database) => db.transaction(STORES, mode, { durability: 'strict' });
  const opening = open();
  const db = await opening;
  try {
    return start(db);
  } catch (error) {
    // The connection was closed between opening and now.
    if (!isNamed(error, 'InvalidStateError')) throw error;
    forget(opening);
    return start(await open());
  }
}

/** Runs `work` in one transaction: all of it happens or, when it throws or the worker dies, nothing. */
async function run<Mode extends 'readonly' | 'readwrite', T>(
  mode: Mode,
  work: (tx: Transaction<Mode>) => Promise<T>,
): Promise<T> {
  try {
    const tx = await begin(mode);
    // Seen by whoever awaits it below; without this an aborted transaction is also an unhandled rejection.
    tx.done.catch(() => undefined);
    try {
      const value = await work(tx);
      await tx.done;
      return value;
    } catch (error) {
      abort(tx);
      // A full disk ends the transaction; its requests only tell that it ended.
      throw isNamed(tx.error, 'QuotaExceededError') ? tx.error : error;
    }
  } catch (error) {
    throw toCrmError(error);
  }
}

function abort(tx: Pick<AnyTransaction, 'abort'>): void {
  try {
    tx.abort();
  } catch {
    // Already over: the failure itself ended it.
  }
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof DOMException && error.name === name;
}

/** A newer version's database, or one the browser can't read back from the disk. */
const UNREADABLE = ['VersionError', 'UnknownError', 'NotReadableError'];

function toCrmError(error: unknown): CrmError {
  if (error instanceof CrmError) return error;
  if (isNamed(error, 'QuotaExceededError')) {
    return new CrmError({ kind: 'storage', problem: 'full' });
  }
  if (UNREADABLE.some((name) => isNamed(error, name))) return new CrmError({ kind: 'storage', problem: 'broken' });
  return new CrmError({ kind: 'internal', reason: error instanceof Error ? error.name : 'unknown' });
}

/** Reads in one transaction, a consistent view. Throws `CrmError`. */
export function read<T>(work: (tx: Transaction<'readonly'>) => Promise<T>): Promise<T> {
  return run('readonly', work);
}

/** Reads and writes in one transaction; no two of them overlap. Throws `CrmError`. */
export function write<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
  return run('readwrite', work);
}
