import { type Attributes, checkBody, id, integer, objectOf, oneOf } from './attributes';
import { invalid, notFound } from './errors';
import type { LinkEnd, LinkRecord } from './records';
import { find } from './shared';
import type { State } from './state';

/** What a `Connect` field can point from and to. */
const ENTITIES: Record<string, 'people' | 'companies' | 'opportunities' | 'users'> = {
  person: 'people',
  people: 'people',
  company: 'companies',
  opportunity: 'opportunities',
  user: 'users',
};

const end = objectOf({ id, entity_type: oneOf(...Object.keys(ENTITIES)) });
const ATTRIBUTES: Attributes = { custom_field_definition_id: integer, source: end, target: end };

/** `GET /related_links`: an entity's connections, of one field or of all. */
export function listLinks(state: State, query: URLSearchParams): unknown[] {
  const type = query.get('source_type') ?? '';
  const key = Number(query.get('source_id'));
  if (!Object.hasOwn(ENTITIES, type)) throw invalid('Source Type: is not included in the list');
  nameOf(state, { id: key, entity_type: type });
  const field = query.get('custom_field_definition_id');
  return [...state.relatedLinks.values()]
    .filter(({ source }) => source.id === key && source.entity_type === type)
    .filter((link) => field === null || link.custom_field_definition_id === Number(field))
    .map((link) => showLink(state, link));
}

/** Connects two records; the field's other side, where it has one, is connected back. */
export function createLink(state: State, json: unknown): unknown {
  const body = checkBody(json, ATTRIBUTES) as Partial<LinkRecord>;
  const { custom_field_definition_id: key, source, target } = body;
  if (!key || !source || !target) throw invalid("Base: Source: can't be blank");
  const definition = state.customFieldDefinitions.find((one) => one.id === key && one.data_type === 'Connect');
  if (!definition) throw invalid(`Custom Fields: Invalid custom field definition: ${key}`);
  if (!definition.available_on.includes(source.entity_type)) throw invalid('Source: is invalid');
  if (definition.connected_id === undefined && target.entity_type !== 'user') throw invalid('Target: is invalid');
  nameOf(state, source);
  nameOf(state, target);
  const [first, second] = [state.nextId(), state.nextId()];
  const twin = definition.connected_id === undefined ? null : second;
  const link: LinkRecord = { id: first, custom_field_definition_id: key, source, target, twin };
  state.relatedLinks.set(first, link);
  if (twin !== null && definition.connected_id !== undefined) {
    const back = { custom_field_definition_id: definition.connected_id, source: target, target: source, twin: first };
    state.relatedLinks.set(twin, { id: twin, ...back });
  }
  return showLink(state, link);
}

export function removeLink(state: State, key: number): unknown {
  const { id: own, twin } = find(state.relatedLinks, key);
  const ids = [own, ...(twin === null ? [] : [twin])];
  for (const one of ids) state.relatedLinks.delete(one);
  return { ids, is_deleted: true };
}

function showLink(state: State, { id: key, custom_field_definition_id, source, target }: LinkRecord): unknown {
  const named = (one: LinkEnd) => ({ ...one, name: nameOf(state, one) });
  return { id: key, custom_field_definition_id, source: named(source), target: named(target) };
}

/** Throws Copper's 404 where there is no such record. */
function nameOf(state: State, { id: key, entity_type }: LinkEnd): string {
  const entity = ENTITIES[entity_type];
  const records = entity === 'users' ? state.users : [...(entity ? state[entity].values() : [])];
  return records.find((record) => record.id === key)?.name ?? missing();
}

function missing(): never {
  throw notFound();
}
