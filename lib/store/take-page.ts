import type { ChangesPage, RecordKind } from '../domain/mirror';
import type { ConnectionId } from '../domain/opportunity';
import type { Change } from './database';
import { LAG } from './clocks';
import { putPeople } from './mirror';
import type { Records } from './records';
import type { SyncPass } from './rows';

/** Where a page belongs. `askedAt` in epoch milliseconds. */
interface Origin {
  connection: ConnectionId;
  kind: RecordKind;
  askedAt: number;
}

/** Puts a page into the mirror, and takes out what it tells is gone. */
export async function takePage(tx: Change, records: Records, page: ChangesPage, origin: Origin): Promise<void> {
  const { connection, kind, askedAt } = origin;
  await records.take(tx, page.opportunities, askedAt);
  putPeople(tx, connection, page);
  const kept = page.gone.length > 0 ? await pendingOf(tx, connection, kind) : new Set();
  for (const id of page.gone) if (!kept.has(id)) tx.delete(kind, [connection, id]);
}

/** After the last page of a full pass: what was on none of them is gone. */
export async function clearUnseen(
  tx: Change,
  records: Records,
  connection: ConnectionId,
  { kind, startedAt }: SyncPass,
  now: number,
): Promise<void> {
  // What was just made is there, though no list may show it yet.
  const made = kind === 'opportunities' ? records.confirmedSince(connection, startedAt - LAG) : [];
  const kept = new Set([...(await pendingOf(tx, connection, kind)), ...made]);
  // Set back meanwhile, the clock must not make what was just put look old.
  tx.clearUnseen(kind, connection, Math.min(startedAt, now), kept);
}

/** What the rep has pending of a record that is gone is told by its own delivery, with its title. */
async function pendingOf(tx: Change, connection: ConnectionId, kind: RecordKind): Promise<ReadonlySet<string>> {
  if (kind !== 'opportunities') return new Set();
  const edits = await tx.getAllFrom('edits', 'connection', connection);
  return new Set(edits.map(({ ref }) => ref.id));
}
