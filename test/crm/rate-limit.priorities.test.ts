import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRateLimiter, MAX_WAIT } from '../../lib/crm/rate-limit';
import { CrmError } from '../../lib/domain/failure';
import { type Asked, createLog, createStore, flush } from './rate-limit-log';

const NOON = Date.parse('2026-11-20T12:00:00Z');
const MINUTE = 60_000;

beforeEach(() => void vi.useFakeTimers({ now: NOON }));
afterEach(() => void vi.useRealTimers());

const retryAtOf = ({ outcome }: Asked) =>
  outcome instanceof CrmError && outcome.failure.kind === 'rate-limited' ? outcome.failure.retryAt : outcome;

describe('of a minute', () => {
  it.each([
    ['auto', 180, 162],
    ['auto', 300, 270],
    ['auto', 40, 35],
    ['auto', 4, 2],
    ['auto', 1, 1],
    ['low', 180, 90],
    ['low', 1, 1],
  ] as const)('%s requests get what is not kept for others, of %i %i', async (priority, perMinute, expected) => {
    const { ask, granted } = createLog();
    const limiter = createRateLimiter({ perMinute, store: createStore() });
    const all = Array.from({ length: expected + 1 }, () => ask(limiter, priority));
    await flush();
    expect(granted()).toHaveLength(expected);
    expect(retryAtOf(all.at(-1)!)).toBe(NOON + MINUTE);
    Array.from({ length: perMinute - expected }, () => ask(limiter, 'high'));
    await flush();
    expect(granted()).toHaveLength(perMinute);
  });

  it('a rep’s click gets its part also when a panel asked first, and after a restart', async () => {
    const kept: number[] = [];
    const { ask, granted } = createLog();
    const before = createRateLimiter({ perMinute: 180, store: createStore(kept) });
    Array.from({ length: 170 }, () => ask(before, 'auto'));
    await flush();
    const after = createRateLimiter({ perMinute: 180, store: createStore(kept) });
    const [panel, click] = [ask(after, 'auto'), ask(after, 'high')];
    await flush();
    expect(click.outcome).toBe('granted');
    expect(retryAtOf(panel)).toBe(NOON + MINUTE);
    expect(granted()).toHaveLength(163);
  });
});

describe('those waiting', () => {
  /** A limit of 20 whose requests leave the minute one by one, every 100 milliseconds from now on. */
  function givenFullMinute() {
    const times = Array.from({ length: 20 }, (_, index) => NOON - MINUTE + 100 * (index + 1));
    return createRateLimiter({ perMinute: 20, store: createStore(times) });
  }

  it('go by priority, whoever asked first, each when its part of the minute is free', async () => {
    const { ask, granted } = createLog();
    const limiter = givenFullMinute();
    for (const priority of ['low', 'auto', 'high', 'high'] as const) ask(limiter, priority);
    await vi.advanceTimersByTimeAsync(MAX_WAIT);
    expect(granted().map(({ priority, endedAt }) => [priority, endedAt - NOON])).toEqual([
      ['high', 100],
      ['high', 200],
      ['auto', 800],
      ['low', 1_400],
    ]);
  });

  it('are overtaken by a click that comes later', async () => {
    const { ask, granted } = createLog();
    const limiter = givenFullMinute();
    const panel = ask(limiter, 'auto');
    await vi.advanceTimersByTimeAsync(550);
    const click = ask(limiter, 'high');
    await flush();
    expect(click.outcome).toBe('granted');
    expect(panel.outcome).toBeUndefined();
    await vi.advanceTimersByTimeAsync(MAX_WAIT);
    expect(granted()).toEqual([click, panel]);
  });

  it('are told when to come back as soon as a click pushes them too far', async () => {
    const { ask } = createLog();
    const limiter = createRateLimiter({ perMinute: 2, store: createStore([NOON - 55_000]) });
    const panel = ask(limiter, 'auto');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(panel.outcome).toBeUndefined();
    const click = ask(limiter, 'high');
    await flush();
    expect(click.outcome).toBe('granted');
    expect(retryAtOf(panel)).toBe(NOON + 1_000 + MINUTE);
  });

  it('are told so at once also when they ask while another one is written down', async () => {
    const { ask } = createLog();
    const save = () => new Promise<void>((resolve) => setTimeout(resolve, 50));
    const limiter = createRateLimiter({ perMinute: 2, store: { load: async () => [], save } });
    ask(limiter, 'high');
    await vi.advanceTimersByTimeAsync(20);
    const panel = ask(limiter, 'auto');
    await vi.advanceTimersByTimeAsync(30);
    expect(retryAtOf(panel)).toBe(NOON + 50 + MINUTE);
  });

  it('are told the time of their own priority', async () => {
    const { ask } = createLog();
    // 20 a minute: 15 for panels, 10 for background work.
    const times = Array.from({ length: 20 }, (_, index) => NOON - 40_000 + 1_000 * index);
    const limiter = createRateLimiter({ perMinute: 20, store: createStore(times) });
    const all = (['high', 'auto', 'low'] as const).map((priority) => ask(limiter, priority));
    await flush();
    expect(all.map(retryAtOf)).toEqual([NOON + 20_000, NOON + 25_000, NOON + 30_000]);
  });

  it('move up when one before them gives up', async () => {
    const { ask, granted } = createLog();
    const limiter = givenFullMinute();
    const controller = new AbortController();
    const [first, second] = [ask(limiter, 'high', controller.signal), ask(limiter, 'high')];
    await flush();
    controller.abort();
    await flush();
    expect(first.outcome).toBeNull();
    await vi.advanceTimersByTimeAsync(100);
    expect(granted()).toEqual([second]);
  });
});
