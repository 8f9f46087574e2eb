import { vi } from 'vitest';
import type { createRateLimiter, TimestampStore } from '../../lib/crm/rate-limit';
import { CrmError } from '../../lib/domain/failure';

/** `storage.session` as the limiter sees it; `kept` is what it holds. */
export function createStore(kept: number[] = []): TimestampStore & { kept: number[] } {
  return {
    kept,
    load: async () => [...kept],
    save: async (timestamps) => void kept.splice(0, kept.length, ...timestamps),
  };
}

/** One request, and what became of it. */
export interface Asked {
  priority: RequestPriority;
  at: number;
  /** `null` where it was given up; `undefined` while it waits. */
  outcome?: 'granted' | CrmError | null;
  /** Position among all outcomes. */
  turn: number;
  endedAt: number;
}

/** Asks limiters, one after the other, and writes down what they do. */
export function createLog() {
  const asked: Asked[] = [];
  let turns = 0;

  function ask(limiter: ReturnType<typeof createRateLimiter>, priority: RequestPriority, signal?: AbortSignal): Asked {
    const one: Asked = { priority, at: Date.now(), turn: Infinity, endedAt: Infinity };
    const end = (outcome: Asked['outcome']) => Object.assign(one, { outcome, turn: turns++, endedAt: Date.now() });
    asked.push(one);
    limiter.acquire(priority, signal).then(
      () => end('granted'),
      (error: unknown) => end(error instanceof CrmError ? error : null),
    );
    return one;
  }

  const granted = () => asked.filter(({ outcome }) => outcome === 'granted').toSorted((a, b) => a.turn - b.turn);
  return { asked, ask, granted };
}

/** Lets everything happen that is due at this very moment. Timers must be fake. */
export const flush = () => vi.advanceTimersByTimeAsync(0);
