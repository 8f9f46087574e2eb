import { CrmError } from '../../domain/failure';
import { createHttp, type Http, type HttpOptions } from '../http';
import type { CopperCredentials } from './credentials';
import { readRefusal } from './refusal';
import {
  tolerantList,
  wireAccount,
  wireChoice,
  wireCompany,
  type WireList,
  wireNothing,
  wireOpportunity,
  type WireOpportunity,
  wirePerson,
  type WirePerson,
  wireRelated,
  wireUser,
} from './wire';
import { wireActivity, wireDefinition, wireLink, wireLooseStage, wirePipeline, wireTag } from './wire-settings';

const COPPER_URL = 'https://api.copper.com/developer_api/v1';

const opportunities = tolerantList(wireOpportunity);
const people = tolerantList(wirePerson);
const companies = tolerantList(wireCompany);
const users = tolerantList(wireUser);
const pipelines = tolerantList(wirePipeline);
const stages = tolerantList(wireLooseStage);
const choices = tolerantList(wireChoice);
const tags = tolerantList(wireTag);
const definitions = tolerantList(wireDefinition);
const links = tolerantList(wireLink);
const activities = tolerantList(wireActivity);

/** One page of a search, and how many records there are on all of them where Copper says so. */
export interface Searched extends WireList<WireOpportunity> {
  total: number | null;
}

export type CopperApi = ReturnType<typeof createCopperApi>;
type Entity = 'opportunities' | 'people' | 'companies' | 'related_links';

/** A search's filters; an unknown one is refused by Copper as a whole (422 "Unrecognized attributes"). */
type Filters = Record<string, unknown>;

/** One function per endpoint: wire in, wire out. Ids in paths are checked by the caller. */
export function createCopperApi(
  credentials: CopperCredentials,
  options: Pick<HttpOptions, 'fetch'> & Partial<HttpOptions>,
) {
  const baseUrl = credentials.baseUrl ?? COPPER_URL;
  const http: Http = createHttp({ baseUrl, readRefusal, ...options, headers: headersOf(credentials) });
  return {
    findPerson: (address: string, signal?: AbortSignal) => findPerson(http, address, signal),
    searchPeople: (json: Filters, signal?: AbortSignal) =>
      http({ route: 'POST /people/search', json, schema: people, isRead: true, signal }),
    searchCompanies: (json: Filters, signal?: AbortSignal) =>
      http({ route: 'POST /companies/search', json, schema: companies, isRead: true, signal }),
    searchOpportunities: (json: Filters, signal?: AbortSignal) => searchOpportunities(http, json, signal),
    searchUsers: (json: Filters, signal?: AbortSignal) =>
      http({ route: 'POST /users/search', json, schema: users, isRead: true, signal }),

    relatedOpportunities: (personId: string, signal?: AbortSignal) =>
      http({ route: 'GET /people/{id}/related/opportunities', params: { id: personId }, schema: wireRelated, signal }),
    readOpportunity: (id: string) =>
      http({ route: 'GET /opportunities/{id}', params: { id }, schema: wireOpportunity }),
    updateOpportunity: (id: string, json: Filters): Promise<WireOpportunity> =>
      http({ route: 'PUT /opportunities/{id}', params: { id }, json, schema: wireOpportunity }),
    createOpportunity: (json: Filters): Promise<WireOpportunity> =>
      http({ route: 'POST /opportunities', json, schema: wireOpportunity }),
    createPerson: (json: Filters) => http({ route: 'POST /people', json, schema: wirePerson }),
    createCompany: (json: Filters) => http({ route: 'POST /companies', json, schema: wireCompany }),
    /** Succeeds also when the record is already gone. */
    remove: (entity: Entity, id: string) => remove(http, entity, id),

    /** The connections of one `Connect` field; `query` encoded. */
    links: (query: string, signal?: AbortSignal) => http({ route: 'GET /related_links', query, schema: links, signal }),
    createLink: (json: Filters) => http({ route: 'POST /related_links', json, schema: wireNothing }),
    /** Takes the other side's connection along. Succeeds also when it is already gone. */
    removeLink: (id: string) => remove(http, 'related_links', id),

    searchActivities: (json: Filters, signal?: AbortSignal) =>
      http({ route: 'POST /activities/search', json, schema: activities, isRead: true, signal }),
    createActivity: (json: Filters) => http({ route: 'POST /activities', json, schema: wireNothing }),

    pipelines: (signal?: AbortSignal) => http({ route: 'GET /pipelines', schema: pipelines, signal }),
    allStages: (signal?: AbortSignal) => http({ route: 'GET /pipeline_stages', schema: stages, signal }),
    stagesOf: (pipelineId: string, signal?: AbortSignal) =>
      http({ route: 'GET /pipeline_stages/pipeline/{id}', params: { id: pipelineId }, schema: stages, signal }),
    tags: (signal?: AbortSignal) => http({ route: 'GET /tags', query: 'sort_by=count', schema: tags, signal }),
    /** Records can be shown without: it must not hold them up for long. */
    definitions: () => http({ route: 'GET /custom_field_definitions', schema: definitions, totalTimeout: 10_000 }),
    user: (id: string, signal?: AbortSignal) =>
      http({ route: 'GET /users/{id}', params: { id }, schema: wireUser, signal }),
    lossReasons: (signal?: AbortSignal) => http({ route: 'GET /loss_reasons', schema: choices, signal }),
    customerSources: (signal?: AbortSignal) => http({ route: 'GET /customer_sources', schema: choices, signal }),
    me: () => http({ route: 'GET /users/me', schema: wireUser }),
    /** Only links need it: it must not hold up connecting. */
    account: () => http({ route: 'GET /account', schema: wireAccount, totalTimeout: 5_000 }),
  };
}

function headersOf({ apiKey, email }: CopperCredentials): Record<string, string> {
  return {
    'X-PW-AccessToken': apiKey,
    'X-PW-Application': 'developer_api',
    'X-PW-UserEmail': email,
    'Content-Type': 'application/json',
  };
}

/**
 * A miss is a 404 "Resource not found"; the endpoint is reported broken now and then. Whatever else it answers, the
 * search of people asked next has the last word, and fails where Copper itself does.
 */
function findPerson(http: Http, email: string, signal: AbortSignal | undefined): Promise<WirePerson | null> {
  const call = {
    route: 'POST /people/fetch_by_email',
    json: { email },
    schema: wirePerson,
    isRead: true,
    signal,
  } as const;
  return http(call).catch(nullWhen('not-found', 'malformed'));
}

/** `X-PW-TOTAL` travels beside the page: an upper bound, for filters may still take something away. */
async function searchOpportunities(http: Http, json: Filters, signal?: AbortSignal): Promise<Searched> {
  let total: number | null = null;
  const readHeaders = (headers: Headers) => {
    const text = headers.get('X-PW-TOTAL') ?? '';
    total = /^\d+$/.test(text) ? Number(text) : null;
  };
  const call = { json, schema: opportunities, isRead: true, readHeaders, signal } as const;
  const list = await http({ route: 'POST /opportunities/search', ...call });
  return { ...list, total };
}

async function remove(http: Http, entity: Entity, id: string): Promise<void> {
  const call = { route: `DELETE /${entity}/{id}`, params: { id }, schema: wireNothing, mayBeEmpty: true } as const;
  await http(call).catch(nullWhen('not-found'));
}

/** A `catch` that takes failures of these kinds for "nothing there" and passes on all others. */
export function nullWhen(...kinds: readonly CrmError['failure']['kind'][]): (error: unknown) => null {
  return (error) => {
    if (error instanceof CrmError && kinds.includes(error.failure.kind)) return null;
    throw error;
  };
}
