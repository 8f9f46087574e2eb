import { type CustomField, type CustomType, type CustomValue } from '../../domain/custom-field';
import { CrmError } from '../../domain/failure';
import { customKey } from '../../domain/custom-field';
import { isCustomAttribute, type WireValidation } from './wire';

/**
 * Outreach keeps all custom values as texts; `GET /types` tells what they mean. A text that does not fit its type
 * stays the text it is: an administrator may have changed the type, and nothing of it is ours to lose.
 */

/** Names of Outreach's reference ("Custom field types"). */
const TYPES: Record<string, CustomType> = {
  boolean: 'checkbox',
  currency: 'money',
  date: 'date',
  date_time: 'instant',
  inclusion: 'choice',
  multi_inclusion: 'choices',
  numerical: 'number',
  percentage: 'percent',
  phone_number: 'phone',
  string: 'text',
  url: 'url',
};

/** How a list was found written in a text; nothing tells beforehand. */
type ListFormat = 'json' | '\n' | ';' | ',';

/** What was seen of the lists of one account, by the custom field's id. */
export type ListFormats = Map<string, ListFormat>;

/** The definitions of an opportunity's custom attributes, in their order. */
export function toCustomFields(validations: readonly [string, WireValidation][]): CustomField[] {
  return validations
    .filter(([name]) => isCustomAttribute(name))
    .toSorted(([a], [b]) => numberOf(a) - numberOf(b))
    .map(([id, { type, label, required, definition }]) => ({
      ...plainField(id),
      label: label ?? labelOf(id),
      type: (type && Object.hasOwn(TYPES, type) && TYPES[type]) || 'text',
      options: Array.isArray(definition) ? toOptions(definition) : [],
      currency: type === 'currency' && typeof definition === 'string' ? definition : null,
      isRequired: required ?? false,
    }));
}

/** A field somebody filled in without anybody having defined it. */
export function plainField(id: string): CustomField {
  return {
    id,
    label: labelOf(id),
    type: 'text',
    options: [],
    currency: null,
    isRequired: false,
    // Outreach filters by none of them; a search looks through the records itself.
    isFilterable: true,
  };
}

function toOptions(definition: readonly unknown[]) {
  return definition.filter((option) => typeof option === 'string').map((option) => ({ id: option, name: option }));
}

function numberOf(id: string): number {
  return Number(id.slice('custom'.length));
}

/** `custom7` is "Custom 7" in Outreach until it is given a name. */
function labelOf(id: string): string {
  return `Custom ${numberOf(id)}`;
}

/** A text as the value its field's type says, or as the text it is. */
export function readCustom(text: string | undefined, field: CustomField, formats: ListFormats): CustomValue {
  if (text === undefined) return field.type === 'choices' ? [] : null;
  switch (field.type) {
    case 'checkbox':
      // Numbers are accepted by the API and may be what it gives back.
      return /^(true|1)$/i.test(text) ? true : /^(false|0)$/i.test(text) ? false : text;
    case 'number':
    case 'money':
    case 'percent':
      return readNumber(text) ?? text;
    case 'date':
      return /^\d{4}-\d\d-\d\d(T00:00|$)/.test(text) ? text.slice(0, 10) : text;
    case 'instant':
      return readInstant(text) ?? text;
    case 'choices':
      return readList(text, field, formats);
    default:
      return text;
  }
}

/** A value as the text Outreach keeps; `null` for an empty one. Throws `invalid` for what no text can be made of. */
export function writeCustom(value: CustomValue, field: CustomField, formats: ListFormats): string | null {
  if (value === null || value === '') return null;
  if (Array.isArray(value)) return value.length > 0 ? writeList(value, formats.get(field.id) ?? ';') : null;
  if (field.type !== 'instant' || readInstant(String(value)) === null) return String(value);
  // "a date and time stored as YYYY-MM-DDThh:mm:ss"
  return new Date(String(value)).toISOString().slice(0, 19);
}

/** Only what a number holds exactly: an id of twenty digits stays a text. */
function readNumber(text: string): number | null {
  const value = /^\s*-?\d+(\.\d+)?\s*$/.test(text) ? Number(text) : NaN;
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : null;
}

/** Without a zone it is UTC, as all times of this API. */
function readInstant(text: string): string | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return null;
  const time = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** One option's own text is taken whole, whatever it contains; commas part only what is known. */
function readList(text: string, field: CustomField, formats: ListFormats): string[] {
  const isOption = (part: string) => field.options.some(({ id }) => id === part);
  if (isOption(text)) return [text];
  const json = text.startsWith('[') ? readJson(text) : null;
  if (json) return keep(json, 'json');
  for (const separator of ['\n', ';', ','] as const) {
    const parts = text.split(separator).map((part) => part.trim());
    if (parts.length > 1 && (separator !== ',' || parts.every(isOption))) return keep(parts, separator);
  }
  return [text];

  function keep(parts: string[], format: ListFormat): string[] {
    formats.set(field.id, format);
    return parts.filter((part) => part !== '');
  }
}

function readJson(text: string): string[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((part) => typeof part === 'string') ? value : null;
  } catch {
    return null;
  }
}

function writeList(parts: readonly string[], format: ListFormat): string {
  return format === 'json' ? JSON.stringify(parts) : parts.join(format);
}

/** Refuses what is none of the 150, before it becomes a member of a write. */
export function checkCustomId(id: string): void {
  if (isCustomAttribute(id)) return;
  throw new CrmError({ kind: 'invalid', reason: 'Outreach has no such field', field: customKey(id) });
}
