import ky, { isHTTPError, isTimeoutError } from 'ky';
import type { z } from 'zod';
import { CrmError, type Failure, toFailure } from '../domain/failure';
import type { Field } from '../domain/opportunity';
import { limitBody } from './body-limit';
import { MAX_WAIT } from './rate-limit';
import { limitDelay, retryDelay } from './retry-after';

/** Why a CRM refused values: its own sentence, and the field it names. */
export interface Refusal {
  reason: string;
  field: Field | null;
}

export interface HttpOptions {
  /** Without a trailing slash; https only. */
  baseUrl: string;
  /** Sent with every request; credentials belong here and nowhere else. */
  headers: Record<string, string>;
  fetch: typeof globalThis.fetch;
  /** Reads a 400 or 422 answer of `route`. Must not throw, whatever the body is. */
  readRefusal(body: unknown, route: string): Refusal;
  /** Reads a 403 answer that says more than "not for you"; `null` where it does not. Must not throw. */
  readForbidden?(body: unknown): Failure | null;
  /** Milliseconds for one attempt. Waiting for the rate limit counts. */
  timeout?: number;
  /** Milliseconds for all attempts together. Below 30,000: an extension's worker is ended then. */
  totalTimeout?: number;
  /** Milliseconds before the nth retry, counting from 1. */
  backoff?: (retry: number) => number;
  /** Bytes above which an answer is not read on. */
  maxBytes?: number;
  /** Of reads that name none: `high` where a rep's click waits for them, `low` where nobody does. */
  priority?: 'high' | 'low';
}

interface HttpCall<Body> {
  /** "GET /people/{id}/related": method and path, with the parameters' names in braces. Failures quote it. */
  route: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;
  params?: Record<string, string>;
  /** Follows a `?`, encoded. Failures do not quote it. */
  query?: string;
  json?: unknown;
  /** Sent as `application/x-www-form-urlencoded`, in place of `json`. */
  form?: URLSearchParams;
  /** What the answer must look like; the rest of it is dropped. */
  schema: z.ZodType<Body>;
  /** An empty answer (204) will do; a page in its place will not. */
  mayBeEmpty?: boolean;
  /** Changes nothing and may be sent again: every GET, and a POST that only searches. */
  isRead?: boolean;
  /** Goes before or after others where the rate limit holds them up; `high` for writes unless told. */
  priority?: 'high' | 'low';
  /** Never sent a second time, not even after a 429. */
  isOnce?: boolean;
  /** Shorter than the client's, for what is nice to have. */
  totalTimeout?: number;
  /** Is handed the headers of a good answer, before its body is read. */
  readHeaders?(headers: Headers): void;
  signal?: AbortSignal | undefined;
}

/**
 * Sends one call and returns its checked answer. Throws `CrmError`, which holds neither credentials nor anything of
 * the answer but a refusal's sentence; or an `AbortError` once `signal` is aborted, which callers drop.
 */
export type Http = <Body>(call: HttpCall<Body>) => Promise<Body>;

/** Copper's window is a rolling minute; without a `Retry-After` half of it has surely made room. */
const UNKNOWN_WAIT = 30_000;
const REFERRER_POLICY = 'no-referrer';
const TWENTY_MB = 20 * 1024 * 1024;

/** A client for one CRM account. Reads are retried twice; writes only on 429, which proves nothing was applied. */
export function createHttp(options: HttpOptions): Http {
  return async (call) => {
    // Retried three times it would take seconds to tell.
    if ('onLine' in navigator && !navigator.onLine) throw new CrmError({ kind: 'offline' });
    try {
      const text = await send(call, options);
      return check(call, call.mayBeEmpty && text === '' ? null : parse(call, text));
    } catch (error) {
      if (call.signal?.aborted) throw new DOMException('The caller gave up', 'AbortError');
      throw error instanceof CrmError ? error : new CrmError(failureOf(error, call.route, options));
    }
  };
}

function send(call: HttpCall<unknown>, options: HttpOptions): Promise<string> {
  const [method = 'GET', template = ''] = call.route.split(' ');
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(call.params?.[name] ?? ''));
  const isRead = call.isRead ?? method === 'GET';
  // "/" is the base URL itself.
  return ky(`${options.baseUrl}${path === '/' ? '' : path}${call.query ? `?${call.query}` : ''}`, {
    method,
    headers: { Accept: 'application/json', ...options.headers },
    ...(call.json === undefined ? {} : { json: call.json }),
    ...(call.form ? { body: call.form } : {}),
    ...(call.signal ? { signal: call.signal } : {}),
    fetch: wrap(limitBody(options.fetch, options.maxBytes ?? TWENTY_MB), call, {
      priority: call.priority ?? (isRead ? (options.priority ?? 'auto') : 'high'),
      // `fetch` resets a request's own as soon as anything is told beside it.
      referrerPolicy: REFERRER_POLICY,
    }),
    // The credentials are in headers: the browser's cookies for the CRM's site would only mix two identities.
    credentials: 'omit',
    referrerPolicy: REFERRER_POLICY,
    cache: 'no-store',
    // A redirect would carry the credentials' headers to wherever it points. Not followed, it fails as what it is: a
    // proxy's sign-in page; as an error it would look like a lost connection, and be waited for.
    redirect: 'manual',
    timeout: options.timeout ?? 15_000,
    totalTimeout: call.totalTimeout ?? options.totalTimeout ?? 28_000,
    retry: {
      limit: call.isOnce ? 0 : 2,
      methods: ['get', 'post', 'put', 'patch', 'delete'],
      statusCodes: [429, 503],
      afterStatusCodes: [429, 503],
      delay: options.backoff ?? ((retry) => 1000 * 2 ** (retry - 1)),
      shouldRetry: ({ error }) => shouldRetry(error, isRead),
    },
  }).text();
}

/** `extra` goes beside the `Request` ky builds: a priority can't be read back from there. */
function wrap(fetch: typeof globalThis.fetch, call: HttpCall<unknown>, extra: RequestInit): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, { ...init, ...extra });
    if (response.ok) call.readHeaders?.(response.headers);
    return response;
  };
}

/** `undefined` leaves it to ky, which then honours `Retry-After`. */
function shouldRetry(error: Error, isRead: boolean): boolean | undefined {
  if (!isHTTPError(error)) return isRead && (isTimeoutError(error) || isNetworkFailure(error));
  const { status, headers } = error.response;
  if (!isRead && status !== 429) return false;
  const now = Date.now();
  if (status === 429) return (limitDelay(headers, now) ?? 0) <= MAX_WAIT ? undefined : false;
  if (status === 503) return (retryDelay(headers, now) ?? 0) <= MAX_WAIT ? undefined : false;
  return status >= 500;
}

/** `fetch` reports everything that happens below HTTP as a `TypeError`; ky wraps those whose text it knows. */
function isNetworkFailure(error: unknown): boolean {
  return error instanceof Error && (error.name === 'NetworkError' || error.name === 'TypeError');
}

function parse(call: HttpCall<unknown>, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CrmError({ kind: 'malformed', where: `${call.route}: ${text.trim() ? 'not JSON' : 'empty'}` });
  }
}

function check<Body>(call: HttpCall<Body>, body: unknown): Body {
  const result = call.schema.safeParse(body);
  if (result.success) return result.data;
  throw new CrmError({ kind: 'malformed', where: whereOf(call.route, result.error) });
}

/** "POST /people/search: emails": the call and the first wrong member, without positions and values. */
function whereOf(route: string, error: z.ZodError): string {
  const member = error.issues[0]?.path.filter((part) => typeof part === 'string').join('.');
  return `${route}: ${member || 'another shape'}`;
}

function failureOf(error: unknown, route: string, options: HttpOptions): Failure {
  if (isTimeoutError(error)) return { kind: 'timeout' };
  if (isHTTPError(error)) return toHttpFailure(error.response, error.data, route, options);
  if (isNetworkFailure(error)) return { kind: 'offline' };
  return toFailure(error);
}

function toHttpFailure({ status, headers }: Response, body: unknown, route: string, options: HttpOptions): Failure {
  const isPage = typeof body === 'string';
  switch (status) {
    case 400:
    case 422:
      return { kind: 'invalid', ...options.readRefusal(body, route) };
    case 401:
      return { kind: 'unauthorized' };
    case 402:
      return { kind: 'quota' };
    case 403:
      return options.readForbidden?.(body) ?? { kind: 'forbidden' };
    case 404:
    case 410:
      // A page is a proxy's or a sign-in's: it must not pass for "no such record", which a deletion takes for success.
      return isPage ? { kind: 'malformed', where: `${route}: not JSON` } : { kind: 'not-found' };
    case 408:
      return { kind: 'timeout' };
    case 429:
      return { kind: 'rate-limited', retryAt: Date.now() + (limitDelay(headers, Date.now()) ?? UNKNOWN_WAIT) };
    default:
      if (status >= 500) return { kind: 'server', status };
      // The browser hides a redirect's status.
      return { kind: 'malformed', where: `${route}: ${status < 400 ? 'a redirect' : `status ${status}`}` };
  }
}
