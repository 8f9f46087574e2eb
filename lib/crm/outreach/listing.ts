import { CrmError } from '../../domain/failure';
import type { ChangesPage, RecordKind } from '../../domain/mirror';
import type { Facts } from '../crm';
import type { Query } from './api';
import type { Included, ListDocument } from './document';
import { toInstant } from './map';
import { NOWHERE } from './pages';

export type PageSize = Record<RecordKind, number>;

/** How a list can be asked for: what changed since some time; everything by its last change; everything. */
const ORDERS = ['since', 'sorted', 'plain'] as const;
type Order = (typeof ORDERS)[number];

/** The best of these that the account did not refuse for a kind of record. */
export interface Listing {
  order: Order;
  learn(order: Order): void;
}

/** What was found out about an account's lists. */
export function createListings(facts: Facts, learn: (facts: Facts) => void): Record<RecordKind, Listing> {
  function listingOf(kind: RecordKind): Listing {
    const name = `${kind}Listed`;
    const listing: Listing = {
      order: ORDERS.find((order) => order === facts[name]) ?? 'since',
      learn(order) {
        listing.order = order;
        learn({ [name]: order });
      },
    };
    return listing;
  }
  return {
    opportunities: listingOf('opportunities'),
    contacts: listingOf('contacts'),
    companies: listingOf('companies'),
  };
}

/** The page that is asked for. */
export interface Beginning {
  kind: RecordKind;
  since: number | null;
  from: string | null;
  listing: Listing;
  /** Without filter and sort. */
  query: Record<string, string>;
}

interface Listed {
  id: string;
  attributes: { updatedAt: string | null; trashedAt?: string | null };
}

/** What of a page is there and what is in the trash. */
interface Part<Item> {
  kept: Item[];
  included: Included;
  page: Pick<ChangesPage, 'gone' | 'latest' | 'next'>;
}

/**
 * One page, and where the next begins: at the last change of this one, which holds for as long as anybody likes and
 * however much changes meanwhile. Only within one and the same millisecond, and in lists that can't be asked for so,
 * `links.next` is the way on.
 */
export async function readChanges<Item extends Listed>(
  read: (query: Query) => Promise<ListDocument<Item>>,
  beginning: Beginning,
): Promise<Part<Item>> {
  const link = linkOf(beginning.from);
  const { document, order } =
    link === null
      ? await begin(read, beginning, beginning.listing.order)
      : { document: await follow(read, link), order: beginning.listing.order };
  const { items, isList, included } = document;
  // Taken for an empty list it would delete whatever is mirrored.
  if (!isList) throw malformed(beginning.kind, 'data');
  const times = items.map(timeOf);
  const next = nextOf(document.next, times, order);
  if (next === linkTo(NOWHERE) || (link !== null && next === linkTo(link)))
    throw malformed(beginning.kind, 'links.next');
  return {
    kept: items.filter((item) => !isTrashed(item)),
    included,
    page: {
      gone: items.filter(isTrashed).map(({ id }) => id),
      latest: times.reduce((latest, time) => (time === null ? latest : Math.max(latest ?? time, time)), null),
      next,
    },
  };
}

/** Asks for the list's part from `from` or `since` on, in the next best order where this one is refused. */
async function begin<Item extends Listed>(
  read: (query: Query) => Promise<ListDocument<Item>>,
  beginning: Beginning,
  order: Order,
): Promise<{ document: ListDocument<Item>; order: Order }> {
  const { from, since, listing, query } = beginning;
  const start = from === null ? since : Number(AT.exec(from)?.[1]);
  const isFiltered = order === 'since' && start !== null;
  try {
    const document = await read({
      ...query,
      ...(order === 'plain' ? {} : { sort: 'updatedAt' }),
      // Both ends included.
      ...(isFiltered ? { 'filter[updatedAt]': `${new Date(start).toISOString()}..inf` } : {}),
    });
    // A filter that is passed over is as good as refused.
    const isHeard = !isFiltered || document.items.every((item) => (timeOf(item) ?? start) >= start);
    const answered = isHeard ? order : 'sorted';
    if (answered !== listing.order) listing.learn(answered);
    return { document, order: answered };
  } catch (error) {
    if (order === 'plain' || !isKind(error, 'invalid')) throw error;
    return begin(read, beginning, isFiltered ? 'sorted' : 'plain');
  }
}

/** Hours later a link may be one that nobody knows any more. */
async function follow<Item>(
  read: (query: Query) => Promise<ListDocument<Item>>,
  link: string,
): Promise<ListDocument<Item>> {
  try {
    return await read(link);
  } catch (error) {
    throw isKind(error, 'not-found') ? noWay() : error;
  }
}

/** "at:1763460000000" for what changed then or later, "link:…" for the query of a link. */
const AT = /^at:(\d{1,15})$/;
const linkTo = (query: string) => `link:${query}`;

/** The query to follow, `null` for a list's beginning. */
function linkOf(from: string | null): string | null {
  if (from === null || AT.test(from)) return null;
  if (from.startsWith(linkTo(''))) return from.slice(linkTo('').length);
  throw noWay();
}

/** Out of their order, or without a time, records do not tell how far the list has come. */
function nextOf(link: string | null, times: readonly (number | null)[], order: Order): string | null {
  if (link === null) return null;
  const [first = null] = times;
  const last = times.at(-1) ?? null;
  const isAscending = times.every((time, index) => time !== null && time >= (times[index - 1] ?? time));
  const hasMoved = first !== null && last !== null && first < last;
  return order === 'since' && isAscending && hasMoved ? `at:${last}` : linkTo(link);
}

function isTrashed({ attributes }: Listed): boolean {
  return (attributes.trashedAt ?? null) !== null;
}

function timeOf({ attributes }: Listed): number | null {
  const instant = toInstant(attributes.updatedAt);
  return instant === null ? null : Date.parse(instant);
}

function isKind(error: unknown, kind: CrmError['failure']['kind']): boolean {
  return error instanceof CrmError && error.failure.kind === kind;
}

function malformed(kind: RecordKind, where: string): CrmError {
  const path = { opportunities: '/opportunities', contacts: '/prospects', companies: '/accounts' }[kind];
  return new CrmError({ kind: 'malformed', where: `GET ${path}: ${where}` });
}

function noWay(): CrmError {
  return new CrmError({ kind: 'invalid', reason: 'Outreach’s list does not go on from there', field: null });
}
