import { refKey } from '../domain/opportunity';
import type { AnswerRow, Database } from './database';

const DAY = 86_400_000;

/** How long an answer nobody asked for again is kept, milliseconds: what was searched for is of no use tomorrow. */
function lifeOf(row: AnswerRow): number {
  return row.question.startsWith('search:') ? DAY : 30 * DAY;
}

/**
 * Forgets answers of long ago, and the opportunities that no answer, edit or creation names any more: addresses and
 * deals must not pile up on disk. `now` in epoch milliseconds.
 */
export async function evictOld(db: Database, now: number): Promise<void> {
  const tx = db.transaction(['answers', 'opportunities', 'edits', 'creations'], 'readwrite');
  const named = new Set((await tx.objectStore('edits').getAll()).map(({ ref }) => refKey(ref)));
  for (const { connection, made } of await tx.objectStore('creations').getAll()) {
    if (made.opportunityId) named.add(refKey({ connection, id: made.opportunityId }));
  }
  for (const row of await tx.objectStore('answers').getAll()) {
    const isOld = row.status !== 'loading' && now - (row.asOf ?? 0) > lifeOf(row);
    if (isOld) void tx.objectStore('answers').delete([row.connection, row.question]);
    else for (const { id } of row.matches) named.add(refKey({ connection: row.connection, id }));
  }
  for (const [connection, id] of await tx.objectStore('opportunities').getAllKeys()) {
    if (!named.has(refKey({ connection, id }))) void tx.objectStore('opportunities').delete([connection, id]);
  }
  await tx.done;
}
