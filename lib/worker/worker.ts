import { ADAPTERS } from '../crm/adapters';
import { loadSamples } from '../crm/local/samples';
import { exportJson, importJson } from '../crm/local/transfer';
import { createRateLimiter, limitFetch } from '../crm/rate-limit';
import type { ConnectionId } from '../domain/opportunity';
import { panelKey } from '../domain/storage-keys';
import type { Handlers } from '../messaging/server';
import { createAnswers } from '../store/answers';
import { createCreations } from '../store/creations';
import { openDatabase, wipeConnection } from '../store/database';
import { releaseOffline } from '../store/delivery';
import { derivePanelState } from '../store/derive';
import type { KeyValue } from '../store/key-value';
import { createOutbox } from '../store/outbox';
import { createPublisher } from '../store/publisher';
import { createRecords } from '../store/records';
import { createTabs } from '../store/tabs';
import { createVault } from '../vault/vault';
import type { HostPermissions } from './connections';
import { createConnections } from './connections';
import { createHandlers } from './handlers';

/** The browser as the worker sees it. */
export interface WorkerWorld {
  local: KeyValue;
  session: KeyValue;
  permissions: HostPermissions;
  /** Calls `Worker.resume` at `at` (epoch milliseconds), also if the worker dies before. */
  wakeAt(at: number): void;
  /** Asks the content script of a tab to report again. True for a Gmail tab in which nothing answers. */
  isGmailSilent(tabId: number): Promise<boolean>;
}

export interface Worker {
  handlers: Handlers;
  /** Sends what is due: at a start, at an alarm, and when the browser is online again (`isBack`). */
  resume(isBack?: boolean): Promise<void>;
  /** The tab shows another site now. */
  leaveGmail(tabId: number): Promise<void>;
  /** The tab is gone. */
  forgetTab(tabId: number): Promise<void>;
}

/** Puts the worker together. Everything it knows is in storage: it may die and start again between any two calls. */
export async function createWorker(world: WorkerWorld): Promise<Worker> {
  const { local: localArea, session } = world;
  const db = await openDatabase();
  const now = () => Date.now();
  const records = createRecords(db, now);
  const tabs = createTabs(session);
  const connections = createConnections({
    local: localArea,
    session,
    vault: createVault(localArea),
    permissions: world.permissions,
    adapters: ADAPTERS,
    fetchFor: (connection, perMinute) => fetchFor(session, connection, perMinute),
    async wipe(connection) {
      await wipeConnection(db, connection);
      await session.remove(requestsKey(connection));
    },
    newId: () => crypto.randomUUID(),
    now,
  });
  const publisher = createPublisher(session, tabs, async (tabId) =>
    derivePanelState(
      { db, connections: await connections.list(), capabilitiesOf: (crm) => ADAPTERS[crm].capabilities },
      await tabs.read(tabId),
    ),
  );
  const changed = () => void publisher.publishAll();
  const common = { db, records, now, changed, openCrm: connections.open, report: connections.report };
  const answers = createAnswers(common);
  const sending = { ...common, isOnline: () => navigator.onLine, wakeAt: world.wakeAt };
  const outbox = createOutbox(sending);
  const creations = createCreations({ ...sending, answers });

  return {
    handlers: createHandlers({
      db,
      tabs,
      answers,
      outbox,
      creations,
      publisher,
      connections,
      isGmailSilent: world.isGmailSilent,
      local: { loadSamples: () => loadSamples(now()), exportJson, importJson },
    }),
    async resume(isBack = false) {
      if (isBack) await releaseOffline(db);
      await Promise.all([outbox.resume(), creations.resume()]);
    },
    async leaveGmail(tabId) {
      if (!(await tabs.read(tabId)).email) return;
      await tabs.open(tabId, null);
      await publisher.publish(tabId);
    },
    async forgetTab(tabId) {
      await tabs.forget(tabId);
      await session.remove(panelKey(tabId));
    },
  };
}

const requestsKey = (connection: ConnectionId) => `requests:${connection}`;

/** The limit's timestamps lie in `storage.session`: a worker that starts again must not start counting again. */
function fetchFor(session: KeyValue, connection: ConnectionId, requestsPerMinute: number | null): typeof fetch {
  if (requestsPerMinute === null) return fetch;
  const key = requestsKey(connection);
  const store = {
    load: async () => (await session.get<number[]>(key)) ?? [],
    save: (timestamps: number[]) => session.set(key, timestamps),
  };
  return limitFetch(fetch, createRateLimiter({ perMinute: requestsPerMinute, store }));
}
