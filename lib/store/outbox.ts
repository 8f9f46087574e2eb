import type { Crm } from '../crm/crm';
import type { Delivery, Edit } from '../domain/edit';
import { findConflict, isPending, isUnderway, missingFields, supersede, withoutFields } from '../domain/edit';
import type { CustomValue } from '../domain/custom-field';
import type { Failure, FailureKind } from '../domain/failure';
import { CrmError, toFailure } from '../domain/failure';
import type { ConnectionId, Field, Opportunity, OpportunityRef } from '../domain/opportunity';
import { fieldsOf, refKey } from '../domain/opportunity';
import type { Database } from './database';
import { forgetOpportunity } from './database';
import { afterFailure, asSending, isDue, SENDING_GUARD, wakeTime } from './delivery';
import { createLanes } from './lanes';
import { forgetSaved } from './evict';
import type { Lifetimes } from './lifetimes';
import type { Records } from './records';

/** What the outbox needs from the worker. */
export interface OutboxContext {
  db: Database;
  records: Records;
  lifetimes: Lifetimes;
  openCrm(connection: ConnectionId): Promise<Crm>;
  isConnected(connection: ConnectionId): Promise<boolean>;
  now(): number;
  isOnline(): boolean;
  changed(): void;
  report(connection: ConnectionId, failure: Failure | null): Promise<void>;
  /** Calls `resume` at `at` (epoch milliseconds), also if the worker dies before. */
  wakeAt(at: number): void;
}

/**
 * Edits on their way to the CRM: written down before anything is sent, one at a time per opportunity and in order,
 * opportunities in parallel. Everything is in the database; a worker that dies leaves nothing half known.
 */
export interface Outbox {
  /**
   * Takes an edit, once however often it comes. Resolves when it is written down. Throws `CrmError` `not-found` where
   * the connection has ended or the opportunity was deleted: nobody would see what became of it.
   */
  add(edit: Omit<Edit, 'at' | 'attempts' | 'delivery'>): Promise<void>;
  /**
   * Deletes an opportunity by `deleteInCrm`, in its turn among the edits of it, and forgets it with what was pending.
   * Rejects as `deleteInCrm` does; nothing is forgotten then.
   */
  remove(ref: OpportunityRef, deleteInCrm: () => Promise<void>): Promise<void>;
  retry(id: string): Promise<void>;
  discard(id: string): Promise<void>;
  /** Ends a conflict: `mine` sends the edit over theirs, `theirs` drops the fields in question. */
  resolve(id: string, keep: 'mine' | 'theirs'): Promise<void>;
  /** Tries again what was refused for want of a valid key or permission. */
  retryRefused(connection: ConnectionId): Promise<void>;
  /** How many edits the CRM has not got. */
  countUnsent(connection: ConnectionId): Promise<number>;
  /** Sends whatever is due: after a start, at an alarm, when the browser is online again. */
  resume(): Promise<void>;
}

/** What connecting again can mend. */
const NEEDS_CONNECTING = new Set<FailureKind>(['unauthorized', 'forbidden', 'scope', 'no-permission']);

/** What became of one try; `record` is what the CRM holds now, where it told. */
interface Outcome {
  delivery: Delivery;
  record: Opportunity | null;
  failure: Failure | null;
}

/** An outbox over the worker's database. */
export function createOutbox(context: OutboxContext): Outbox {
  const { db, records, now, changed } = context;
  /** One per opportunity. What another worker left as `sending` is in none of them. */
  const lanes = createLanes<string>();

  const editsOf = (ref: OpportunityRef) => db.getAllFromIndex('edits', 'ref', [ref.connection, ref.id]);

  /** Keeps how an edit goes on; one forgotten meanwhile stays so. */
  async function save(edit: Edit, delivery: Delivery): Promise<void> {
    const tx = db.transaction('edits', 'readwrite');
    if (await tx.store.getKey(edit.id)) void tx.store.put({ ...edit, delivery });
    await tx.done;
    changed();
  }

  /** The next edit of `ref` to send; `undefined` when nothing is due, the oldest always first. */
  async function nextDue(ref: OpportunityRef): Promise<Edit | undefined> {
    const underway = (await editsOf(ref)).filter((edit) => isUnderway(edit.delivery));
    const [oldest] = underway.toSorted((a, b) => a.at - b.at);
    if (!oldest || oldest.delivery.is === 'sending' || isDue(oldest.delivery, now(), context.isOnline())) return oldest;
    context.wakeAt(wakeTime(oldest.delivery, now()));
    return undefined;
  }

  /** Each call adds a pass behind the running one, so that an edit added at its very end is not left lying. */
  const drain = (ref: OpportunityRef) => lanes(refKey(ref), () => sendAll(ref));

  async function sendAll(ref: OpportunityRef): Promise<void> {
    for (let edit = await nextDue(ref); edit; edit = await nextDue(ref)) await send(edit.id);
  }

  /** Marks an edit as being sent, unless the rep discarded it in the meantime. */
  async function claim(id: string): Promise<Edit | undefined> {
    const tx = db.transaction('edits', 'readwrite');
    const edit = await tx.store.get(id);
    const claimed = edit && isUnderway(edit.delivery) ? asSending(edit) : undefined;
    if (claimed) await tx.store.put(claimed);
    await tx.done;
    return claimed;
  }

  /** Sends an edit and tells what became of it; writes nothing down. */
  async function attempt(edit: Edit): Promise<Outcome> {
    try {
      const crm = await context.openCrm(edit.ref.connection);
      const before = await crm.read(edit.ref.id);
      const theirs = findConflict(edit, before);
      if (fieldsOf(theirs).length > 0) return { delivery: { is: 'conflict', theirs }, record: before, failure: null };
      // A try whose outcome never arrived may have been applied: send only what the CRM still lacks.
      const missing = missingFields(edit.patch, before);
      const after = fieldsOf(missing).length > 0 ? await crm.update(edit.ref.id, missing, before) : before;
      return { delivery: { is: 'saved', at: now() }, record: after, failure: null };
    } catch (error) {
      const failure = toFailure(error);
      return { delivery: afterFailure(failure, edit.attempts, now(), context.isOnline()), record: null, failure };
    }
  }

  async function send(id: string): Promise<void> {
    const edit = await claim(id);
    if (!edit) return;
    context.wakeAt(now() + SENDING_GUARD);
    changed();
    const { connection } = edit.ref;
    const isCurrent = context.lifetimes.begin(connection);
    const { delivery, record, failure } = await attempt(edit);
    if (!isCurrent()) return;
    if (record) await records.confirm(record);
    await save(edit, delivery);
    if (record && delivery.is === 'saved') await rebase(edit.ref, edit.id, (field) => record[field] ?? null);
    await context.report(connection, failure);
  }

  /**
   * Later edits were made on top of this one. What the CRM made of it (a stage brings its probability with it) is our
   * own doing and must not look like somebody else's change when those are sent.
   */
  async function rebase(ref: OpportunityRef, except: string, valueOf: (field: Field) => CustomValue): Promise<void> {
    const tx = db.transaction('edits', 'readwrite');
    const edits = await tx.store.index('ref').getAll([ref.connection, ref.id]);
    for (const edit of edits.filter(({ id, delivery }) => id !== except && isUnderway(delivery))) {
      const base = Object.fromEntries(fieldsOf(edit.base).map((field) => [field, valueOf(field)]));
      void tx.store.put({ ...edit, base });
    }
    await tx.done;
  }

  /** Writes a new edit down. Refused and conflicting ones give up the fields it speaks for, in the same transaction. */
  async function write(input: Edit): Promise<void> {
    const key: [ConnectionId, string] = [input.ref.connection, input.ref.id];
    const tx = db.transaction(['edits', 'opportunities'], 'readwrite');
    const store = tx.objectStore('edits');
    const others = await store.index('ref').getAll(key);
    // One that came back since (by an import) has its record again.
    const isKnown = (await tx.objectStore('opportunities').getKey(key)) !== undefined;
    if (!isKnown && records.isGone(input.ref)) throw new CrmError({ kind: 'not-found' });
    // Edits of one moment keep their order: each is later than any before it.
    let edit = { ...input, at: Math.max(input.at, ...others.map(({ at }) => at + 1)) };
    for (const old of others.filter(({ delivery }) => isPending(delivery) && !isUnderway(delivery))) {
      const { newer, rest } = supersede(edit, old);
      edit = newer;
      if (rest) void store.put(rest);
      else void store.delete(old.id);
    }
    void store.put(edit);
    await tx.done;
    changed();
  }

  async function requeue(edit: Edit): Promise<void> {
    await save({ ...edit, attempts: 0 }, { is: 'queued' });
    void drain(edit.ref);
  }

  return {
    async add(input) {
      if (await db.get('edits', input.id)) return;
      if (!(await context.isConnected(input.ref.connection))) throw new CrmError({ kind: 'not-found' });
      await write({ ...input, at: now(), attempts: 0, delivery: { is: 'queued' } });
      void drain(input.ref);
    },
    remove: (ref, deleteInCrm) =>
      lanes(refKey(ref), async () => {
        await deleteInCrm();
        // First of all: what is written from here on looks at it.
        records.bury(ref);
        await forgetOpportunity(db, ref);
        changed();
      }),
    async retry(id) {
      const edit = await db.get('edits', id);
      if (edit && isPending(edit.delivery) && edit.delivery.is !== 'sending') await requeue(edit);
    },
    async discard(id) {
      const edit = await db.get('edits', id);
      if (!edit || !isPending(edit.delivery) || edit.delivery.is === 'sending') return;
      await db.delete('edits', id);
      changed();
    },
    async resolve(id, keep) {
      const edit = await db.get('edits', id);
      if (edit?.delivery.is !== 'conflict') return;
      const { theirs } = edit.delivery;
      if (keep === 'mine') {
        await requeue({ ...edit, base: { ...edit.base, ...theirs } });
        return;
      }
      const patch = withoutFields(edit.patch, fieldsOf(theirs));
      if (fieldsOf(patch).length > 0) await requeue({ ...edit, patch });
      else await db.delete('edits', id);
      changed();
    },
    async retryRefused(connection) {
      for (const edit of await db.getAllFromIndex('edits', 'connection', connection)) {
        const { delivery } = edit;
        if (delivery.is === 'rejected' && NEEDS_CONNECTING.has(delivery.failure.kind)) await requeue(edit);
      }
    },
    async countUnsent(connection) {
      const edits = await db.getAllFromIndex('edits', 'connection', connection);
      return edits.filter(({ delivery }) => isPending(delivery)).length;
    },
    async resume() {
      await forgetSaved(db, now());
      const underway = (await db.getAll('edits')).filter((edit) => isUnderway(edit.delivery));
      const refs = new Map(underway.map((edit) => [refKey(edit.ref), edit.ref]));
      await Promise.all([...refs.values()].map(drain));
    },
  };
}
