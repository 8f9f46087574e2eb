import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRateLimiter, MAX_WAIT } from '../../lib/crm/rate-limit';
import { type Asked, createLog, createStore, flush } from './rate-limit-log';

const MINUTE = 60_000;
const RANK = { high: 0, auto: 1, low: 2 };

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-20T12:00:00Z') }));
afterEach(() => void vi.useRealTimers());

interface Arrival {
  /** Milliseconds since the one before. */
  after: number;
  priority: RequestPriority;
  event: 'restart' | 'given up' | null;
}

const arrival: fc.Arbitrary<Arrival> = fc.record({
  after: fc.oneof(fc.constant(0), fc.nat({ max: 3_000 }), fc.nat({ max: 30_000 })),
  priority: fc.constantFrom('high', 'auto', 'low'),
  event: fc.constantFrom('restart', 'given up', null, null, null, null, null, null),
});

/** Requests of these priorities there may be in any minute, those of higher ones included. */
function ceilingsOf(perMinute: number): Record<RequestPriority, number> {
  const half = Math.floor(perMinute / 2);
  const kept = Math.min(half, Math.max(5, Math.ceil(perMinute / 10)));
  return { high: perMinute, auto: perMinute - kept, low: Math.max(1, half) };
}

/** How many were let go in the minute that ended with `one`, itself included; `all` in the order they went. */
const inMinuteOf = (one: Asked, all: readonly Asked[]) =>
  all.filter(({ turn, endedAt }) => turn <= one.turn && endedAt > one.endedAt - MINUTE).length;

/** Lets `arrivals` happen; returns what was asked, in that order, and in the order let go. */
async function play(perMinute: number, arrivals: readonly Arrival[]) {
  const store = createStore();
  const { asked, ask, granted } = createLog();
  let life = new AbortController();
  let limiter = createRateLimiter({ perMinute, store });
  for (const { after, priority, event } of arrivals) {
    await vi.advanceTimersByTimeAsync(after);
    if (event === 'restart') {
      life.abort();
      life = new AbortController();
      limiter = createRateLimiter({ perMinute, store });
    }
    const patience = new AbortController();
    if (event === 'given up') setTimeout(() => patience.abort(), 500);
    const one = ask(limiter, priority, AbortSignal.any([life.signal, patience.signal]));
    if (priority !== 'high') continue;
    await flush();
    const recent = granted().filter(({ endedAt }) => endedAt > Date.now() - MINUTE);
    if (one.outcome !== 'granted') expect(recent, 'only a full minute holds up a click').toHaveLength(perMinute);
  }
  await vi.advanceTimersByTimeAsync(MAX_WAIT);
  const all = granted();
  await vi.advanceTimersByTimeAsync(MINUTE);
  return { asked, granted: all };
}

it('no minute holds more than it may, and nobody overtakes a higher priority, for any arrivals and restarts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 12 }),
      fc.array(arrival, { maxLength: 60, size: 'max' }),
      async (perMinute, arrivals) => {
        const { asked, granted } = await play(perMinute, arrivals);
        const ceilings = ceilingsOf(perMinute);
        for (const one of granted) {
          expect(inMinuteOf(one, granted)).toBeLessThanOrEqual(ceilings[one.priority]);
          expect(one.endedAt - one.at).toBeLessThanOrEqual(MAX_WAIT);
          const earlier = asked
            .slice(0, asked.indexOf(one))
            .filter((other) => RANK[other.priority] <= RANK[one.priority]);
          expect(Math.max(-1, ...earlier.map(({ turn }) => turn))).toBeLessThan(one.turn);
        }
        expect(granted.length).toBeGreaterThanOrEqual(Math.min(1, arrivals.filter(({ event }) => !event).length));
        expect(asked.every(({ outcome }) => outcome !== undefined)).toBe(true);
      },
    ),
    { numRuns: 200 },
  );
});
