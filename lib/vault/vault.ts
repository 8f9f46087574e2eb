import type { ConnectionId } from '../domain/opportunity';
import type { KeyValue } from '../store/key-value';

/**
 * Credentials, in the worker and nowhere else. They lie in `storage.local`, which content scripts are kept out of;
 * no message can carry them back out, and no log or error ever names them.
 */
export interface Vault {
  read(connection: ConnectionId): Promise<unknown>;
  write(connection: ConnectionId, credentials: unknown): Promise<void>;
  forget(connection: ConnectionId): Promise<void>;
}

/** A vault over `storage.local`. */
export function createVault(local: KeyValue): Vault {
  const keyOf = (connection: ConnectionId) => `vault:${connection}`;
  return {
    read: (connection) => local.get(keyOf(connection)),
    write: (connection, credentials) => local.set(keyOf(connection), credentials),
    forget: (connection) => local.remove(keyOf(connection)),
  };
}
