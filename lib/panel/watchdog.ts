import type { ReadonlySignal } from '@preact/signals';
import { computed, effect } from '@preact/signals';
import { isUnderway } from '../domain/edit';
import type { PanelState } from '../domain/panel-state';
import { deliveriesIn } from '../domain/panel-state';

/** Milliseconds after which something on its way is asked after. */
const PATIENCE = 5_000;

/**
 * Wakes the worker while something is on its way. A worker that died in the middle is started again by an alarm, half
 * a minute later at best; who looks at the panel should not wait for that. One that is alive has nothing to do then.
 */
export function watchOver(state: ReadonlySignal<PanelState>, wake: () => void): void {
  const isWaiting = computed(() => {
    const { sections, search } = state.value;
    const asked = [...sections, ...(search?.sections ?? [])];
    return deliveriesIn(state.value).some(isUnderway) || asked.some(({ status }) => status === 'loading');
  });
  effect(() => {
    if (!isWaiting.value) return undefined;
    const timer = setInterval(wake, PATIENCE);
    return () => clearInterval(timer);
  });
}
