import { z } from 'zod';
import { CrmError } from '../../domain/failure';
import type { ConnectionId, Opportunity } from '../../domain/opportunity';
import { STATUSES } from '../../domain/opportunity';
import type { FilterName, SearchRequest, SortName } from '../../domain/search';
import { filterNames, filtersBut } from '../../domain/search';
import { compareBy, matchesRequest } from '../../domain/search-match';
import type { SearchPage } from '../crm';
import { PAGE_SIZE } from './api';
import { ask } from './ask';
import { askLinked, onlyLinked } from './links';
import { toOpportunity } from './map';
import type { Session } from './session';
import type { WireOpportunity } from './wire';
import { spell } from './words';

/** `sort[by]` of the document; connectors know some of them. */
export const SORTED_BY: Partial<Record<SortName, string>> = {
  updatedAt: 'updated_at',
  createdAt: 'created_at',
  title: 'title',
  amount: 'monetary_amount',
  winProbability: 'win_probability',
  status: 'status',
};

export const APIDECK_SORTS = Object.keys(SORTED_BY) as SortName[];

/** Everything a record tells: Apideck's own filters are few, the rest is looked through here. */
export const APIDECK_FILTERS: readonly FilterName[] = filtersBut('isFollowed');

/** Enough for one part of a search, and as many requests as one part may take. */
const ENOUGH = 50;
const MAX_REQUESTS = 5;

type Filter = Readonly<Record<string, string>>;

/** Where a search goes on. */
const position = z.object({
  cursor: z.string().min(1),
  /** What Apideck was asked with from the first part on: a cursor belongs to its question. */
  filter: z.record(z.string(), z.string()),
  /** Ids given already, which the list is still to come to. */
  given: z.array(z.string()),
});
type Position = z.output<typeof position>;

/**
 * One part of a search: the list in the order asked for, looked through for what Apideck has no filter for. It may
 * hold fewer than there are, or none, and still be followed by others. With the first part of a text come, besides,
 * those whose title the connector finds, however far down the list: it may know whole titles only, or parts, and none
 * knows companies' names, so its answer never replaces the list.
 */
export async function searchPart(
  session: Session,
  connection: ConnectionId,
  request: SearchRequest,
  from: string | null,
  signal?: AbortSignal,
): Promise<SearchPage> {
  const at = from === null ? null : parsePosition(from);
  const accept = (records: readonly WireOpportunity[]) =>
    records.map((record) => toOpportunity(record, connection)).filter((one) => matchesRequest(one, request));
  const [titled, scanned] = await Promise.all([
    at ? [] : findByTitle(session, request, signal),
    scan(session, request, at, (records) => accept(records).length, signal),
  ]);
  const ahead = titled.filter(({ id }) => !scanned.records.some((record) => record.id === id));
  const given = new Set(at?.given);
  const fresh = accept([...ahead, ...scanned.records].filter(({ id }) => !given.has(id)));
  const isInOrder =
    ahead.length === 0 && !scanned.isPlain && !session.memory.refuses(`opportunities sort ${sortOf(request).by}`);
  return {
    opportunities: isInOrder ? fresh : fresh.toSorted(compareBy(request.sort, () => null)),
    next: toNext(scanned, [...given, ...ahead.map(({ id }) => id)]),
    // No answer counts what is found here.
    total: null,
  };
}

function toNext({ next, filter, records }: Scanned, given: readonly string[]): string | null {
  if (next === null) return null;
  const seen = new Set(records.map(({ id }) => id));
  const ahead = given.filter((id) => !seen.has(id));
  return JSON.stringify({ cursor: next, filter, given: ahead } satisfies Position);
}

interface Scanned {
  records: WireOpportunity[];
  next: string | null;
  filter: Filter;
  /** In no order: the only way to get contacts and companies of some connectors. */
  isPlain: boolean;
}

/** Goes through the list until enough was found, it ends, or it has taken enough requests. */
async function scan(
  session: Session,
  request: SearchRequest,
  at: Position | null,
  count: (records: readonly WireOpportunity[]) => number,
  signal?: AbortSignal,
): Promise<Scanned> {
  let question = await toQuestion(session, request, at, signal);
  let cursor = at?.cursor ?? null;
  const byId = new Map<string, WireOpportunity>();
  for (let requests = 1; ; requests += 1) {
    const { filter, isPlain } = question;
    const limit = isWhole(request, filter) ? ENOUGH : PAGE_SIZE;
    const part = await ask(session.opportunities, { ...question, limit, cursor }, signal);
    // A connector may spell a status otherwise than we think: nothing found means looking through all of them.
    const isInVain = cursor === null && filter.status !== undefined && part?.items.length === 0;
    if (!part || isInVain) {
      // Without the filter there is nothing left to be refused.
      const fewer = part ? without(filter, 'status') : {};
      question = await toQuestion(session, request, { filter: fewer }, signal);
      cursor = null;
      continue;
    }
    for (const record of part.items) byId.set(record.id, record);
    const all = [...byId.values()];
    const records = filter.company_id === undefined ? all : onlyLinked(all, 'company_id', filter.company_id);
    const next = part.next === cursor ? null : part.next;
    const isEnough = count(records) >= ENOUGH || requests >= MAX_REQUESTS;
    if (next === null || isEnough) return { records, next, filter, isPlain };
    cursor = next;
  }
}

interface Question {
  filter: Filter;
  sort: ReturnType<typeof sortOf> | null;
  isPlain: boolean;
}

/** A search by company that no filter can narrow needs records that name theirs. */
async function toQuestion(
  session: Session,
  request: SearchRequest,
  at: { filter: Filter; cursor?: string } | null,
  signal?: AbortSignal,
): Promise<Question> {
  const { memory } = session;
  const filter = at?.filter ?? pushedDown(session, request);
  const needsLinks = request.filters.companies !== undefined && filter.company_id === undefined;
  if (needsLinks && !at?.cursor && !memory.hidesLinks()) await askLinked(session, 1, signal);
  const isPlain = needsLinks && memory.hidesLinks();
  return isPlain ? { filter: {}, sort: null, isPlain } : { filter, sort: sortOf(request), isPlain };
}

async function findByTitle(session: Session, request: SearchRequest, signal?: AbortSignal): Promise<WireOpportunity[]> {
  const title = request.text.trim();
  if (title === '') return [];
  const query = { filter: { title }, sort: sortOf(request), limit: ENOUGH };
  return (await ask(session.opportunities, query, signal))?.items ?? [];
}

/** The filters Apideck itself has, for single values; the others it has are for equal amounts and likelihoods. */
function pushedDown({ memory }: Session, { filters }: SearchRequest): Filter {
  const { statuses, owners, companies } = filters;
  const wanted: [string, string | null | undefined][] = [
    ['status', single(statuses)],
    ['owner_id', single(owners)],
    ['company_id', single(companies)],
  ];
  const known = wanted.flatMap(([name, value]): [string, string][] =>
    value && !memory.refuses(`opportunities filter ${name}`) ? [[name, value]] : [],
  );
  const spelt = known.map(([name, value]) => [
    name,
    name === 'status' ? spell(value, STATUSES, memory.spellings().status) : value,
  ]);
  return Object.fromEntries(spelt);
}

function single<Value>(values: readonly Value[] | undefined): Value | undefined {
  return values?.length === 1 ? values[0] : undefined;
}

/** True where nothing is left to be looked through here. */
function isWhole({ text, filters }: SearchRequest, filter: Filter): boolean {
  return text.trim() === '' && filterNames(filters).length === Object.keys(filter).length;
}

function without(filter: Filter, name: string): Filter {
  return Object.fromEntries(Object.entries(filter).filter(([one]) => one !== name));
}

function sortOf({ sort }: SearchRequest): { by: string; isDescending: boolean } {
  return { by: SORTED_BY[sort.by] ?? 'updated_at', isDescending: sort.isDescending };
}

function parsePosition(from: string): Position {
  try {
    return position.parse(JSON.parse(from));
  } catch {
    throw new CrmError({ kind: 'internal', reason: 'no such part' });
  }
}

/** True for a deal that is over, in the words of any CRM: "won", "closedlost", "Closed Won". */
export function isOver({ status }: Pick<Opportunity, 'status'>): boolean {
  return /\b(?:won|lost|abandoned)\b|closed/i.test(status);
}
