import type { Crm } from '../crm/crm';
import type { FailureKind } from '../domain/failure';
import { isPassing, toFailure } from '../domain/failure';
import type { ChangesPage } from '../domain/mirror';
import type { ConnectionId } from '../domain/opportunity';
import { createCatchUp } from './catch-up';
import type { Database } from './database';
import { LONGEST_WAIT } from './delivery';
import type { Lifetimes } from './lifetimes';
import type { Records } from './records';
import type { SyncPass, SyncRow } from './rows';
import { duePass, emptySync, isSamePass, laterOf, nextKind, undatedOf } from './sync-row';
import { clearUnseen, takePage } from './take-page';

/** Milliseconds until a pass is gone on with after a failure. */
const PAUSE = { passing: 30_000, other: 5 * 60_000 };
/** What a connection may refuse of one kind of record, and tell of the others all the same. */
const NOT_FOR_US = new Set<FailureKind>(['forbidden', 'scope', 'not-found', 'invalid']);

export interface SyncContext {
  db: Database;
  records: Records;
  lifetimes: Lifetimes;
  openCrm(connection: ConnectionId): Promise<Crm>;
  now(): number;
  /** Something that may be shown has changed. */
  changed(): void;
  /** Has `Sync.run` called again at `at` (epoch milliseconds). */
  wakeAt(at: number): void;
  /** False while nothing may be mirrored: it is switched off, or locked. */
  isAllowed(): Promise<boolean>;
}

/** Keeps the mirror in step with the CRMs. */
export interface Sync {
  /** Goes on with what was begun, and begins what is due, one page after the other. Never rejects. */
  run(connection: ConnectionId): Promise<void>;
  /**
   * Asks for the opportunities changed since the last time, unless that was less than `maxAge` milliseconds ago: one
   * request, however many wait for it. Resolves to false where the mirror is too incomplete for that to tell
   * everything. Throws `CrmError`.
   */
  catchUp(connection: ConnectionId, maxAge: number): Promise<boolean>;
}

/** One page's request. */
interface Asked {
  connection: ConnectionId;
  pass: SyncPass;
  askedAt: number;
  isCurrent(): boolean;
}

/** The mirror's upkeep over the worker's database, where it also notes how far it is: it may die after any page. */
export function createSync(context: SyncContext): Sync {
  const { db, records, now } = context;
  const running = new Map<ConnectionId, Promise<void>>();

  /** Nothing where the pass is no longer under way: the mirror was dropped meanwhile, or the connection ended. */
  function note(connection: ConnectionId, pass: SyncPass, next: (row: SyncRow) => SyncRow): Promise<void> {
    return db.change(async (tx) => {
      const row = await tx.get('syncs', connection);
      if (row && isSamePass(row.pass, pass)) tx.put('syncs', next(row));
    });
  }

  /** Writes down the pass that is under way, or due. A clock that was set back makes it begin its kind again. */
  function openPass(connection: ConnectionId, isCurrent: () => boolean): Promise<SyncPass | null> {
    return db.change(async (tx) => {
      if (!isCurrent()) return null;
      const row = (await tx.get('syncs', connection)) ?? emptySync(connection);
      const isAhead = row.pass !== null && row.pass.startedAt > now();
      const pass =
        row.pass && isAhead ? { ...row.pass, from: null, startedAt: now() } : (row.pass ?? duePass(row, now()));
      if (pass && pass !== row.pass) tx.put('syncs', { ...row, pass });
      return pass;
    });
  }

  function afterKind(row: SyncRow, pass: SyncPass, page: ChangesPage): SyncRow {
    const hasRecords = pass.from !== null || page[pass.kind].length > 0;
    return nextKind(pass.isFull ? { ...row, undated: undatedOf(row, pass.kind, hasRecords) } : row, pass);
  }

  /** False where nobody wants the page any more. */
  async function store({ connection, pass, askedAt, isCurrent }: Asked, page: ChangesPage): Promise<boolean> {
    const isLast = page.next === null;
    const isWanted = await db.change(async (tx) => {
      const row = await tx.get('syncs', connection);
      if (!row || !isCurrent() || !isSamePass(row.pass, pass)) return false;
      await takePage(tx, records, page, { connection, kind: pass.kind, askedAt });
      if (isLast && pass.isFull) await clearUnseen(tx, records, connection, pass, now());
      const told = { ...row, latest: laterOf(row.latest, pass.kind, page.latest), retryAt: 0 };
      const further = { ...pass, pages: pass.pages + 1 };
      tx.put('syncs', isLast ? afterKind(told, further, page) : { ...told, pass: { ...further, from: page.next } });
      return true;
    });
    const isNews = [page.opportunities, page.contacts, page.companies, page.gone].some(({ length }) => length > 0);
    if (isWanted && (pass.isFull ? isLast : isNews)) context.changed();
    return isWanted;
  }

  /** One page; false where that was the last for now. */
  async function step(connection: ConnectionId): Promise<boolean> {
    if (!(await context.isAllowed())) return false;
    const row = (await db.get('syncs', connection)) ?? emptySync(connection);
    // A clock that was set back must not hold it up for good.
    if (row.retryAt > now() && row.retryAt - now() <= LONGEST_WAIT) {
      context.wakeAt(row.retryAt);
      return false;
    }
    if (!row.pass && !duePass(row, now())) return false;
    const isCurrent = context.lifetimes.begin(connection);
    const crm = await context.openCrm(connection);
    if (!crm.changes) return false;
    const pass = await openPass(connection, isCurrent);
    if (!pass) return false;
    const askedAt = now();
    const { kind, since, from } = pass;
    const page = await crm.changes({ kind, since, from });
    if (!(await context.isAllowed())) return false;
    return store({ connection, pass, askedAt, isCurrent }, page);
  }

  async function afterFailure(connection: ConnectionId, error: unknown): Promise<boolean> {
    const failure = toFailure(error);
    const pass = (await db.get('syncs', connection))?.pass;
    if (!pass || failure.kind === 'storage' || failure.kind === 'locked') return false;
    if (NOT_FOR_US.has(failure.kind) && pass.from === null) {
      const refused = [...pass.refused, pass.kind];
      await note(connection, pass, (row) => nextKind(row, { ...pass, refused }));
      return true;
    }
    const pause = isPassing(failure) ? PAUSE.passing : PAUSE.other;
    const retryAt = failure.kind === 'rate-limited' ? failure.retryAt : now() + pause;
    // Where a page led nowhere any more, the kind is begun again.
    const from = NOT_FOR_US.has(failure.kind) ? null : pass.from;
    await note(connection, pass, (row) => ({ ...row, pass: { ...pass, from }, retryAt }));
    // What else went wrong may last: the next use of the panel finds out.
    if (from !== pass.from || isPassing(failure)) context.wakeAt(retryAt);
    return false;
  }

  async function work(connection: ConnectionId): Promise<void> {
    for (let goesOn = true; goesOn;) {
      goesOn = await step(connection).catch((error: unknown) => afterFailure(connection, error));
    }
  }

  return {
    run(connection) {
      const known = running.get(connection);
      if (known) return known;
      const started = work(connection)
        .catch(() => undefined)
        .finally(() => running.delete(connection));
      running.set(connection, started);
      return started;
    },
    catchUp: createCatchUp(context),
  };
}
