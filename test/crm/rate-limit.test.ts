import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRateLimiter, limitFetch, MAX_WAIT, type TimestampStore } from '../../lib/crm/rate-limit';
import { limitDelay, retryDelay } from '../../lib/crm/retry-after';
import { CrmError } from '../../lib/domain/failure';
import { createStore } from './rate-limit-log';

const NOON = Date.parse('2026-11-20T12:00:00Z');

beforeEach(() => void vi.useFakeTimers({ now: NOON }));
afterEach(() => void vi.useRealTimers());

type Limiter = ReturnType<typeof createRateLimiter>;

/** Takes `count` slots at once; they must be free. */
async function take(limiter: Limiter, count: number, priority: RequestPriority = 'high'): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => limiter.acquire(priority)));
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
    const granted = limiter.acquire('high').then(() => Date.now());
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await granted).toBe(NOON + 5_000);
  });

  it('says when to come back, when that is not soon', async () => {
    const limiter = createRateLimiter({ perMinute: 1, store: createStore([NOON - 20_000]) });
    expect(await failureOf(limiter.acquire('high'))).toEqual({ kind: 'rate-limited', retryAt: NOON + 40_000 });
  });

  it('counts those already waiting before it refuses one more', async () => {
    const limiter = createRateLimiter({ perMinute: 2, store: createStore([NOON - 55_000, NOON - 20_000]) });
    const first = limiter.acquire('high');
    expect(await failureOf(limiter.acquire('high'))).toEqual({ kind: 'rate-limited', retryAt: NOON + 40_000 });
    await vi.advanceTimersByTimeAsync(5_000);
    await first;
  });

  it('remembers the requests of a worker that died', async () => {
    const store = createStore();
    await take(createRateLimiter({ perMinute: 3, store }), 3);
    const failure = await failureOf(createRateLimiter({ perMinute: 3, store }).acquire('high'));
    expect(failure).toEqual({ kind: 'rate-limited', retryAt: NOON + 60_000 });
  });

  it('writes a request down before it is let go', async () => {
    const store = { load: async () => [], save: () => new Promise<void>(() => undefined) };
    const granted = vi.fn();
    void createRateLimiter({ perMinute: 3, store }).acquire('high').then(granted);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(granted).not.toHaveBeenCalled();
  });

  it('goes on after a clock that was set back, within a minute', async () => {
    const limiter = createRateLimiter({ perMinute: 1, store: createStore([NOON + 3_600_000]) });
    expect(await failureOf(limiter.acquire('high'))).toEqual({ kind: 'rate-limited', retryAt: NOON + 60_000 });
    await vi.advanceTimersByTimeAsync(60_000);
    await limiter.acquire('high');
  });

  it('holds back for as long as the CRM asked', async () => {
    const limiter = createRateLimiter({ perMinute: 100, store: createStore() });
    limiter.blockUntil(NOON + 3_000);
    const granted = limiter.acquire('high').then(() => Date.now());
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await granted).toBe(NOON + 3_000);
    limiter.blockUntil(Date.now() + MAX_WAIT + 1);
    expect(await failureOf(limiter.acquire('high'))).toMatchObject({ kind: 'rate-limited' });
  });

  it('gives up at once when the caller does, and lets the next one through', async () => {
    const limiter = createRateLimiter({ perMinute: 1, store: createStore([NOON - 55_000]) });
    const controller = new AbortController();
    const given = limiter.acquire('high', controller.signal);
    controller.abort(new DOMException('no longer needed', 'AbortError'));
    await expect(given).rejects.toThrow('no longer needed');
    const next = limiter.acquire('high').then(() => Date.now());
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await next).toBe(NOON + 5_000);
  });

  it('refuses those already waiting as soon as the CRM asks for more time than they have', async () => {
    const limiter = createRateLimiter({ perMinute: 1, store: createStore([NOON - 55_000]) });
    const waiting = failureOf(limiter.acquire('high'));
    await vi.advanceTimersByTimeAsync(1_000);
    limiter.blockUntil(NOON + 30_000);
    expect(await waiting).toEqual({ kind: 'rate-limited', retryAt: NOON + 30_000 });
    expect(Date.now()).toBe(NOON + 1_000);
  });

  it('takes nothing for a request that is given up while it is written down', async () => {
    let written = () => {};
    const store = { load: async () => [], save: () => new Promise<void>((resolve) => (written = resolve)) };
    const limiter = createRateLimiter({ perMinute: 1, store });
    const controller = new AbortController();
    const given = failureOf(limiter.acquire('high', controller.signal));
    await vi.advanceTimersByTimeAsync(0);
    controller.abort();
    expect(await given).toMatchObject({ name: 'AbortError' });
    const next = limiter.acquire('high');
    written();
    await vi.advanceTimersByTimeAsync(0);
    written();
    await next;
  });

  it('counts from when a request was let go, not from when its writing down began', async () => {
    const store = { load: async () => [], save: () => new Promise<void>((resolve) => setTimeout(resolve, 300)) };
    const limiter = createRateLimiter({ perMinute: 1, store });
    const first = limiter.acquire('high');
    await vi.advanceTimersByTimeAsync(60_000);
    await first;
    const second = limiter.acquire('high').then(() => Date.now());
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await second).toBe(NOON + 300 + 60_000 + 300);
  });

  it('reads the past again for the next request where it could not be read', async () => {
    const load = vi.fn<TimestampStore['load']>(async () => []).mockRejectedValueOnce(new Error('storage is busy'));
    const limiter = createRateLimiter({ perMinute: 9, store: { load, save: async () => undefined } });
    const first = [limiter.acquire('high'), limiter.acquire('auto')].map(failureOf);
    expect(await Promise.all(first)).toEqual([new Error('storage is busy'), new Error('storage is busy')]);
    await limiter.acquire('high');
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

  it.each([{ 'Retry-After': '999999999' }, { 'X-RateLimit-Reset': `${NOON + 30_000}` }])(
    'keeps nobody out for more than an hour: %j',
    async (headers) => {
      const answers = [new Response('', { status: 429, headers }), new Response('fine')];
      const limiter = createRateLimiter({ perMinute: 9, store: createStore() });
      const limited = limitFetch(async () => answers.shift()!, limiter);
      await limited('https://crm.example/');
      const retryAt = NOON + 3_600_000;
      expect(await failureOf(limited('https://crm.example/'))).toEqual({ kind: 'rate-limited', retryAt });
    },
  );

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

describe('fetch with a priority', () => {
  it('goes ahead of those without one, and keeps it on the way to the network', async () => {
    const sent: unknown[] = [];
    const network: typeof fetch = async (_, init) => (sent.push(init?.priority), new Response('{}'));
    const limiter = createRateLimiter({
      perMinute: 20,
      store: createStore(Array.from({ length: 20 }, () => NOON - 59_000)),
    });
    const limited = limitFetch(network, limiter);
    const both = [limited('https://crm.example/'), limited('https://crm.example/', { priority: 'high' })];
    await vi.advanceTimersByTimeAsync(10_000);
    await Promise.all(both);
    expect(sent).toEqual(['high', undefined]);
  });
});

describe('Retry-After', () => {
  it.each([
    ['3', 3_000],
    ['0', 0],
    ['Fri, 20 Nov 2026 12:00:30 GMT', 30_000],
    ['Fri, 20 Nov 2026 11:00:00 GMT', 0],
    ['3600', 3_600_000],
    ['3601', 3_600_000],
    ['999999999', 3_600_000],
    ['Sat, 20 Nov 2027 12:00:00 GMT', 3_600_000],
    ['soon', undefined],
    ['', undefined],
  ])('of %j means %j ms', (value, expected) => {
    expect(retryDelay(new Headers({ 'Retry-After': value }), NOON)).toBe(expected);
  });

  it('may be missing', () => {
    expect(retryDelay(new Headers(), NOON)).toBeUndefined();
  });
});

describe('the end of a window', () => {
  it.each([
    ['seconds', '30', 30_000],
    ['a moment', `${NOON / 1000 + 30}`, 30_000],
    ['a moment long past', `${NOON / 1000 - 30}`, 0],
    ['milliseconds, by mistake', '90000', 3_600_000],
    ['a moment in milliseconds, by mistake', `${NOON + 30_000}`, 3_600_000],
  ])('given as %s', (_, reset, expected) => {
    expect(limitDelay(new Headers({ 'RateLimit-Reset': reset }), NOON)).toBe(expected);
  });
});
