import type { Edit } from '../domain/edit';

/** What the rep's file is called. */
export const PENDING_FILE = 'dealside-pending.json';

/**
 * The worker's document of what is pending, with the edits it could not even write down: these are known to the panel
 * alone. `json` as `pending.export` answers it.
 */
export function withUnwritten(json: string, unwritten: readonly Edit[]): string {
  const pending = JSON.parse(json) as { edits: Edit[] };
  const known = new Set(pending.edits.map(({ id }) => id));
  const edits = [...pending.edits, ...unwritten.filter(({ id }) => !known.has(id))];
  return JSON.stringify({ ...pending, edits }, null, 2);
}
