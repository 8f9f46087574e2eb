import { openDB } from 'idb';
import type { Creation, Edit } from '../domain/edit';
import { isPending } from '../domain/edit';
import { isReadable } from './check-rows';
import type { AnyDatabase } from './stored';
import { LOST, readEach } from './stored';

const STORES = ['edits', 'creations'] as const;

/** A row nobody can read any more; `value` as it lies there, `null` where not even that can be had. */
export interface Damaged {
  store: (typeof STORES)[number];
  key: IDBValidKey;
  value: unknown;
}

/** What the CRMs have not got yet. */
export interface PendingRows {
  edits: Edit[];
  creations: Creation[];
  damaged: Damaged[];
}

const NOTHING: PendingRows = { edits: [], creations: [], damaged: [] };

/** Picks out of an open database what is pending and what is damaged, whatever stores and versions of rows it has. */
export async function pickPending(db: AnyDatabase): Promise<PendingRows> {
  const found: PendingRows = { edits: [], creations: [], damaged: [] };
  for (const store of STORES) {
    if (!db.objectStoreNames.contains(store)) continue;
    for (const { key, value } of await readEach(db, store)) {
      if (store === 'edits' && isReadable('edits', value)) found.edits.push(value);
      else if (store === 'creations' && isReadable('creations', value)) found.creations.push(value);
      else found.damaged.push({ store, key, value: value === LOST ? null : value });
    }
  }
  const waiting = ({ delivery }: Edit | Creation) => isPending(delivery);
  return { ...found, edits: found.edits.filter(waiting), creations: found.creations.filter(waiting) };
}

/**
 * Reads what is pending without asking for a version: also of a database that can't be brought to the present one, or
 * is of a newer one. Never makes one. Rejects with IndexedDB's own error.
 */
export async function readPendingRows(name: string): Promise<PendingRows> {
  let isNew = false;
  try {
    const db = await openDB(name, undefined, {
      upgrade(_db, _from, _to, tx) {
        isNew = true;
        tx.done.catch(() => undefined);
        tx.abort();
      },
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
    try {
      return await pickPending(db);
    } finally {
      db.close();
    }
  } catch (error) {
    if (isNew) return NOTHING;
    throw error;
  }
}
