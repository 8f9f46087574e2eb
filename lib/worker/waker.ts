/** The browser's clock as far as it is needed to wake a worker. */
export interface WakeClock {
  now(): number;
  /** As `setTimeout`; returns what cancels it. */
  later(ms: number, callback: () => void): () => void;
  /** Sets the one alarm, replacing an earlier one; it fires also for a worker that died meanwhile. */
  setAlarm(at: number): void;
}

export interface Waker {
  /** Calls `wake` at `at` (epoch milliseconds) at the latest; of several times the earliest counts. */
  wakeAt(at: number): void;
  /** The alarm fired. */
  wakeNow(): void;
}

/** A browser fires no alarm sooner than half a minute; a worker that is still alive by then uses a timer. */
const SHORT_WAIT = 25_000;

/**
 * One next wake-up for everything that waits. Whoever still waits when it comes asks for the next one, so the time of
 * the others need not be kept; and a worker that starts anew asks them all.
 */
export function createWaker(clock: WakeClock, wake: () => void): Waker {
  let next = Infinity;
  let cancel: () => void = () => undefined;

  function wakeNow(): void {
    cancel();
    next = Infinity;
    wake();
  }

  return {
    wakeNow,
    wakeAt(at) {
      if (at >= next) return;
      next = at;
      cancel();
      const wait = Math.max(at - clock.now(), 0);
      cancel = wait < SHORT_WAIT ? clock.later(wait, wakeNow) : () => undefined;
      clock.setAlarm(at);
    },
  };
}
