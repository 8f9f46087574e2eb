import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRateLimiter, limitFetch, MAX_WAIT, retryDelay, type TimestampStore } from '../../lib/crm/rate-limit';
import { CrmError } from '../../lib/domain/failure';

const NOON = Date.parse('2026-11-20T12:00:00Z');

beforeEach(() => void vi.useFakeTimers({ now: NOON }));
afterEach(() => void vi.useRealTimers());

function createStore(kept: number[] = []): TimestampStore & { kept: number[] } {
  return {
    kept,
    load: async () => [...kept],
    save: async (timestamps) => void kept.splice(0, kept.length, ...timestamps),
  };
}

/** Takes `count` slots at once; they must be free. */
async function take(limiter: { acquire(): Promise<void> }, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => limiter.acquire()));
}

async function failureOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof CrmError ? error.failure : error;
}

describe('the rate limit', () => {
  it('lets a whole minute’s worth through at once', async () => {
    const store = createStore();
    await take(createRateLimiter({ perMinute: 180, store }), 180);
    expect(store.kept).toHaveLength(180);
  });

  it('makes the next one wait until a slot is free, when that is soon', async () => {
    const limiter = createRateLimiter({ perMinute: 2, store: createStore([NOON - 55_000, NOON - 10_000]) });
    const granted = limiter.acquire().then(() => Date.now());
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await granted).toBe(NOON + 5_000);
  });

  it('says when to come back, when that is not soon', async () => {
    const limiter = createRateLimiter({ perMinute: 1, store: createStore([NOON - 20_000]) });
    expect(await failureOf(limiter.acquire())).toEqual({ kind: 'rate-limited', retryAt: NOON + 40_000 });
  });

  it('counts those already waiting before it refuses one more', async () => {
    const limiter = createRateLimiter({ perMinute: 2, store: createStore([NOON - 55_000, NOON - 20_000]) });
    const first = limiter.acquire();
    expect(await failureOf(limiter.acquire())).toEqual({ kind: 'rate-limited', retryAt: NOON + 40_000 });
    await vi.advanceTimersByTimeAsync(5_000);
    await first;
  });

  it('remembers the requests of a worker that died', async () => {
    const store = createStore();
    await take(createRateLimiter({ perMinute: 3, store }), 3);
    const failure = await failureOf(createRateLimiter({ perMinute: 3, store }).acquire());
    expect(failure).toEqual({ kind: 'rate-limited', retryAt: NOON + 60_000 });
  });

  it('writes a request down before it is let go', async () => {
    const store = { load: async () => [], save: () => new Promise<void>(() => undefined) };
    const granted = vi.fn();
    void createRateLimiter({ perMinute: 3, store }).acquire().then(granted);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(granted).not.toHaveBeenCalled();
  });

  it('goes on after a clock that was set back, within a minute', async () => {
    const limiter = createRateLimiter({ perMinute: 1, store: createStore([NOON + 3_600_000]) });
    expect(await failureOf(limiter.acquire())).toEqual({ kind: 'rate-limited', retryAt: NOON + 60_000 });
    await vi.advanceTimersByTimeAsync(60_000);
    await limiter.acquire();
  });

  it('holds back for as long as the CRM asked', async () => {
    const limiter = createRateLimiter({ perMinute: 100, store: createStore() });
    limiter.blockUntil(NOON + 3_000);
    const granted = limiter.acquire().then(() => Date.now());
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await granted).toBe(NOON + 3_000);
    limiter.blockUntil(Date.now() + MAX_WAIT + 1);
    expect(await failureOf(limiter.acquire())).toMatchObject({ kind: 'rate-limited' });
  });

  it('gives up at once when the caller does, and lets the next one through', async () => {
    const limiter = createRateLimiter({ perMinute: 1, store: createStore([NOON - 55_000]) });
    const controller = new AbortController();
    const given = limiter.acquire(controller.signal);
    controller.abort(new DOMException('no longer needed', 'AbortError'));
    await expect(given).rejects.toThrow('no longer needed');
    const next = limiter.acquire().then(() => Date.now());
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await next).toBe(NOON + 5_000);
  });

  it('never lets more through in any minute, for any arrivals and restarts', async () => {
    const arrival = fc.record({ after: fc.nat({ max: 20_000 }), isRestart: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(arrival, { maxLength: 40 }),
        async (perMinute, arrivals) => {
          const store = createStore();
          const granted: number[] = [];
          let waits = 0;
          let life = new AbortController();
          let limiter = createRateLimiter({ perMinute, store });
          for (const { after, isRestart } of arrivals) {
            await vi.advanceTimersByTimeAsync(after);
            if (isRestart) {
              life.abort();
              life = new AbortController();
              limiter = createRateLimiter({ perMinute, store });
            }
            const asked = Date.now();
            const onGranted = () => {
              granted.push(Date.now());
              waits = Math.max(waits, Date.now() - asked);
            };
            void limiter.acquire(life.signal).then(onGranted, () => undefined);
          }
          await vi.advanceTimersByTimeAsync(MAX_WAIT);
          const spans = granted.slice(perMinute).map((time, index) => time - (granted[index] ?? 0));
          expect(Math.min(Infinity, ...spans)).toBeGreaterThanOrEqual(60_000);
          expect(waits).toBeLessThanOrEqual(MAX_WAIT);
          expect(granted.length).toBeGreaterThanOrEqual(Math.min(arrivals.length, 1));
          await vi.advanceTimersByTimeAsync(60_000);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('fetch behind the limit', () => {
  it('does not reach the network while the limit is used up', async () => {
    const fetch = vi.fn(async () => new Response('{}'));
    const limited = limitFetch(fetch, createRateLimiter({ perMinute: 1, store: createStore([NOON]) }));
    expect(await failureOf(limited('https://crm.example/'))).toMatchObject({ kind: 'rate-limited' });
    expect(fetch).not.toHaveBeenCalled();
  });

  it('does as a 429 says before it asks again', async () => {
    const answers = [new Response('', { status: 429, headers: { 'Retry-After': '4' } }), new Response('fine')];
    const limited = limitFetch(async () => answers.shift()!, createRateLimiter({ perMinute: 9, store: createStore() }));
    await limited('https://crm.example/');
    const second = limited('https://crm.example/').then(() => Date.now());
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await second).toBe(NOON + 4_000);
  });

  it('leaves a request that was given up unsent, also one that is a Request', async () => {
    const fetch = vi.fn(async () => new Response('{}'));
    const limited = limitFetch(fetch, createRateLimiter({ perMinute: 1, store: createStore([NOON - 55_000]) }));
    const controller = new AbortController();
    const sent = failureOf(limited(new Request('https://crm.example/', { signal: controller.signal })));
    controller.abort();
    expect(await sent).toMatchObject({ name: 'AbortError' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe('Retry-After', () => {
  it.each([
    ['3', 3_000],
    ['0', 0],
    ['Fri, 20 Nov 2026 12:00:30 GMT', 30_000],
    ['Fri, 20 Nov 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
  ])('of %j means %j ms', (value, expected) => {
    expect(retryDelay(new Headers({ 'Retry-After': value }), NOON)).toBe(expected);
  });

  it('may be missing', () => {
    expect(retryDelay(new Headers(), NOON)).toBeUndefined();
  });
});
