import type { CustomKey } from '../../domain/custom-field';
import { customId } from '../../domain/custom-field';
import { readWord, STATUSES } from '../../domain/opportunity';
import type { CustomFilter, FilterName, Range, SearchFilters } from '../../domain/search';
import { FILTERS } from '../../domain/search';
import { toInstants } from '../../domain/search-match';
import { endOf, startOf } from './days';
import { type Definitions, isSearchable, typeOf } from './definitions';
import { toWireId } from './ids';

/** Asks for records that have none (`assignee_ids`, `customer_source_ids`, `loss_reason_ids`). */
const NONE = -2;

/** What of a request an account's search can be asked. */
export interface FilterDialect {
  /** A plain list in the reference of 2018, `{option, value}` in today's; which an account takes shows when asked. */
  tags: 'list' | 'object' | 'refused';
  hasCustomFields: boolean;
}

/** All of the reference: priorities are asked for by numbers it does not tell, the win probability not at all. */
export const COPPER_FILTERS: readonly FilterName[] = FILTERS;

/** A search's body, and what is left to be looked through here. */
export interface Pushed {
  body: Record<string, unknown>;
  left: SearchFilters;
}

export function toFilters(filters: SearchFilters, definitions: Definitions, dialect: FilterDialect): Pushed {
  const { priorities, winProbability, custom = {}, ...rest } = filters;
  const pushed = pushDown(rest, dialect);
  const left: SearchFilters = {
    ...(priorities ? { priorities } : {}),
    ...(winProbability ? { winProbability } : {}),
    ...Object.fromEntries(Object.entries(rest).filter(([name]) => pushed[name as FilterName] === undefined)),
  };
  const customs = Object.entries(custom).map(([key, filter]) => {
    const json = dialect.hasCustomFields ? pushCustom(key as CustomKey, filter, definitions) : undefined;
    return { key, filter, json };
  });
  const asked = customs.flatMap(({ json }) => json ?? []);
  const kept = customs.filter(({ json }) => !json).map(({ key, filter }) => [key, filter]);
  return {
    body: { ...Object.assign({}, ...Object.values(pushed)), ...(asked.length > 0 ? { custom_fields: asked } : {}) },
    left: { ...left, ...(kept.length > 0 ? { custom: Object.fromEntries(kept) } : {}) },
  };
}

/** True for a list to choose from that is empty: nothing can pass it, while Copper takes it for "anything". */
export function isImpossible(filters: SearchFilters): boolean {
  return Object.values(filters).some((filter) => Array.isArray(filter) && filter.length === 0);
}

type Members = Record<string, unknown>;

/** Copper's parameters for each filter it can be asked. Ids that are none are refused: `invalid`. */
function pushDown(filters: SearchFilters, dialect: FilterDialect): Partial<Record<FilterName, Members>> {
  const { statuses, owners, pipelines, stages, sources, lossReasons, companies, tags } = filters;
  const members: [FilterName, Members | undefined][] = [
    ['statuses', statuses && statusIds(statuses)],
    ['owners', owners && { assignee_ids: owners.map(orNone) }],
    ['pipelines', pipelines && { pipeline_ids: pipelines.map((id) => toWireId(id)) }],
    ['stages', stages && { pipeline_stage_ids: stages.map((id) => toWireId(id)) }],
    ['sources', sources && { customer_source_ids: sources.map(orNone) }],
    ['lossReasons', lossReasons && { loss_reason_ids: lossReasons.map(orNone) }],
    ['companies', companies && withEmpty('company_ids', companies, (ids) => ids.map((id) => toWireId(id)))],
    [
      'tags',
      tags && dialect.tags !== 'refused' ? withEmpty('tags', tags, (words) => inForm(words, dialect)) : undefined,
    ],
    ['isFollowed', filters.isFollowed === undefined ? undefined : { followed: filters.isFollowed ? 1 : 2 }],
    ['amount', range('monetary_value', filters.amount)],
    ['interactionCount', range('interaction_count', filters.interactionCount)],
    ['closeDate', range('close_date', toDays(filters.closeDate))],
    ['createdAt', range('created_date', toSeconds(filters.createdAt))],
    ['updatedAt', range('modified_date', toSeconds(filters.updatedAt))],
    ['stageChangedAt', range('stage_change_date', toSeconds(filters.stageChangedAt))],
    ['lastContactedAt', range('interaction_date', toSeconds(filters.lastContactedAt))],
  ];
  return Object.fromEntries(members.filter(([, json]) => json !== undefined));
}

/** A status is a word in a record and its place among the four in a filter. */
function statusIds(words: readonly string[]): Members | undefined {
  const ids = words.map((word) => STATUSES.findIndex((status) => status === readWord(word, STATUSES)));
  return ids.includes(-1) ? undefined : { status_ids: ids };
}

const orNone = (id: string | null) => (id === null ? NONE : toWireId(id));

/** An empty list asks for records without any; that and some of them together can't be asked. */
function withEmpty(name: string, values: readonly (string | null)[], write: (values: string[]) => unknown) {
  const given = values.filter((value) => value !== null);
  return given.length === values.length || given.length === 0 ? { [name]: write(given) } : undefined;
}

function inForm(tags: readonly string[], { tags: form }: FilterDialect): unknown {
  return form === 'object' ? { option: 'ANY', value: tags } : tags;
}

function range(name: string, wanted: Range<number> | undefined): Members | undefined {
  if (!wanted) return undefined;
  return {
    ...(wanted.min === null ? {} : { [`minimum_${name}`]: wanted.min }),
    ...(wanted.max === null ? {} : { [`maximum_${name}`]: wanted.max }),
  };
}

/** Calendar days as Copper keeps them, at midnight UTC; the last one to its end. */
function toDays(wanted: Range<string> | undefined): Range<number> | undefined {
  if (!wanted) return undefined;
  return {
    min: wanted.min === null ? null : startOf(wanted.min),
    max: wanted.max === null ? null : endOf(wanted.max),
  };
}

/** Days of the rep's time zone as Unix seconds, both ends included. */
function toSeconds(wanted: Range<string> | undefined): Range<number> | undefined {
  if (!wanted) return undefined;
  const { from, before } = toInstants(wanted);
  return { min: from === null ? null : from / 1000, max: before === null ? null : before / 1000 - 1 };
}

/**
 * One member of a search's `custom_fields` ("Search Entity by Custom Field"), or `undefined` for what can't be asked:
 * texts, connections, several numbers at once.
 */
function pushCustom(key: CustomKey, filter: CustomFilter, definitions: Definitions): Members | undefined {
  const definition = definitions.get(customId(key));
  if (!definition || !isSearchable(definition)) return undefined;
  const json = customMembers(typeOf(definition), filter);
  return json && { custom_field_definition_id: Number(definition.id), ...json };
}

function customMembers(type: ReturnType<typeof typeOf>, filter: CustomFilter): Members | undefined {
  switch (type) {
    case 'choice':
    case 'choices':
      return 'anyOf' in filter ? anyOption(filter.anyOf, type) : undefined;
    case 'checkbox':
      return 'anyOf' in filter ? onOrOff(filter.anyOf) : undefined;
    case 'date':
      return dayRange(filter);
    default:
      return numberRange(filter);
  }
}

function anyOption(values: readonly unknown[], type: 'choice' | 'choices'): Members | undefined {
  const ids = values.filter((value) => value !== null).map((value) => Number(value));
  if (!ids.every((id) => Number.isSafeInteger(id) && id > 0)) return undefined;
  return {
    value: ids,
    ...(values.includes(null) ? { allow_empty: true } : {}),
    ...(type === 'choices' ? { option: 'ANY' } : {}),
  };
}

/** A checkbox nobody has touched is off. */
function onOrOff(values: readonly unknown[]): Members | undefined {
  const wanted = new Set(values.map((value) => value ?? false));
  const [value] = wanted;
  return wanted.size === 1 && typeof value === 'boolean' ? { value } : undefined;
}

function dayRange(filter: CustomFilter): Members | undefined {
  const wanted = asRange(filter);
  const days = { min: wanted?.min ?? null, max: wanted?.max ?? null };
  const isDays = [days.min, days.max].every(
    (day) => day === null || (typeof day === 'string' && startOf(day) !== null),
  );
  return wanted && isDays ? valueRange(toDays(days as Range<string>)) : undefined;
}

function numberRange(filter: CustomFilter): Members | undefined {
  const wanted = asRange(filter);
  const isNumbers = [wanted?.min, wanted?.max].every((end) => end === null || typeof end === 'number');
  return wanted && isNumbers ? valueRange(wanted as Range<number>) : undefined;
}

function asRange(filter: CustomFilter): Range<unknown> | undefined {
  if ('range' in filter) return filter.range;
  const [value] = filter.anyOf;
  return filter.anyOf.length === 1 && value !== null ? { min: value, max: value } : undefined;
}

function valueRange(wanted: Range<number> | undefined): Members | undefined {
  return range('value', wanted);
}
