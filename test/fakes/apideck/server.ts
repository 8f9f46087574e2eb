import type { IncomingMessage, ServerResponse } from 'node:http';
import { createFaults, type Faults } from '../faults';
import { faultAnswer, isAnswer, type RawAnswer, readBody, safeParse } from '../answers';
import { startHttps } from '../https';
import { badHeaders, invalid, notAuthorised, Refused, unauthorized } from './errors';
import { type Profile, type ProfileName, PROFILES } from './profiles';
import { route } from './routes';
import { DEFAULT_SEED } from './seed';
import { createState, type Seed, type State } from './state';

export interface FakeApideckOptions {
  port?: number;
  /** The CRM behind Apideck. */
  profile?: ProfileName;
  /** What it does differently from its profile. */
  differences?: Partial<Profile>;
  key?: string;
  appId?: string;
  consumerId?: string;
  seed?: Seed;
  /** Epoch milliseconds. */
  now?(): number;
}

/** One request as it arrived. */
interface SeenRequest {
  method: string;
  /** Below the host: "/crm/opportunities?limit=1". */
  path: string;
  json: unknown;
  headers: IncomingMessage['headers'];
  /** What it was answered with; `null` while or because it was not. */
  status: number | null;
}

export interface FakeApideck {
  /** `https://127.0.0.1:port`. */
  url: string;
  port: number;
  ca: string;
  spki: string;
  key: string;
  appId: string;
  consumerId: string;
  state: State;
  /** Everything asked since the start, oldest first. */
  requests: SeenRequest[];
  faults: Faults;
  stop(): Promise<void>;
}

/**
 * Apideck's CRM API over real HTTPS, with one CRM behind it, as strict as its OpenAPI document: headers, read-only and
 * unknown members, filters and sorts, the limit; and with the gaps of that CRM. It sends no CORS headers.
 */
export async function startFakeApideck(options: FakeApideckOptions = {}): Promise<FakeApideck> {
  const { port = 0, key = 'fake-apideck-key', appId = 'fake-app', consumerId = 'acme' } = options;
  const profile = { ...PROFILES[options.profile ?? 'full'], ...options.differences };
  const state = createState(options.seed ?? DEFAULT_SEED, profile, options.now ?? Date.now);
  const requests: SeenRequest[] = [];
  const faults = createFaults();

  function answer(seen: SeenRequest, text: string): RawAnswer {
    checkHeaders(seen, { key, appId, consumerId, service: state.profile.service });
    if (text !== '' && seen.json === undefined) throw invalid('The body is not JSON');
    const { pathname, searchParams } = new URL(seen.path, 'https://localhost');
    const { status, body } = route({
      state,
      method: seen.method,
      path: pathname,
      query: searchParams,
      json: seen.json,
    });
    return { status, headers: JSON_TYPE, text: JSON.stringify(body) };
  }

  const server = await startHttps((request, response) => void handle(request, response), {
    port,
    hosts: ['unify.apideck.com'],
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readBody(request);
    const { method = 'GET', url: path = '/', headers } = request;
    const seen: SeenRequest = { method, path, json: safeParse(text), headers, status: null };
    requests.push(seen);
    const fault = faults.take(`${method} ${path}`);
    await fault?.delayUntil;
    if (fault?.hang) return;
    if (fault?.drop === 'before') return void request.socket.destroy();
    const result =
      fault && isAnswer(fault) ? faultAnswer(fault, JSON_TYPE['Content-Type']) : honestAnswer(() => answer(seen, text));
    if (fault?.drop === 'after') return void request.socket.destroy();
    seen.status = result.status;
    response.writeHead(result.status, result.headers).end(result.text);
  }

  const { url, ca, spki } = server;
  const own = { key, appId, consumerId, state, requests, faults, stop: () => server.stop() };
  return { url, port: server.port, ca, spki, ...own };
}

const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' };

function honestAnswer(answer: () => RawAnswer): RawAnswer {
  try {
    return answer();
  } catch (error) {
    const isRefused = error instanceof Refused;
    const body = isRefused ? error.body : { status_code: 500, message: `The fake failed: ${String(error)}` };
    return { status: isRefused ? error.status : 500, headers: JSON_TYPE, text: JSON.stringify(body) };
  }
}

type Account = Record<'key' | 'appId' | 'consumerId' | 'service', string>;

/**
 * A key that is missing or wrong, and missing headers, are unauthorized by the document. An empty service is one not
 * named: Apideck's older client sends it so.
 */
function checkHeaders({ headers, json }: SeenRequest, { key, appId, consumerId, service }: Account): void {
  if (headers.authorization !== `Bearer ${key}`) throw unauthorized('Missing authentication');
  if (headers['x-apideck-app-id'] !== appId) throw unauthorized('Unknown application id');
  if (!headers['x-apideck-consumer-id']) throw unauthorized('Missing consumer id');
  const asked = String(headers['x-apideck-service-id'] ?? '');
  if (headers['x-apideck-consumer-id'] !== consumerId) throw notAuthorised(asked || service);
  if (asked !== '' && asked !== service) throw notAuthorised(asked);
  const isJson = /^application\/json\b/.test(headers['content-type'] ?? '');
  if (json !== undefined && !isJson) throw badHeaders('Content-Type must be application/json');
}
