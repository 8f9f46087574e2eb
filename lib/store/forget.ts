import type { ConnectionId, OpportunityRef } from '../domain/opportunity';
import type { Database } from './database';
import { MIRROR, STORES } from './rows';

/**
 * Forgets an opportunity that is gone for good: the record, its place in answers, its threads, and what was pending of
 * it. A creation being taken back still has its contact and company to remove, and goes by itself then.
 */
export function forgetOpportunity(db: Database, { connection, id }: OpportunityRef): Promise<void> {
  return db.change(async (tx) => {
    tx.delete('opportunities', [connection, id]);
    for (const edit of await tx.getAllFrom('edits', 'ref', [connection, id])) tx.delete('edits', edit.id);
    for (const creation of await tx.getAllFrom('creations', 'connection', connection)) {
      const { delivery, made, isUndo } = creation;
      if (made.opportunityId === id && !isUndo) tx.delete('creations', creation.id);
      // Nothing is left to ask about.
      const isSimilarToIt = delivery.is === 'similar' && delivery.opportunity.ref.id === id;
      if (isSimilarToIt) tx.put('creations', { ...creation, delivery: { is: 'queued' } });
    }
    for (const row of await tx.getAllFrom('answers', 'connection', connection)) {
      const matches = row.matches.filter((match) => match.id !== id);
      if (matches.length < row.matches.length) tx.put('answers', { ...row, matches });
    }
    for (const { thread, opportunityId } of await tx.getAllFrom('links', 'connection', connection)) {
      if (opportunityId === id) tx.delete('links', [connection, thread, opportunityId]);
    }
  });
}

/** Forgets everything a connection left here. */
export function wipeConnection(db: Database, connection: ConnectionId): Promise<void> {
  return db.change(async (tx) => STORES.forEach((store) => tx.clear(store, connection)));
}

/** Forgets what the CRMs told; what waits to be sent stays. */
export function wipeMirror(db: Database): Promise<void> {
  return db.change(async (tx) => MIRROR.forEach((store) => tx.clear(store)));
}
