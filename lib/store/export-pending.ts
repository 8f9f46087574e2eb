import type { Creation, Edit } from '../domain/edit';
import type { Damaged } from './pending-rows';
import { DATABASE, findPending } from './opening';

/** What the CRMs have not got yet, as a file. No credential stands in it: edits and creations hold none. */
export interface PendingDocument {
  format: 'dealside-pending';
  version: 1;
  /** ISO 8601 UTC instant. */
  exportedAt: string;
  edits: Edit[];
  creations: Creation[];
  damaged: Damaged[];
}

/**
 * What is pending, also out of a database that can't be opened otherwise. `now` is epoch milliseconds, `count` how many
 * entries there are. Rejects with `CrmError` `storage`.
 */
export async function exportPending(now: number, name = DATABASE): Promise<{ json: string; count: number }> {
  const { edits, creations, damaged } = await findPending(name);
  const pending: PendingDocument = {
    format: 'dealside-pending',
    version: 1,
    exportedAt: new Date(now).toISOString(),
    edits,
    creations,
    damaged: damaged.map((one) => ({ ...one, value: asJson(one.value) })),
  };
  return { json: JSON.stringify(pending, null, 2), count: edits.length + creations.length + damaged.length };
}

/** IndexedDB holds more than JSON has words for; one such value must not keep the others from being exported. */
function asJson(value: unknown): unknown {
  try {
    JSON.stringify(value);
    return value;
  } catch {
    return String(value);
  }
}
