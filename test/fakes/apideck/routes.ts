import { noRoute, unsupportedResource } from './errors';
import { checkNames, fieldsOf, list } from './query';
import { RESOURCES, type ResourceName } from './resources';
import { show } from './show';
import type { State } from './state';
import { create, find, remove, update } from './write';

/** A request whose headers were found right. */
interface Call {
  state: State;
  method: string;
  /** "/crm/opportunities/12". */
  path: string;
  query: URLSearchParams;
  json: unknown;
}

export interface Answer {
  status: number;
  body: object;
}

/** One call's envelope. Writes answer with the id and nothing else. */
export function route({ state, method, path, query, json }: Call): Answer {
  const [, resource, key] = /^\/crm\/(\w+)(?:\/([^/]+))?$/.exec(path) ?? [];
  if (!isResource(resource)) throw noRoute(path);
  const { service, missing } = state.profile;
  if (missing.includes(resource)) throw unsupportedResource(service, resource);
  const id = key === undefined ? '' : decodeURIComponent(key);
  const envelope = (status: number, operation: string, members: object): Answer => ({
    status,
    body: {
      status_code: status,
      status: status === 201 ? 'Created' : 'OK',
      service,
      resource,
      operation,
      ...members,
      ...(query.get('raw') === 'true' ? { _raw: {} } : {}),
    },
  });
  if (!(method === 'GET' && id === '')) checkRaw(query, method);
  switch (`${method} ${id === '' ? 'all' : 'one'}`) {
    case 'GET all':
      return envelope(200, 'all', list(state, resource, query));
    case 'POST all':
      return envelope(201, 'add', { data: { id: create(state, resource, json).id } });
    case 'GET one':
      checkNames(resource, query);
      return envelope(200, 'one', { data: fieldsOf(show(state, resource, find(state, resource, id)), query) });
    case 'PATCH one':
      return envelope(200, 'update', { data: { id: update(state, resource, id, json).id } });
    case 'DELETE one':
      remove(state, resource, id);
      return envelope(200, 'delete', { data: { id } });
    default:
      throw noRoute(path);
  }
}

/** Single records are asked for with `raw` and `fields`, and written with `raw` only. */
function checkRaw(query: URLSearchParams, method: string): void {
  const known = method === 'GET' ? ['raw', 'fields'] : ['raw'];
  const unknown = [...query.keys()].find((key) => !known.includes(key));
  if (unknown !== undefined) throw noRoute(`?${unknown}`);
}

function isResource(name: string | undefined): name is ResourceName {
  return name !== undefined && Object.hasOwn(RESOURCES, name);
}
