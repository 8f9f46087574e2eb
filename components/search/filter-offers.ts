import type { CustomField, CustomType } from '../../lib/domain/custom-field';
import { PRIORITIES, STATUSES } from '../../lib/domain/opportunity';
import type { Section } from '../../lib/domain/panel-state';
import type { Catalog } from '../../lib/domain/pipeline';
import { EMPTY_CATALOG } from '../../lib/domain/pipeline';
import type { FilterName, SortName } from '../../lib/domain/search';
import { fold, SORTS } from '../../lib/domain/search';
import type { FilterKey } from './filter-labels';
import { customLabel, FILTER_LABELS } from './filter-labels';

/** What a filter can be set to. `null` stands for opportunities that have nothing there. */
export interface Option {
  value: string | boolean | null;
  label: string;
}

/** Options under one heading; without a name where there is nothing to tell apart. */
export interface OptionGroup {
  name: string;
  options: Option[];
}

/** What a filter is set with. */
export type FilterControl =
  | { is: 'choices'; groups: OptionGroup[] }
  | { is: 'tags'; known: string[] }
  | { is: 'words' }
  | { is: 'numbers'; unit: string }
  | { is: 'days' }
  | { is: 'flag'; options: Option[] };

export interface FilterOffer {
  key: FilterKey;
  label: string;
  control: FilterControl;
}

const NONE: Option = { value: null, label: 'None' };
const YES_NO: Option[] = [
  { value: true, label: 'Yes' },
  { value: false, label: 'No' },
];

const RANGED: ReadonlySet<CustomType> = new Set(['number', 'money', 'percent']);
const DATED: ReadonlySet<CustomType> = new Set(['date', 'instant']);

function customFilterKey(label: string): FilterKey {
  return `custom:${label}`;
}

function capitalise(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

/** Names once each, however they are typed in one CRM and the other; those without a name can't be chosen. */
function uniqueNames(names: readonly string[]): string[] {
  const byFolded = new Map<string, string>();
  for (const name of names) if (name && !byFolded.has(fold(name))) byFolded.set(fold(name), name);
  return [...byFolded.values()];
}

function toOptions(names: readonly string[]): Option[] {
  return uniqueNames(names).map((name) => ({ value: name, label: name }));
}

/** People are looked for by name: in the order of the alphabet, whatever order each CRM has. */
function named(names: readonly string[], rest: Option[]): FilterControl {
  const options = toOptions(names).toSorted((a, b) => a.label.localeCompare(b.label));
  return choices(options.length > 0 ? [...rest, ...options] : []);
}

function choices(options: Option[]): FilterControl {
  return { is: 'choices', groups: [{ name: '', options }] };
}

function words(known: readonly string[]): FilterControl {
  return choices(known.map((word) => ({ value: word, label: capitalise(word) })));
}

function stageGroups(catalogs: readonly Catalog[]): OptionGroup[] {
  const pipelines = catalogs.flatMap((catalog) => catalog.pipelines);
  const byName = Map.groupBy(pipelines, ({ name }) => fold(name));
  return [...byName.values()].map((same) => ({
    name: same[0]?.name ?? '',
    options: toOptions(same.flatMap(({ stages }) => stages.map(({ name }) => name))),
  }));
}

function standardControl(key: FilterKey, catalogs: readonly Catalog[]): FilterControl {
  const namesOf = (list: 'owners' | 'sources' | 'lossReasons' | 'pipelines') =>
    catalogs.flatMap((catalog) => catalog[list].map(({ name }) => name));
  switch (key) {
    case 'owners':
    case 'sources':
    case 'lossReasons':
      return named(namesOf(key), [NONE]);
    case 'pipelines':
      return choices(toOptions(namesOf(key)));
    case 'stages':
      return { is: 'choices', groups: stageGroups(catalogs) };
    case 'statuses':
      return words(STATUSES);
    case 'priorities':
      return words(PRIORITIES);
    case 'tags':
      return { is: 'tags', known: uniqueNames(catalogs.flatMap(({ tags }) => tags)) };
    case 'isFollowed':
      return { is: 'flag', options: YES_NO };
    case 'amount':
    case 'interactionCount':
      return { is: 'numbers', unit: '' };
    case 'winProbability':
      return { is: 'numbers', unit: '%' };
    default:
      return { is: 'days' };
  }
}

/** One label may be a field in several CRMs: the first tells what it holds, all of them what there is to choose. */
function customControl(fields: readonly CustomField[]): FilterControl {
  const type = fields[0]?.type ?? 'text';
  if (RANGED.has(type)) return { is: 'numbers', unit: type === 'percent' ? '%' : (fields[0]?.currency ?? '') };
  if (DATED.has(type)) return { is: 'days' };
  if (type === 'checkbox') return choices(YES_NO);
  const options = toOptions(fields.flatMap((field) => field.options.map(({ name }) => name)));
  return options.length > 0 ? choices([NONE, ...options]) : { is: 'words' };
}

function filterableFields(catalogs: readonly Catalog[]): CustomField[] {
  return catalogs.flatMap(({ customFields }) =>
    customFields.filter(({ isFilterable, label }) => isFilterable && label),
  );
}

function catalogsOf(sections: readonly Section[]): Catalog[] {
  return sections.map(({ catalog }) => catalog ?? EMPTY_CATALOG);
}

/** A filter as it is shown, whether or not a connection still offers it. */
export function describeFilter(key: FilterKey, sections: readonly Section[]): FilterOffer {
  const catalogs = catalogsOf(sections);
  const label = customLabel(key);
  if (label === undefined) {
    return { key, label: FILTER_LABELS[key as FilterName], control: standardControl(key, catalogs) };
  }
  const same = filterableFields(catalogs).filter((field) => fold(field.label) === fold(label));
  return { key, label, control: customControl(same) };
}

function hasChoices({ control }: FilterOffer): boolean {
  return control.is !== 'choices' || control.groups.some(({ options }) => options.length > 0);
}

/** The filters any of the connections can be asked by, less those with nothing to choose from. */
export function offeredFilters(sections: readonly Section[]): FilterOffer[] {
  const able = new Set(sections.flatMap(({ capabilities }) => capabilities.filters));
  const standard = (Object.keys(FILTER_LABELS) as FilterName[]).filter((name) => able.has(name));
  const keys = standard.filter((name) => name !== 'custom' && name !== 'companies');
  const asking = sections.filter(({ capabilities }) => capabilities.filters.includes('custom'));
  const labels = uniqueNames(filterableFields(catalogsOf(asking)).map(({ label }) => label));
  return [...keys, ...labels.map(customFilterKey)].map((key) => describeFilter(key, sections)).filter(hasChoices);
}

/** The orders any of the connections can be asked for. */
export function offeredSorts(sections: readonly Section[]): SortName[] {
  const able = new Set(sections.flatMap(({ capabilities }) => capabilities.sorts));
  return SORTS.filter((sort) => able.has(sort));
}

const BY_DATE: ReadonlySet<SortName> = new Set(['updatedAt', 'createdAt', 'lastContactedAt', 'stageChangedAt']);
const BY_SIZE: ReadonlySet<SortName> = new Set(['amount', 'winProbability', 'interactionCount', 'priority']);

/** How an order reads, in either direction. */
export function describeOrder(by: SortName, isDescending: boolean): string {
  if (BY_DATE.has(by)) return isDescending ? 'Newest first' : 'Oldest first';
  if (by === 'closeDate') return isDescending ? 'Latest first' : 'Soonest first';
  if (BY_SIZE.has(by)) return isDescending ? 'Highest first' : 'Lowest first';
  if (by === 'stage' || by === 'status') return isDescending ? 'Descending' : 'Ascending';
  return isDescending ? 'Z to A' : 'A to Z';
}

/** The direction a rep most likely wants: what is newest, highest, due next, or first in the alphabet. */
export function usualDirection(by: SortName): boolean {
  return BY_DATE.has(by) || BY_SIZE.has(by);
}
