import { CrmError } from '../../domain/failure';
import { PAGE_SIZE } from './api';
import { ask, NEWEST_FIRST, type Source } from './ask';
import { leadsNowhere, type Position } from './position';
import type { WireList } from './wire';

/** What a listing needs of a record, whatever its kind. */
export interface Listed {
  id: string;
  updated_at: string | null;
  deleted?: boolean | null;
}

/** A part of a listing, and where it stands. */
export interface Part<Item> {
  items: Item[];
  /** As in `Position`, with what this part told. */
  at: Position;
  /** Where the next part of this very list begins; `null` where it ends or only older changes follow. */
  cursor: string | null;
}

/** A million records: cursors that lead in circles would never end. */
const MAX_PARTS = 5_000;
/** Connectors may compare in whole seconds, or take "since" for "after"; milliseconds. */
const MARGIN = 1_000;

/** One part of a list, and one request, but where the connector refuses the filter or the order for the first time. */
export async function readPart<Item extends Listed>(
  source: Source<Item>,
  at: Position,
  signal?: AbortSignal,
): Promise<Part<Item>> {
  if (at.parts >= MAX_PARTS) throw malformed(source, 'too many parts');
  const isFirst = at.cursor === null;
  const { list, filter } = isFirst ? await begin(source, at, signal) : { list: await goOn(source, at, signal), ...at };
  // A list that may have been cut off must not pass for a whole one: what is not in it would count as deleted.
  if (list.next === null && !list.isEndTold) throw malformed(source, 'meta.cursors');
  const isNewest = at.way === 'newest' && !source.memory.refuses(`${source.name} sort ${NEWEST_FIRST.by}`);
  const inOrder = isNewest && areNewestFirst(list.items);
  const isPast = inOrder && list.items.some((item) => isOlder(item, at.since));
  return {
    items: list.items,
    at: {
      ...at,
      filter,
      parts: at.parts + 1,
      latest: isFirst && at.way === 'newest' ? latestOf(list.items, at.latest) : at.latest,
      isOrdered: at.way === 'newest' ? at.isOrdered && inOrder : at.isOrdered,
    },
    cursor: isPast ? null : list.next,
  };
}

async function begin<Item>(source: Source<Item>, at: Position, signal?: AbortSignal) {
  const since = source.name === 'opportunities' ? null : at.since;
  const filter = since === null ? null : new Date(Math.max(0, since - MARGIN)).toISOString();
  const narrowed = filter === null ? null : await ask(source, queryOf({ ...at, filter }), signal);
  if (narrowed) return { list: narrowed, filter };
  const list = await ask(source, queryOf({ ...at, filter: null }), signal);
  if (!list) throw new CrmError({ kind: 'internal', reason: 'refused without a filter' });
  return { list, filter: null };
}

/** Why a cursor is refused nobody tells: it has expired, or the CRM ends its ordered lists there. */
async function goOn<Item>(source: Source<Item>, at: Position, signal?: AbortSignal): Promise<WireList<Item>> {
  try {
    const list = await ask(source, queryOf(at), signal);
    if (list && list.next !== at.cursor) return list;
  } catch (error) {
    const kind = error instanceof CrmError ? error.failure.kind : null;
    if (kind !== 'invalid' && kind !== 'not-found') throw error;
    if (at.way === 'newest' && at.since === null) noteEnd(source);
  }
  throw leadsNowhere();
}

function queryOf({ way, cursor, filter }: Position) {
  return {
    ...(filter === null ? {} : { filter: { updated_since: filter } }),
    sort: way === 'newest' ? NEWEST_FIRST : null,
    limit: PAGE_SIZE,
    cursor,
  };
}

function malformed({ name }: Source<unknown>, what: string): CrmError {
  return new CrmError({ kind: 'malformed', where: `GET /crm/${name}: ${what}` });
}

/** Ordered lists end before their end in some CRMs (HubSpot: at 10,000 records): once seen, none is gone through. */
const TO_THE_END = `${NEWEST_FIRST.by} to the end`;

function noteEnd({ name, memory }: Source<unknown>): void {
  memory.noteRefusal(`${name} sort ${TO_THE_END}`);
}

export function hasEnd({ name, memory }: Source<unknown>): boolean {
  return memory.refuses(`${name} sort ${TO_THE_END}`);
}

/** Epoch milliseconds; `null` where the CRM does not tell. */
function timeOf({ updated_at }: Listed): number | null {
  const time = Date.parse(updated_at ?? '');
  return Number.isNaN(time) ? null : time;
}

export function isOlder(item: Listed, since: number | null): boolean {
  const time = timeOf(item);
  return since !== null && time !== null && time < since;
}

function latestOf(items: readonly Listed[], before: number | null): number | null {
  return items.reduce<number | null>((latest, item) => {
    const time = timeOf(item);
    return time === null || (latest !== null && latest >= time) ? latest : time;
  }, before);
}

/** A connector that takes an order without a word may not keep it. */
function areNewestFirst(items: readonly Listed[]): boolean {
  const times = items.flatMap((item) => timeOf(item) ?? []);
  return times.every((time, index) => time <= (times[index - 1] ?? time));
}
