import type { CustomField, CustomKey, CustomType, CustomValue } from '../../domain/custom-field';
import { customId, customKey, isCustomKey } from '../../domain/custom-field';
import { CrmError } from '../../domain/failure';
import type { OpportunityPatch } from '../../domain/opportunity';
import { fieldsOf } from '../../domain/opportunity';
import type { WireCustomField } from './wire';

/** Apideck has no endpoint for definitions: what is known of a custom field is what records show of it. */

/** Some connectors give a custom field no id: its name then stands in, marked as one. */
const BY_NAME = 'name:';

function keyOf({ id, name }: WireCustomField): CustomKey | null {
  if (id !== null) return customKey(id);
  return name ? customKey(`${BY_NAME}${name}`) : null;
}

/** A record's custom fields, each under its key; the first of two with one key counts. */
export function readCustom(items: readonly WireCustomField[]): Record<CustomKey, CustomValue> {
  const entries = items.flatMap((item): [CustomKey, CustomValue][] => {
    const key = keyOf(item);
    return key ? [[key, readValue(item.value)]] : [];
  });
  return Object.fromEntries(entries.toReversed());
}

function readValue(value: unknown): CustomValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return isTexts(value) ? value : JSON.stringify(value);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((member) => typeof member === 'string');
}

/** The custom fields seen on records, in the order they are seen first. */
export function observeCustom(records: readonly { custom_fields: readonly WireCustomField[] }[]): CustomField[] {
  const seen = new Map<CustomKey, { item: WireCustomField; types: Set<CustomType>; options: Set<string> }>();
  for (const item of records.flatMap(({ custom_fields }) => custom_fields)) {
    const key = keyOf(item);
    if (!key) continue;
    const known = seen.get(key) ?? { item, types: new Set(), options: new Set() };
    const type = typeOf(item.value);
    if (type) known.types.add(type);
    if (isTexts(item.value)) for (const text of item.value) known.options.add(text);
    seen.set(key, known);
  }
  return [...seen].map(([key, { item, types, options }]) => {
    // Texts on one record and numbers on another: what it holds is not understood, and not to be overwritten.
    const [type = 'text'] = types.size > 1 ? ['raw' as const] : types;
    const id = customId(key);
    return {
      id,
      label: item.description || item.name || id,
      type,
      // Those in use: nothing tells the others.
      options: type === 'choices' ? [...options].toSorted().map((text) => ({ id: text, name: text })) : [],
      currency: null,
      isRequired: false,
      isFilterable: type !== 'raw',
    };
  });
}

/** An empty list says nothing of its members, so it counts as one of texts until a record shows otherwise. */
function typeOf(value: unknown): CustomType | null {
  switch (typeof value) {
    case 'string':
      return value === '' ? null : 'text';
    case 'number':
      return 'number';
    case 'boolean':
      return 'checkbox';
    default:
      if (value === null || value === undefined) return null;
      return isTexts(value) ? 'choices' : 'raw';
  }
}

/**
 * The list to write: some connectors replace all of it, so everything read goes back but the fields that `patch`
 * names, as the schema has them: text ids, no empty or unknown members, and none without id and name. Throws `invalid` for one that holds what has no control here. `undefined` where none is named.
 */
export function writeCustom(
  items: readonly WireCustomField[],
  patch: OpportunityPatch,
): Record<string, unknown>[] | undefined {
  const keys = fieldsOf(patch).filter(isCustomKey);
  if (keys.length === 0) return undefined;
  const changed = items.flatMap((item): Record<string, unknown>[] => {
    const key = keyOf(item);
    if (!key) return [];
    if (!keys.includes(key)) return [withoutGaps(item)];
    if (typeOf(item.value) === 'raw') {
      throw new CrmError({ kind: 'invalid', reason: 'Change this field in the CRM itself', field: key });
    }
    return [withoutGaps({ ...item, value: patch[key] ?? null })];
  });
  const present = new Set(items.map(keyOf));
  const added = keys.filter((key) => !present.has(key)).map((key) => ({ ...nameOf(key), value: patch[key] ?? null }));
  return [...changed, ...added];
}

function withoutGaps({ id, name, description, value }: WireCustomField): Record<string, unknown> {
  return {
    ...(id === null ? {} : { id }),
    ...(name === null ? {} : { name }),
    ...(description === null ? {} : { description }),
    ...(value === undefined ? {} : { value }),
  };
}

/** What an error may call a custom field: its name, its description, or its id. */
export function namesOf(key: CustomKey, items: readonly WireCustomField[]): string[] {
  const item = items.find((one) => keyOf(one) === key);
  return [item?.name, item?.description, item?.id].filter((name): name is string => Boolean(name));
}

function nameOf(key: CustomKey): { id: string } | { name: string } {
  const id = customId(key);
  return id.startsWith(BY_NAME) ? { name: id.slice(BY_NAME.length) } : { id };
}
