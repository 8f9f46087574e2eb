import type { Capabilities } from './connection';
import type { CustomKey } from './custom-field';
import { customKey } from './custom-field';
import type { Catalog, Choice } from './pipeline';

/** Both ends belong to it; `null` leaves an end open. */
export interface Range<Value> {
  min: Value | null;
  max: Value | null;
}

/** What a custom field may hold: one of several values (`null` for none), or something in a range. */
export type CustomFilter = { anyOf: (string | number | boolean | null)[] } | { range: Range<number> | Range<string> };

/**
 * What a search is narrowed by; members are joined by "and", the members of a list by "or". In a `SearchQuery` owners,
 * pipelines, stages, sources, loss reasons, custom fields and their options stand by name, for one query goes to every
 * connection; in a `SearchRequest` by the ids of one connection. `null` in a list asks for those that have none.
 */
export interface SearchFilters {
  statuses?: string[];
  owners?: (string | null)[];
  pipelines?: string[];
  stages?: string[];
  priorities?: string[];
  sources?: (string | null)[];
  lossReasons?: (string | null)[];
  tags?: (string | null)[];
  /** By id in both. */
  companies?: (string | null)[];
  /** Followed by the rep in the CRM. */
  isFollowed?: boolean;
  /** Major money units. */
  amount?: Range<number>;
  /** Percent. */
  winProbability?: Range<number>;
  interactionCount?: Range<number>;
  /** Calendar dates, `YYYY-MM-DD`; those about instants mean days of the rep's own time zone. */
  closeDate?: Range<string>;
  createdAt?: Range<string>;
  updatedAt?: Range<string>;
  stageChangedAt?: Range<string>;
  lastContactedAt?: Range<string>;
  /** By label in a query, by key in a request. */
  custom?: Record<string, CustomFilter>;
}
export type FilterName = keyof SearchFilters;

/** Every filter there is. */
export const FILTERS = [
  'statuses',
  'owners',
  'pipelines',
  'stages',
  'priorities',
  'sources',
  'lossReasons',
  'tags',
  'companies',
  'isFollowed',
  'amount',
  'winProbability',
  'interactionCount',
  'closeDate',
  'createdAt',
  'updatedAt',
  'stageChangedAt',
  'lastContactedAt',
  'custom',
] as const satisfies readonly FilterName[];

/** All filters but these: for CRMs that lack a few. */
export function filtersBut(...lacking: readonly FilterName[]): FilterName[] {
  return FILTERS.filter((name) => !lacking.includes(name));
}

export const SORTS = [
  'updatedAt',
  'createdAt',
  'title',
  'company',
  'contact',
  'owner',
  'amount',
  'currency',
  'winProbability',
  'closeDate',
  'status',
  'stage',
  'priority',
  'source',
  'lastContactedAt',
  'interactionCount',
  'stageChangedAt',
] as const;
export type SortName = (typeof SORTS)[number];

export interface Sort {
  by: SortName;
  isDescending: boolean;
}

/** What the rep asks of all connections. */
export interface SearchQuery {
  /** A part of a title or of a company's name; may be empty. */
  text: string;
  filters: SearchFilters;
  sort: Sort;
}

/** The same, as one connection is asked it. */
export type SearchRequest = SearchQuery;

/** The search box before anything is typed. */
export const EMPTY_QUERY: SearchQuery = { text: '', filters: {}, sort: { by: 'updatedAt', isDescending: true } };

/** True where nothing is asked: an order alone is no search. */
export function isEmptyQuery({ text, filters }: SearchQuery): boolean {
  return text.trim() === '' && filterNames(filters).length === 0;
}

/** The filters that are set. */
export function filterNames(filters: SearchFilters): FilterName[] {
  return (Object.keys(filters) as FilterName[]).filter((name) => filters[name] !== undefined);
}

/** The filters of a query that a connection knows nothing of. */
export function unsupportedFilters(query: SearchQuery, { filters }: Pick<Capabilities, 'filters'>): FilterName[] {
  return filterNames(query.filters).filter((name) => !filters.includes(name));
}

/** True where a query can only be understood with a connection's catalog at hand. */
export function needsCatalog({ filters }: SearchQuery): boolean {
  const { owners, pipelines, stages, sources, lossReasons, custom } = filters;
  return [owners, pipelines, stages, sources, lossReasons, custom].some((filter) => filter !== undefined);
}

/** The same text for the same query, whatever the order of its members. */
export function queryKey({ text, filters, sort }: SearchQuery): string {
  return JSON.stringify([text.trim().toLowerCase(), filters, sort.by, sort.isDescending], inOrder);
}

/** For `JSON.stringify`: members by name, and lists, whose members are joined by "or", sorted. */
function inOrder(key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || key === '') return value;
  if (Array.isArray(value)) return value.toSorted((a, b) => String(a).localeCompare(String(b)));
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Letters without case, accents and width: `Ångström` and `angstrom` read the same. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/**
 * A query as one connection is asked it: names as its ids. `null` where a chosen name is unknown there: nothing of it
 * can match. One name may stand for several ids (a stage in two pipelines).
 */
export function resolveQuery(query: SearchQuery, catalog: Catalog): SearchRequest | null {
  const { owners, pipelines, stages, sources, lossReasons, custom, ...rest } = query.filters;
  const allStages = catalog.pipelines.flatMap((pipeline) => pipeline.stages);
  const lists = {
    owners: toIds(owners, catalog.owners),
    pipelines: toIds(pipelines, catalog.pipelines),
    stages: toIds(stages, allStages),
    sources: toIds(sources, catalog.sources),
    lossReasons: toIds(lossReasons, catalog.lossReasons),
  };
  const fields = custom && resolveCustom(custom, catalog);
  if (fields === null || Object.values(lists).some((ids) => ids?.length === 0)) return null;
  const known = Object.fromEntries(Object.entries(lists).filter(([, ids]) => ids !== undefined));
  return { ...query, filters: { ...rest, ...known, ...(fields ? { custom: fields } : {}) } };
}

function toIds(names: readonly (string | null)[] | undefined, choices: readonly Choice[]) {
  return names?.flatMap((name) =>
    name === null ? [null] : choices.filter((choice) => fold(choice.name) === fold(name)).map(({ id }) => id),
  );
}

function resolveCustom(custom: Record<string, CustomFilter>, catalog: Catalog): Record<CustomKey, CustomFilter> | null {
  const resolved: Record<CustomKey, CustomFilter> = {};
  for (const [label, filter] of Object.entries(custom)) {
    const field = catalog.customFields.find((one) => one.isFilterable && fold(one.label) === fold(label));
    const known = field && withOptionIds(filter, field.options);
    if (!known) return null;
    resolved[customKey(field.id)] = known;
  }
  return resolved;
}

/** `null` where none of the chosen options is known. */
function withOptionIds(filter: CustomFilter, options: readonly Choice[]): CustomFilter | null {
  if ('range' in filter || options.length === 0) return filter;
  const anyOf = filter.anyOf.flatMap<string | number | boolean | null>((value) =>
    typeof value === 'string' ? (toIds([value], options) ?? []) : [value],
  );
  return anyOf.length > 0 ? { anyOf } : null;
}
