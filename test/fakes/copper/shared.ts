import { type Attributes, anything, type Check, id, listOf, objectOf, oneOf, orNull, text } from './attributes';
import { invalid, notFound } from './errors';
import type { CustomFieldValue } from './records';
import type { State } from './state';

export type EntityName = 'opportunities' | 'people' | 'companies';

const SINGULAR: Record<EntityName, string> = { opportunities: 'opportunity', people: 'person', companies: 'company' };

/** "people" → "person", the word used in references and in custom fields' `available_on`. */
export const singular = (entity: EntityName) => SINGULAR[entity];

export const required: Check = (value, human) =>
  value === '' || value === null ? "can't be blank" : text(value, human);

const category = oneOf('work', 'personal', 'other', 'home', 'mobile');
const place = orNull(text);

/** Attributes people and companies share. */
export const CONTACT_ATTRIBUTES: Attributes = {
  name: required,
  assignee_id: orNull(id),
  contact_type_id: orNull(id),
  details: orNull(text),
  address: orNull(objectOf({ street: place, city: place, state: place, postal_code: place, country: place })),
  phone_numbers: listOf(objectOf({ number: text, category })),
  socials: listOf(objectOf({ url: text, category: text })),
  websites: listOf(objectOf({ url: text, category: orNull(text) })),
  tags: listOf(text),
  custom_fields: listOf(objectOf({ custom_field_definition_id: id, value: anything })),
};

export function requireName(body: Record<string, unknown>): void {
  if (!('name' in body)) throw invalid("Name: can't be blank");
}

/** The record, or Copper's 404. */
export function find<Record>(records: Map<number, Record>, key: number): Record {
  const record = records.get(key);
  if (!record) throw notFound();
  return record;
}

/** Refuses ids of settings records that do not exist: they are chosen, not linked. */
export function checkChoice(name: string, choices: readonly { id: number }[], value: unknown): void {
  if (value === undefined || value === null || choices.some((choice) => choice.id === value)) return;
  throw invalid(`${name}: is invalid`);
}

/** Every definition made for this entity, with its value; unset is `[]` for a multi-select, `false` for a checkbox. */
export function showCustomFields(
  state: State,
  entity: EntityName,
  values: readonly CustomFieldValue[],
): CustomFieldValue[] {
  return state.customFieldDefinitions
    .filter(({ available_on }) => available_on.includes(singular(entity)))
    .map(({ id: definition, data_type }) => ({
      custom_field_definition_id: definition,
      value: values.find((value) => value.custom_field_definition_id === definition)?.value ?? EMPTY[data_type] ?? null,
    }));
}

const EMPTY: Record<string, unknown> = { MultiSelect: [], Checkbox: false };

/** A write changes the definitions it lists and leaves the others. */
export function mergeCustomFields(
  state: State,
  entity: EntityName,
  old: readonly CustomFieldValue[],
  listed: unknown,
): CustomFieldValue[] {
  if (!Array.isArray(listed)) return [...old];
  const values = listed as CustomFieldValue[];
  const known = new Set(showCustomFields(state, entity, []).map((field) => field.custom_field_definition_id));
  const unknown = values.find((value) => !known.has(value.custom_field_definition_id));
  if (unknown) throw invalid(`Custom Fields: Invalid custom field definition: ${unknown.custom_field_definition_id}`);
  const changed = new Set(values.map((value) => value.custom_field_definition_id));
  return [...old.filter((value) => !changed.has(value.custom_field_definition_id)), ...values];
}
