import type { PanelState } from '../domain/panel-state';
import { panelKey, tabOfPanelKey } from '../domain/storage-keys';
import type { KeyValue } from './key-value';
import { keepFirst, keepWithin } from './room';
import type { Tabs } from './tabs';

/** Puts panel states where the panels read them. Never rejects: what can't be published is published the next time. */
export interface Publisher {
  /** Publishes a tab soon; several calls before its turn are one. */
  publish(tabId: number): Promise<void>;
  /** Publishes the tabs that panels show. */
  publishShown(): Promise<void>;
  /** Publishes every tab of which a state lies there: none may tell what a lock has closed. */
  publishAll(): Promise<void>;
}

/** What one state may take of the 10 MB that `storage.session` holds for all tabs; bytes of JSON. */
const MAX_BYTES = 3_000_000;
/** Matches of each section that are shown all the same where the storage has no room for more. */
const FEW = 50;

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

  async function publishOne(tabId: number): Promise<void> {
    const state = await derive(tabId);
    // Closed meanwhile: nobody would ever remove its state.
    if (!(await tabs.has(tabId))) return;
    const key = panelKey(tabId);
    // Full: a part of what is new tells the rep more than all of what was.
    await session.set(key, keepWithin(state, MAX_BYTES)).catch(() => session.set(key, keepFirst(state, FEW)));
    // Closed in that very moment.
    if (!(await tabs.has(tabId))) await session.remove(key);
  }

  async function work(): Promise<void> {
    for (let [tabId] = waiting; tabId !== undefined; [tabId] = waiting) {
      waiting.delete(tabId);
      await publishOne(tabId).catch(() => undefined);
    }
    // In the same turn that found nothing waiting: a tab added from here on starts anew.
    running = undefined;
  }

  function start(): Promise<void> {
    // With nothing waiting the work would be over before it is remembered as running.
    if (!running && waiting.size > 0) running = work();
    return running ?? Promise.resolve();
  }

  return {
    publish(tabId) {
      waiting.add(tabId);
      return start();
    },
    async publishShown() {
      for (const tabId of await tabs.shown()) waiting.add(tabId);
      await start();
    },
    async publishAll() {
      for (const tabId of (await session.keys()).map(tabOfPanelKey)) if (tabId !== undefined) waiting.add(tabId);
      await start();
    },
  };
}
