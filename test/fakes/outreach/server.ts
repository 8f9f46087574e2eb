import type { IncomingMessage, ServerResponse } from 'node:http';
import { createFaults, type Faults } from '../faults';
import { faultAnswer, isAnswer, type RawAnswer, readBody, safeParse } from '../answers';
import { startHttps } from '../https';
import { noRoute, Refused, tooManyRequests, unauthorized, unsupportedMediaType } from './errors';
import { createOAuth, type OAuth, type OAuthSettings } from './oauth';
import { route } from './routes';
import { DEFAULT_SEED } from './seed';
import { createState, type Seed, type Settings, type State } from './state';

export interface FakeOutreachOptions extends Partial<Settings>, Partial<OAuthSettings> {
  port?: number;
  seed?: Seed;
  /** Works at any time and for everything, as a pasted one would. */
  accessToken?: string;
  /** Requests allowed in any hour. */
  perHour?: number;
  /** How the outside knows this server: links in answers begin with it. */
  publicUrl?: string;
}

/** One request as it arrived. */
interface SeenRequest {
  method: string;
  /** Below the host: "/api/v2/opportunities?sort=name", or "/oauth/token". */
  path: string;
  json: unknown;
  /** The body as it came. */
  text: string;
  headers: IncomingMessage['headers'];
  /** What it was answered with; `null` while or because it was not. */
  status: number | null;
}

export interface FakeOutreach {
  /** `https://127.0.0.1:port`; the API is below `BASE_PATH`, as at api.outreach.io. */
  url: string;
  port: number;
  ca: string;
  spki: string;
  accessToken: string;
  state: State;
  oauth: OAuth;
  /** Everything asked since the start, oldest first. */
  requests: SeenRequest[];
  faults: Faults;
  stop(): Promise<void>;
}

export const BASE_PATH = '/api/v2';
const HOUR = 3_600_000;
const MEDIA_TYPE = 'application/vnd.api+json';

/**
 * An Outreach account over real HTTPS, as strict as the real one is known to be: media type, tokens and scopes,
 * read-only and unknown members, integer ids, filters and sorts, the rate limit. It sends no CORS headers.
 */
export async function startFakeOutreach(options: FakeOutreachOptions = {}): Promise<FakeOutreach> {
  const { port = 0, accessToken = 'fake-outreach-token', perHour = 10_000 } = options;
  const baseUrl = `${options.publicUrl ?? 'https://api.outreach.io'}${BASE_PATH}`;
  const now = options.now ?? Date.now;
  const state = createState(options.seed ?? DEFAULT_SEED, settingsOf(options, now));
  const oauth = createOAuth({
    consent: options.consent ?? 'allow',
    isLimited: options.isLimited ?? true,
    now,
    ...(options.scopes ? { scopes: options.scopes } : {}),
  });
  oauth.accessTokens.set(accessToken, { scopes: options.scopes ?? null, expiresAt: Infinity });
  const requests: SeenRequest[] = [];
  const faults = createFaults();
  let arrivals: number[] = [];

  function answer(seen: SeenRequest): RawAnswer {
    const { pathname, searchParams } = new URL(seen.path, 'https://localhost');
    if (pathname === '/oauth/authorize' && seen.method === 'GET') {
      return { status: 302, headers: { Location: oauth.authorize(searchParams) }, text: '' };
    }
    if (pathname === '/oauth/token' && seen.method === 'POST') return json(200, oauth.exchange(formOf(seen)));
    if (pathname !== BASE_PATH && !pathname.startsWith(`${BASE_PATH}/`)) throw noRoute();
    const grant = oauth.accessTokens.get(/^Bearer (\S+)$/.exec(seen.headers.authorization ?? '')?.[1] ?? '');
    if (!grant || grant.expiresAt <= now()) throw unauthorized();
    arrivals = [...arrivals.filter((time) => time > now() - HOUR), now()];
    if (arrivals.length > perHour) throw tooManyRequests(3600);
    if (seen.headers['content-type'] !== MEDIA_TYPE) throw unsupportedMediaType();
    const call = { state, method: seen.method, path: pathname.slice(BASE_PATH.length), query: searchParams };
    const { status, body } = route({ ...call, json: seen.json, scopes: grant.scopes, baseUrl });
    const left = `${perHour - arrivals.length}, ${2 * perHour - arrivals.length}`;
    const limits = { 'X-RateLimit-Limit': `${perHour}`, 'X-RateLimit-Remaining': left };
    return json(status, body, limits);
  }

  const server = await startHttps((request, response) => void handle(request, response), {
    port,
    hosts: ['api.outreach.io'],
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readBody(request);
    const { method = 'GET', url: path = '/', headers } = request;
    const seen: SeenRequest = { method, path, json: safeParse(text), text, headers, status: null };
    requests.push(seen);
    const fault = faults.take(`${method} ${path.replace(BASE_PATH, '')}`);
    await fault?.delayUntil;
    if (fault?.hang) return;
    if (fault?.drop === 'before') return void request.socket.destroy();
    const result = fault && isAnswer(fault) ? faultAnswer(fault, MEDIA_TYPE) : honestAnswer(() => answer(seen));
    if (fault?.drop === 'after') return void request.socket.destroy();
    seen.status = result.status;
    response.writeHead(result.status, result.headers).end(result.text);
  }

  const { url, ca, spki } = server;
  const own = { accessToken, state, oauth, requests, faults, stop: () => server.stop() };
  return { url, port: server.port, ca, spki, ...own };
}

function settingsOf(options: FakeOutreachOptions, now: () => number): Settings {
  return {
    prospectFilters: options.prospectFilters ?? ['prospects', 'prospect'],
    doProspectsTell: options.doProspectsTell ?? true,
    areAmountsOne: options.areAmountsOne ?? true,
    isEmailFilterExact: options.isEmailFilterExact ?? false,
    listFormat: options.listFormat ?? ';',
    hasRoot: options.hasRoot ?? true,
    now,
  };
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): RawAnswer {
  if (body === undefined) return { status, headers, text: '' };
  return { status, headers: { 'Content-Type': MEDIA_TYPE, ...headers }, text: JSON.stringify(body) };
}

function honestAnswer(answer: () => RawAnswer): RawAnswer {
  try {
    return answer();
  } catch (error) {
    if (error instanceof Refused) return json(error.status, error.body, error.headers);
    return json(500, { errors: [{ id: 'internalError', detail: `The fake failed: ${String(error)}` }] });
  }
}

function formOf({ headers, text }: SeenRequest): URLSearchParams {
  if (!/^application\/x-www-form-urlencoded\b/.test(headers['content-type'] ?? '')) throw unsupportedMediaType();
  return new URLSearchParams(text);
}
