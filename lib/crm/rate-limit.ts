import { CrmError } from '../domain/failure';
import { limitDelay } from './retry-after';

/** Where the times of past requests outlive the worker; epoch milliseconds, in any order. */
export interface TimestampStore {
  load(): Promise<number[]>;
  save(timestamps: number[]): Promise<void>;
}

interface RateLimiterOptions {
  /** Requests allowed in any 60 seconds. */
  perMinute: number;
  store: TimestampStore;
  /** Epoch milliseconds. */
  now?: () => number;
}

interface RateLimiter {
  /**
   * Resolves when one more request may be sent, at once or within 10 seconds. Throws `CrmError` `rate-limited` as soon
   * as it is plain that it would take longer, and the signal's reason once it is aborted.
   */
  acquire(priority: RequestPriority, signal?: AbortSignal | null): Promise<void>;
  /** Holds everything back until `time` (epoch milliseconds), as the CRM asked for. */
  blockUntil(time: number): void;
}

interface Waiting {
  priority: RequestPriority;
  /** Epoch milliseconds. */
  askedAt: number;
  signal: AbortSignal | null;
  letGo(): void;
  refuse(error: unknown): void;
}

const WINDOW = 60_000;
/** Longer than this nobody waits in front of a panel, and the worker is at risk: say when to come back instead. */
export const MAX_WAIT = 10_000;
const RANK: Record<RequestPriority, number> = { high: 0, auto: 1, low: 2 };

/**
 * A sliding window: never more than `perMinute` requests in any 60 seconds, also over a restart of the worker, for
 * each request is written down before it is let go. One limiter per account; CRMs count per account.
 *
 * Requests go by priority, then in the order asked: `high` is what a rep's click waits for (a write and what it needs),
 * `auto` what a panel asks, `low` what nobody waits for. A tenth of the minute, and no less than 5 requests, is left to
 * `high`; `low` is let go only while less than half of the minute is used.
 */
export function createRateLimiter({ perMinute, store, now = Date.now }: RateLimiterOptions): RateLimiter {
  const ceilings = ceilingsOf(perMinute);
  let sent: number[] | undefined;
  /** In the order they are to go. */
  let queue: Waiting[] = [];
  let isServing = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let blockedUntil = 0;

  /** Times of the requests that count now, oldest first. */
  function recent(): number[] {
    const moment = now();
    // A clock set back leaves times in the future: they count as now, or they would block for as long as it jumped.
    return (sent = (sent ?? []).filter((time) => time > moment - WINDOW).map((time) => Math.min(time, moment)));
  }

  /** When a request may go after those at `times` (oldest first). */
  function freeAt(priority: RequestPriority, times: readonly number[]): number {
    const leaving = times[times.length - ceilings[priority]];
    return Math.max(now(), blockedUntil, leaving === undefined ? 0 : leaving + WINDOW);
  }

  /** Whoever comes after must not wait for those that will not go: judged in the order they would go. */
  function refuseLate(): void {
    const times = [...recent()];
    const staying: Waiting[] = [];
    for (const one of queue) {
      const at = Math.max(freeAt(one.priority, times), times.at(-1) ?? 0);
      if (at > Math.max(one.askedAt + MAX_WAIT, now())) {
        one.refuse(new CrmError({ kind: 'rate-limited', retryAt: at }));
      } else {
        times.push(at);
        staying.push(one);
      }
    }
    queue = staying;
  }

  async function letGo(one: Waiting): Promise<void> {
    const before = recent();
    try {
      await store.save([...before, now()]);
      // Given up meanwhile, it will not be sent and costs nothing.
      sent = one.signal?.aborted ? before : [...before, now()];
      one.letGo();
    } catch (error) {
      one.refuse(error);
    }
  }

  async function serve(): Promise<void> {
    if (isServing) return;
    isServing = true;
    clearTimeout(timer);
    try {
      sent ??= (await store.load()).toSorted((a, b) => a - b);
      refuseLate();
      for (let [one] = queue; one; [one] = queue) {
        const wait = freeAt(one.priority, recent()) - now();
        if (wait > 0) {
          timer = setTimeout(() => void serve(), wait);
          return;
        }
        // One after the other: a later list must not be overwritten by an earlier one.
        queue.shift();
        await letGo(one);
        refuseLate();
      }
    } catch (error) {
      // What could not be read is read again for the next request.
      for (const one of queue.splice(0)) one.refuse(error);
    } finally {
      isServing = false;
    }
  }

  return {
    acquire(priority, signal = null) {
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        // Nobody else can go earlier for it: the timer stays as it is.
        const giveUp = () => {
          queue = queue.filter((other) => other !== one);
          reject(signal?.reason);
        };
        const leave = () => signal?.removeEventListener('abort', giveUp);
        const one: Waiting = {
          priority,
          askedAt: now(),
          signal,
          letGo: () => (leave(), resolve()),
          refuse: (error) => (leave(), reject(error)),
        };
        signal?.addEventListener('abort', giveUp, { once: true });
        queue.splice(queue.findLastIndex((other) => RANK[other.priority] <= RANK[priority]) + 1, 0, one);
        void serve();
      });
    },
    blockUntil(time) {
      blockedUntil = Math.max(blockedUntil, time);
      if (queue.length > 0) void serve();
    },
  };
}

/**
 * How many requests of the last minute there may be, of whatever priority, when one more goes: what a restarted worker
 * knows of them is only when they went. Whoever has very few a minute keeps back half of them at most.
 */
function ceilingsOf(perMinute: number): Record<RequestPriority, number> {
  const half = Math.floor(perMinute / 2);
  const reserve = Math.min(half, Math.max(5, Math.ceil(perMinute / 10)));
  return { high: perMinute, auto: perMinute - reserve, low: Math.max(1, half) };
}

/** `fetch` that asks the limiter first, and tells it what a 429 says about when to come back. */
export function limitFetch(
  fetch: typeof globalThis.fetch,
  limiter: RateLimiter,
  now = Date.now,
): typeof globalThis.fetch {
  return async (input, init) => {
    await limiter.acquire(init?.priority ?? 'auto', init?.signal ?? (input instanceof Request ? input.signal : null));
    const response = await fetch(input, init);
    const delay = response.status === 429 ? limitDelay(response.headers, now()) : undefined;
    if (delay !== undefined) limiter.blockUntil(now() + delay);
    return response;
  };
}
