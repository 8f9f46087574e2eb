import { UNDO_WINDOW } from '../domain/edit';
import type { ConnectionId } from '../domain/opportunity';
import { refKey } from '../domain/opportunity';
import type { AnswerRow, Database } from './database';

const DAY = 86_400_000;

/** How long an answer nobody asked for again is kept, milliseconds: what was searched for is of no use tomorrow. */
function lifeOf(row: AnswerRow): number {
  return row.question.startsWith('search:') ? DAY : 30 * DAY;
}

/** One that nobody waits for any more stays `loading`: it grows old like the others. */
function isOld(row: AnswerRow, now: number): boolean {
  return now - Math.max(row.asOf ?? 0, row.askedAt ?? 0) > lifeOf(row);
}

/**
 * Forgets answers of long ago, edits and creations of connections that have ended, and the opportunities that nothing
 * names any more: addresses and deals must not pile up on disk. `connected` are the connections there are, `now` is
 * epoch milliseconds.
 */
export async function evictOld(db: Database, connected: ReadonlySet<ConnectionId>, now: number): Promise<void> {
  const tx = db.transaction(['answers', 'opportunities', 'edits', 'creations'], 'readwrite');
  const named = new Set<string>();
  for (const { id, ref } of await tx.objectStore('edits').getAll()) {
    // Nobody will ever see or send it.
    if (!connected.has(ref.connection)) void tx.objectStore('edits').delete(id);
    else named.add(refKey(ref));
  }
  for (const { id, connection, made } of await tx.objectStore('creations').getAll()) {
    if (!connected.has(connection)) void tx.objectStore('creations').delete(id);
    else if (made.opportunityId) named.add(refKey({ connection, id: made.opportunityId }));
  }
  for (const row of await tx.objectStore('answers').getAll()) {
    if (isOld(row, now)) void tx.objectStore('answers').delete([row.connection, row.question]);
    else for (const { id } of row.matches) named.add(refKey({ connection: row.connection, id }));
  }
  for (const [connection, id] of await tx.objectStore('opportunities').getAllKeys()) {
    if (!named.has(refKey({ connection, id }))) void tx.objectStore('opportunities').delete([connection, id]);
  }
  await tx.done;
}

/** Forgets edits that can't be taken back any more. `now` in epoch milliseconds. */
export async function forgetSaved(db: Database, now: number): Promise<void> {
  for (const edit of await db.getAll('edits')) {
    if (edit.delivery.is === 'saved' && now - edit.delivery.at > UNDO_WINDOW) await db.delete('edits', edit.id);
  }
}
