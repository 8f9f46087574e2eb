import type { Creation, Edit } from '../domain/edit';

/** What the rep's file is called. */
export const PENDING_FILE = 'dealside-pending.json';

/**
 * The worker's document of what is pending, with what it could not even write down: that is known to the panel alone.
 * `json` as `pending.export` answers it.
 */
export function withUnwritten(json: string, edits: readonly Edit[], creations: readonly Creation[]): string {
  const pending = JSON.parse(json) as { edits: Edit[]; creations: Creation[] };
  const all = { edits: merge(pending.edits, edits), creations: merge(pending.creations, creations) };
  return JSON.stringify({ ...pending, ...all }, null, 2);
}

function merge<One extends { id: string }>(written: readonly One[], unwritten: readonly One[]): One[] {
  const known = new Set(written.map(({ id }) => id));
  return [...written, ...unwritten.filter(({ id }) => !known.has(id))];
}
