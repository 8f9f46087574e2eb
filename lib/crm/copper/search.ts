import { CrmError } from '../../domain/failure';
import type { Opportunity } from '../../domain/opportunity';
import { filterNames, type SearchRequest } from '../../domain/search';
import { compareBy, matchesRequest } from '../../domain/search-match';
import type { SearchPage } from '../crm';
import type { CopperApi, Searched } from './api';
import type { Definitions } from './definitions';
import { DEFAULT_DIALECT, type Dialect, rephrase } from './dialect';
import { isImpossible, toFilters } from './filters';
import { PAGE_SIZE, searchAll } from './pages';
import { toSort } from './sorts';
import type { WireOpportunity } from './wire';

/** One part of a search. */
const PART = 50;
/** Pages looked through for one part: the first, and these at once where it held too little. */
const MORE_PAGES = 3;
/** Copper reaches no further, whatever the page (its reference). */
const LAST_RECORD = 100_000;

/** What a search needs of its account. */
export interface SearchWorld {
  api: Pick<CopperApi, 'searchOpportunities'>;
  /** For filters by custom fields; not asked for otherwise. */
  definitions: Definitions;
  /** Plainly, for looking through. */
  map(records: readonly WireOpportunity[]): Promise<Opportunity[]>;
  /** With all there is, for showing. */
  finish(records: readonly WireOpportunity[]): Promise<Opportunity[]>;
}

/** A request in an account's words. */
interface Query {
  request: SearchRequest;
  /** Filters and order. `null` order: the records are sorted here. */
  filters: Record<string, unknown>;
  order: Record<string, string> | null;
  /** Narrows here what Copper can't be asked for: the text among it. */
  passes(opportunity: Opportunity): boolean;
  isWhole: boolean;
}

/** Searches one account and remembers in which words it takes its questions. */
export function createSearcher() {
  let dialect = DEFAULT_DIALECT;

  return async (
    world: SearchWorld,
    request: SearchRequest,
    from: string | null,
    signal?: AbortSignal,
  ): Promise<SearchPage> => {
    if (isImpossible(request.filters)) return { opportunities: [], next: null, total: 0 };
    for (let words: Dialect | null = dialect; ;) {
      try {
        const page = await searchPart(world, toQuery(world, request, words), from, signal);
        dialect = words;
        return page;
      } catch (error) {
        const others: Dialect | null = rephrase(words, request, error);
        if (!others) throw error;
        words = others;
      }
    }
  };
}

function toQuery({ definitions }: SearchWorld, request: SearchRequest, dialect: Dialect): Query {
  const { body, left } = toFilters(request.filters, definitions, dialect);
  const rest = { ...request, filters: left };
  return {
    request,
    filters: body,
    order: toSort(request.sort, dialect.refusedSorts),
    passes: (opportunity) => matchesRequest(opportunity, rest),
    isWhole: request.text.trim() === '' && filterNames(left).length === 0,
  };
}

function searchPart(world: SearchWorld, query: Query, from: string | null, signal?: AbortSignal): Promise<SearchPage> {
  const cursor = parseCursor(from);
  if (!query.order) return sortHere(world, query, cursor, signal);
  return query.isWhole ? askPage(world, query, cursor, signal) : lookThrough(world, query, cursor, signal);
}

/** Where a part begins: after so many of Copper's records; `shown` were among the parts before out of their turn. */
interface Cursor {
  at: number;
  shown: readonly string[];
}

/** Copper does all of it: its pages are the parts. */
async function askPage(world: SearchWorld, query: Query, { at }: Cursor, signal?: AbortSignal): Promise<SearchPage> {
  const page_number = Math.floor(at / PART) + 1;
  const json = { ...query.filters, ...query.order, page_number, page_size: PART };
  const { items, length, total } = await world.api.searchOpportunities(json, signal);
  const end = page_number * PART;
  const isLast = length < PART || end >= Math.min(total ?? Infinity, LAST_RECORD);
  return {
    opportunities: await world.finish(items),
    next: isLast ? null : toCursor({ at: end, shown: [] }),
    total,
  };
}

/**
 * What Copper can't be asked is looked through here, page by page, until a part is full. Its own `name` filter finds
 * whole names only, its reference says, while others report parts: beside the first page it is asked, too, so that an
 * old opportunity is found at once by its title. That one comes with the first part, out of its turn.
 */
async function lookThrough(world: SearchWorld, query: Query, from: Cursor, signal?: AbortSignal): Promise<SearchPage> {
  const first = Math.floor(from.at / PAGE_SIZE) + 1;
  const readPage = (page_number: number): Promise<Searched> =>
    world.api.searchOpportunities({ ...query.filters, ...query.order, page_number, page_size: PAGE_SIZE }, signal);
  const [page, named] = await Promise.all([readPage(first), from.at === 0 ? searchName(world, query, signal) : []]);
  const pages = [page];
  const start = (first - 1) * PAGE_SIZE;
  const passing = (await pick(world, query, page.items.slice(from.at - start))).length;
  const pagesLeft = Math.ceil(Math.min(page.total ?? Infinity, LAST_RECORD) / PAGE_SIZE) - first;
  if (page.length === PAGE_SIZE && passing < PART) {
    const count = Math.max(0, Math.min(MORE_PAGES, pagesLeft));
    pages.push(...(await Promise.all(Array.from({ length: count }, (_, index) => readPage(first + 1 + index)))));
  }
  const isEnd = pages.some(({ length }) => length < PAGE_SIZE) || pages.length > pagesLeft;
  return gather(world, query, { from, named, pages, start, isEnd });
}

interface Looked {
  from: Cursor;
  named: readonly WireOpportunity[];
  pages: readonly Searched[];
  /** How many records come before the first of the pages. */
  start: number;
  isEnd: boolean;
}

/** Takes what passes from the pages, up to a full part, and says where the next goes on. */
async function gather(world: SearchWorld, query: Query, looked: Looked): Promise<SearchPage> {
  const { from, named, pages, start, isEnd } = looked;
  const placed = pages.flatMap(({ items }, index) =>
    items.map((record, place) => ({ record, at: start + index * PAGE_SIZE + place })),
  );
  const seen = new Set(from.shown);
  const turn = placed.filter(({ record, at }) => at >= from.at && !seen.has(record.id) && seen.add(record.id));
  const [passing, namedPassing] = await Promise.all([
    pick(
      world,
      query,
      turn.map(({ record }) => record),
    ),
    pick(world, query, named),
  ]);
  const kept = new Set(passing);
  const found = turn.filter(({ record }) => kept.has(record));
  const part = found.slice(0, PART);
  const isFull = found.length > PART;
  const early = namedPassing.filter(({ id }) => !placed.some(({ record }) => record.id === id));
  const shown = [...from.shown, ...early.map(({ id }) => id)];
  const at = isFull ? (part.at(-1)?.at ?? start) + 1 : start + pages.length * PAGE_SIZE;
  const records = [...part.map(({ record }) => record), ...early];
  return {
    opportunities: await world.finish(records),
    next: isEnd && !isFull ? null : toCursor({ at, shown }),
    total: null,
  };
}

async function searchName(world: SearchWorld, query: Query, signal?: AbortSignal): Promise<WireOpportunity[]> {
  const name = query.request.text.trim();
  if (name === '') return [];
  const json = { ...query.filters, name, ...query.order, page_number: 1, page_size: PART };
  return (await world.api.searchOpportunities(json, signal)).items;
}

/** Those that pass. */
async function pick(world: SearchWorld, query: Query, records: readonly WireOpportunity[]): Promise<WireOpportunity[]> {
  const opportunities = await world.map(records);
  return records.filter((_, index) => query.passes(opportunities[index]!));
}

/** For orders the account does not know: of the thousand opportunities changed last, which is all most accounts have. */
async function sortHere(world: SearchWorld, query: Query, { at }: Cursor, signal?: AbortSignal): Promise<SearchPage> {
  const { items, isTruncated } = await searchAll((json) => world.api.searchOpportunities(json, signal), query.filters);
  const passing = await pick(world, query, items);
  const mapped = await world.map(passing);
  const opportunities = new Map(mapped.map((opportunity, index) => [passing[index]!, opportunity]));
  const order = compareBy(query.request.sort, () => null);
  const sorted = passing.toSorted((a, b) => order(opportunities.get(a)!, opportunities.get(b)!));
  const end = at + PART;
  return {
    opportunities: await world.finish(sorted.slice(at, end)),
    next: end < sorted.length ? toCursor({ at: end, shown: [] }) : null,
    total: isTruncated ? null : sorted.length,
  };
}

/** "250" or "250:17,4711". */
function toCursor({ at, shown }: Cursor): string {
  return shown.length > 0 ? `${at}:${shown.join(',')}` : `${at}`;
}

function parseCursor(from: string | null): Cursor {
  if (from === null) return { at: 0, shown: [] };
  const [, at, shown] = /^(\d{1,6})(?::(\d+(?:,\d+)*))?$/.exec(from) ?? [];
  if (at === undefined) {
    throw new CrmError({ kind: 'invalid', reason: 'This search has to be started again', field: null });
  }
  return { at: Number(at), shown: shown?.split(',') ?? [] };
}
