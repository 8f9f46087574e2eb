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
  const isCounting = computed(() => {
    const { sections, search } = state.value;
    return (
      deliveriesIn(state.value).some((delivery) => delivery.is === 'waiting' && delivery.until !== null) ||
      [...sections, ...(search?.sections ?? [])].some(({ failure }) => failure?.kind === 'rate-limited')
    );
  });
  effect(() => {
    const tick = () => (now.value = Date.now());
    // What begins to count down would start from up to half a minute ago.
    if (isCounting.value) tick();
    const timer = setInterval(tick, isCounting.value ? FAST : SLOW);
    return () => clearInterval(timer);
  });
  return now;
}
