import type { CustomFilter, FilterName, Range, SearchFilters } from '../../lib/domain/search';
import { filterNames } from '../../lib/domain/search';
import type { FilterKey } from './filter-labels';
import { customLabel } from './filter-labels';

/** What a filter is set to, which is any of some values, a range, or yes and no. */
export type FilterValue = readonly (string | boolean | null)[] | Range<number> | Range<string> | boolean;

function fromCustom(filter: CustomFilter | undefined): FilterValue | undefined {
  if (!filter) return undefined;
  return 'range' in filter ? filter.range : filter.anyOf.filter((value) => typeof value !== 'number');
}

function isList(value: FilterValue): value is readonly (string | boolean | null)[] {
  return Array.isArray(value);
}

function toCustom(value: FilterValue): CustomFilter {
  if (typeof value === 'boolean') return { anyOf: [value] };
  return isList(value) ? { anyOf: [...value] } : { range: value };
}

/** What a filter is set to; `undefined` where it is not. */
export function readFilter(filters: SearchFilters, key: FilterKey): FilterValue | undefined {
  const label = customLabel(key);
  if (label !== undefined) return fromCustom(filters.custom?.[label]);
  const value = filters[key as FilterName];
  return value as FilterValue | undefined;
}

/** An empty list and a range open at both ends ask for nothing. */
function asksNothing(value: FilterValue | undefined): boolean {
  if (value === undefined || typeof value === 'boolean') return value === undefined;
  return isList(value) ? value.length === 0 : value.min === null && value.max === null;
}

/** `members` with one set, or without it. */
function replaced<Value>(members: Record<string, Value>, name: string, value: Value | undefined) {
  const others = Object.fromEntries(Object.entries(members).filter(([other]) => other !== name));
  return value === undefined ? others : { ...others, [name]: value };
}

/** The filters with one of them set, or left out where the value asks for nothing. */
export function writeFilter(filters: SearchFilters, key: FilterKey, value: FilterValue | undefined): SearchFilters {
  const wanted = asksNothing(value) ? undefined : value;
  const label = customLabel(key);
  if (label === undefined) return replaced(filters as Record<string, unknown>, key, wanted);
  const custom = replaced(filters.custom ?? {}, label, wanted === undefined ? undefined : toCustom(wanted));
  const isLeft = Object.keys(custom).length > 0;
  return replaced(filters as Record<string, unknown>, 'custom', isLeft ? custom : undefined);
}

/** The filters that are set, as the form shows them. */
export function setKeys(filters: SearchFilters): FilterKey[] {
  return filterNames(filters).flatMap<FilterKey>((name) => {
    if (name === 'custom') return Object.keys(filters.custom ?? {}).map((label): FilterKey => `custom:${label}`);
    return name === 'companies' ? [] : [name];
  });
}
