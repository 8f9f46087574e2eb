import type { Delivery } from '../domain/edit';
import type { Failure } from '../domain/failure';
import { isPassing } from '../domain/failure';

/** After so many tries a CRM that answers with its own errors, or not at all, counts as a refusal the rep decides on. */
const MAX_ATTEMPTS = 4;

/** 1, 2, 4, 8… seconds, at most a minute; in milliseconds. */
function backoff(attempts: number): number {
  return Math.min(1000 * 2 ** (attempts - 1), 60_000);
}

/**
 * What becomes of an edit after a failed try. `attempts` counts the tries so far, `now` is epoch milliseconds.
 * Without a connection it waits as long as it takes: that is nobody's refusal.
 */
export function afterFailure(failure: Failure, attempts: number, now: number): Delivery {
  if (failure.kind === 'offline') return { is: 'waiting', until: null, failure };
  if (failure.kind === 'rate-limited') return { is: 'waiting', until: failure.retryAt, failure };
  if (isPassing(failure) && attempts < MAX_ATTEMPTS) return { is: 'waiting', until: now + backoff(attempts), failure };
  return { is: 'rejected', failure };
}

/** True when a waiting edit's time has come. Those waiting for the connection go when it is back (`isOnline`). */
export function isDue(delivery: Delivery, now: number, isOnline: boolean): boolean {
  if (delivery.is === 'queued') return true;
  if (delivery.is !== 'waiting') return false;
  return delivery.until === null ? isOnline : delivery.until <= now;
}
