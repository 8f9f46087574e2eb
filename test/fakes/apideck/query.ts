import {
  badCursor,
  tooFar,
  invalid,
  noRoute,
  type Refused,
  someUnsupportedFilters,
  unmapped,
  unsupportedFilters,
  unsupportedSort,
} from './errors';
import type { Profile } from './profiles';
import { RESOURCES, type ResourceName } from './resources';
import { show } from './show';
import { all, type Row, type State } from './state';

/** Answers are named after the host the outside knows. */
const HOST = 'https://unify.apideck.com';

/** One part of a list, as the envelope's `data`, `meta` and `links`. */
export function list(state: State, name: ResourceName, query: URLSearchParams): object {
  checkNames(name, query);
  const filters = filtersOf(state, name, query);
  const sort = sortOf(state, name, query);
  const limit = limitOf(query);
  const { service, dropsLinks } = state.profile;
  // A cursor belongs to its question: with another one it is refused.
  const question = `${service}::${name}?${JSON.stringify([filters, sort])}`;
  const place = placeOf(question, query.get('cursor'));
  const isNarrowed = filters.length > 0 || sort !== null;
  const { longestNarrowed } = state.profile;
  if (isNarrowed && longestNarrowed !== null && place + limit > longestNarrowed) throw tooFar(longestNarrowed);
  const found = sorted(
    all(state, name)
      .map((row) => show(state, name, row))
      .filter((row) =>
        filters.every(([filter, value]) => isIgnored(state, name, filter) || passes(state, row, filter, value)),
      ),
    sort,
  );
  const rows = found.slice(place, place + limit);
  const shown = name === 'opportunities' && dropsLinks && isNarrowed ? rows.map(withoutLinks) : rows;
  const cursors = {
    previous: place === 0 ? null : cursorAt(question, Math.max(0, place - limit)),
    current: cursorAt(question, place),
    next: place + limit < found.length ? cursorAt(question, place + limit) : null,
  };
  const link = (cursor: string | null) => (cursor ? `${HOST}/crm/${name}?cursor=${encodeURIComponent(cursor)}` : null);
  const links = {
    previous: link(cursors.previous),
    current: `${HOST}/crm/${name}`,
    next: link(cursors.next),
  };
  return { data: shown.map((row) => fieldsOf(row, query)), meta: { items_on_page: rows.length, cursors }, links };
}

/** `fields=id,title`; parts of members ("emails.email") are answered with the whole member. */
export function fieldsOf(row: object, query: URLSearchParams): object {
  const names = query
    .get('fields')
    ?.split(',')
    .map((field) => field.split('.')[0]);
  return names ? Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name))) : row;
}

/** Refuses what the document does not name: filters and sorts of other resources, and misspelt parameters. */
export function checkNames(name: ResourceName, query: URLSearchParams): void {
  const { filters, sorts } = RESOURCES[name];
  const known = new Set([
    'raw',
    'cursor',
    'limit',
    'fields',
    ...filters.map((filter) => `filter[${filter}]`),
    ...(sorts.length > 0 ? ['sort[by]', 'sort[direction]'] : []),
  ]);
  const names = [...query.keys()].filter((key) => !/^pass_through\[\w+\]$/.test(key));
  const unknown = names.find((key) => !known.has(key));
  if (unknown !== undefined) throw invalid(`${unknown} must not have additional properties`);
  const twice = names.find((key) => query.getAll(key).length > 1);
  if (twice !== undefined) throw invalid(`${twice} must be string`);
}

function filtersOf({ profile }: State, name: ResourceName, query: URLSearchParams): [string, string][] {
  const filters = [...query].flatMap(([key, value]): [string, string][] => {
    const filter = /^filter\[(\w+)\]$/.exec(key)?.[1];
    return filter === undefined ? [] : [[filter, value]];
  });
  for (const [filter, value] of filters) {
    const isNumber = ['monetary_amount', 'win_probability'].includes(filter);
    if (isNumber && !/^-?\d+(\.\d+)?$/.test(value)) throw invalid(`filter.${filter} must be number`);
    if (filter.endsWith('_since') && Number.isNaN(Date.parse(value)))
      throw invalid(`filter.${filter} must be date-time`);
  }
  const refused = filters.map(([filter]) => filter).filter((one) => profile.unsupportedFilters[name]?.includes(one));
  if (refused.length > 0) {
    const typed = profile.namesFilters ? unsupportedFilters(profile.service, refused) : someUnsupportedFilters();
    throw refusalOf(profile, name, typed);
  }
  return filters;
}

function refusalOf({ refusal }: Profile, name: ResourceName, typed: Refused): Refused {
  return { typed, mapping: unmapped(), 'not-found': noRoute(`/crm/${name}`) }[refusal];
}

function isIgnored({ profile }: State, name: ResourceName, filter: string): boolean {
  return profile.ignoredFilters[name]?.includes(filter) ?? false;
}

function passes({ profile }: State, row: Row, filter: string, wanted: string): boolean {
  if (filter === 'email') {
    const emails = (row.emails as { email: string | null }[]).map(({ email }) => email?.toLowerCase() ?? '');
    const address = wanted.toLowerCase();
    return emails.some((email) => (profile.isEmailFilterLoose ? email.includes(address) : email === address));
  }
  if (filter.endsWith('_since')) return Date.parse(textOf(row[filter.replace('since', 'at')])) >= Date.parse(wanted);
  const value = textOf(row[filter]).toLowerCase();
  const isPart = profile.textFilter === 'part' && ['title', 'name', 'first_name', 'last_name'].includes(filter);
  return isPart ? value.includes(wanted.toLowerCase()) : value === wanted.toLowerCase();
}

interface Sort {
  by: string;
  isDescending: boolean;
}

function sortOf({ profile }: State, name: ResourceName, query: URLSearchParams): Sort | null {
  const by = query.get('sort[by]');
  const direction = query.get('sort[direction]') ?? 'asc';
  if (!['asc', 'desc'].includes(direction)) throw invalid('sort.direction must be equal to one of the allowed values');
  if (by === null) return null;
  if (!RESOURCES[name].sorts.includes(by)) throw invalid('sort.by must be equal to one of the allowed values');
  if (profile.unsupportedSorts[name]?.includes(by))
    throw refusalOf(profile, name, unsupportedSort(profile.service, by));
  return { by, isDescending: direction === 'desc' };
}

/** Records without the value come last. */
function sorted(rows: Row[], sort: Sort | null): Row[] {
  if (!sort) return rows;
  const value = (row: Row) =>
    (sort.by === 'email' ? (row.emails as { email: string }[])[0]?.email : row[sort.by]) ?? null;
  return rows.toSorted((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : compare(textOf(x), textOf(y));
    return sort.isDescending ? -order : order;
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function limitOf(query: URLSearchParams): number {
  const text = query.get('limit') ?? '20';
  const limit = Number(text);
  if (!/^\d+$/.test(text) || limit < 1 || limit > 200) throw invalid('limit must be an integer from 1 to 200');
  return limit;
}

/** Real ones say who made them and where they lead to, too: "em9oby1jcm06OnBhZ2U6OjI=" reads "zoho-crm::page::2". */
function cursorAt(question: string, place: number): string {
  return Buffer.from(`${question}::${place}`).toString('base64');
}

function placeOf(question: string, cursor: string | null): number {
  if (cursor === null) return 0;
  const [, asked, place] = /^(.*)::(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8')) ?? [];
  if (asked !== question) throw badCursor();
  return Number(place);
}

const LINKS = new Set(['company_id', 'primary_contact_id', 'contact_id', 'contact_ids']);

function withoutLinks(row: Row): object {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !LINKS.has(name)));
}

function textOf(value: unknown): string {
  return ['string', 'number', 'boolean'].includes(typeof value) ? `${value as string | number | boolean}` : '';
}
