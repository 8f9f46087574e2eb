import { CrmError } from '../domain/failure';

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
   * Resolves when one more request may be sent, at once or within 10 seconds, in the order asked. Throws
   * `CrmError` `rate-limited` where it would take longer, and the signal's reason once it is aborted.
   */
  acquire(signal?: AbortSignal | null): Promise<void>;
  /** Holds everything back until `time` (epoch milliseconds), as the CRM asked for. */
  blockUntil(time: number): void;
}

const WINDOW = 60_000;
/** Longer than this nobody waits in front of a panel, and the worker is at risk: say when to come back instead. */
export const MAX_WAIT = 10_000;

/**
 * A sliding window: never more than `perMinute` requests in any 60 seconds, also over a restart of the worker, for
 * each request is written down before it is let go. One limiter per account; CRMs count per account.
 */
export function createRateLimiter({ perMinute, store, now = Date.now }: RateLimiterOptions): RateLimiter {
  let sent: number[] | undefined;
  let loading: Promise<void> | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let blockedUntil = 0;

  async function load(): Promise<void> {
    const stored = await store.load();
    // A clock set back leaves times in the future: they count as now, or they would block for as long as it jumped.
    sent = stored.map((time) => Math.min(time, now())).toSorted((a, b) => a - b);
  }

  /** When a request may go that has `ahead` others before it; `Infinity` where nobody can tell. */
  function freeAt(ahead: number): number {
    const recent = (sent ?? []).filter((time) => time > now() - WINDOW);
    const index = recent.length - perMinute + ahead;
    const opens = index < 0 ? now() : (recent[index] ?? Infinity) + WINDOW;
    return Math.max(opens, blockedUntil, now());
  }

  function refuseIfFar(ahead: number): void {
    const at = freeAt(ahead);
    if (at - now() <= MAX_WAIT) return;
    throw new CrmError({ kind: 'rate-limited', retryAt: Number.isFinite(at) ? at : now() + WINDOW });
  }

  async function takeTurn(signal: AbortSignal | null | undefined): Promise<number[]> {
    try {
      for (let wait = freeAt(0) - now(); wait > 0; wait = freeAt(0) - now()) {
        refuseIfFar(0);
        await sleep(wait, signal);
      }
      signal?.throwIfAborted();
      return (sent = [...(sent ?? []).filter((time) => time > now() - WINDOW), now()]);
    } finally {
      waiting -= 1;
    }
  }

  return {
    async acquire(signal) {
      // A load that failed is tried again by the next request.
      if (!sent) await (loading ??= load().finally(() => (loading = undefined)));
      signal?.throwIfAborted();
      refuseIfFar(waiting);
      waiting += 1;
      const mine = turn.then(() => takeTurn(signal)).then((times) => store.save(times));
      turn = mine.catch(() => undefined);
      return mine;
    },
    blockUntil(time) {
      blockedUntil = Math.max(blockedUntil, time);
    },
  };
}

/** `fetch` that asks the limiter first, and tells it what a 429 says about when to come back. */
export function limitFetch(
  fetch: typeof globalThis.fetch,
  limiter: RateLimiter,
  now = Date.now,
): typeof globalThis.fetch {
  return async (input, init) => {
    await limiter.acquire(init?.signal ?? (input instanceof Request ? input.signal : null));
    const response = await fetch(input, init);
    const delay = response.status === 429 ? limitDelay(response.headers, now()) : undefined;
    if (delay !== undefined) limiter.blockUntil(now() + delay);
    return response;
  };
}

/** Milliseconds `Retry-After` asks to wait, given in seconds or as a date; `undefined` when absent or unreadable. */
export function retryDelay(headers: Headers, now: number): number | undefined {
  const value = headers.get('Retry-After')?.trim();
  if (!value) return undefined;
  const delay = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(delay) ? Math.max(0, delay) : undefined;
}

/**
 * Milliseconds a 429 asks to wait: by `Retry-After`, else until the window named by `RateLimit-Reset` or
 * `X-RateLimit-Reset` ends (Outreach: Unix seconds; elsewhere seconds from now).
 */
export function limitDelay(headers: Headers, now: number): number | undefined {
  const reset = Number(headers.get('RateLimit-Reset') ?? headers.get('X-RateLimit-Reset') ?? NaN);
  const isMoment = reset > 1e9;
  const delay = isMoment ? reset * 1000 - now : reset * 1000;
  return retryDelay(headers, now) ?? (Number.isFinite(delay) ? Math.max(0, delay) : undefined);
}

/** Resolves after `ms`; rejects with the signal's reason as soon as it is aborted. */
function sleep(ms: number, signal: AbortSignal | null | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
