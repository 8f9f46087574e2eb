import type { IncomingMessage, ServerResponse } from 'node:http';
import { faultAnswer, isAnswer, type RawAnswer, readBody, safeParse } from '../answers';
import { startHttps } from '../https';
import { badRequest, Refused, tooManyRequests, unauthorized, unsupportedMediaType } from './errors';
import { createFaults, type Faults } from '../faults';
import type { Seed } from './records';
import { type Answer, route } from './routes';
import { DEFAULT_SEED } from './seed';
import { createState, type Settings, type State } from './state';

export interface FakeCopperOptions extends Partial<Settings> {
  port?: number;
  key?: string;
  email?: string;
  seed?: Seed;
  /** Requests allowed in any 60 seconds. */
  perMinute?: number;
}

/** One request as it arrived. */
interface SeenRequest {
  method: string;
  /** Below the API's base: "/people/search". */
  path: string;
  json: unknown;
  headers: IncomingMessage['headers'];
  /** What it was answered with; `null` while or because it was not. */
  status: number | null;
}

export interface FakeCopper {
  /** `https://127.0.0.1:port`; the API is below `BASE_PATH`, as at api.copper.com. */
  url: string;
  port: number;
  ca: string;
  spki: string;
  key: string;
  email: string;
  state: State;
  /** Everything asked since the start, oldest first. */
  requests: SeenRequest[];
  faults: Faults;
  stop(): Promise<void>;
}

export const BASE_PATH = '/developer_api/v1';
const WINDOW = 60_000;

/**
 * A Copper account over real HTTPS, as strict as the real one is known to be: headers, unknown attributes, wrong
 * types, missing references, the rate limit. It sends no CORS headers, for Copper sends none.
 */
export async function startFakeCopper(options: FakeCopperOptions = {}): Promise<FakeCopper> {
  const {
    port = 0,
    key = 'fake-copper-key',
    email = 'jo@northwind.example',
    seed = DEFAULT_SEED,
    perMinute = 180,
  } = options;
  const settings: Settings = {
    dateFormat: options.dateFormat ?? 'MDY',
    nameFilter: options.nameFilter ?? 'exact',
    hasContactFilter: options.hasContactFilter ?? true,
    modifiedFilter: options.modifiedFilter ?? ['people'],
    hasModifiedSort: options.hasModifiedSort ?? true,
    tagsFilter: options.tagsFilter ?? 'both',
    sortNames: options.sortNames ?? 'both',
    customDates: options.customDates ?? 'as sent',
    currency: options.currency ?? 'EUR',
    now: options.now ?? Date.now,
  };
  const state = createState(seed, settings);
  const requests: SeenRequest[] = [];
  const faults = createFaults();
  let arrivals: number[] = [];

  function answer(seen: SeenRequest, text: string): Answer {
    checkHeaders(seen, { key, email });
    arrivals = [...arrivals.filter((time) => time > settings.now() - WINDOW), settings.now()];
    if (arrivals.length > perMinute) throw tooManyRequests();
    const json = parse(text, seen);
    const { pathname, searchParams } = new URL(seen.path, 'https://localhost');
    return route(`${seen.method} ${pathname}`, { state, json, query: searchParams });
  }

  const server = await startHttps((request, response) => void handle(request, response), {
    port,
    hosts: ['api.copper.com'],
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readBody(request).catch(() => null);
    // Whoever asked has gone before the question was whole.
    if (text === null) return;
    const { method = 'GET', url = '/', headers } = request;
    const path = url.startsWith(`${BASE_PATH}/`) ? url.slice(BASE_PATH.length) : '/-';
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

  return {
    url: server.url,
    port: server.port,
    ca: server.ca,
    spki: server.spki,
    key,
    email,
    state,
    requests,
    faults,
    stop: () => server.stop(),
  };
}

const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' };

function honestAnswer(answer: () => Answer): RawAnswer {
  try {
    const { body, headers } = answer();
    return { status: 200, headers: { ...JSON_TYPE, ...headers }, text: JSON.stringify(body) };
  } catch (error) {
    const isRefused = error instanceof Refused;
    const body = isRefused ? error.body : { success: false, status: 500, message: `The fake failed: ${String(error)}` };
    return { status: isRefused ? error.status : 500, headers: JSON_TYPE, text: JSON.stringify(body) };
  }
}

function checkHeaders({ headers }: SeenRequest, { key, email }: { key: string; email: string }): void {
  const isAllowed =
    headers['x-pw-accesstoken'] === key &&
    headers['x-pw-application'] === 'developer_api' &&
    String(headers['x-pw-useremail'] ?? '').toLowerCase() === email.toLowerCase();
  if (!isAllowed) throw unauthorized();
}

function parse(text: string, { headers }: SeenRequest): unknown {
  if (text === '') return undefined;
  if (!/^application\/json\b/.test(headers['content-type'] ?? '')) throw unsupportedMediaType();
  const json = safeParse(text);
  if (json === undefined) throw badRequest('Invalid JSON');
  return json;
}
