import {
  type FilterName,
  filterNames,
  type Range,
  type SearchFilters,
  type SearchRequest,
  type SortName,
} from '../../domain/search';
import { matchesRequest, toInstants } from '../../domain/search-match';
import type { Opportunity } from '../../domain/opportunity';
import type { SearchPage } from '../crm';
import type { OutreachApi } from './api';
import { type Found, foundIn } from './lookup';
import { NOWHERE } from './pages';

/** Attributes Outreach sorts by ("sortable" in its reference). */
const SORTED_BY: Partial<Record<SortName, string>> = {
  updatedAt: 'updatedAt',
  createdAt: 'createdAt',
  title: 'name',
  amount: 'amount',
  winProbability: 'probability',
  closeDate: 'closeDate',
  source: 'leadSource',
  lastContactedAt: 'touchedAt',
};

export const OUTREACH_SORTS = Object.keys(SORTED_BY) as SortName[];

/**
 * Amount, close date, tags and custom fields are not filterable there, and the status follows from the stage: those
 * are looked through here. Sources and loss reasons are free texts, of which there is no list to choose from.
 */
export const OUTREACH_FILTERS: readonly FilterName[] = [
  'statuses',
  'owners',
  'stages',
  'tags',
  'companies',
  'amount',
  'winProbability',
  'closeDate',
  'createdAt',
  'updatedAt',
  'lastContactedAt',
  'custom',
];

/** Enough for one part of a search, and as many requests as one part may take. */
const ENOUGH = 50;
const MAX_REQUESTS = 5;

/**
 * One part of a search: what Outreach finds, looked through for the rest of the request. It may hold fewer than
 * there are, or none, and still be followed by others: `next` is `null` only at the end of Outreach's own list. Where
 * nothing leads on it is `NOWHERE`, and asking for that part throws `malformed`: what there is was not all of it.
 */
export async function searchPart(
  api: OutreachApi,
  request: SearchRequest,
  from: string | null,
  toOpportunities: (found: readonly Found[]) => Promise<Opportunity[]>,
  signal?: AbortSignal,
): Promise<SearchPage> {
  const { query, isWhole } = toQuery(request);
  const opportunities: Opportunity[] = [];
  let cursor = from;
  for (let requests = 1; ; requests += 1) {
    const part = await api.opportunities(cursor ?? query, signal);
    const found = foundIn(part).filter(({ record }) => record.attributes.trashedAt === null);
    opportunities.push(...(await toOpportunities(found)).filter((one) => matchesRequest(one, request)));
    const isEnd = part.next === null || part.next === NOWHERE;
    if (isEnd || opportunities.length >= ENOUGH || requests === MAX_REQUESTS) {
      return { opportunities, next: part.next, total: isWhole ? part.count : null };
    }
    cursor = part.next;
  }
}

/** The first part's query. `isWhole` says that nothing of the request is left to be looked through here. */
export function toQuery(request: SearchRequest): { query: Record<string, string>; isWhole: boolean } {
  const { text, filters, sort } = request;
  const pushed = pushedDown(filters);
  const left = filterNames(filters).filter((name) => !Object.hasOwn(pushed, name));
  const isWhole = text.trim() === '' && left.length === 0;
  const attribute = SORTED_BY[sort.by] ?? 'updatedAt';
  return {
    isWhole,
    query: {
      ...Object.fromEntries(Object.values(pushed)),
      sort: `${sort.isDescending ? '-' : ''}${attribute}`,
      'page[size]': isWhole ? '50' : '200',
      // Counting costs time, and says nothing of what is left over here.
      ...(isWhole ? {} : { count: 'false' }),
    },
  };
}

/** The filters Outreach itself knows, each as a parameter. */
function pushedDown(filters: SearchFilters): Partial<Record<FilterName, [string, string]>> {
  const { owners, stages, companies, winProbability, createdAt, updatedAt, lastContactedAt } = filters;
  const parameters: [FilterName, string, string | undefined][] = [
    ['owners', 'filter[owner][id]', ids(owners)],
    ['stages', 'filter[stage][id]', ids(stages)],
    ['companies', 'filter[account][id]', ids(companies)],
    ['winProbability', 'filter[probability]', range(winProbability)],
    ['createdAt', 'filter[createdAt]', days(createdAt)],
    ['updatedAt', 'filter[updatedAt]', days(updatedAt)],
    ['lastContactedAt', 'filter[touchedAt]', days(lastContactedAt)],
  ];
  return Object.fromEntries(
    parameters.flatMap(([name, parameter, value]) => (value === undefined ? [] : [[name, [parameter, value]]])),
  );
}

/** `a,b`. What has no id is not asked for so; nor is anything that is none. */
function ids(list: readonly (string | null)[] | undefined): string | undefined {
  const known = list?.filter((id) => id !== null && /^[1-9]\d*$/.test(id));
  return known && known.length > 0 && known.length === list?.length ? known.join(',') : undefined;
}

/**
 * `a..b`, both included. Of the open ends only `a..inf` is safe: `neginf..b` is documented, and reported to be
 * refused (amp-labs/connectors).
 */
function range({ min, max }: Range<number | string> = { min: null, max: null }): string | undefined {
  return min === null ? undefined : `${min}..${max ?? 'inf'}`;
}

function days(wanted: Range<string> | undefined): string | undefined {
  if (!wanted) return undefined;
  const { from, before } = toInstants(wanted);
  return range({ min: toIso(from), max: toIso(before === null ? null : before - 1) });
}

function toIso(time: number | null): string | null {
  return time === null || Number.isNaN(time) ? null : new Date(time).toISOString();
}
