import { type Check, id, integer, listOf, number, text } from './attributes';
import { invalid } from './errors';
import type { CustomFieldDefinition, CustomFieldValue, DataType } from './records';
import { type EntityName, singular } from './shared';
import type { State } from './state';

/** The definitions made for this entity. */
export function definitionsOf(state: State, entity: EntityName): CustomFieldDefinition[] {
  return state.customFieldDefinitions.filter(({ available_on }) => available_on.includes(singular(entity)));
}

/** A value for every definition, whether set or not: unset is `[]` for lists, `false` for a checkbox, else null. */
export function showCustomFields(
  state: State,
  entity: EntityName,
  { id: key, custom_fields }: { id: number; custom_fields: readonly CustomFieldValue[] },
): CustomFieldValue[] {
  return definitionsOf(state, entity).map((definition) => ({
    custom_field_definition_id: definition.id,
    value: valueOf(state, entity, key, definition, custom_fields),
  }));
}

function valueOf(
  state: State,
  entity: EntityName,
  key: number,
  definition: CustomFieldDefinition,
  values: readonly CustomFieldValue[],
): unknown {
  // What Copper lists there is not documented, and empty in recorded answers; here it is the connections' ids.
  if (definition.data_type === 'Connect') {
    return [...state.relatedLinks.values()]
      .filter(({ custom_field_definition_id: field, source }) => field === definition.id && source.id === key)
      .filter(({ source }) => source.entity_type === singular(entity))
      .map((link) => link.id);
  }
  const held = values.find((value) => value.custom_field_definition_id === definition.id)?.value;
  return held ?? EMPTY[definition.data_type] ?? null;
}

const EMPTY: Partial<Record<DataType, unknown>> = { MultiSelect: [], Checkbox: false };

/** A write changes the definitions it lists and leaves the others. Refuses unknown ones and values of a wrong type. */
export function mergeCustomFields(
  state: State,
  entity: EntityName,
  old: readonly CustomFieldValue[],
  listed: unknown,
): CustomFieldValue[] {
  if (!Array.isArray(listed)) return [...old];
  const values = (listed as CustomFieldValue[]).map((one) => ({ ...one, value: accept(state, entity, one) }));
  const changed = new Set(values.map((value) => value.custom_field_definition_id));
  return [...old.filter((value) => !changed.has(value.custom_field_definition_id)), ...values];
}

function accept(
  state: State,
  entity: EntityName,
  { custom_field_definition_id: key, value }: CustomFieldValue,
): unknown {
  const definition = definitionsOf(state, entity).find((one) => one.id === key);
  if (!definition) throw invalid(`Custom Fields: Invalid custom field definition: ${key}`);
  const reason = value === null ? undefined : CHECKS[definition.data_type](value, definition.name);
  if (reason) throw invalid(`Custom Fields: ${definition.name} ${reason}`);
  const options = new Set(definition.options?.map((option) => option.id));
  const chosen = definition.options ? [value ?? []].flat() : [];
  if (chosen.some((option) => !options.has(Number(option))))
    throw invalid(`Custom Fields: ${definition.name} is invalid`);
  const isPacific = definition.data_type === 'Date' && state.settings.customDates === 'pacific';
  return isPacific && typeof value === 'number' ? toPacificMidnight(value) : value;
}

/** The midnight, eight hours behind UTC, of the day it is there: what recorded values are. */
function toPacificMidnight(seconds: number): number {
  const behind = 8 * 3600;
  return Math.floor((seconds - behind) / 86_400) * 86_400 + behind;
}

const url: Check = (value, human) =>
  text(value, human) ?? (/^https?:\/\//.test(String(value)) ? undefined : 'is not a valid URL');

const CHECKS: Record<DataType, Check> = {
  String: (value, human) => text(value, human) ?? (String(value).length > 255 ? 'is too long' : undefined),
  Text: text,
  Dropdown: id,
  Date: integer,
  Checkbox: (value) => (typeof value === 'boolean' ? undefined : 'must be true or false'),
  Float: number,
  URL: url,
  Percentage: integer,
  Currency: number,
  Connect: () => 'can only be changed through related links',
  MultiSelect: listOf(id),
};
