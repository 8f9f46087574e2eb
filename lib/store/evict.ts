import { ACTIVITY_WINDOW } from '../domain/edit';
import type { ConnectionId } from '../domain/opportunity';
import { refKey } from '../domain/opportunity';
import type { RecordKind } from '../domain/mirror';
import { RECORD_KINDS } from '../domain/mirror';
import type { AnswerRow, Change, Database } from './database';
import type { SyncRow } from './rows';
import { MIRROR } from './rows';

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
 * Forgets answers of long ago, what is left of connections that have ended, and, of kinds of records that are not kept
 * in step with the CRM, those that nothing names any more: addresses and deals must not pile up on disk.
 * `connected` are the connections there are, `now` is epoch milliseconds.
 */
export function evictOld(db: Database, connected: ReadonlySet<ConnectionId>, now: number): Promise<void> {
  return db.change(async (tx) => {
    const named = new Set<string>();
    const people = new Set<string>();
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
    const answers = await tx.getAll('answers');
    for (const row of answers) {
      if (isOld(row, now)) tx.delete('answers', [row.connection, row.question]);
      else {
        for (const { id } of row.matches) named.add(refKey({ connection: row.connection, id }));
        for (const one of [row.contact, row.company])
          if (one) people.add(refKey({ connection: row.connection, id: one.id }));
      }
    }
    const syncs = await tx.getAll('syncs');
    const seen = new Set([...syncs, ...answers, ...(await tx.getAll('catalogs'))].map(({ connection }) => connection));
    for (const connection of seen) {
      if (!connected.has(connection)) for (const store of MIRROR) tx.clear(store, connection);
    }
    const mirrored = new Map(syncs.filter(hasBegun).map((row) => [row.connection, row]));
    for (const connection of connected) {
      for (const kind of mirrored.get(connection)?.refused ?? RECORD_KINDS) {
        await forgetUnnamed(tx, kind, connection, kind === 'opportunities' ? named : people);
      }
    }
  });
}

const hasBegun = ({ pass, syncedAt }: SyncRow) => pass !== null || syncedAt !== null;

async function forgetUnnamed(tx: Change, kind: RecordKind, connection: ConnectionId, named: ReadonlySet<string>) {
  for (const [, id] of await tx.getKeysFrom(kind, 'connection', connection)) {
    if (!named.has(refKey({ connection, id }))) tx.delete(kind, [connection, id]);
  }
}

/** Forgets edits that were saved long ago. `now` in epoch milliseconds. */
export function forgetSaved(db: Database, now: number): Promise<void> {
  return db.change(async (tx) => {
    for (const { id, delivery } of await tx.getAll('edits')) {
      if (delivery.is === 'saved' && now - delivery.at > ACTIVITY_WINDOW) tx.delete('edits', id);
    }
  });
}
