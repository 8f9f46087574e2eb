import { CRMS, originsFor } from '../crm/catalog';
import type { Crm, CrmAdapter, Facts, SignIn } from '../crm/crm';
import { guardOrigins } from '../crm/origin-guard';
import type { Connection, CrmId } from '../domain/connection';
import type { Failure, FailureKind } from '../domain/failure';
import { CrmError } from '../domain/failure';
import type { ConnectionId } from '../domain/opportunity';
import { isSameValue } from '../domain/same-value';
import { CONNECTIONS_KEY, PROBLEMS_KEY } from '../domain/storage-keys';
import type { KeyValue } from '../store/key-value';
import { createTurn } from '../domain/lanes';
import type { Vault } from '../vault/vault';
import type { FactStore } from './facts';

/** The host permissions, as the browser holds them. */
export interface HostPermissions {
  contains(origins: readonly string[]): Promise<boolean>;
  remove(origins: readonly string[]): Promise<void>;
}

export interface ConnectionsContext {
  local: KeyValue;
  session: KeyValue;
  vault: Vault;
  facts: FactStore;
  permissions: HostPermissions;
  adapters: Record<CrmId, CrmAdapter>;
  /** A `fetch` that keeps within the CRM's requests per minute, counted for `account`. */
  fetchFor(crm: CrmId, account: string): typeof fetch;
  signIn: SignIn;
  /** Removes everything stored of a connection. */
  wipe(connection: ConnectionId): Promise<void>;
  newId(): string;
  now(): number;
}

/** The connected CRM accounts. */
export interface Connections {
  list(): Promise<Connection[]>;
  /** The CRM behind a connection. Throws `CrmError`: `not-found` for an ended one, `no-permission`, `unauthorized`. */
  open(connection: ConnectionId): Promise<Crm>;
  /**
   * Asks the CRM whose the credentials are and stores them. The same account connected again keeps its id, and with
   * it what is known. Throws `CrmError`; nothing is stored then.
   */
  connect(crm: CrmId, credentials: Record<string, string>): Promise<Connection>;
  /** Gives it another name; an empty one is the CRM's own. */
  rename(connection: ConnectionId, label: string): Promise<void>;
  /** New opportunities go there from now on. */
  makeDefault(connection: ConnectionId): Promise<void>;
  /** Forgets the key, the browser's permission and everything cached. What the local CRM holds stays. */
  disconnect(connection: ConnectionId): Promise<void>;
  /** Forgets the opened ones: they hold credentials. */
  close(): void;
  /** Keeps how a connection last did, for the options page. */
  report(connection: ConnectionId, failure: Failure | null): Promise<void>;
}

/** Kinds that mean the connection itself needs the rep's hand. */
const PROBLEMS = new Set<FailureKind>(['unauthorized', 'forbidden', 'scope', 'quota', 'no-permission']);

/** Connections over the browser's storage. */
export function createConnections(context: ConnectionsContext): Connections {
  const { local, session, vault, adapters } = context;
  // Opened CRMs may be lost with the worker at any time: they hold nothing that is not asked for again.
  const opened = new Map<ConnectionId, Promise<Crm>>();

  // Connecting and disconnecting change one list, reports another.
  const inTurn = createTurn();
  const inTurnOfReports = createTurn();

  /** How often a connection's credentials were typed in: what an earlier entry turns into must not replace a later. */
  const entries = new Map<ConnectionId, number>();

  const list = async () => ((await local.get<Stored[]>(CONNECTIONS_KEY)) ?? []).map(withDefaults);
  const find = async (id: ConnectionId) => (await list()).find((one) => one.id === id);

  function parseCredentials(crm: CrmId, credentials: unknown): unknown {
    const parsed = adapters[crm].credentials.safeParse(credentials);
    if (parsed.success) return parsed.data;
    const reason = [...new Set(parsed.error.issues.map(({ message }) => message))].join(' ');
    throw new CrmError({ kind: 'invalid', reason, field: null });
  }

  /** The same user may have a key in two accounts; those whose numbers are known and differ are two connections. */
  async function findKnown(
    all: readonly Connection[],
    crm: CrmId,
    { accountName, facts, origins }: { accountName: string; facts: Facts; origins: readonly string[] },
  ): Promise<Connection | undefined> {
    const isLike = (other: Connection) =>
      other.crm === crm && other.accountName === accountName && isSameValue(other.origins, origins);
    for (const one of all.filter(isLike)) {
      const { accountId } = await context.facts.read(one.id);
      if (!accountId || !facts.accountId || accountId === facts.accountId) return one;
    }
    return undefined;
  }

  async function requirePermission(origins: readonly string[]): Promise<void> {
    if (origins.length > 0 && !(await context.permissions.contains(origins))) {
      throw new CrmError({ kind: 'no-permission' });
    }
  }

  async function openNew(id: ConnectionId): Promise<Crm> {
    const connection = await find(id);
    if (!connection) throw new CrmError({ kind: 'not-found' });
    const { crm, origins } = connection;
    const entry = entries.get(id);
    const readCredentials = async () => parseCredentials(crm, (await vault.read(id)) ?? {});
    return adapters[crm].open({
      connection: id,
      credentials: await readCredentials(),
      vault: { read: readCredentials, write: (credentials) => replaceCredentials(id, entry, credentials) },
      fetch: guardOrigins(context.fetchFor(crm, id), origins),
      facts: await context.facts.read(id),
      learn: (facts) =>
        void inTurn(async () => {
          // What a request that outlived the connection has learnt is of no use.
          if (await find(id)) await context.facts.learn(id, facts);
        }),
    });
  }

  async function writeReport(id: ConnectionId, failure: Failure | null): Promise<void> {
    const problems = { ...(await session.get<Record<ConnectionId, Failure>>(PROBLEMS_KEY)) };
    const problem = failure && PROBLEMS.has(failure.kind) ? failure : null;
    if (!problem && !(id in problems)) return;
    if (problem) problems[id] = problem;
    else delete problems[id];
    await session.set(PROBLEMS_KEY, problems);
  }

  const report = (id: ConnectionId, failure: Failure | null) => inTurnOfReports(() => writeReport(id, failure));

  /**
   * What a renewal that outlived its connection brought must not bring the secrets back; what one of credentials
   * replaced meanwhile brought serves the requests that wait for it, and is not kept.
   */
  function replaceCredentials(id: ConnectionId, entry: number | undefined, credentials: unknown): Promise<void> {
    return inTurn(async () => {
      if (!(await find(id))) throw new CrmError({ kind: 'not-found' });
      if (entries.get(id) === entry) await vault.write(id, credentials);
    });
  }

  async function removeUnused(origins: readonly string[]): Promise<void> {
    const inUse = new Set((await list()).flatMap((connection) => connection.origins));
    const unused = origins.filter((origin) => !inUse.has(origin));
    if (unused.length > 0) await context.permissions.remove(unused);
  }

  async function connect(crm: CrmId, input: Record<string, string>): Promise<Connection> {
    const typed = parseCredentials(crm, input);
    const origins = originsFor(crm, typed as Readonly<Record<string, unknown>>);
    await requirePermission(origins);
    const fetch = guardOrigins(context.fetchFor(crm, `new ${crm}`), origins);
    try {
      const credentials = (await adapters[crm].signIn?.(typed, { fetch, signIn: context.signIn })) ?? typed;
      const identity = await adapters[crm].identify({ credentials, fetch });
      return await inTurn(() => store(crm, origins, credentials, identity));
    } catch (error) {
      // Nobody could give the permission back otherwise. Asked again, the browser grants it without a prompt.
      await removeUnused(origins);
      throw error;
    }
  }

  async function store(
    crm: CrmId,
    origins: readonly string[],
    credentials: unknown,
    identity: { accountName: string; facts: Facts },
  ): Promise<Connection> {
    const { accountName } = identity;
    const before = await list();
    const known = await findKnown(before, crm, { ...identity, origins });
    const id = known?.id ?? (crm === 'local' ? 'local' : `${crm}-${context.newId()}`);
    const connection: Connection = {
      id,
      crm,
      label: known?.label ?? freeLabel(before, crm),
      accountName,
      origins,
      connectedAt: context.now(),
      isDefault: known?.isDefault ?? false,
    };
    await vault.write(id, credentials);
    entries.set(id, (entries.get(id) ?? 0) + 1);
    await context.facts.learn(id, identity.facts);
    opened.delete(id);
    await local.set(CONNECTIONS_KEY, [...before.filter((one) => one.id !== id), connection]);
    await report(id, null);
    return connection;
  }

  async function disconnect(id: ConnectionId): Promise<void> {
    const before = await list();
    const connection = before.find((one) => one.id === id);
    const rest = before.filter((one) => one.id !== id);
    // The key first, and the entry in the list last: interrupted anywhere, it can be disconnected again.
    await vault.forget(id);
    opened.delete(id);
    await context.wipe(id);
    await local.set(CONNECTIONS_KEY, rest);
    await context.facts.forget(id);
    await report(id, null);
    await removeUnused(connection?.origins ?? []);
  }

  async function change(next: (connection: Connection) => Connection): Promise<void> {
    await local.set(CONNECTIONS_KEY, (await list()).map(next));
  }

  return {
    list,
    async open(id) {
      const crm = opened.get(id) ?? openNew(id);
      opened.set(id, crm);
      crm.catch(() => opened.delete(id));
      const connection = await find(id);
      if (connection) await requirePermission(connection.origins);
      return crm;
    },
    connect,
    rename: (id, label) =>
      inTurn(() => change((one) => (one.id === id ? { ...one, label: label.trim() || CRMS[one.crm].label } : one))),
    makeDefault: (id) => inTurn(() => change((one) => ({ ...one, isDefault: one.id === id }))),
    disconnect: (id) => inTurn(() => disconnect(id)),
    close: () => opened.clear(),
    report,
  };
}

/** As a version before proxies and default connections stored it. */
type Stored = Omit<Connection, 'origins' | 'isDefault'> & Partial<Pick<Connection, 'origins' | 'isDefault'>>;

function withDefaults(stored: Stored): Connection {
  return { origins: CRMS[stored.crm].origins, isDefault: false, ...stored };
}

/** The CRM's own name, or with a number where another account of it has that: failures name nothing else. */
function freeLabel(connections: readonly Connection[], crm: CrmId): string {
  const { label } = CRMS[crm];
  const taken = new Set(connections.map((one) => one.label));
  let free = label;
  for (let number = 2; taken.has(free); number += 1) free = `${label} ${number}`;
  return free;
}
