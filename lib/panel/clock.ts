import type { ReadonlySignal, Signal } from '@preact/signals';
import { computed, effect, signal } from '@preact/signals';
import type { PanelState } from '../domain/panel-state';
import { deliveriesIn } from '../domain/panel-state';

/** A countdown needs seconds; "2 min ago" does not. */
const FAST = 1000;
const SLOW = 30_000;

/** The time as the panel shows it, epoch milliseconds: ticking fast only while something counts down. */
export function createClock(state: ReadonlySignal<PanelState>): Signal<number> {
  const now = signal(Date.now());
  const isCounting = computed(() =>
    deliveriesIn(state.value).some((delivery) => delivery.is === 'waiting' && delivery.until !== null),
  );
  effect(() => {
    const timer = setInterval(() => (now.value = Date.now()), isCounting.value ? FAST : SLOW);
    return () => clearInterval(timer);
  });
  return now;
}
