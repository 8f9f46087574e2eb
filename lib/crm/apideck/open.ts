import type { ConnectionId, Opportunity } from '../../domain/opportunity';
import { STATUSES } from '../../domain/opportunity';
import type { Page } from '../crm';
import { askAll, type Found } from './ask';
import { askLinked, isUnlinked } from './links';
import { toOpportunity } from './map';
import { isOver } from './search';
import type { Session } from './session';
import type { WireOpportunity } from './wire';
import { spell } from './words';

/** As many parts of 200 as hold the 1,000 opportunities of the overview. */
const MAX_PARTS = 5;

/**
 * Open opportunities, newest change first. Where no deal is called "open" (Planhat says "active", some CRMs say
 * nothing), all that are not over count. Where filtered lists leave out contacts and companies, the whole list is
 * taken as long as it is short enough.
 */
export async function listOpen(session: Session, connection: ConnectionId, signal?: AbortSignal): Promise<Page> {
  const { opportunities, memory } = session;
  if (memory.hidesLinks()) {
    const all = await askLinked(session, MAX_PARTS, signal);
    if (!all.isTruncated) return toPage(all, connection);
  }
  const filter = { status: spell('open', STATUSES, memory.spellings().status) };
  const named = await askAll(opportunities, { filter }, MAX_PARTS, signal);
  const sorted = named && named.items.length > 0 ? named : await askAll(opportunities, {}, MAX_PARTS, signal);
  const found = sorted ?? { items: [], isTruncated: false };
  if (!memory.hidesLinks() && found.items.length > 0 && found.items.every(isUnlinked)) {
    const all = await askLinked(session, MAX_PARTS, signal);
    if (memory.hidesLinks() && !all.isTruncated) return toPage(all, connection);
  }
  return toPage(found, connection);
}

function toPage({ items, isTruncated }: Found<WireOpportunity>, connection: ConnectionId): Page {
  const open = items.map((record) => toOpportunity(record, connection)).filter((one) => !isOver(one));
  return { opportunities: open.toSorted(byUpdate), isTruncated };
}

function byUpdate(a: Opportunity, b: Opportunity): number {
  return (b.updatedAt ?? '').localeCompare(a.updatedAt ?? '');
}
