import type { Facts } from '../crm/crm';
import type { ConnectionId } from '../domain/opportunity';
import { fromBase64, toBase64 } from '../vault/base64';
import type { Keyring } from '../vault/keyring';

/** Facts as a text that only the passphrase opens, while one is set. */
export interface FactSeal {
  isOn(): Promise<boolean>;
  /** While it is true, nothing can be sealed or opened. */
  isLocked(): Promise<boolean>;
  /** `null` where that can't be done now. */
  close(connection: ConnectionId, facts: Facts): Promise<string | null>;
  /** None where nobody can open it now, or ever. */
  open(connection: ConnectionId, sealed: string): Promise<Facts>;
}

/** What is sealed: with whose facts they are, so that they are worth nothing in another connection's place. */
interface Content {
  connection: ConnectionId;
  facts: Facts;
}

/** Between its two parts; no base64 has it. */
const SEPARATOR = '.';

/** A seal over the lock's keys. It never rejects: facts are found out again. */
export function createFactSeal(keyring: Pick<Keyring, 'isOn' | 'state' | 'seal' | 'unseal'>): FactSeal {
  return {
    isOn: keyring.isOn,
    isLocked: async () => (await keyring.state()) === 'locked',
    async close(connection, facts) {
      try {
        const { iv, data } = await keyring.seal({ connection, facts } satisfies Content);
        return [toBase64(iv), toBase64(new Uint8Array(data))].join(SEPARATOR);
      } catch {
        return null;
      }
    },
    async open(connection, sealed) {
      try {
        const [iv = '', data = ''] = sealed.split(SEPARATOR);
        const opened = await keyring.unseal({ iv: fromBase64(iv), data: fromBase64(data).buffer });
        return isOf(connection, opened) ? opened.facts : {};
      } catch {
        return {};
      }
    },
  };
}

function isOf(connection: ConnectionId, opened: unknown): opened is Content {
  return typeof opened === 'object' && opened !== null && (opened as Partial<Content>).connection === connection;
}
