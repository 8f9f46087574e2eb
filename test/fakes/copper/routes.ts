import { ACTIVITY_TYPES, activitiesOf, createActivity, searchActivities } from './activities';
import { checkBody, integer } from './attributes';
import { createCompany, showCompany, updateCompany } from './companies';
import { noRoute, notFound } from './errors';
import { createOpportunity, showOpportunity, updateOpportunity } from './opportunities';
import { createPerson, fetchByEmail, showPerson, updatePerson } from './people';
import { changeRelated, listRelated } from './related';
import { createLink, listLinks, removeLink } from './related-links';
import type { SearchAnswer } from './search';
import { searchCompanies, searchOpportunities, searchPeople } from './searches';
import { type EntityName, find } from './shared';
import type { State } from './state';

export interface Answer {
  body: unknown;
  headers?: Record<string, string>;
}

interface Call {
  state: State;
  /** The path's parameters, in order. */
  args: string[];
  json: unknown;
  query: URLSearchParams;
}

type Handler = (call: Call) => unknown;

const ENTITY = 'opportunities|people|companies';

/** Method and path below the API's base → what it does. `#` stands for an id; alternatives and ids are captured. */
const ROUTES: [string, Handler][] = [
  ['POST /people/fetch_by_email', ({ state, json }) => fetchByEmail(state, json)],
  ['POST /opportunities/search', ({ state, json }) => listed(searchOpportunities(state, json))],
  ['POST /people/search', ({ state, json }) => listed(searchPeople(state, json))],
  ['POST /companies/search', ({ state, json }) => listed(searchCompanies(state, json))],
  ['POST /opportunities', ({ state, json }) => createOpportunity(state, json)],
  ['POST /people', ({ state, json }) => createPerson(state, json)],
  ['POST /companies', ({ state, json }) => createCompany(state, json)],
  ['PUT /opportunities/#', ({ state, args, json }) => updateOpportunity(state, Number(args[0]), json)],
  ['PUT /people/#', ({ state, args, json }) => updatePerson(state, Number(args[0]), json)],
  ['PUT /companies/#', ({ state, args, json }) => updateCompany(state, Number(args[0]), json)],
  ['GET /opportunities/#', ({ state, args }) => showOpportunity(state, find(state.opportunities, Number(args[0])))],
  ['GET /people/#', ({ state, args }) => showPerson(state, find(state.people, Number(args[0])))],
  ['GET /companies/#', ({ state, args }) => showCompany(state, find(state.companies, Number(args[0])))],
  [`DELETE /(${ENTITY})/#`, ({ state, args }) => remove(state, args[0] as EntityName, Number(args[1]))],

  [
    `GET /(${ENTITY})/#/related`,
    ({ state, args: [entity, id] }) => listRelated(state, entity as EntityName, Number(id)),
  ],
  [
    `GET /(${ENTITY})/#/related/(${ENTITY})`,
    ({ state, args: [entity, id, type] }) => listRelated(state, entity as EntityName, Number(id), type as EntityName),
  ],
  [
    `POST /(${ENTITY})/#/related`,
    ({ state, args: [entity, id], json }) => changeRelated(state, entity as EntityName, Number(id), json, 'added'),
  ],
  [
    `DELETE /(${ENTITY})/#/related`,
    ({ state, args: [entity, id], json }) => changeRelated(state, entity as EntityName, Number(id), json, 'removed'),
  ],
  ['GET /related_links', ({ state, query }) => listLinks(state, query)],
  ['POST /related_links', ({ state, json }) => createLink(state, json)],
  ['DELETE /related_links/#', ({ state, args }) => removeLink(state, Number(args[0]))],

  [
    `POST /(${ENTITY})/#/activities`,
    ({ state, args: [entity, id] }) => activitiesOf(state, entity as EntityName, Number(id)),
  ],
  ['POST /activities', ({ state, json }) => createActivity(state, json)],
  ['POST /activities/search', ({ state, json }) => searchActivities(state, json)],
  ['GET /activities/#', ({ state, args }) => find(state.activities, Number(args[0]))],
  ['GET /activity_types', () => ACTIVITY_TYPES],

  ['GET /pipelines', ({ state }) => state.pipelines],
  ['GET /pipeline_stages', ({ state }) => stagesOf(state)],
  ['GET /pipeline_stages/pipeline/#', ({ state, args }) => stagesOf(state, Number(args[0]))],
  ['GET /loss_reasons', ({ state }) => state.lossReasons],
  ['GET /customer_sources', ({ state }) => state.customerSources],
  ['GET /contact_types', ({ state }) => state.contactTypes],
  ['GET /custom_field_definitions', ({ state }) => state.customFieldDefinitions],
  ['GET /account', ({ state }) => ({ ...state.account, settings: {} })],
  ['GET /tags', ({ state, query }) => listTags(state, query.get('sort_by'))],
  ['GET /users/me', ({ state }) => ({ ...state.users[0], groups: [] })],
  ['GET /users/#', ({ state, args }) => state.users.find(({ id }) => id === Number(args[0])) ?? missing()],
  ['POST /users/search', ({ state, json }) => searchUsers(state, json)],
];

const COMPILED = ROUTES.map(([pattern, handler]) => ({
  pattern: new RegExp(`^${pattern.replaceAll('#', '(\\d+)')}$`),
  handler,
}));

/** Finds and runs the route of `call` ("GET /people/1"). Throws `Refused`. */
export function route(call: string, { state, json, query }: Omit<Call, 'args'>): Answer {
  for (const { pattern, handler } of COMPILED) {
    const match = pattern.exec(call);
    if (!match) continue;
    const result = handler({ state, json, query, args: match.slice(1) });
    return result instanceof Listed
      ? { body: result.page, headers: { 'X-PW-TOTAL': `${result.total}` } }
      : { body: result };
  }
  throw noRoute();
}

/** A search's answer: its total travels in a header. */
class Listed {
  constructor(
    readonly page: unknown[],
    readonly total: number,
  ) {}
}

const listed = ({ page, total }: SearchAnswer<unknown>) => new Listed(page, total);

function remove(state: State, entity: EntityName, id: number): unknown {
  find<{ id: number }>(state[entity], id);
  state[entity].delete(id);
  return { id, is_deleted: true };
}

function missing(): never {
  throw notFound();
}

function stagesOf(state: State, pipelineId?: number): unknown[] {
  return state.pipelines
    .filter(({ id }) => pipelineId === undefined || id === pipelineId)
    .flatMap(({ id, stages }) => stages.map((stage) => ({ ...stage, pipeline_id: id })));
}

function searchUsers(state: State, json: unknown): unknown[] {
  const { page_number = 1, page_size = 20 } = checkBody(json ?? {}, { page_number: integer, page_size: integer });
  const start = (Number(page_number) - 1) * Number(page_size);
  return state.users.slice(start, start + Number(page_size));
}

function listTags(state: State, sortBy: string | null): unknown[] {
  const counts = new Map<string, number>();
  for (const { tags } of [...state.opportunities.values(), ...state.people.values(), ...state.companies.values()]) {
    for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  const tags = [...counts].map(([name, count]) => ({ name, count }));
  return tags.toSorted((a, b) => (sortBy === 'count' ? b.count - a.count : a.name.localeCompare(b.name)));
}
