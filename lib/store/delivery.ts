import type { Delivery, Edit } from '../domain/edit';
import type { Failure, FailureKind } from '../domain/failure';
import { isPassing } from '../domain/failure';
import type { Database } from './database';

/** After so many tries a CRM that answers with its own errors, or not at all, counts as a refusal the rep decides on. */
const MAX_ATTEMPTS = 4;

/** 1, 2, 4, 8… seconds, at most half a minute (the shortest alarm a browser fires); in milliseconds. */
function backoff(attempts: number): number {
  return Math.min(1000 * 2 ** (attempts - 1), 30_000);
}

/**
 * What becomes of an edit after a failed try. `attempts` counts the tries so far, `now` is epoch milliseconds. Where the
 * CRM may have applied it all the same (`isUncertain`), it is looked at again before the rep is told that it failed.
 * Without a connection it waits as long as it takes: that is nobody's refusal. Where the browser thinks it is online,
 * nothing will tell when the CRM can be reached again; it is tried now and then.
 */
export function afterFailure(
  failure: Failure,
  { attempts, now, isOnline, isUncertain }: { attempts: number; now: number; isOnline: boolean; isUncertain: boolean },
): Delivery {
  if (failure.kind === 'offline') {
    return { is: 'waiting', until: isOnline ? now + backoff(attempts) : null, failure };
  }
  // Unlocking sends it.
  if (failure.kind === 'locked') return { is: 'queued' };
  if (failure.kind === 'rate-limited') return { is: 'waiting', until: failure.retryAt, failure };
  const isWorthATry = isPassing(failure) || isOurs(failure) || (isUncertain && !isRefusal(failure));
  if (isWorthATry && attempts < MAX_ATTEMPTS) return { is: 'waiting', until: now + backoff(attempts), failure };
  return { is: 'rejected', failure };
}

/** Nothing the CRM said: where the browser could not do something just then, it may the next time. */
function isOurs({ kind }: Failure): boolean {
  return kind === 'internal';
}

/** What proves that the CRM did not apply what it was sent. */
const REFUSALS = new Set<FailureKind>([
  'invalid',
  'unauthorized',
  'forbidden',
  'scope',
  'quota',
  'not-found',
  'rate-limited',
  'no-permission',
  'locked',
  'changed',
]);

/** True where the CRM said no: nothing of what it was sent is applied. */
export function isRefusal({ kind, isPartly }: Failure): boolean {
  return !isPartly && REFUSALS.has(kind);
}

/** What connecting again can mend. */
const NEEDS_CONNECTING = new Set<FailureKind>(['unauthorized', 'forbidden', 'scope', 'no-permission']);

export function needsConnecting({ kind }: Failure): boolean {
  return NEEDS_CONNECTING.has(kind);
}

/** Being out of reach, or told to wait, says nothing of whether the CRM will take it: those tries don't count. */
const IS_NO_TRY = new Set<FailureKind | undefined>(['offline', 'rate-limited']);

/** The tries of what has just failed, where the one before may have been none. */
export function countTries({ attempts, delivery }: Pick<Edit, 'attempts' | 'delivery'>, failure: Failure): number {
  const before = delivery.is === 'sending' ? delivery.after?.kind : undefined;
  return IS_NO_TRY.has(before) && !IS_NO_TRY.has(failure.kind) ? 1 : attempts;
}

/** Longer than any wait a CRM is taken at its word for; a clock that was set back shows as one. Milliseconds. */
export const LONGEST_WAIT = 65 * 60_000;

/** True when it is to be sent now. What waits for the connection alone goes when the browser is online. */
export function isDue(delivery: Delivery, now: number, isOnline: boolean): boolean {
  if (delivery.is === 'queued') return true;
  if (delivery.is !== 'waiting') return false;
  if (delivery.until === null) return isOnline;
  return delivery.until <= now || delivery.until - now > LONGEST_WAIT;
}

/** Makes what failed for want of a connection due at once: the browser says that it is online again. */
export function releaseOffline(db: Database): Promise<void> {
  return db.change(async (tx) => {
    const release = <Sent extends { delivery: Delivery }>(sent: Sent): Sent | undefined => {
      const { delivery } = sent;
      const isOffline = delivery.is === 'waiting' && delivery.failure.kind === 'offline';
      return isOffline ? { ...sent, delivery: { ...delivery, until: null } } : undefined;
    };
    for (const edit of (await tx.getAll('edits')).map(release)) if (edit) tx.put('edits', edit);
    for (const creation of (await tx.getAll('creations')).map(release)) if (creation) tx.put('creations', creation);
  });
}

/** When to look at a waiting edit again, epoch milliseconds; half a minute on where only the connection is waited for. */
export function wakeTime(delivery: Delivery, now: number): number {
  return (delivery.is === 'waiting' ? delivery.until : null) ?? now + 30_000;
}

/** An edit or a creation being tried, for the first time or again. */
export function asSending<Sent extends { attempts: number; delivery: Delivery }>(sent: Sent): Sent {
  const after = sent.delivery.is === 'waiting' ? { after: sent.delivery.failure } : {};
  return { ...sent, attempts: sent.attempts + 1, delivery: { is: 'sending', ...after } };
}

/** A worker that dies while sending is started again after this long, milliseconds: longer than any request takes. */
export const SENDING_GUARD = 35_000;
