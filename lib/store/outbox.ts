import type { Crm } from '../crm/crm';
import { findConflict, isRestoration, missingFields } from '../domain/conflict';
import { yieldTo } from '../domain/deal-change';
import type { Edit } from '../domain/edit';
import { isPending, isUnderway } from '../domain/edit';
import type { Failure } from '../domain/failure';
import { CrmError, toFailure } from '../domain/failure';
import type { ConnectionId, Opportunity, OpportunityPatch, OpportunityRef } from '../domain/opportunity';
import { fieldsOf, pick, refKey } from '../domain/opportunity';
import { findStage } from '../domain/pipeline';
import { isSameValue } from '../domain/same-value';
import { withoutFields } from '../domain/supersede';
import type { Database } from './database';
import { afterFailure, countTries, isDue, isRefusal, needsConnecting, SENDING_GUARD, wakeTime } from './delivery';
import { createEdits, type Outcome } from './edits';
import { forgetSaved } from './evict';
import { forgetOpportunity } from './forget';
import { createLanes } from '../domain/lanes';
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
  /** True until the passphrase is entered: there are no keys to send with, and everything waits. */
  isLocked(): Promise<boolean>;
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
  /**
   * Ends a conflict: `mine` sends the edit over theirs, `theirs` drops the fields in question. `seen` are the other
   * side's values as the rep saw them: where they are others by now, the question stays.
   */
  resolve(id: string, keep: 'mine' | 'theirs', seen: OpportunityPatch): Promise<void>;
  /** Tries again what was refused for want of a valid key or permission. */
  retryRefused(connection: ConnectionId): Promise<void>;
  /** How many edits the CRM has not got. */
  countUnsent(connection: ConnectionId): Promise<number>;
  /** Sends whatever is due: after a start, at an alarm, when the browser is online again. */
  resume(): Promise<void>;
}

/** One try of an edit, which may have given way in some fields; and why it failed, if it did. */
type Try = Outcome & { edit: Edit; failure: Failure | null };

/** An outbox over the worker's database. */
export function createOutbox(context: OutboxContext): Outbox {
  const { db, records, now, changed } = context;
  const edits = createEdits(db, records);
  /** One per opportunity. What another worker left as `sending` is in none of them. */
  const lanes = createLanes<string>();

  /** The next edit of `ref` to send; `undefined` when nothing is due, the oldest always first. */
  async function nextDue(ref: OpportunityRef): Promise<Edit | undefined> {
    if (await context.isLocked()) return undefined;
    const underway = (await edits.of(ref)).filter((edit) => isUnderway(edit.delivery));
    const [oldest] = underway.toSorted((a, b) => a.at - b.at);
    if (!oldest || oldest.delivery.is === 'sending' || isDue(oldest.delivery, now(), context.isOnline())) return oldest;
    context.wakeAt(wakeTime(oldest.delivery, now()));
    return undefined;
  }

  /** Each call adds a pass behind the running one, so that an edit added at its very end is not left lying. */
  const drain = (ref: OpportunityRef) => lanes(refKey(ref), () => sendAll(ref));

  /** In the background: what could not even be written down (a full disk) is tried again later. */
  function start(ref: OpportunityRef): void {
    drain(ref).catch(() => context.wakeAt(now() + SENDING_GUARD));
  }

  async function sendAll(ref: OpportunityRef): Promise<void> {
    for (let edit = await nextDue(ref); edit; edit = await nextDue(ref)) await send(edit.id);
  }

  /** The win probability the CRM gives the stage of a record, percent; `null` where that is not known. */
  async function probabilityOf({ ref, stageId }: Opportunity): Promise<number | null> {
    const row = await db.get('catalogs', ref.connection);
    return findStage(row?.catalog ?? null, stageId)?.stage.winProbability ?? null;
  }

  /** What the CRM holds, and what that means for an edit: what is left of it, and what somebody else has changed. */
  async function look(crm: Crm, claimed: Edit) {
    const before = await crm.read(claimed.ref.id);
    const others = (await edits.of(claimed.ref)).filter(({ id, delivery }) => id !== claimed.id && isPending(delivery));
    const stageProbability = await probabilityOf(before);
    // What only came along with a stage or a status gives way to what somebody set by hand.
    const { theirs, patch } = yieldTo(findConflict(claimed, before, others, stageProbability), claimed.patch);
    return { before, stageProbability, theirs, edit: { ...claimed, patch } };
  }

  /** Sends an edit and tells what became of it; writes nothing down. */
  async function attempt(claimed: Edit): Promise<Try> {
    let known: Pick<Try, 'edit' | 'before' | 'stageProbability'> = {
      edit: claimed,
      before: null,
      stageProbability: null,
    };
    let isUncertain = claimed.wasSent ?? false;
    let isPartThere = false;
    try {
      const crm = await context.openCrm(claimed.ref.connection);
      const { theirs, before, ...found } = await look(crm, claimed);
      known = { ...found, before };
      if (fieldsOf(theirs).length > 0) {
        return { ...known, delivery: { is: 'conflict', theirs }, record: before, isUncertain, failure: null };
      }
      // A try whose outcome never arrived may have been applied: send only what the CRM still lacks.
      const missing = missingFields(found.edit, before);
      isUncertain = fieldsOf(missing).length > 0;
      isPartThere = claimed.wasSent === true && fieldsOf(missing).length < fieldsOf(found.edit.patch).length;
      // Named, what gave way is safe from what the CRM would bring along by itself.
      const gaveWay = pick(before, fieldsOf(withoutFields(claimed.patch, fieldsOf(found.edit.patch))));
      const record = isUncertain ? await crm.update(claimed.ref.id, { ...missing, ...gaveWay }, before) : before;
      return { ...known, delivery: { is: 'saved', at: now() }, record, isUncertain: false, failure: null };
    } catch (error) {
      const failure = toFailure(error);
      // Refused now, what an earlier try has brought there stays of our doing.
      isUncertain &&= !known.before || !isRefusal(failure) || isPartThere;
      const attempts = countTries(claimed, failure);
      known = { ...known, edit: { ...known.edit, attempts } };
      const delivery = afterFailure(failure, { attempts, now: now(), isOnline: context.isOnline(), isUncertain });
      return { ...known, delivery, record: known.before, isUncertain, failure };
    }
  }

  async function send(id: string): Promise<void> {
    const claimed = await edits.claim(id);
    if (!claimed) return;
    context.wakeAt(now() + SENDING_GUARD);
    changed();
    const { connection } = claimed.ref;
    const isCurrent = context.lifetimes.begin(connection);
    const { edit, failure, ...outcome } = await attempt(claimed);
    if (!isCurrent()) return;
    await edits.settle(edit, outcome);
    changed();
    await context.report(connection, failure);
  }

  /** Sends an edit from the beginning, changed as the rep decided. */
  async function requeue(id: string, next: (edit: Edit) => Edit | null = (edit) => ({ ...edit })): Promise<void> {
    const edit = await edits.change(id, (old) => {
      const changes = isPending(old.delivery) ? next(old) : old;
      return changes === null || changes === old ? changes : fromTheBeginning(changes);
    });
    changed();
    if (edit) start(edit.ref);
  }

  return {
    async add(input) {
      if (!(await context.isConnected(input.ref.connection))) throw new CrmError({ kind: 'not-found' });
      await edits.add({ ...input, at: now(), attempts: 0, delivery: { is: 'queued' } });
      changed();
      start(input.ref);
    },
    remove: (ref, deleteInCrm) =>
      lanes(refKey(ref), async () => {
        await deleteInCrm();
        // First of all: what is written from here on looks at it.
        records.bury(ref);
        await forgetOpportunity(db, ref);
        changed();
        // A creation may be free to go on.
        context.wakeAt(now());
      }),
    retry: (id) => requeue(id),
    // Said twice it is said once: what was decided goes on.
    discard: (id) =>
      requeue(id, (edit) => (['rejected', 'conflict'].includes(edit.delivery.is) ? asDiscarded(edit) : edit)),
    resolve: (id, keep, seen) =>
      requeue(id, (edit) => {
        if (edit.delivery.is !== 'conflict') return edit;
        const { theirs } = edit.delivery;
        if (!isWhatWasSeen(theirs, seen)) return edit;
        if (keep === 'mine') return { ...edit, base: { ...edit.base, ...theirs } };
        const patch = withoutFields(edit.patch, fieldsOf(theirs));
        return fieldsOf(patch).length > 0 ? { ...edit, patch } : null;
      }),
    async retryRefused(connection) {
      for (const { id, delivery } of await db.getAllFrom('edits', 'connection', connection)) {
        if (delivery.is === 'rejected' && needsConnecting(delivery.failure)) await requeue(id);
      }
    },
    async countUnsent(connection) {
      const all = await db.getAllFrom('edits', 'connection', connection);
      return all.filter(({ delivery }) => isPending(delivery)).length;
    },
    async resume() {
      await forgetSaved(db, now());
      const underway = (await db.getAll('edits')).filter((edit) => isUnderway(edit.delivery));
      const refs = new Map(underway.map((edit) => [refKey(edit.ref), edit.ref]));
      await Promise.all([...refs.values()].map(drain));
    },
  };
}

function isWhatWasSeen(theirs: OpportunityPatch, seen: OpportunityPatch): boolean {
  return fieldsOf(theirs).every((field) => isSameValue(theirs[field], seen[field]));
}

function fromTheBeginning(edit: Edit): Edit {
  return { ...edit, attempts: 0, delivery: { is: 'queued' } };
}

/**
 * What is left to do of an edit the rep gives up: nothing, where the CRM never had it; where it may have it, to look,
 * and to put back what it brought.
 */
function asDiscarded(edit: Edit): Edit | null {
  const fields = fieldsOf(edit.patch).filter((field) => field in edit.base);
  if ((!edit.wasSent && !edit.ours) || fields.length === 0 || isRestoration(edit)) return null;
  const values = fields.map((field) => [field, [...(edit.ours?.[field] ?? []), edit.patch[field] ?? null]]);
  const { wasSent: _, ...rest } = edit;
  return { ...rest, patch: pick({ ...edit.base }, fields), ours: Object.fromEntries(values), undoes: null };
}
