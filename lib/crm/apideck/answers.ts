import { CrmError } from '../../domain/failure';
import { limitBody } from '../body-limit';
import { readError } from './refusal';

/** What the CRM behind Apideck does not offer there: asked otherwise or left out, it is no error. */
export class Unsupported extends CrmError {
  constructor(
    readonly what: 'filter' | 'sort' | 'resource',
    /** What was said about it; may name filters. */
    readonly words: string,
  ) {
    // Not a server's failure, which would be tried again for ever.
    super({ kind: 'invalid', reason: 'The connected CRM does not offer this through Apideck', field: null });
  }
}

/** The CRM was never authorised in Apideck Vault, or no longer is: as good as credentials that are not accepted. */
export class NotAuthorised extends CrmError {
  constructor() {
    super({ kind: 'unauthorized' });
  }
}

const UNSUPPORTED = /^Unsupported(Filter|Sort|)/;
const READ = new Set([400, 422, 501]);
const ONE_MB = 1024 * 1024;

/**
 * `fetch` that tells those of Apideck's refusals apart whose status alone does not: what a connector lacks (400
 * UnsupportedFiltersError and UnsupportedSortFieldError, 501) and what is not authorised (422 InvalidStateError).
 */
export function readAnswers(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (response.status === 429) return withRetryAfter(response);
    if (!READ.has(response.status)) return response;
    const { status, statusText, headers } = response;
    const text = await (await limitBody(async () => response, ONE_MB)(input)).text();
    const { type, words } = readError(parse(text));
    const [isUnsupported, what] = UNSUPPORTED.exec(type) ?? [];
    // A 501 is a proxy's own, too: only one in Apideck's words is taken for a connector's.
    if (status === 501 ? type !== '' : isUnsupported) throw new Unsupported(KINDS[what ?? ''] ?? 'resource', words);
    if (type === 'InvalidStateError' && /\bconnection|authori[sz]|callable|credential/i.test(words)) {
      throw new NotAuthorised();
    }
    return new Response(text, { status, statusText, headers });
  };
}

const KINDS: Record<string, Unsupported['what']> = { Filter: 'filter', Sort: 'sort' };

/**
 * The CRM's own limit is handed on in a header of Apideck's. Its unit is documented nowhere: small numbers are seconds
 * to wait, as in `Retry-After`, large ones moments, in seconds or milliseconds.
 */
function withRetryAfter(response: Response): Response {
  const reset = response.headers.get('x-downstream-ratelimit-reset')?.trim() ?? '';
  if (response.headers.has('Retry-After') || !/^\d{1,16}(\.\d+)?$/.test(reset)) return response;
  const value = Number(reset);
  const seconds = value > 1e12 ? (value - Date.now()) / 1000 : value > 1e9 ? value - Date.now() / 1000 : value;
  const { status, statusText } = response;
  const headers = new Headers(response.headers);
  headers.set('Retry-After', `${Math.max(0, Math.ceil(seconds))}`);
  return new Response(response.body, { status, statusText, headers });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
