import { describe, expect, it, vi } from 'vitest';
import { createWaker } from '../../lib/worker/waker';

function begin() {
  const timers = new Set<{ at: number; run: () => void }>();
  const alarms: number[] = [];
  let now = 0;
  const wake = vi.fn();
  const waker = createWaker(
    {
      now: () => now,
      later(ms, run) {
        const timer = { at: now + ms, run };
        timers.add(timer);
        return () => timers.delete(timer);
      },
      setAlarm: (at) => alarms.push(at),
    },
    wake,
  );
  const pass = (to: number) => {
    now = to;
    for (const timer of [...timers].filter(({ at }) => at <= now)) {
      timers.delete(timer);
      timer.run();
    }
  };
  return { waker, wake, timers, alarms, pass };
}

describe('waking', () => {
  it('happens once for all that wait, at the earliest time asked for', () => {
    const { waker, wake, timers, pass } = begin();
    for (const at of [9000, 3000, 5000]) waker.wakeAt(at);
    expect(timers.size).toBe(1);
    pass(2999);
    expect(wake).not.toHaveBeenCalled();
    pass(3000);
    expect(wake).toHaveBeenCalledTimes(1);
  });

  it('never lets a later time replace the alarm of an earlier one', () => {
    const { waker, alarms } = begin();
    waker.wakeAt(30_000);
    waker.wakeAt(600_000);
    expect(alarms).toEqual([30_000]);
  });

  it('is asked for anew by whoever still waits', () => {
    const { waker, wake, pass } = begin();
    waker.wakeAt(1000);
    waker.wakeAt(2000);
    pass(1000);
    waker.wakeAt(2000);
    pass(2000);
    expect(wake).toHaveBeenCalledTimes(2);
  });

  it('by the alarm forgets the timer', () => {
    const { waker, wake, timers } = begin();
    waker.wakeAt(1000);
    waker.wakeNow();
    expect(timers.size).toBe(0);
    expect(wake).toHaveBeenCalledTimes(1);
  });
});
