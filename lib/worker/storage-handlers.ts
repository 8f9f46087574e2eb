import { exportPending } from '../store/export-pending';
import { DATABASE, deleteDatabase } from '../store/opening';
import type { OwnHandlers } from './starting';

/** The part of a started worker these messages need. */
interface StoredWorker {
  countDamaged(): Promise<number>;
  renew(): Promise<void>;
}

/**
 * What can be done about the storage, whether or not a worker can start on it. The CRM on this device and the
 * credentials lie elsewhere: a reset leaves them alone.
 */
export function createStorageHandlers(start: () => Promise<StoredWorker>, now: () => number): OwnHandlers {
  return {
    'storage.check': async () => ({ damaged: await (await start()).countDamaged() }),
    'pending.export': () => exportPending(now()),
    async 'storage.reset'() {
      await deleteDatabase(DATABASE);
      await (await start()).renew();
      return null;
    },
  };
}
