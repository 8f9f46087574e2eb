import type { z } from 'zod';
import { CrmError } from '../../domain/failure';
import { createHttp, type Http, type HttpOptions } from '../http';
import { readAnswers } from './answers';
import { type ApideckCredentials, headersOf } from './credentials';
import { readRefusal } from './refusal';
import {
  FULL_PART,
  listOf,
  oneOf,
  wireCompany,
  wireContact,
  type WireList,
  wireNote,
  wireNothing,
  wireOpportunity,
  wirePipeline,
  wireUser,
  wireWritten,
} from './wire';

const APIDECK_URL = 'https://unify.apideck.com';

export type ApideckApi = ReturnType<typeof createApideckApi>;
type Entity = 'opportunities' | 'contacts' | 'companies';
type Body = Record<string, unknown>;

/** What a list is asked for. Filters and sorts beyond the document's are refused, and connectors know fewer still. */
export interface ListQuery {
  filter?: Readonly<Record<string, string>>;
  sort?: { by: string; isDescending: boolean } | null;
  /** 1 to 200; 20 unless told. */
  limit?: number;
  cursor?: string | null;
}

/** As much as there is at once. */
export const PAGE_SIZE = FULL_PART;

const opportunities = listOf(wireOpportunity);
const opportunity = oneOf(wireOpportunity);
const contacts = listOf(wireContact);
const contact = oneOf(wireContact);
const companies = listOf(wireCompany);
const company = oneOf(wireCompany);
const pipelines = listOf(wirePipeline);
const users = listOf(wireUser);
const notes = listOf(wireNote);

/** One function per endpoint: wire in, wire out. Ids in paths are checked by the caller. */
export function createApideckApi(
  credentials: ApideckCredentials,
  options: Pick<HttpOptions, 'fetch'> & Partial<HttpOptions>,
) {
  const http: Http = createHttp({
    readRefusal,
    ...options,
    baseUrl: options.baseUrl ?? credentials.baseUrl ?? APIDECK_URL,
    fetch: readAnswers(options.fetch),
    headers: headersOf(credentials),
  });

  const list = <Item>(path: `/${string}`, schema: z.ZodType<WireList<Item>>) => {
    return (query: ListQuery, signal?: AbortSignal) =>
      http({ route: `GET ${path}`, query: toText(query), schema, signal });
  };
  const create = async (entity: Entity | 'notes', json: Body): Promise<string> =>
    (await http({ route: `POST /crm/${entity}`, json, schema: wireWritten })).data.id;

  return {
    opportunities: list('/crm/opportunities', opportunities),
    opportunity: (id: string, signal?: AbortSignal) =>
      http({ route: 'GET /crm/opportunities/{id}', params: { id }, schema: opportunity, signal }),
    createOpportunity: (json: Body) => create('opportunities', json),
    updateOpportunity: async (id: string, json: Body): Promise<void> => {
      await http({ route: 'PATCH /crm/opportunities/{id}', params: { id }, json, schema: wireWritten });
    },

    contacts: list('/crm/contacts', contacts),
    contact: (id: string, signal?: AbortSignal) =>
      http({ route: 'GET /crm/contacts/{id}', params: { id }, schema: contact, signal }),
    createContact: (json: Body) => create('contacts', json),
    companies: list('/crm/companies', companies),
    company: (id: string, signal?: AbortSignal) =>
      http({ route: 'GET /crm/companies/{id}', params: { id }, schema: company, signal }),
    createCompany: (json: Body) => create('companies', json),
    /** Succeeds also when the record is already gone. */
    remove: (entity: Entity, id: string) => remove(http, entity, id),

    pipelines: list('/crm/pipelines', pipelines),
    users: list('/crm/users', users),
    notes: list('/crm/notes', notes),
    createNote: (json: Body) => create('notes', json),
  };
}

async function remove(http: Http, entity: Entity, id: string): Promise<void> {
  const call = { route: `DELETE /crm/${entity}/{id}`, params: { id }, schema: wireNothing, mayBeEmpty: true } as const;
  await http(call).catch(nullWhen('not-found'));
}

/** `filter[email]=…&sort[by]=updated_at&sort[direction]=desc`: the "deep object" style of the document. */
function toText({ filter = {}, sort, limit, cursor }: ListQuery): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) query.set(`filter[${name}]`, value);
  if (sort) {
    query.set('sort[by]', sort.by);
    query.set('sort[direction]', sort.isDescending ? 'desc' : 'asc');
  }
  if (limit !== undefined) query.set('limit', `${limit}`);
  if (cursor) query.set('cursor', cursor);
  return query.toString();
}

/** A `catch` that takes failures of these kinds for "nothing there" and passes on all others. */
export function nullWhen(...kinds: readonly CrmError['failure']['kind'][]): (error: unknown) => null {
  return (error) => {
    if (error instanceof CrmError && kinds.includes(error.failure.kind)) return null;
    throw error;
  };
}
