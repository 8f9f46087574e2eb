import { CrmError } from '../../domain/failure';
import { PAGE_SIZE } from './pages';
import type { WireList } from './wire';

/**
 * How an account lists its records. `changed`: by Copper's filter and order of changes, oldest first, each page asked
 * for by the date the last one ended with, so that nothing shifts. `recent`: newest change first, by page numbers,
 * where there is no such filter. `name`: by page numbers, where there is no such order either.
 */
export const ORDERS = ['changed', 'recent', 'name'] as const;
export type Order = (typeof ORDERS)[number];

/** Where a page begins. Dates are Unix seconds by Copper's clock. */
export interface Place {
  order: Order;
  /** Nothing that changed before is wanted. */
  since: number;
  /** Records before it, in this order and with this `since`. */
  at: number;
  /** The last record of the page before; 0 for none. */
  lastId: number;
  lastDate: number;
  /** The newest change on the first page. */
  newest: number;
}

/** As much of a record as paging goes by. */
export interface Dated {
  id: string;
  date_modified: number | null;
}

/** Copper reaches no further, whatever the page (its reference). */
const LAST_RECORD = 100_000;
/** So many records of a page come again on the next: that many may have gone from among those before. */
const OVERLAP = 10;
/** The last of a page are not gone by: one changed a moment ago may show its new date in its old place. */
const LAST_FEW = 3;

export function startOf(order: Order, since: number): Place {
  return { order, since, at: 0, lastId: 0, lastDate: 0, newest: 0 };
}

/** The search for the page at `place`. */
export function toSearch(place: Place): Record<string, unknown> {
  const { page_number, page_size } = windowAt(place.at);
  return { ...ASKED[place.order](place.since), page_number, page_size };
}

const ASKED: Record<Order, (since: number) => Record<string, unknown>> = {
  changed: (since) => ({ minimum_modified_date: since, sort_by: 'date_modified', sort_direction: 'asc' }),
  recent: () => ({ sort_by: 'date_modified', sort_direction: 'desc' }),
  name: () => ({ sort_by: 'name', sort_direction: 'asc' }),
};

/**
 * Page numbers count in pages of one size: of the sizes that make a page begin a little before the `at`th record, the
 * one that reaches furthest. Throws where Copper does not reach.
 */
function windowAt(at: number): { page_number: number; page_size: number; start: number } {
  const before = Math.max(0, at - OVERLAP);
  const sizes = Array.from({ length: PAGE_SIZE / 2 }, (_, index) => PAGE_SIZE - index);
  const windows = sizes
    .map((page_size) => ({ page_size, start: before - (before % page_size) }))
    .filter(({ page_size, start }) => start + page_size <= LAST_RECORD);
  const best = windows.toSorted((a, b) => b.start + b.page_size - a.start - a.page_size)[0];
  if (best && best.start + best.page_size > at) return { ...best, page_number: best.start / best.page_size + 1 };
  throw new CrmError({ kind: 'malformed', where: 'a list of more than 100,000 records' });
}

/**
 * Whether the page is what was asked for. Only a full one can mislead; and it may be out of order here and there, for
 * a record that just changed.
 */
export function isAsAsked({ order, since, at }: Place, { items, length }: WireList<Dated>): boolean {
  const dates = datesOf(items);
  if (order === 'changed' && dates.some((date) => date < since)) return false;
  if (order === 'name' || length < windowAt(at).page_size) return true;
  const sign = order === 'recent' ? -1 : 1;
  const breaks = dates.filter((date, index) => index > 0 && (date - dates[index - 1]!) * sign < 0).length;
  return dates.length > 0 && breaks * 4 < dates.length;
}

/**
 * Where the next page begins; `null` after the last. Throws `invalid` where records may have slipped past between this
 * page and the one before: what is missing from a whole list counts as deleted.
 */
export function nextOf(place: Place, page: WireList<Dated>): Place | null {
  if (!isContinuing(place, page.items)) throw started();
  const dates = datesOf(page.items);
  const { page_size, start } = windowAt(place.at);
  const newest = place.at === 0 ? Math.max(0, ...dates) : place.newest;
  const isPast = place.order === 'recent' && dates.some((date) => date < place.since);
  if (page.length < page_size || isPast) return place.order === 'recent' ? againFor({ ...place, newest }) : null;
  const last = page.items.at(-1);
  if (place.order === 'changed') {
    const reached = Math.min(...dates.slice(-LAST_FEW));
    if (reached > place.since) return { ...startOf('changed', reached), lastId: Number(last?.id ?? 0) };
  }
  // What could not be read leaves the last one's place uncertain by as much.
  const at = start + page.items.length;
  if (at <= place.at) throw new CrmError({ kind: 'malformed', where: 'a page of a list: most records' });
  return { ...place, at, newest, lastId: Number(last?.id ?? 0), lastDate: last?.date_modified ?? 0 };
}

/**
 * Pages overlap: the record the last one ended with has to be on this one, or what comes before it in this order. By
 * date of change, several of those would have had to vanish for there to be nothing.
 */
function isContinuing({ order, at, lastId, lastDate }: Place, items: readonly Dated[]): boolean {
  if (at === 0) return lastId === 0 || items.length > 0;
  if (items.some(({ id }) => Number(id) === lastId)) return true;
  return order === 'recent' && (items[0]?.date_modified ?? 0) > lastDate;
}

/** Records that changed during a round of several pages have moved to its front, maybe unseen. */
function againFor({ at, since, newest }: Place): Place | null {
  return at > 0 && newest > since ? startOf('recent', newest) : null;
}

function datesOf(items: readonly Dated[]): number[] {
  return items.flatMap(({ date_modified }) => date_modified ?? []);
}

export function toCursor({ order, since, at, lastId, lastDate, newest }: Place): string {
  return [order, since, at, lastId, lastDate, newest].join(':');
}

/** Throws `invalid` for what is no cursor. */
export function parseCursor(from: string): Place {
  const [, order, ...rest] = /^([a-z]+):(\d+):(\d+):(\d+):(\d+):(\d+)$/.exec(from) ?? [];
  const known = ORDERS.find((one) => one === order);
  const [since = NaN, at = NaN, lastId = NaN, lastDate = NaN, newest = NaN] = rest.map(Number);
  const place = { since, at, lastId, lastDate, newest };
  if (!known || !Object.values(place).every(Number.isSafeInteger)) throw started();
  return { order: known, ...place };
}

export function started(): CrmError {
  return new CrmError({ kind: 'invalid', reason: 'This list has to be started again', field: null });
}
