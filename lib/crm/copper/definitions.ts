import { z } from 'zod';
import type { CustomField, CustomType } from '../../domain/custom-field';
import { type CopperApi, nullWhen } from './api';
import { wireDefinition, type WireDefinition } from './wire-settings';

/** The custom fields opportunities have, by the definitions' ids. */
export type Definitions = ReadonlyMap<string, WireDefinition>;

/** Copper's word for what a field holds, as ours. Another word is one we have no control for. */
const TYPES: Record<string, CustomType> = {
  String: 'text',
  Text: 'multiline',
  URL: 'url',
  Float: 'number',
  Currency: 'money',
  Percentage: 'percent',
  Date: 'date',
  Checkbox: 'checkbox',
  Dropdown: 'choice',
  MultiSelect: 'choices',
  Connect: 'links',
};

/** "Text fields are not searchable at this point", its reference says; connections neither. */
const SEARCHABLE = new Set<CustomType>(['number', 'money', 'percent', 'date', 'checkbox', 'choice', 'choices']);

export function typeOf({ data_type }: WireDefinition): CustomType {
  return Object.hasOwn(TYPES, data_type) ? (TYPES[data_type] ?? 'raw') : 'raw';
}

export function isSearchable(definition: WireDefinition): boolean {
  return definition.is_filterable && SEARCHABLE.has(typeOf(definition));
}

export function toCustomField(definition: WireDefinition): CustomField {
  const options = definition.options.toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  return {
    id: definition.id,
    label: definition.name,
    type: typeOf(definition),
    options: options.map(({ id, name }) => ({ id, name })),
    currency: definition.currency,
    // The API does not tell which fields the web application insists on.
    isRequired: false,
    isFilterable: isSearchable(definition),
  };
}

/** Ids of the fields that point to other records: their values are not in the record. */
export function connectIds(definitions: Definitions): string[] {
  return [...definitions.values()].filter((one) => typeOf(one) === 'links').map(({ id }) => id);
}

/** One account's definitions: asked for once, however many wait, and remembered over restarts of the worker. */
export interface DefinitionSource {
  /** Asks again. Without any where the account hides them; throws what else goes wrong. */
  refresh(): Promise<Definitions>;
  /** Those remembered, else asked for. Throws as `refresh` does. */
  get(): Promise<Definitions>;
  /** As `get`, but never throws: records are shown without them, too. They are asked for again next time. */
  tryGet(): Promise<Definitions>;
}

const NONE: Definitions = new Map();

/** `kept` is what `keep` was given last, possibly by an earlier version. */
export function createDefinitions(
  api: Pick<CopperApi, 'definitions'>,
  kept: string | undefined,
  keep: (definitions: string) => void,
): DefinitionSource {
  let known = readKept(kept);
  let loading: Promise<Definitions> | undefined;

  async function load(): Promise<Definitions> {
    const list = await api.definitions().catch(nullWhen('forbidden', 'not-found'));
    const own = list?.items.filter(({ available_on }) => available_on.includes('opportunity')) ?? [];
    keep(JSON.stringify(own));
    return (known = byId(own));
  }

  function refresh(): Promise<Definitions> {
    // No caller's signal ends it: others may be waiting for the same answer.
    return (loading ??= load().finally(() => (loading = undefined)));
  }

  return {
    refresh,
    get: async () => known ?? refresh(),
    tryGet: async () => known ?? refresh().catch(() => NONE),
  };
}

function byId(definitions: readonly WireDefinition[]): Definitions {
  return new Map(definitions.map((definition) => [definition.id, definition]));
}

function readKept(kept: string | undefined): Definitions | undefined {
  try {
    const read = z.array(wireDefinition).safeParse(JSON.parse(kept ?? ''));
    return read.success ? byId(read.data) : undefined;
  } catch {
    return undefined;
  }
}
