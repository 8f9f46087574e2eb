import type { Field, Opportunity, OpportunityPatch, Priority } from '../lib/domain/opportunity';
import { isSameValue, PRIORITIES } from '../lib/domain/opportunity';
import { FIELD_LABELS } from './field-values';

/** The fields forms show as text to type or choose. */
export const FORM_FIELDS = [
  'title',
  'stageId',
  'amount',
  'closeDate',
  'priority',
  'ownerId',
  'sourceId',
  'tags',
  'description',
] as const satisfies Field[];
export type FormField = (typeof FORM_FIELDS)[number];

/** What was typed, by field; a field nobody touched is not in it and follows the record. */
export type Texts = Partial<Record<FormField, string>>;
/** What is wrong, by field, in a sentence. */
export type Problems = Partial<Record<FormField, string>>;
/** The record a form is about; a new one has nothing but a suggested title. */
export type FormSource = Pick<Opportunity, FormField>;

const MAX_TITLE = 1000;
const MAX_DESCRIPTION = 65_535;
const MAX_TAG = 200;
const MAX_TAGS = 100;

/** Decimal and grouping signs of a locale: `.` and `,` in English, `,` and `.` in German. */
function signsOf(locale: string | undefined): { decimal: string; group: string } {
  const parts = new Intl.NumberFormat(locale).formatToParts(12_345_678.9);
  const sign = (type: Intl.NumberFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
  return { decimal: sign('decimal') || '.', group: sign('group') };
}

/** `84,000.50` or `84000.5` → 84000.5; `undefined` for anything that could be meant otherwise, such as `84,5`. */
export function parseAmount(text: string, locale?: string): number | undefined {
  const { decimal, group } = signsOf(locale);
  const [whole = '', fraction, ...rest] = text.replace(/[\s\p{Sc}'’]/gu, '').split(decimal);
  const groups = group.trim() && whole.includes(group) ? whole.split(group) : [whole];
  const isGrouped = groups.slice(1).every((digits) => /^\d{3}$/.test(digits)) && /^\d+$/.test(groups[0] ?? '');
  if (rest.length > 0 || !isGrouped || (fraction !== undefined && !/^\d+$/.test(fraction))) return undefined;
  const amount = Number(`${groups.join('')}.${fraction ?? '0'}`);
  return amount <= Number.MAX_SAFE_INTEGER ? amount : undefined;
}

/** The text an untouched field shows. */
export function toText(field: FormField, source: FormSource, locale?: string): string {
  switch (field) {
    case 'tags':
      return source.tags.join(', ');
    case 'amount':
      return source.amount === null ? '' : String(source.amount).replace('.', signsOf(locale).decimal);
    case 'priority':
      return source.priority ?? 'none';
    default:
      return source[field] ?? '';
  }
}

function parseTags(text: string): string[] {
  return [
    ...new Set(
      text
        .split(',')
        .map((tag) => tag.trim())
        .filter(Boolean),
    ),
  ];
}

/** A day as date inputs give it; years of five digits fit the input but no CRM. */
function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

/** The field's value as a patch, or the sentence that says what to type. */
function parseField(field: FormField, text: string, locale?: string): OpportunityPatch | string {
  const label = FIELD_LABELS[field];
  switch (field) {
    case 'title': {
      const title = text.trim();
      if (!title) return 'Title can’t be empty.';
      return title.length > MAX_TITLE ? `Title is at most ${MAX_TITLE} characters long.` : { title };
    }
    case 'amount': {
      if (!text.trim()) return { amount: null };
      const amount = parseAmount(text, locale);
      return amount === undefined
        ? `${label} is a number of at least 0, such as ${toText('amount', EXAMPLE, locale)}.`
        : { amount };
    }
    case 'closeDate':
      if (!text) return { closeDate: null };
      return isDay(text) ? { closeDate: text } : `${label} needs day, month and a year of four digits.`;
    case 'priority':
      return { priority: PRIORITIES.find((priority): priority is Priority => priority === text) ?? null };
    case 'tags': {
      const tags = parseTags(text);
      const isTooMuch = tags.length > MAX_TAGS || tags.some((tag) => tag.length > MAX_TAG);
      return isTooMuch ? `Tags are at most ${MAX_TAGS}, of ${MAX_TAG} characters each, with commas between.` : { tags };
    }
    case 'description':
      if (text.length > MAX_DESCRIPTION) return `Description is at most ${MAX_DESCRIPTION} characters long.`;
      return { description: text.trim() ? text : null };
    case 'stageId':
    case 'ownerId':
    case 'sourceId':
      return { [field]: text || null };
  }
}

const EXAMPLE: FormSource = {
  title: '',
  stageId: null,
  amount: 1234.5,
  closeDate: null,
  priority: null,
  ownerId: null,
  sourceId: null,
  tags: [],
  description: null,
};

/** A form's untouched state for something that does not exist yet. */
export function emptySource(title: string): FormSource {
  return { ...EXAMPLE, title, amount: null };
}

/** Whether a touched field means something else than `base`, the value the rep saw when touching it. */
function isChange(field: FormField, parsed: OpportunityPatch, base: OpportunityPatch): boolean {
  const seen =
    field === 'priority' ? (base.priority ?? 'none') : field === 'description' ? base.description || null : base[field];
  return !isSameValue(parsed[field], seen);
}

/** Only the fields that were changed, and what is wrong with the others. */
export function toPatch(
  texts: Texts,
  base: OpportunityPatch,
  locale?: string,
): { patch: OpportunityPatch; problems: Problems } {
  const patch: OpportunityPatch = {};
  const problems: Problems = {};
  for (const field of FORM_FIELDS) {
    const text = texts[field];
    if (text === undefined) continue;
    const parsed = parseField(field, text, locale);
    if (typeof parsed === 'string') problems[field] = parsed;
    else if (isChange(field, parsed, base)) Object.assign(patch, parsed);
  }
  return { patch, problems };
}
