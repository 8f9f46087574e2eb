import { invalid } from './errors';
import { type Attribute, RESOURCES, type Resource, type TypeName } from './resources';
import { allOf, attributeOf, relationOf, type State, type StoredRecord, textOf } from './state';

type Test = (record: StoredRecord) => boolean;

/** Parameters that are neither filters nor fields. */
const PLAIN = new Set([
  'sort',
  'include',
  'count',
  'page[size]',
  'page[after]',
  'provideAuthorizationMeta',
  'provideDataConnections',
]);

/** Refuses parameters nobody knows, so that a typing error does not pass for a filter that finds everything. */
export function checkParameters(query: URLSearchParams): void {
  for (const name of query.keys()) {
    if (PLAIN.has(name) || /^(filter(\[\w+\]){1,2}|fields\[\w+\])$/.test(name)) continue;
    throw invalid(`The parameter '${name}' is not supported.`);
  }
}

/** The records a query asks for, in its order. */
export function select(state: State, type: TypeName, query: URLSearchParams): StoredRecord[] {
  const tests = [...query].flatMap(([name, value]) => toTest(state, type, name, value) ?? []);
  const records = allOf(state, type).filter((record) => tests.every((test) => test(record)));
  return sort(records, RESOURCES[type], query.get('sort'));
}

function toTest(state: State, type: TypeName, name: string, value: string): Test | undefined {
  const [, member, inner] = /^filter\[(\w+)\](?:\[(\w+)\])?$/.exec(name) ?? [];
  if (member === undefined) return undefined;
  const accepts = toMatcher(value);
  if (inner !== undefined) return relationTest(state, type, member, inner, accepts);
  if (member === 'id') return ({ id }) => accepts(id);
  const attribute = RESOURCES[type].attributes[member];
  if (!attribute?.isFilterable) throw invalid(`Filtering by attribute '${member}' is not supported.`);
  if (attribute.kind === 'time') checkTimes(member, value);
  return (record) => isAccepted(attributeOf(record, member), attribute, accepts, state.settings.isEmailFilterExact);
}

function checkTimes(member: string, value: string): void {
  const bounds = value.split(/\.\.|,/).filter((one) => !['inf', 'neginf', '__null__'].includes(one));
  if (bounds.some((one) => Number.isNaN(Date.parse(one)))) throw invalid(`'${value}' is no range of '${member}'.`);
}

function relationTest(
  state: State,
  type: TypeName,
  member: string,
  inner: string,
  accepts: (value: unknown) => boolean,
): Test {
  const isByProspect = type === 'opportunity' && (member === 'prospects' || member === 'prospect');
  const isKnown = isByProspect
    ? state.settings.prospectFilters.includes(member)
    : RESOURCES[type].relations[member]?.isFilterable;
  if (!isKnown || inner !== 'id') throw invalid(`Filtering by '${member}.${inner}' is not supported.`);
  const name = isByProspect ? 'prospects' : member;
  return (record) => {
    const value = relationOf(state, record, name);
    return Array.isArray(value) ? value.some(accepts) : accepts(value);
  };
}

function isAccepted(value: unknown, { kind }: Attribute, accepts: (value: unknown) => boolean, isExact: boolean) {
  if (kind !== 'texts') return accepts(value);
  return (value as string[]).some((one) => accepts(isExact ? one : one.toLowerCase()));
}

/** `a,b`, `a..b`, `a..inf`, `neginf..b`, `__null__`. */
function toMatcher(value: string): (value: unknown) => boolean {
  const [, low, high] = /^(.+)\.\.(.+)$/.exec(value) ?? [];
  if (low !== undefined && high !== undefined) {
    const isAbove = low === 'neginf' ? () => true : (one: unknown) => compare(one, low) >= 0;
    const isBelow = high === 'inf' ? () => true : (one: unknown) => compare(one, high) <= 0;
    return (one) => one !== null && isAbove(one) && isBelow(one);
  }
  const wanted = new Set(value.split(',').map((part) => part.toLowerCase()));
  // MySQL's usual collation: letters without case.
  return (one) => (one === null ? wanted.has('__null__') : wanted.has(textOf(one).toLowerCase()));
}

function compare(value: unknown, bound: string): number {
  if (typeof value === 'number') return value - Number(bound);
  return Date.parse(textOf(value)) - Date.parse(bound);
}

function sort(records: StoredRecord[], { attributes }: Resource, by: string | null): StoredRecord[] {
  const keys = (by ?? 'id')
    .split(',')
    .map((key) => ({ name: key.replace(/^-/, ''), sign: key.startsWith('-') ? -1 : 1 }));
  for (const { name } of keys) {
    if (name !== 'id' && !attributes[name]?.isSortable) throw invalid(`Sorting by '${name}' is not supported.`);
  }
  return records.toSorted((a, b) => {
    for (const { name, sign } of keys) {
      const order = name === 'id' ? a.id - b.id : orderOf(attributeOf(a, name), attributeOf(b, name));
      if (order !== 0) return order * sign;
    }
    return a.id - b.id;
  });
}

/** Empty ones first, as MySQL has it. */
function orderOf(a: unknown, b: unknown): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return textOf(a).localeCompare(textOf(b));
}

/** One page of records, and the link to the next. */
export function page(
  records: readonly StoredRecord[],
  query: URLSearchParams,
  url: string,
): { records: StoredRecord[]; links: Record<string, string> } {
  const size = Number(query.get('page[size]') ?? 50);
  if (!Number.isInteger(size) || size < 1 || size > 1000) throw invalid('Page size must be between 1 and 1000.');
  const cursor = query.get('page[after]');
  const start = cursor === null ? 0 : Number(/^after-(\d+)$/.exec(atob(cursor))?.[1] ?? NaN);
  if (Number.isNaN(start)) throw invalid('The cursor is not valid.');
  const isLast = start + size >= records.length;
  const next = new URLSearchParams(query);
  next.set('page[after]', btoa(`after-${start + size}`));
  return { records: records.slice(start, start + size), links: isLast ? {} : { next: `${url}?${next.toString()}` } };
}
