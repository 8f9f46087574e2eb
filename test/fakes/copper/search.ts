import { type Attributes, between, checkBody, oneOf } from './attributes';
import { invalid } from './errors';
import type { Filters } from './filters';

export interface SearchAnswer<Record> {
  page: Record[];
  /** Sent as `X-PW-TOTAL`. */
  total: number;
}

/** What to compare records by; sort names come from two generations of the reference. */
export type Sorts<Record> = { [name: string]: (record: Record) => string | number | null };

/** No page reaches further, its reference says; what is answered there is not known. */
const LAST_RECORD = 100_000;

const PAGING: Attributes = {
  page_number: (value) => (Number.isInteger(value) && Number(value) > 0 ? undefined : 'must be greater than 0'),
  page_size: between(1, 200),
  sort_direction: oneOf('asc', 'desc'),
};

/** Copper's search: filters joined by AND, then order, then one page. Refuses parameters it does not know. */
export function search<Record>(
  records: Iterable<Record>,
  json: unknown,
  filters: Filters<Record>,
  sorts: Sorts<Record>,
): SearchAnswer<Record> {
  const checks = Object.fromEntries(Object.entries(filters).map(([name, { check }]) => [name, check]));
  const body = checkBody(json ?? {}, { ...checks, ...PAGING, sort_by: oneOf(...Object.keys(sorts)) });
  const { page_number = 1, page_size = 20, sort_by = 'name', sort_direction = 'asc', ...given } = body;
  const found = [...records].filter((record) =>
    Object.entries(given).every(([name, value]) => filters[name]?.passes(record, value)),
  );
  const read = sorts[String(sort_by)];
  if (!read) throw invalid('Sort By: is not included in the list');
  const sorted = found.toSorted((a, b) => compare(read(a), read(b)) * (sort_direction === 'desc' ? -1 : 1));
  const start = (Number(page_number) - 1) * Number(page_size);
  const reached = sorted.slice(0, LAST_RECORD);
  return { page: reached.slice(start, start + Number(page_size)), total: found.length };
}

/** Nothing comes last in ascending order. */
function compare(a: string | number | null, b: string | number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
}
