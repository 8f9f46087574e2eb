import type { z } from 'zod';
import { CrmError } from '../../domain/failure';
import { createHttp, type Http, type HttpOptions } from '../http';
import { type ListDocument, listOf, oneOf } from './document';
import { checkCursor, cursorOf } from './pages';
import { OUTREACH_URL } from './oauth';
import { readForbidden, readRefusal } from './refusal';
import {
  wireAccount,
  wireNothing,
  wireOpportunity,
  wireProspect,
  wireRole,
  wireRoot,
  wireStage,
  wireType,
  wireUser,
} from './wire';

export type OutreachApi = ReturnType<typeof createOutreachApi>;
type Entity = 'opportunities' | 'prospects' | 'accounts';
/** Parameters by name ("filter[emails]"), or a part of a list's address as `cursorOf` gave it. */
export type Query = Record<string, string> | string;

/** Without it every request is a 415, GET too. */
const MEDIA_TYPE = 'application/vnd.api+json';

const opportunity = oneOf(wireOpportunity);
const opportunities = listOf(wireOpportunity);
const prospect = oneOf(wireProspect);
const prospects = listOf(wireProspect);
const account = oneOf(wireAccount);
const accounts = listOf(wireAccount);
const stages = listOf(wireStage);
const users = listOf(wireUser);
const roles = listOf(wireRole);
const types = listOf(wireType);

/** What comes along with an opportunity: names, and what this user may do with it. Ignored on writes. */
const WITH_OPPORTUNITY = {
  include: 'account,owner,opportunityStage',
  provideAuthorizationMeta: 'true',
  provideDataConnections: 'true',
};
/** Prospects have 230 attributes, opportunities 170. */
const WITH_PROSPECT = {
  include: 'account',
  'fields[prospect]': 'firstName,lastName,name,emails,title,updatedAt,account,opportunities',
};

/** One function per endpoint: wire in, wire out. Ids in paths are checked by the caller. */
export function createOutreachApi(options: Pick<HttpOptions, 'fetch'> & Partial<HttpOptions>) {
  const baseUrl = options.baseUrl ?? OUTREACH_URL;
  const headers = { 'Content-Type': MEDIA_TYPE, Accept: MEDIA_TYPE, ...options.headers };
  const http: Http = createHttp({ readRefusal, readForbidden, ...options, baseUrl, headers });

  /** A part of a list; its `next` is ready to be the query of the next call, which throws where it leads nowhere. */
  async function list<Item>(
    path: `/${string}`,
    schema: z.ZodType<ListDocument<Item>>,
    query: Query,
    signal?: AbortSignal,
    totalTimeout?: number,
  ): Promise<ListDocument<Item>> {
    checkCursor(query, path);
    const limits = totalTimeout === undefined ? {} : { totalTimeout };
    const page = await http({ route: `GET ${path}`, query: toText(query), schema, signal, ...limits });
    return { ...page, next: page.next === null ? null : cursorOf(page.next, baseUrl, path) };
  }

  return {
    opportunities: (query: Query, signal?: AbortSignal) =>
      list(
        '/opportunities',
        opportunities,
        typeof query === 'string' ? query : { ...WITH_OPPORTUNITY, ...query },
        signal,
      ),
    opportunity: (id: string) =>
      http({ route: 'GET /opportunities/{id}', params: { id }, query: toText(WITH_OPPORTUNITY), schema: opportunity }),
    createOpportunity: (data: object) =>
      http({ route: 'POST /opportunities', json: { data: { type: 'opportunity', ...data } }, schema: opportunity }),
    updateOpportunity: (id: number, data: object) =>
      http({
        route: 'PATCH /opportunities/{id}',
        params: { id: `${id}` },
        json: { data: { type: 'opportunity', id, ...data } },
        schema: opportunity,
      }),

    prospects: (query: Query, signal?: AbortSignal) =>
      list('/prospects', prospects, typeof query === 'string' ? query : { ...WITH_PROSPECT, ...query }, signal),
    prospect: (id: string) =>
      http({ route: 'GET /prospects/{id}', params: { id }, query: toText(WITH_PROSPECT), schema: prospect }),
    createProspect: (data: object) =>
      http({ route: 'POST /prospects', json: { data: { type: 'prospect', ...data } }, schema: prospect }),
    accounts: (query: Query, signal?: AbortSignal, totalTimeout?: number) =>
      list('/accounts', accounts, query, signal, totalTimeout),
    createAccount: (data: object) =>
      http({ route: 'POST /accounts', json: { data: { type: 'account', ...data } }, schema: account }),

    roles: (query: Record<string, string>, signal?: AbortSignal) =>
      list('/opportunityProspectRoles', roles, query, signal),
    createRole: (data: object) =>
      http({
        route: 'POST /opportunityProspectRoles',
        json: { data: { type: 'opportunityProspectRole', ...data } },
        schema: wireNothing,
      }),
    createNote: (on: 'prospect' | 'account', data: object) =>
      http({
        route: on === 'prospect' ? 'POST /prospectNotes' : 'POST /accountNotes',
        json: { data: { type: `${on}Note`, ...data } },
        schema: wireNothing,
      }),
    /** Succeeds also when the record is already gone. */
    remove: (entity: Entity, id: string) => remove(http, entity, id),

    stages: (query: Query, signal?: AbortSignal) => list('/opportunityStages', stages, query, signal),
    users: (query: Query, signal?: AbortSignal) => list('/users', users, query, signal),
    types: (totalTimeout?: number) =>
      http({ route: 'GET /types', schema: types, ...(totalTimeout === undefined ? {} : { totalTimeout }) }),
    /** Only a name comes of it: it must not hold up connecting. */
    root: () => http({ route: 'GET /', schema: wireRoot, totalTimeout: 5_000 }),
  };
}

async function remove(http: Http, entity: Entity, id: string): Promise<void> {
  const call = { route: `DELETE /${entity}/{id}`, params: { id }, schema: wireNothing, mayBeEmpty: true } as const;
  await http(call).catch(nullWhen('not-found'));
}

function toText(query: Query): string {
  return typeof query === 'string' ? query : new URLSearchParams(query).toString();
}

/** A `catch` that takes failures of these kinds for "nothing there" and passes on all others. */
export function nullWhen(...kinds: readonly CrmError['failure']['kind'][]): (error: unknown) => null {
  return (error) => {
    if (error instanceof CrmError && kinds.includes(error.failure.kind)) return null;
    throw error;
  };
}
