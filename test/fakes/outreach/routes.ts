import { missingScope, noRoute, notFound, ungoverned } from './errors';
import { checkParameters, page, select } from './query';
import { RESOURCES, type TypeName, typeAt } from './resources';
import { show, showIncluded } from './show';
import { attributeOf, type State, type StoredRecord, tableOf } from './state';
import { create, remove, update } from './write';

/** One request below the API's base. */
interface Call {
  state: State;
  method: string;
  /** "/opportunities/1". */
  path: string;
  query: URLSearchParams;
  json: unknown;
  /** What the token covers; `null` for everything. */
  scopes: readonly string[] | null;
  baseUrl: string;
}

export interface Answer {
  status: number;
  body?: unknown;
}

const VERBS: Record<string, string> = { GET: 'read', POST: 'write', PATCH: 'write', DELETE: 'delete' };

/** Finds and answers the route of a request. Throws `Refused`. */
export function route(call: Call): Answer {
  const { state, method, path } = call;
  if (method === 'GET' && path === '/types') return { status: 200, body: showTypes(state) };
  if (method === 'GET' && (path === '' || path === '/') && state.settings.hasRoot)
    return { status: 200, body: showRoot(state) };
  const [, name = '', id] = /^\/(\w+)(?:\/(\d+))?$/.exec(path) ?? [];
  const type = typeAt(name);
  const isRoute = type && RESOURCES[type].methods.includes(method) && (id === undefined) === isCollection(method, id);
  if (!type || !isRoute) throw noRoute();
  checkScope(call.scopes, name, VERBS[method] ?? '');
  return id === undefined ? answerList(call, type) : answerOne(call, type, Number(id));
}

/** GET goes both with and without an id; POST without, the others with one. */
function isCollection(method: string, id: string | undefined): boolean {
  return method === 'GET' ? id === undefined : method === 'POST';
}

/** Scopes are not additive: `write` does not include `read`. */
function checkScope(scopes: readonly string[] | null, plural: string, verb: string): void {
  if (!scopes || scopes.includes(`${plural}.${verb}`) || scopes.includes(`${plural}.all`)) return;
  throw missingScope(`${plural}.${verb}`);
}

function answerList(call: Call, type: TypeName): Answer {
  const { state, method, query, json, baseUrl } = call;
  if (method === 'POST') {
    const record = create(state, type, json);
    return { status: 201, body: { data: show(state, record, { query: new URLSearchParams(), baseUrl }) } };
  }
  checkParameters(query);
  const found = select(state, type, query);
  const { records, links } = page(found, query, `${baseUrl}/${RESOURCES[type].path}`);
  const meta = query.get('count') === 'false' ? {} : { meta: { count: found.length, count_truncated: false } };
  return { status: 200, body: { ...document(call, records), links, ...meta } };
}

function answerOne(call: Call, type: TypeName, id: number): Answer {
  const { state, method, query, json, baseUrl } = call;
  const record = tableOf(state, type).get(id);
  if (!record) throw notFound(type, id);
  if (method !== 'GET' && state.protectedIds.has(id)) throw ungoverned();
  if (method === 'DELETE') {
    remove(state, record);
    return { status: 204 };
  }
  if (method === 'PATCH') {
    // `include` is ignored on writes.
    const changed = update(state, record, json);
    return { status: 200, body: { data: show(state, changed, { query: new URLSearchParams(), baseUrl }) } };
  }
  checkParameters(query);
  const { data, included } = document(call, [record]);
  return { status: 200, body: { data: data[0], ...(included ? { included } : {}) } };
}

function document({ state, query, baseUrl }: Call, records: readonly StoredRecord[]) {
  const shape = { query, baseUrl };
  const data = records.map((record) => show(state, record, shape));
  return { data, ...(query.has('include') ? { included: showIncluded(state, records, shape) } : {}) };
}

function showTypes({ validations }: State): unknown {
  return {
    data: [
      { type: 'account', meta: { validations: {} } },
      { type: 'opportunity', meta: { validations } },
      { type: 'prospect', meta: { validations: {} } },
    ],
  };
}

/** Not documented; as clients report it. */
function showRoot(state: State): unknown {
  const user = tableOf(state, 'user').get(state.userId);
  const names = ['email', 'firstName', 'lastName'].map((name) => [name, user && attributeOf(user, name)]);
  return { meta: { user: { id: state.userId, ...Object.fromEntries(names) } } };
}
