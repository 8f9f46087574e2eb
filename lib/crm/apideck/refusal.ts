import type { Field } from '../../domain/opportunity';
import type { Refusal } from '../http';
import { FIELD_OF } from './write';

const MAX_LENGTH = 300;
/** Deeper than this nothing was ever seen, and a hostile answer may nest without end. */
const MAX_DEPTH = 6;

/** Words of prose, too, which name a field only where they are quoted or stand as a member's name. */
const PROSE = new Set(['title', 'type', 'status', 'description', 'tags', 'currency', 'priority']);

/**
 * Reads `{"message":"Invalid Params","detail":{"missing":[{"title":"required"}]}}` as "Invalid Params: title required"
 * about the title. `detail` is a sentence or an object of any shape; what the CRM behind Apideck said itself, in
 * `downstream_errors`, is worth most.
 */
export function readRefusal(body: unknown, route: string): Refusal {
  const downstream = leavesOf(memberOf(body, 'downstream_errors'));
  const detail = leavesOf(memberOf(body, 'detail'));
  const message = textOf(memberOf(body, 'message'));
  const leaves = downstream.length > 0 ? downstream : detail;
  const [sentence] = leaves.filter(isSentence).map(({ text }) => text);
  const pairs = leaves.map(({ name, text }) => [name, text].filter(Boolean).join(' ')).join(', ');
  const reason = sentence ?? [message, pairs].filter(Boolean).join(': ');
  const isAboutOpportunity = route.includes('/opportunities');
  return {
    reason: reason.slice(0, MAX_LENGTH),
    field: isAboutOpportunity ? findField([...detail, ...downstream, { name: '', text: message }]) : null,
  };
}

/** The kind of error and all the words about it, for telling one refusal from another. Must not be shown. */
export function readError(body: unknown): { type: string; words: string } {
  const leaves = leavesOf(memberOf(body, 'detail')).map(({ name, text }) => `${name} ${text}`);
  return {
    type: textOf(memberOf(body, 'type_name')),
    words: [textOf(memberOf(body, 'message')), ...leaves].join(' '),
  };
}

/** A text somewhere in an error, and the name of the member it stands under. */
interface Leaf {
  name: string;
  text: string;
}

function leavesOf(value: unknown, name = '', depth = 0): Leaf[] {
  if (depth > MAX_DEPTH || value === null || value === undefined) return [];
  if (typeof value === 'string') {
    const text = textOf(value);
    return text === '' ? [] : [{ name, text }];
  }
  if (Array.isArray(value)) return value.slice(0, 20).flatMap((member) => leavesOf(member, name, depth + 1));
  if (typeof value !== 'object') return [];
  // `debug` holds whole requests.
  const members = Object.entries(value).filter(([key]) => key !== 'debug');
  return members.slice(0, 20).flatMap(([key, member]) => leavesOf(member, key, depth + 1));
}

/** "Missing property foobar", and not "required" or "E_INVALID". */
function isSentence({ text }: Leaf): boolean {
  return text.trim().split(/\s+/).length >= 3;
}

/** "win probability", "loss reason": members as the CRMs behind Apideck spell them out. */
const SPOKEN: readonly (readonly [string, Field])[] = [...FIELD_OF]
  .filter(([member]) => member.includes('_'))
  .map(([member, field]) => [member.replace(/_id$/, '').replaceAll('_', ' '), field] as const)
  .filter(([words]) => words.includes(' '));

function findField(leaves: readonly Leaf[]): Field | null {
  const names = leaves.flatMap(({ name, text }) => [name, ...wordsOf(name), ...wordsOf(text)]);
  const known = names.find((name) => FIELD_OF.has(name));
  return known === undefined ? findSpoken(leaves) : (FIELD_OF.get(known) ?? null);
}

/** Copper's "Loss Reason: is required" comes through as it is. */
function findSpoken(leaves: readonly Leaf[]): Field | null {
  for (const { text } of leaves) {
    const words = ` ${text.toLowerCase().replace(/[^a-z]+/g, ' ')} `;
    const found = SPOKEN.find(([spoken]) => words.includes(` ${spoken} `));
    if (found) return found[1];
  }
  return null;
}

/** The words of a text that may be members' names: quoted, after "property" or "field", at a path, or with a `_`. */
function wordsOf(text: string): string[] {
  const quoted = text.matchAll(/(?:["'`/.[]|\b(?:property|field|parameter)\s+["'`]?)([a-z_]+)/gi);
  const bare = text.matchAll(/[a-z]+(?:_[a-z]+)+|^[a-z]+(?=:| (?:is|must|should|cannot|can't)\b)/gi);
  const words = [...quoted, ...bare].map(([all, word = all]) => word.toLowerCase());
  return words.filter((word) => word.includes('_') || PROSE.has(word));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.replace(/\p{Cc}/gu, ' ').trim() : '';
}

function memberOf(value: unknown, name: string): unknown {
  const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
  return isObject ? (value as Record<string, unknown>)[name] : undefined;
}
