import type { CustomValue } from '../../lib/domain/custom-field';
import type { Field, OpportunityFields, OpportunityPatch } from '../../lib/domain/opportunity';
import { blankOpportunity } from '../../lib/domain/opportunity';
import { isSameValue } from '../../lib/domain/same-value';
import type { FieldSpec } from './field-specs';
import { numberText, parseAmount, parseNumber } from './numbers';

/**
 * What was typed, by field; a field nobody touched is not in it and follows the record. Lists stand as JSON, a ticked
 * box as "true". `note` is no field of an opportunity, and is kept the same way.
 */
export type Texts = Partial<Record<Field | 'note', string>>;
/** What is wrong, by field, in a sentence. */
export type Problems = Partial<Record<Field, string>>;
/** The record a form is about; a new one has nothing but a suggested title. */
export type FormSource = OpportunityFields;

const MAX_TITLE = 1000;
const MAX_TEXT = 65_535;
const MAX_TAG = 200;
const MAX_TAGS = 100;

/** `value`, or the sentence that says what to type instead. */
type Parsed = { value: CustomValue } | { problem: string };

/** A form's untouched state for something that does not exist yet. */
export function emptySource(title: string): FormSource {
  return { ...blankOpportunity({ connection: '', id: '' }), title };
}

/** A list kept as text. */
export function readList(text: string): string[] {
  const list: unknown = text ? JSON.parse(text) : [];
  return Array.isArray(list) ? list.map(String) : [];
}

/** The text an untouched field shows. */
export function toText(
  spec: Pick<FieldSpec, 'kind' | 'field'>,
  value: CustomValue | undefined,
  locale?: string,
): string {
  if (Array.isArray(value)) return spec.kind === 'tags' ? value.join(', ') : JSON.stringify(value);
  if (typeof value === 'number') return numberText(value, locale);
  if (spec.field === 'priority') return String(value ?? 'none');
  if (spec.kind === 'instant') return toLocal(String(value ?? ''));
  return value === false ? '' : String(value ?? '');
}

/** An ISO instant as `datetime-local` inputs hold it: to the minute, in the rep's time zone. */
function toLocal(instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return '';
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** The field's value, or what is wrong with the text. `seen` is the value it had when it was touched. */
function parseField(spec: FieldSpec, text: string, seen: CustomValue, locale?: string): Parsed {
  const parsed = parseKind(spec, text, seen, locale);
  const isEmpty = 'value' in parsed && (parsed.value === null || isSameValue(parsed.value, []));
  return isEmpty && spec.isRequired ? { problem: `${spec.label} can’t be empty.` } : parsed;
}

function parseKind(spec: FieldSpec, text: string, seen: CustomValue, locale?: string): Parsed {
  switch (spec.kind) {
    case 'checkbox':
      return { value: text === 'true' };
    case 'choices':
    case 'links':
      return { value: readList(text) };
    case 'tags':
      return parseTags(spec, text, seen);
    default: {
      const trimmed = text.trim();
      return trimmed ? parseFilled(spec, trimmed, text, locale) : { value: null };
    }
  }
}

function parseFilled(spec: FieldSpec, trimmed: string, text: string, locale?: string): Parsed {
  const { label } = spec;
  switch (spec.kind) {
    case 'money':
    case 'number':
    case 'percent':
      return parseDigits(spec, trimmed, locale);
    case 'date':
      return isDay(trimmed) ? { value: trimmed } : { problem: `${label} needs day, month and a year of four digits.` };
    case 'instant':
      return parseInstant(label, trimmed);
    case 'url':
      return parseUrl(label, trimmed);
    case 'currency':
      return /^[a-z]{3}$/i.test(trimmed)
        ? { value: trimmed.toUpperCase() }
        : { problem: `${label} is a code of three letters, such as EUR.` };
    default: {
      const max = spec.field === 'title' ? MAX_TITLE : MAX_TEXT;
      if (text.length > max) return { problem: `${label} is at most ${max} characters long.` };
      return { value: spec.kind === 'multiline' ? text : trimmed };
    }
  }
}

function parseDigits({ field, label }: FieldSpec, text: string, locale?: string): Parsed {
  const isAmount = field === 'amount';
  const value = isAmount ? parseAmount(text, locale) : parseNumber(text, locale);
  if (value !== undefined) return { value };
  return { problem: `${label} is a number${isAmount ? ' of at least 0' : ''}, such as ${numberText(1234.5, locale)}.` };
}

/** A day as date inputs give it; years of five digits fit the input but no CRM. */
function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

function parseInstant(label: string, text: string): Parsed {
  const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(time)) return { problem: `${label} needs a day, a year of four digits and a time.` };
  return { value: new Date(time).toISOString() };
}

/** As typed where it is an address; `example.com` is one without its beginning. */
function parseUrl(label: string, text: string): Parsed {
  if (/^https?:\/\/\S+$/i.test(text) && URL.canParse(text)) return { value: text };
  const full = `https://${text}`;
  if (/^[^\s:/]+\.[^\s:/]+(\/\S*)?$/.test(text) && URL.canParse(full)) return { value: full };
  return { problem: `${label} is an address, such as https://example.com.` };
}

function parseTags({ label }: FieldSpec, text: string, seen: CustomValue): Parsed {
  // A tag with a comma in it is one the CRM allowed: it stays whole.
  const whole = Array.isArray(seen) ? seen.filter((tag) => tag.includes(',') && text.includes(tag)) : [];
  const rest = whole.reduce((left, tag) => left.replace(tag, ''), text);
  const typed = rest.split(',').map((tag) => tag.trim());
  const tags = [...new Set([...whole, ...typed.filter(Boolean)])];
  const isTooMuch = tags.length > MAX_TAGS || tags.some((tag) => tag.length > MAX_TAG);
  return isTooMuch
    ? { problem: `${label} are at most ${MAX_TAGS}, of ${MAX_TAG} characters each, with commas between.` }
    : { value: tags };
}

/** Whether what was typed means something else than the value the rep saw, read the same way. */
function isChange(spec: FieldSpec, value: CustomValue, seen: CustomValue, locale?: string): boolean {
  const before = parseKind(spec, toText(spec, seen, locale), seen, locale);
  if (!('value' in before)) return true;
  // Ticking a box off and on again moves it to the end.
  const order = (list: CustomValue) => (spec.kind === 'choices' && Array.isArray(list) ? list.toSorted() : list);
  return !isSameValue(order(value), order(before.value));
}

/** Only the fields that were changed, and what is wrong with the others. */
export function toPatch(
  specs: readonly FieldSpec[],
  texts: Texts,
  base: OpportunityPatch,
  locale?: string,
): { patch: OpportunityPatch; problems: Problems } {
  const patch: OpportunityPatch = {};
  const problems: Problems = {};
  for (const spec of specs) {
    const { field } = spec;
    const text = texts[field];
    if (text === undefined) continue;
    const seen = base[field] ?? null;
    const parsed = parseField(spec, text, seen, locale);
    if ('problem' in parsed) problems[field] = parsed.problem;
    else if (isChange(spec, parsed.value, seen, locale)) Object.assign(patch, { [field]: parsed.value });
  }
  return { patch, problems };
}
