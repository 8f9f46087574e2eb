import type { ChangesPage } from '../domain/mirror';
import type { ConnectionId } from '../domain/opportunity';
import { isRecent } from './recent';
import type { Sync, SyncContext } from './sync';
import { askedAt, DUE, isInStep, laterOf, sinceOf } from './sync-row';
import { takePage } from './take-page';

/** Pages asked for while somebody waits; more than these are for the pass. */
const MOST_AWAITED = 3;

/** `Sync.catchUp` over the worker's database. */
export function createCatchUp(context: Omit<SyncContext, 'changed' | 'wakeAt'>): Sync['catchUp'] {
  const { db, records, now } = context;
  const underway = new Map<ConnectionId, Promise<boolean>>();
  /** When catching up last took too many pages: the next pass does it, and does it better. */
  const tooMuchAt = new Map<ConnectionId, number>();

  /** False where it was dropped meanwhile, or the connection ended. `latest` after the last page only. */
  function store(
    connection: ConnectionId,
    page: ChangesPage,
    asked: { at: number; isCurrent(): boolean; latest: number | null },
  ) {
    return db.change(async (tx) => {
      const row = await tx.get('syncs', connection);
      if (!asked.isCurrent() || !row || row.syncedAt === null) return false;
      await takePage(tx, records, page, { connection, kind: 'opportunities', askedAt: asked.at });
      if (page.next !== null) return true;
      // Before the last page there may be changes left out: the next time asks for them, too.
      tx.put('syncs', { ...row, latest: laterOf(row.latest, 'opportunities', asked.latest), checkedAt: asked.at });
      return true;
    });
  }

  async function ask(connection: ConnectionId, maxAge: number): Promise<boolean> {
    if (!(await context.isAllowed())) return false;
    const isCurrent = context.lifetimes.begin(connection);
    const row = await db.get('syncs', connection);
    if (!row || !isInStep(row, now())) return false;
    if (isRecent(askedAt(row), maxAge, now())) return true;
    const since = sinceOf(row, 'opportunities');
    // Where no record tells when it changed, that would be a list of everything.
    if (since === null || isRecent(tooMuchAt.get(connection), DUE.changes, now())) return false;
    const crm = await context.openCrm(connection);
    const at = now();
    let from: string | null = null;
    let latest: number | null = null;
    for (let pages = 0; pages < MOST_AWAITED; pages += 1) {
      const page: ChangesPage | undefined = await crm.changes?.({
        kind: 'opportunities',
        since,
        from,
        isAwaited: true,
      });
      if (!page) return false;
      from = page.next;
      latest = Math.max(latest ?? 0, page.latest ?? 0);
      if (!(await store(connection, page, { at, isCurrent, latest }))) return false;
      if (from === null) return true;
    }
    tooMuchAt.set(connection, at);
    return false;
  }

  return (connection, maxAge) => {
    const known = underway.get(connection);
    if (known) return known;
    const started = ask(connection, maxAge).finally(() => underway.delete(connection));
    underway.set(connection, started);
    return started;
  };
}
