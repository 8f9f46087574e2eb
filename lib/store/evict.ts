import { ACTIVITY_WINDOW } from '../domain/edit';
import type { ConnectionId } from '../domain/opportunity';
import { refKey } from '../domain/opportunity';
import type { AnswerRow, Database } from './database';

const DAY = 86_400_000;

/** A thread nobody has written in for so long is over; milliseconds. */
const LINK_LIFE = 400 * DAY;

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
export function evictOld(db: Database, connected: ReadonlySet<ConnectionId>, now: number): Promise<void> {
  return db.change(async (tx) => {
    const named = new Set<string>();
    for (const { id, ref } of await tx.getAll('edits')) {
      // Nobody will ever see or send it.
      if (!connected.has(ref.connection)) tx.delete('edits', id);
      else named.add(refKey(ref));
    }
    for (const { id, connection, made } of await tx.getAll('creations')) {
      if (!connected.has(connection)) tx.delete('creations', id);
      else if (made.opportunityId) named.add(refKey({ connection, id: made.opportunityId }));
    }
    for (const { connection, thread, opportunityId, at } of await tx.getAll('links')) {
      if (!connected.has(connection) || now - at > LINK_LIFE) tx.delete('links', [connection, thread, opportunityId]);
      else named.add(refKey({ connection, id: opportunityId }));
    }
    for (const row of await tx.getAll('answers')) {
      if (isOld(row, now)) tx.delete('answers', [row.connection, row.question]);
      else for (const { id } of row.matches) named.add(refKey({ connection: row.connection, id }));
    }
    for (const { ref } of await tx.getAll('opportunities')) {
      if (!named.has(refKey(ref))) tx.delete('opportunities', [ref.connection, ref.id]);
    }
  });
}

/** Forgets edits that were saved long ago. `now` in epoch milliseconds. */
export function forgetSaved(db: Database, now: number): Promise<void> {
  return db.change(async (tx) => {
    for (const { id, delivery } of await tx.getAll('edits')) {
      if (delivery.is === 'saved' && now - delivery.at > ACTIVITY_WINDOW) tx.delete('edits', id);
    }
  });
}
