import { type ChangesPage, type CrmRecords, NO_RECORDS, type RecordKind } from '../../domain/mirror';
import type { ConnectionId } from '../../domain/opportunity';
import { nullWhen } from './api';
import type { Source } from './ask';
import { isUnlinked } from './links';
import { hasEnd, isOlder, type Listed, type Part, readPart } from './listing';
import { isPathId, toCompany, toContact, toOpportunity } from './map';
import { type Position, readPosition, startOf, writePosition } from './position';
import type { Session } from './session';
import type { WireOpportunity } from './wire';

/** What `Crm.changes` is asked. */
interface ChangesQuestion {
  kind: RecordKind;
  since: number | null;
  from: string | null;
  signal?: AbortSignal | undefined;
}

/** Changed opportunities read one by one: of more than these the whole list is taken. */
const MAX_SINGLE = 20;

/**
 * A part of all records of a kind, or of those changed at or after `since`, newest change first, until one is older:
 * only people and companies have a filter by time. Where a connector knows neither order nor filter all are listed.
 *
 * What changes between two parts moves to where the list was read already. A full listing would take it for deleted,
 * so one of several parts is followed by a look at what changed since it began. Any other leaves that to the next one,
 * which is why `latest` comes with the last part, and is the latest change there was at the first.
 */
export async function listChanges(
  session: Session,
  connection: ConnectionId,
  { kind, since, from, signal }: ChangesQuestion,
): Promise<ChangesPage> {
  const at = from === null ? startOf(since) : readPosition(from);
  const { api, memory } = session;
  switch (kind) {
    case 'opportunities':
      return listOpportunities(session, connection, at, signal);
    case 'contacts': {
      const source = { name: kind, memory, list: api.contacts };
      const toRecords = (items: Parameters<typeof toContact>[0][]) => ({ contacts: items.map(toContact) });
      return pageOf(source, await readPart(source, at, signal), toRecords);
    }
    case 'companies': {
      const source = { name: kind, memory, list: api.companies };
      const toRecords = (items: Parameters<typeof toCompany>[0][]) => ({ companies: items.map(toCompany) });
      return pageOf(source, await readPart(source, at, signal), toRecords);
    }
  }
}

/**
 * In HubSpot ordered lists leave out contacts and companies (`askLinked`), without which the mirror finds nobody's.
 * There the ordered list only tells which changed: those are read one by one, or in the plain list where they are
 * many, which is all opportunities of the account, 200 a request. Nothing changed costs one request.
 */
async function listOpportunities(
  session: Session,
  connection: ConnectionId,
  at: Position,
  signal?: AbortSignal,
): Promise<ChangesPage> {
  const { api, memory } = session;
  if (at.way === 'single') return readSingle(session, connection, at, signal);
  const source: Source<WireOpportunity> = { name: 'opportunities', memory, list: api.opportunities };
  const part = await readPart(source, at, signal);
  const toRecords = (items: WireOpportunity[]) => ({
    opportunities: items.map((record) => toOpportunity(record, connection)),
  });
  if (at.way === 'plain') {
    if (at.isUnlinked && part.items.some((record) => !isUnlinked(record))) memory.noteHiddenLinks();
    return pageOf(source, part, toRecords);
  }
  const isSuspect = at.cursor === null && (memory.hidesLinks() || at.since === null);
  const isHiding = isSuspect && part.at.isOrdered && part.items.length > 0 && part.items.every(isUnlinked);
  return isHiding ? unlinkedPage(part) : pageOf(source, part, toRecords);
}

/** After the beginning of a list without contacts and companies: where they are to be had. */
function unlinkedPage({ items, at, cursor }: Part<WireOpportunity>): ChangesPage {
  const { since } = at;
  // The latest change seen last time is in the list again; to the millisecond there is no other at the same time.
  const from = since !== null && since % 1000 !== 0 ? since + 1 : since;
  const changed = items.filter((record) => !isOlder(record, from) && record.deleted !== true);
  const ids = changed.map(({ id }) => id).filter(isPathId);
  const gone = goneOf(items);
  if (since === null || cursor !== null || ids.length > MAX_SINGLE) {
    const next = writePosition({ ...at, way: 'plain', cursor: null, filter: null, parts: 0, isUnlinked: true });
    return { ...NO_RECORDS, gone, latest: null, next };
  }
  const next = ids.length > 0 ? writePosition({ ...at, way: 'single', cursor: null, ids }) : null;
  return { ...NO_RECORDS, gone, latest: next === null ? at.latest : null, next };
}

async function readSingle(
  { api }: Session,
  connection: ConnectionId,
  at: Position,
  signal?: AbortSignal,
): Promise<ChangesPage> {
  const [id = '', ...ids] = at.ids;
  const record = await api.opportunity(id, signal).catch(nullWhen('not-found'));
  const isThere = record !== null && record.deleted !== true;
  return {
    ...NO_RECORDS,
    opportunities: isThere ? [toOpportunity(record, connection)] : [],
    gone: isThere ? [] : [id],
    latest: ids.length > 0 ? null : at.latest,
    next: ids.length > 0 ? writePosition({ ...at, ids }) : null,
  };
}

function pageOf<Item extends Listed>(
  source: Source<Item>,
  part: Part<Item>,
  toRecords: (items: Item[]) => Partial<CrmRecords>,
): ChangesPage {
  const kept = part.items.filter((item) => item.deleted !== true && !isOlder(item, part.at.since));
  const next = nextOf(source, part);
  return {
    ...NO_RECORDS,
    ...toRecords(kept),
    gone: goneOf(part.items),
    latest: next === null ? part.at.latest : null,
    next: next && writePosition(next),
  };
}

function nextOf(source: Source<unknown>, { at, cursor }: Part<unknown>): Position | null {
  const anew = { ...at, cursor: null, filter: null, parts: 0 };
  if (cursor !== null) {
    const isTooLong = at.way === 'newest' && at.isOrdered && at.since === null && hasEnd(source);
    return isTooLong ? { ...anew, way: 'plain' } : { ...at, cursor };
  }
  // Nothing later than what it began with: nothing moved.
  const isMoved = at.latest !== null && (at.since === null || at.latest > at.since);
  return at.isFull && at.isOrdered && at.parts > 1 && isMoved ? { ...anew, way: 'newest', since: at.latest } : null;
}

function goneOf(items: readonly Listed[]): string[] {
  return items.filter(({ deleted }) => deleted === true).map(({ id }) => id);
}
