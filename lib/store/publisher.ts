import type { PanelState } from '../domain/panel-state';
import { panelKey } from '../domain/storage-keys';
import type { KeyValue } from './key-value';
import type { Tabs } from './tabs';

/** Puts panel states where the panels read them. */
export interface Publisher {
  /** Publishes a tab soon; several calls before its turn are one. */
  publish(tabId: number): Promise<void>;
  /** Publishes every tab there is something known about. */
  publishAll(): Promise<void>;
}

/**
 * Publishes to `storage.session`: nothing to reconnect when the worker or the panel restarts, and the first paint has
 * data. One state at a time, so that an older one can never overtake a newer.
 */
export function createPublisher(
  session: KeyValue,
  tabs: Tabs,
  derive: (tabId: number) => Promise<PanelState>,
): Publisher {
  const waiting = new Set<number>();
  let running: Promise<void> | undefined;

  async function work(): Promise<void> {
    for (let [tabId] = waiting; tabId !== undefined; [tabId] = waiting) {
      waiting.delete(tabId);
      await session.set(panelKey(tabId), await derive(tabId));
    }
  }

  function publish(tabId: number): Promise<void> {
    waiting.add(tabId);
    running ??= work().finally(() => {
      running = undefined;
    });
    return running;
  }

  return {
    publish,
    async publishAll() {
      for (const tabId of await tabs.ids()) waiting.add(tabId);
      const [first] = waiting;
      if (first !== undefined) await publish(first);
    },
  };
}
