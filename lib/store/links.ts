import type { Crm } from '../crm/crm';
import { CrmError, isPassing } from '../domain/failure';
import type { Creation } from '../domain/edit';
import type { Match } from '../domain/match';
import { mergeMatches } from '../domain/match';
import type { ConnectionId, Opportunity } from '../domain/opportunity';
import type { Change, Database } from './database';
import { type LinkRow, threadKey } from './rows';

/** More than these, the newest, are not read one by one for one person. */
const MOST_LINKS = 5;

/** A record, or `undefined` where the CRM has it no more, or in its trash. */
export async function readIfThere(crm: Crm, id: string): Promise<Opportunity | undefined> {
  try {
    const record = await crm.read(id);
    return record.isDeleted ? undefined : record;
  } catch (error) {
    if (error instanceof CrmError && error.failure.kind === 'not-found') return undefined;
    throw error;
  }
}

/** What may not be read now is no reason to tell nothing of the rest, nor to forget the link. */
function undefinedUnlessPassing(error: unknown): undefined {
  if (error instanceof CrmError && !isPassing(error.failure)) return undefined;
  throw error;
}

async function readLinked(db: Database, crm: Crm, link: LinkRow): Promise<Opportunity | undefined> {
  const record = await readIfThere(crm, link.opportunityId);
  if (!record) await db.delete('links', [link.connection, link.thread, link.opportunityId]);
  return record;
}

/** The opportunity that belongs to a thread, as the CRM holds it now; forgets links to what is gone. */
export async function findOfThread(
  db: Database,
  crm: Crm,
  connection: ConnectionId,
  thread: string,
): Promise<Opportunity | undefined> {
  const links = await db.getAllFrom('links', 'thread', [connection, thread]);
  for (const link of links.toSorted((a, b) => b.at - a.at)) {
    const record = await readLinked(db, crm, link).catch(undefinedUnlessPassing);
    if (record) return record;
  }
  return undefined;
}

/** What was found for a person, with what the rep created or linked for them and the CRM does not name. */
export async function withLinked(
  db: Database,
  crm: Crm,
  { connection, address }: Pick<LinkRow, 'connection' | 'address'>,
  found: readonly Match[],
): Promise<Match[]> {
  const all = await db.getAllFrom('links', 'connection', connection);
  const links = all.filter((link) => link.address === address).toSorted((a, b) => b.at - a.at);
  const byHand = new Set(links.filter(({ isByHand }) => isByHand).map(({ opportunityId }) => opportunityId));
  const known = new Set(found.map(({ opportunity }) => opportunity.ref.id));
  const missing = links.filter(({ opportunityId }) => !known.has(opportunityId)).slice(0, MOST_LINKS);
  const records = await Promise.all(missing.map((link) => readLinked(db, crm, link).catch(() => undefined)));
  if (byHand.size === 0 && records.length === 0) return [...found];
  const linked = records.flatMap((opportunity) => (opportunity ? [{ reason: 'linked' as const, opportunity }] : []));
  const named = found.map((match) =>
    match.reason === 'same-company' && byHand.has(match.opportunity.ref.id)
      ? { ...match, reason: 'linked' as const }
      : match,
  );
  return mergeMatches([...named, ...linked]);
}

/** Notes that an opportunity belongs to the thread a creation came from; `at` in epoch milliseconds. */
export function linkThread(
  tx: Change,
  { connection, account, threadId, person }: Creation,
  { id, at, isByHand }: { id: string | undefined; at: number; isByHand: boolean },
): void {
  if (threadId === null || id === undefined) return;
  const thread = threadKey(account, threadId);
  tx.put('links', { connection, thread, opportunityId: id, address: person.address, at, isByHand });
}
