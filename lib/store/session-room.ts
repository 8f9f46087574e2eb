import { tabOfPanelKey } from '../domain/storage-keys';
import type { KeyValue } from './key-value';

/**
 * `session` for what must be written down whatever happens: which email is open, when a CRM was asked. Where the
 * storage is full, what panels were shown makes room: it can be told again, and is, with the next change.
 */
export function withRoom(session: KeyValue): KeyValue {
  async function sure(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch {
      const told = (await session.keys()).filter((key) => tabOfPanelKey(key) !== undefined);
      await session.remove(...told);
      await write();
    }
  }

  return {
    ...session,
    set: (key, value) => sure(() => session.set(key, value)),
    setAll: (values) => sure(() => session.setAll(values)),
  };
}
