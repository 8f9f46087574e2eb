import { asLeft, asTakenBack, fromTheBeginning, isTwin } from '../domain/creation';
import type { Creation, OpportunityDraft } from '../domain/edit';
import { ACTIVITY_WINDOW, isPending, isUnderway } from '../domain/edit';
import type { ConnectionId } from '../domain/opportunity';
import type { Answers } from './answers';
import { type Attempted, createAttempts, type NextCreation } from './attempts';
import { afterFailure, asSending, countTries, isDue, needsConnecting, SENDING_GUARD, wakeTime } from './delivery';
import { createLanes } from '../domain/lanes';
import { linkThread } from './links';
import type { Outbox, OutboxContext } from './outbox';

export interface CreationsContext extends OutboxContext {
  answers: Answers;
  outbox: Pick<Outbox, 'remove'>;
}

/** Opportunities on their way into the CRM, with the contact and company they need. */
export interface Creations {
  /** Takes a creation, once however often it comes; a twin of one still under way is the same double click. */
  add(creation: Omit<Creation, 'at' | 'attempts' | 'delivery' | 'isUndo' | 'made'>): Promise<void>;
  /** Tries a refused creation again, with a corrected draft where one is given. */
  retry(id: string, draft?: OpportunityDraft): Promise<void>;
  /** Ends the question about a similar deal: links the `existing` one to the thread, or makes a `new` one all the same. */
  resolve(id: string, use: 'existing' | 'new'): Promise<void>;
  /** Tries again what was refused for want of a valid key or permission. */
  retryRefused(connection: ConnectionId): Promise<void>;
  /** How many creations the CRM has not got. */
  countUnsent(connection: ConnectionId): Promise<number>;
  /** Gives up a refused creation, with what it had made so far; one whose removal was refused stays in the CRM. */
  discard(id: string): Promise<void>;
  /** Takes a creation back, wherever it stands: removes what it made, with contact and company if nothing else uses them. */
  undo(id: string): Promise<void>;
  resume(): Promise<void>;
}

/** Creations over the worker's database, one at a time per connection: two for the same newcomer make one contact. */
export function createCreations(context: CreationsContext): Creations {
  const { db, now, changed } = context;
  const lanes = createLanes<ConnectionId>();
  const attempt = createAttempts(context, change);

  const drain = (connection: ConnectionId) => lanes(connection, () => workAll(connection));

  /** In the background: what could not even be written down (a full disk) is tried again later. */
  function start(connection: ConnectionId): void {
    drain(connection).catch(() => context.wakeAt(now() + SENDING_GUARD));
  }

  async function workAll(connection: ConnectionId): Promise<void> {
    const all = await db.getAllFrom('creations', 'connection', connection);
    for (const { id } of all.toSorted((a, b) => a.at - b.at)) while (await work(id)) changed();
  }

  async function change(id: string, next: NextCreation): Promise<Creation | undefined> {
    const result = await db.change(async (tx) => {
      const creation = await tx.get('creations', id);
      if (!creation) return undefined;
      const result = next(creation, tx);
      if (result === null) tx.delete('creations', id);
      else if (result !== creation) tx.put('creations', result);
      return result ?? undefined;
    });
    changed();
    return result;
  }

  /** Tries what is due; true where there is something left to do at once. */
  async function work(id: string): Promise<boolean> {
    const waiting = (await context.isLocked()) ? undefined : await db.get('creations', id);
    if (!waiting || !isUnderway(waiting.delivery)) return false;
    const { delivery } = waiting;
    if (delivery.is === 'waiting' && !isDue(delivery, now(), context.isOnline())) {
      context.wakeAt(wakeTime(delivery, now()));
      return false;
    }
    const creation = await change(id, (latest) => (isUnderway(latest.delivery) ? asSending(latest) : latest));
    if (creation?.delivery.is !== 'sending') return false;
    context.wakeAt(now() + SENDING_GUARD);
    const isCurrent = context.lifetimes.begin(creation.connection);
    const result = await attempt(creation, isCurrent);
    if (!isCurrent()) return false;
    const after = await settle(creation, result);
    await context.report(creation.connection, result.is === 'failed' ? result.failure : null);
    return after !== undefined && after.delivery.is === 'queued';
  }

  /** On top of what the try wrote down of its steps, and of what the rep decided meanwhile. */
  function settle(tried: Creation, result: Attempted): Promise<Creation | undefined> {
    return change(tried.id, (creation, tx) => {
      // Taken back while it was being made.
      const isUndoNew = creation.isUndo && !tried.isUndo;
      if (result.is === 'removed') return null;
      if (isUndoNew && result.is === 'similar') return null;
      if (result.is === 'made')
        linkThread(tx, creation, { id: creation.made.opportunityId, at: now(), isByHand: false });
      if (isUndoNew) return { ...creation, attempts: 0, delivery: { is: 'queued' } };
      if (result.is === 'made') return { ...creation, delivery: { is: 'saved', at: now() } };
      if (result.is === 'similar') return { ...creation, attempts: 0, delivery: result };
      const isUncertain = Object.keys(creation.made).length > 0;
      const attempts = countTries(creation, result.failure);
      const circumstances = { attempts, now: now(), isOnline: context.isOnline(), isUncertain };
      const delivery = afterFailure(result.failure, circumstances);
      if (delivery.is === 'waiting') context.wakeAt(wakeTime(delivery, now()));
      return { ...creation, attempts, delivery };
    });
  }

  /** Links what is similar to the thread, as it is known by now; where it is gone, there is no question any more. */
  async function useExisting(id: string): Promise<void> {
    const creation = await db.get('creations', id);
    if (creation?.delivery.is !== 'similar') return;
    const { ref } = creation.delivery.opportunity;
    if (context.records.isGone(ref)) return requeue(id, (latest) => ({ ...latest }));
    const known = await db.get('opportunities', [ref.connection, ref.id]);
    const opportunity = known ?? creation.delivery.opportunity;
    const added = { reason: 'linked', opportunity, contact: null, company: null } as const;
    await context.answers.add(creation.person.address, added);
    await change(id, (latest, tx) => {
      linkThread(tx, latest, { id: ref.id, at: now(), isByHand: true });
      return null;
    });
  }

  async function requeue(id: string, next: (creation: Creation) => Creation | null): Promise<void> {
    const creation = await change(id, (old) => {
      const changes = next(old);
      return changes === null || changes === old ? changes : fromTheBeginning(changes);
    });
    if (creation) start(creation.connection);
  }

  return {
    async add(input) {
      await db.change(async (tx) => {
        const others = await tx.getAllFrom('creations', 'connection', input.connection);
        if (others.some((other) => other.id === input.id || isTwin(other, input, now()))) return;
        const start = { at: now(), attempts: 0, delivery: { is: 'queued' }, isUndo: false, made: {} } as const;
        tx.put('creations', { ...input, ...start });
      });
      changed();
      start(input.connection);
    },
    retry: (id, draft) =>
      requeue(id, (creation) =>
        isPending(creation.delivery) && creation.delivery.is !== 'sending'
          ? { ...creation, draft: draft ?? creation.draft }
          : creation,
      ),
    async resolve(id, use) {
      if (use === 'new') {
        return requeue(id, (creation) =>
          creation.delivery.is === 'similar' ? { ...creation, isWanted: true } : creation,
        );
      }
      return useExisting(id);
    },
    async retryRefused(connection) {
      for (const { id, delivery } of await db.getAllFrom('creations', 'connection', connection)) {
        if (delivery.is === 'rejected' && needsConnecting(delivery.failure)) {
          await requeue(id, (creation) => ({ ...creation }));
        }
      }
    },
    async countUnsent(connection) {
      const creations = await db.getAllFrom('creations', 'connection', connection);
      return creations.filter(({ delivery }) => isPending(delivery)).length;
    },
    discard: (id) =>
      requeue(id, (creation) => {
        // Said twice it is said once: what was decided goes on.
        if (!['rejected', 'similar'].includes(creation.delivery.is)) return creation;
        if (creation.isLeft) return null;
        return creation.isUndo ? asLeft(creation) : asTakenBack(creation);
      }),
    undo: (id) =>
      requeue(id, (creation) => {
        if (creation.isUndo) return creation;
        return creation.delivery.is === 'sending' ? { ...creation, isUndo: true } : asTakenBack(creation);
      }),
    async resume() {
      const all = await db.getAll('creations');
      for (const { id, delivery } of all) {
        if (delivery.is === 'saved' && now() - delivery.at > ACTIVITY_WINDOW) await db.delete('creations', id);
      }
      const connections = new Set(all.filter((one) => isUnderway(one.delivery)).map((one) => one.connection));
      await Promise.all([...connections].map(drain));
    },
  };
}
