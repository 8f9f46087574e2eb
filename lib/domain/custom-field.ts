import type { Choice } from './pipeline';

/** A custom field among an opportunity's fields: `custom:` and its id in the CRM. */
export type CustomKey = `custom:${string}`;

/** A custom field's value, in the shape its type says; `null` for an empty one, `[]` for an empty list. */
export type CustomValue = string | number | boolean | string[] | null;

/**
 * What a custom field holds, and so the control it is edited with:
 * - `text`, `multiline`, `url`, `phone`: text
 * - `number`; `money` in major units; `percent`, where 40 is 40 %: a number
 * - `date`: `YYYY-MM-DD`; `instant`: ISO 8601 UTC
 * - `checkbox`: true or false
 * - `choice`: an option's id; `choices`: a list of them
 * - `links`: records it points to, as `type:id`; `options` names those known
 * - `raw`: JSON text of something we have no control for: shown, never written
 */
export type CustomType =
  | 'text'
  | 'multiline'
  | 'url'
  | 'phone'
  | 'number'
  | 'money'
  | 'percent'
  | 'date'
  | 'instant'
  | 'checkbox'
  | 'choice'
  | 'choices'
  | 'links'
  | 'raw';

/** A custom field as its CRM defines it. */
export interface CustomField {
  /** The CRM's own id of the definition. */
  id: string;
  /** What the CRM calls it. */
  label: string;
  type: CustomType;
  /** For `choice`, `choices` and `links`; in the CRM's order. */
  options: Choice[];
  /** ISO 4217 code, for `money`. */
  currency: string | null;
  isRequired: boolean;
  /** Whether a search can be narrowed by it. */
  isFilterable: boolean;
}

const PREFIX = 'custom:';

/** The key a definition's value lies under. */
export function customKey(id: string): CustomKey {
  return `${PREFIX}${id}`;
}

/** True for the key of a custom field. */
export function isCustomKey(key: string): key is CustomKey {
  return key.startsWith(PREFIX);
}

/** The definition's id in a custom field's key. */
export function customId(key: CustomKey): string {
  return key.slice(PREFIX.length);
}
