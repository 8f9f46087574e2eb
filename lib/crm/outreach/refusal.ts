import { customKey } from '../../domain/custom-field';
import type { Failure } from '../../domain/failure';
import type { Field } from '../../domain/opportunity';
import type { Refusal } from '../http';
import { isCustomAttribute } from './wire';
import { FIELD_OF } from './write';

const MAX_LENGTH = 300;

/**
 * Reads `{"errors":[{"detail":"Name can't be blank.","source":{"pointer":"/data/attributes/name"}}]}` as its sentence
 * about the title. Several errors are joined; the first that points to a field names it.
 */
export function readRefusal(body: unknown, route: string): Refusal {
  const errors = errorsOf(body);
  const fields = route.includes('/opportunities') ? errors.map(findField) : [];
  return {
    reason: errors
      .map(sentenceOf)
      .filter((sentence) => sentence !== '')
      .join(' ')
      .slice(0, MAX_LENGTH),
    field: fields.find((field) => field !== null) ?? null,
  };
}

/** Reads a 403 for want of a scope (`unauthorizedOauthScope`, Outreach's reference), which signing in again grants. */
export function readForbidden(body: unknown): Failure | null {
  const error = errorsOf(body).find((one) => memberOf(one, 'id') === 'unauthorizedOauthScope');
  if (error === undefined) return null;
  return { kind: 'scope', detail: sentenceOf(error).slice(0, MAX_LENGTH) || 'A permission is missing.' };
}

/** Reads `{"error":"invalid_grant"}` of the token endpoint: its code is the reason. */
export function readOAuthRefusal(body: unknown): Refusal {
  const code = memberOf(body, 'error');
  return { reason: typeof code === 'string' && /^[a-z_]{1,60}$/.test(code) ? code : '', field: null };
}

function errorsOf(body: unknown): unknown[] {
  const errors = memberOf(body, 'errors');
  return Array.isArray(errors) ? errors : [];
}

/** A 415 says `details` where all others say `detail`. */
function sentenceOf(error: unknown): string {
  const words = ['detail', 'details', 'title'].map((name) => memberOf(error, name));
  const sentence = words.find((word) => typeof word === 'string') ?? '';
  return sentence.replace(/\p{Cc}/gu, ' ').trim();
}

function findField(error: unknown): Field | null {
  const pointer = memberOf(memberOf(error, 'source'), 'pointer');
  if (typeof pointer !== 'string') return null;
  const [, name = ''] = /^\/data\/(?:attributes|relationships)\/(\w+)/.exec(pointer) ?? [];
  return isCustomAttribute(name) ? customKey(name) : (FIELD_OF.get(name) ?? null);
}

function memberOf(value: unknown, name: string): unknown {
  const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
  return isObject ? (value as Record<string, unknown>)[name] : undefined;
}
