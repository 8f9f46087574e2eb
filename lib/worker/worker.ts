import { ADAPTERS } from '../crm/adapters';
import { loadSamples } from '../crm/local/samples';
import { deleteEverything, exportJson, importJson } from '../crm/local/transfer';
import { createRateLimiter, limitFetch } from '../crm/rate-limit';
import type { SignIn } from '../crm/crm';
import type { CrmId } from '../domain/connection';
import { withLimits } from '../domain/connection';
import type { ConnectionId } from '../domain/opportunity';
import { EMPTY_PANEL } from '../domain/panel-state';
import { createAnswers } from '../store/answers';
import { createCreations } from '../store/creations';
import { openDatabase } from '../store/database';
import { wipeConnection, wipeMirror } from '../store/forget';
import { releaseOffline } from '../store/delivery';
import { derivePanelState } from '../store/derive';
import { evictOld } from '../store/evict';
import type { KeyValue } from '../store/key-value';
import { createLifetimes } from '../store/lifetimes';
import { canShow } from '../store/mirrored-section';
import { keepOffDisk } from '../store/off-disk';
import { createOutbox } from '../store/outbox';
import { createPublisher } from '../store/publisher';
import { createRecords } from '../store/records';
import { withRoom } from '../store/session-room';
import { createSync } from '../store/sync';
import { createTabs } from '../store/tabs';
import { createKeyring } from '../vault/keyring';
import { createLock } from '../vault/lock';
import { createVault } from '../vault/vault';
import type { HostPermissions } from './connections';
import { createConnections } from './connections';
import { createFactSeal } from './fact-seal';
import { createFacts } from './facts';
import { createHandlers } from './handlers';
import { createMirrorSetting } from './mirror-setting';
import { createMirrorSwitch } from './mirror-switch';
import { withPresence } from './presence';
import { createQuestions } from './questions';
import type { WorkerHandlers } from './starting';

/** The browser as the worker sees it. */
export interface WorkerWorld {
  local: KeyValue;
  session: KeyValue;
  permissions: HostPermissions;
  signIn: SignIn;
  /** Calls `Worker.resume` at `at` (epoch milliseconds), also if the worker dies before. */
  wakeAt(at: number): void;
  /** True where a content script of ours is in the tab. */
  hasContentScript(tabId: number): Promise<boolean>;
  /** True for a Gmail tab in which nothing answers. */
  isGmailSilent(tabId: number): Promise<boolean>;
  /** How the Gmail page of a tab is built. Throws `CrmError` `internal` where none answers. */
  readStructure(tabId: number): Promise<string>;
}

/** The worker as the browser's events reach it. */
export interface Worker {
  handlers: WorkerHandlers;
  /** Sends what is due: at a start, at an alarm, and when the browser is online again (`isBack`). */
  resume(isBack?: boolean): Promise<void>;
  /** The tab has loaded a page: where that is not Gmail any more, what it last reported no longer holds. */
  checkTab(tabId: number): Promise<void>;
  /** The tab is gone. */
  forgetTab(tabId: number): Promise<void>;
  /** How many edits and creations nobody can read any more. */
  countDamaged(): Promise<number>;
  /** The storage has been emptied: shows that, and asks the CRMs anew. */
  renew(): Promise<void>;
}

/** Puts the worker together. Everything it knows is in storage: it may die and start again between any two calls. */
export async function createWorker(world: WorkerWorld): Promise<Worker> {
  const localArea = world.local;
  const session = withRoom(world.session);
  const now = () => Date.now();
  const keyring = createKeyring(localArea, session);
  const vault = createVault(localArea, keyring);
  const isLocked = async () => (await keyring.state()) === 'locked';
  const mirrorSetting = createMirrorSetting(localArea);
  const disk = await openDatabase('dealside', keyring);
  const db = keepOffDisk(disk, world.session, mirrorSetting.isOff, { isLocked });
  const facts = createFacts({ local: localArea, session, isOff: mirrorSetting.isOff, seal: createFactSeal(keyring) });
  const mirror = createMirrorSwitch({ setting: mirrorSetting, facts, disk, db, isLocked });
  const records = createRecords(now);
  const lifetimes = createLifetimes();
  const tabs = createTabs(session);
  async function wipe(connection: ConnectionId): Promise<void> {
    lifetimes.end(connection);
    records.forget(connection);
    await wipeConnection(db, connection);
  }
  const connections = createConnections({
    local: localArea,
    session,
    vault,
    facts,
    permissions: world.permissions,
    signIn: world.signIn,
    adapters: ADAPTERS,
    fetchFor: createFetches(session),
    wipe,
    newId: () => crypto.randomUUID(),
    now,
  });
  const publisher = createPublisher(world.session, tabs, async (tabId) =>
    (await isLocked())
      ? { ...EMPTY_PANEL, isLocked: true }
      : derivePanelState(
          { db, connections: await connections.list(), capabilitiesOf: (crm) => ADAPTERS[crm].capabilities },
          await tabs.read(tabId),
        ),
  );
  const changed = () => void publisher.publishShown();
  const common = {
    db,
    records,
    lifetimes,
    now,
    changed,
    openCrm: connections.open,
    async capabilitiesOf(id: ConnectionId) {
      const crm = (await connections.list()).find((one) => one.id === id)?.crm ?? 'local';
      return withLimits(ADAPTERS[crm].capabilities, (await db.get('catalogs', id))?.catalog?.limits);
    },
    report: connections.report,
    wakeAt: world.wakeAt,
  };
  const sync = createSync({ ...common, isAllowed: async () => !(await isLocked()) && !(await mirrorSetting.isOff()) });
  const answers = createAnswers({ ...common, sync });
  const connected = async () => new Set((await connections.list()).map(({ id }) => id));
  const sending = {
    ...common,
    isOnline: () => navigator.onLine,
    isConnected: async (id: ConnectionId) => (await connected()).has(id),
    isLocked,
  };
  const outbox = createOutbox(sending);
  const creations = createCreations({ ...sending, answers, outbox });
  const questions = createQuestions({
    tabs,
    answers,
    sync,
    connections,
    isLocked,
    canShow: (id, person) => canShow(db, id, person),
    now,
  });
  const lock = createLock({
    keyring,
    vault,
    session,
    wakeAt: world.wakeAt,
    now,
    async wipeMirror() {
      await wipeMirror(db);
      await facts.settle();
    },
    async changed() {
      connections.close();
      await mirror.settle().catch(() => undefined);
      await publisher.publishAll();
      if (!(await isLocked())) void resume().catch(() => undefined);
    },
  });

  async function resume(isBack = false): Promise<void> {
    await lock.lockIfIdle();
    if (isBack) await releaseOffline(db);
    if (await isLocked()) return;
    await Promise.all([outbox.resume(), creations.resume(), questions.askUnanswered()]);
    void questions.syncAll();
  }

  // On a full disk nothing can be tidied up; what is there can be seen all the same.
  await mirror.settle().catch(() => undefined);
  if (!(await isLocked())) await evictOld(db, await connected(), now()).catch(() => undefined);

  return {
    handlers: withPresence(
      createHandlers({
        tabs,
        questions,
        outbox,
        creations,
        publisher,
        connections,
        wipe,
        answers,
        findOpportunity: async ({ connection, id }) => (await db.get('opportunities', [connection, id])) ?? null,
        isGmailSilent: world.isGmailSilent,
        readStructure: world.readStructure,
        lock,
        mirror,
        local: { loadSamples: () => loadSamples(now()), exportJson, importJson, deleteEverything },
      }),
      lock,
    ),
    resume,
    async checkTab(tabId) {
      const { email, isUnrecognised } = await tabs.read(tabId);
      if ((!email && !isUnrecognised) || (await world.hasContentScript(tabId))) return;
      await tabs.open(tabId, null);
      await publisher.publish(tabId);
    },
    forgetTab(tabId) {
      questions.leave(tabId);
      return tabs.forget(tabId);
    },
    countDamaged: async () => (await db.findDamaged()).length,
    async renew() {
      // What lies in memory was not emptied with the disk.
      await wipeMirror(db);
      await publisher.publishShown();
      await resume();
    },
  };
}

/**
 * One limit per account, as CRMs count. The timestamps lie in `storage.session`: a worker that starts again must not start counting again.
 */
function createFetches(session: KeyValue): (crm: CrmId, account: string) => typeof fetch {
  const fetches = new Map<string, typeof fetch>();

  function create(crm: CrmId, account: string): typeof fetch {
    const perMinute = ADAPTERS[crm].requestsPerMinute;
    if (perMinute === null) return fetch;
    const key = `requests:${account}`;
    const store = {
      load: async () => (await session.get<number[]>(key)) ?? [],
      save: (timestamps: number[]) => session.set(key, timestamps),
    };
    return limitFetch(fetch, createRateLimiter({ perMinute, store }));
  }

  return (crm, account) => {
    const known = fetches.get(account) ?? create(crm, account);
    fetches.set(account, known);
    return known;
  };
}
