import type { IDBPDatabase } from 'idb';
import { deleteDB, openDB } from 'idb';
import type { PendingRows } from './pending-rows';
import { readPendingRows } from './pending-rows';
import { migrate, type Schema, VERSION } from './schema';
import { blocked, toStorageError } from './storage-error';

export const DATABASE = 'dealside';

/**
 * Databases another window holds up. IndexedDB serves one request after the other: whoever asked now would wait behind
 * the one held up, and hear nothing.
 */
const heldUp = new Set<string>();

/** What was pending in a database before it was to be upgraded: held up, it can't be read. */
const before = new Map<string, PendingRows>();

/**
 * Opens the present version, making it or upgrading to it. `lost` is called when the browser has closed the
 * connection: the next call opens it anew. Rejects with `CrmError` `storage`.
 */
export async function openHandle(name: string, lost: () => void): Promise<IDBPDatabase<Schema>> {
  if (heldUp.has(name)) throw blocked();
  await notePending(name);
  const db = await unlessHeldUp(
    name,
    (isHeldUp) =>
      openDB<Schema>(name, VERSION, {
        upgrade: (opened, from, _to, tx) => migrate(opened, from, tx),
        blocked: isHeldUp,
        blocking(_current, _blocked, event) {
          // A newer version of the extension wants to upgrade, or the storage is to be reset: let it.
          (event.target as IDBDatabase).close();
          lost();
        },
        terminated: lost,
      }),
    (late) => late.close(),
  );
  before.delete(name);
  return db;
}

/** Deletes a database; whoever has it open lets it go. Rejects with `CrmError` `storage`. */
export async function deleteDatabase(name: string): Promise<void> {
  if (heldUp.has(name)) throw blocked();
  await unlessHeldUp(
    name,
    (isHeldUp) => deleteDB(name, { blocked: isHeldUp }),
    () => undefined,
  );
  before.delete(name);
}

/** What is pending in a database, whatever state it is in. Rejects with `CrmError` `storage`. */
export async function findPending(name: string): Promise<PendingRows> {
  if (heldUp.has(name)) {
    const known = before.get(name);
    if (!known) throw blocked();
    return known;
  }
  return readPendingRows(name).catch((error: unknown) => {
    throw toStorageError(error);
  });
}

/** Only a help for the worst: where it fails, the upgrade is tried all the same. */
async function notePending(name: string): Promise<void> {
  try {
    const stored = (await indexedDB.databases()).find((one) => one.name === name)?.version;
    if (stored !== undefined && stored < VERSION) before.set(name, await readPendingRows(name));
  } catch {
    before.delete(name);
  }
}

/** Rejects as soon as the request is held up; what it comes to all the same is given to `late`. */
async function unlessHeldUp<Result>(
  name: string,
  request: (isHeldUp: () => void) => Promise<Result>,
  late: (result: Result) => void,
): Promise<Result> {
  let isLate = false;
  const held = Promise.withResolvers<never>();
  const asked = request(() => {
    isLate = true;
    heldUp.add(name);
    held.reject(blocked());
  }).finally(() => heldUp.delete(name));
  asked.then(
    (result) => isLate && late(result),
    () => undefined,
  );
  try {
    return await Promise.race([asked, held.promise]);
  } catch (error) {
    throw toStorageError(error);
  }
}
