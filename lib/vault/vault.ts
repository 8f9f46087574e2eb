import type { Connection } from '../domain/connection';
import { CrmError } from '../domain/failure';
import type { ConnectionId } from '../domain/opportunity';
import { CONNECTIONS_KEY } from '../domain/storage-keys';
import type { KeyValue } from '../store/key-value';
import { fromBase64, toBase64 } from './base64';
import { createTurn } from '../domain/lanes';
import type { Keyring } from './keyring';

/**
 * Credentials, in the worker and nowhere else. They lie in `storage.local`, which content scripts are kept out of,
 * sealed while a passphrase is set; no message can carry them back out, and no log or error ever names them.
 */
export interface Vault {
  /**
   * `undefined` where there are none. Rejects with `CrmError`: `locked` until the passphrase is entered,
   * `unauthorized` for what was forgotten with it.
   */
  read(connection: ConnectionId): Promise<unknown>;
  /** Rejects with `CrmError` `locked`, before anything is changed. */
  write(connection: ConnectionId, credentials: unknown): Promise<void>;
  forget(connection: ConnectionId): Promise<void>;
  /** Seals or opens what does not lie as the lock wants it. Interrupted anywhere, it can be done again. */
  settle(): Promise<void>;
  /** Gives up every secret, also those nobody can open. Their connections are to be connected again. */
  forgetAll(): Promise<void>;
}

/** Every entry says itself what it is: this, `FORGOTTEN`, or the credentials as they are. Both members are base64. */
interface SealedEntry {
  sealed: { iv: string; data: string };
}

const FORGOTTEN = { isForgotten: true };

const isSealed = (entry: unknown): entry is SealedEntry => isRecord(entry) && isRecord(entry.sealed);
const isForgotten = (entry: unknown) => isRecord(entry) && entry.isForgotten === true;
/** The CRM on this device has nothing to keep secret, and nothing to be entered again. */
const isEmpty = (entry: unknown) => isRecord(entry) && Object.keys(entry).length === 0;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A vault over `storage.local`; without a keyring nothing is sealed. */
export function createVault(local: KeyValue, keyring?: Keyring): Vault {
  // A renewed token must not be overwritten by the older one that is just being sealed.
  const inTurn = createTurn();
  const keyOf = (connection: ConnectionId) => `vault:${connection}`;

  async function seal(keys: Keyring, connection: ConnectionId, credentials: unknown): Promise<SealedEntry> {
    // With whose they are: moved to another connection's place they are worth nothing.
    const { iv, data } = await keys.seal({ connection, credentials });
    return { sealed: { iv: toBase64(iv), data: toBase64(new Uint8Array(data)) } };
  }

  async function unseal(connection: ConnectionId, { sealed: { iv, data } }: SealedEntry): Promise<unknown> {
    const unreadable = new CrmError({ kind: 'unauthorized' });
    if (!keyring || (await keyring.state()) === 'off') throw unreadable;
    try {
      const opened = await keyring.unseal({ iv: fromBase64(iv), data: fromBase64(data).buffer });
      if (isRecord(opened) && opened.connection === connection) return opened.credentials;
    } catch (error) {
      if (error instanceof CrmError && error.failure.kind === 'locked') throw error;
    }
    throw unreadable;
  }

  async function read(connection: ConnectionId): Promise<unknown> {
    const entry = await local.get(keyOf(connection));
    if (isForgotten(entry)) throw new CrmError({ kind: 'unauthorized' });
    return isSealed(entry) ? unseal(connection, entry) : entry;
  }

  async function write(connection: ConnectionId, credentials: unknown): Promise<void> {
    const isSealing = !isEmpty(credentials) && (await keyring?.isOn());
    const entry = isSealing && keyring ? await seal(keyring, connection, credentials) : credentials;
    await local.set(keyOf(connection), entry);
  }

  async function settleOne(connection: ConnectionId): Promise<void> {
    const entry = await local.get(keyOf(connection));
    if (entry === undefined || isForgotten(entry) || isEmpty(entry)) return;
    if (isSealed(entry) === ((await keyring?.isOn()) ?? false)) return;
    try {
      await write(connection, isSealed(entry) ? await unseal(connection, entry) : entry);
    } catch (error) {
      // What no key opens stays as it is, and in nobody's way.
      if (!(error instanceof CrmError && error.failure.kind === 'unauthorized')) throw error;
    }
  }

  async function forEach(work: (connection: ConnectionId) => Promise<void>): Promise<void> {
    for (const { id } of (await local.get<Connection[]>(CONNECTIONS_KEY)) ?? []) await work(id);
  }

  return {
    read,
    write: (connection, credentials) => inTurn(() => write(connection, credentials)),
    forget: (connection) => inTurn(() => local.remove(keyOf(connection))),
    settle: () => inTurn(() => forEach(settleOne)),
    forgetAll: () =>
      inTurn(() =>
        forEach(async (connection) => {
          if (!isEmpty(await local.get(keyOf(connection)))) await local.set(keyOf(connection), FORGOTTEN);
        }),
      ),
  };
}
