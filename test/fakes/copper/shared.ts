import { type Attributes, anything, type Check, id, listOf, objectOf, oneOf, orNull, text } from './attributes';
import { invalid, notFound } from './errors';

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
