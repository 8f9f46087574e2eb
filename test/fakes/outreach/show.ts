import { invalid } from './errors';
import { RESOURCES, type TypeName } from './resources';
import { attributeOf, relationOf, type State, type StoredRecord, tableOf } from './state';

/** How an answer is to look. */
interface Shape {
  query: URLSearchParams;
  /** Of the API, as the outside knows it. */
  baseUrl: string;
}

/** A record as JSON:API has it, with the sparse fields and the metadata that were asked for. */
export function show(state: State, record: StoredRecord, { query, baseUrl }: Shape): Record<string, unknown> {
  const { path, attributes, relations } = RESOURCES[record.type];
  const wanted = fieldsOf(record.type, query);
  const isWanted = (name: string) => !wanted || wanted.includes(name);
  const shown = Object.keys(attributes).filter((name) => isWanted(name) && !attributes[name]?.isWriteOnly);
  const related = Object.keys(relations).filter(isWanted);
  const meta = metaOf(state, record, query);
  return {
    type: record.type,
    id: record.id,
    attributes: Object.fromEntries(shown.map((name) => [name, attributeOf(record, name)])),
    relationships: Object.fromEntries(related.map((name) => [name, showRelation(state, record, name, baseUrl)])),
    links: { self: `${baseUrl}/${path}/${record.id}` },
    ...(Object.keys(meta).length > 0 ? { meta } : {}),
  };
}

function fieldsOf(type: TypeName, query: URLSearchParams): string[] | undefined {
  const fields = query.get(`fields[${type}]`)?.split(',');
  const { attributes, relations } = RESOURCES[type];
  const unknown = fields?.find((name) => !Object.hasOwn(attributes, name) && !Object.hasOwn(relations, name));
  if (unknown !== undefined) throw invalid(`The field '${unknown}' is not known.`);
  return fields;
}

function showRelation(state: State, record: StoredRecord, name: string, baseUrl: string): unknown {
  const relation = RESOURCES[record.type].relations[name];
  if (!relation) return undefined;
  const value = relationOf(state, record, name);
  if (!Array.isArray(value)) return { data: value === null ? null : { type: relation.to, id: value } };
  const related = `${baseUrl}/${RESOURCES[relation.to].path}?filter%5B${record.type}%5D%5Bid%5D=${record.id}`;
  // Recorded: the prospects of an opportunity are a link and nothing else.
  const isLink = name === 'prospects' || (name === 'opportunities' && !state.settings.doProspectsTell);
  if (isLink) return { links: { related } };
  return { data: value.map((id) => ({ type: relation.to, id })), links: { related }, meta: { count: value.length } };
}

function metaOf(state: State, record: StoredRecord, query: URLSearchParams): Record<string, unknown> {
  const isMine = !state.protectedIds.has(record.id);
  const authorization = query.get('provideAuthorizationMeta') === 'true' ? { canWrite: isMine, canDelete: isMine } : {};
  const isConnected = record.type === 'opportunity' && query.get('provideDataConnections') === 'true';
  return { ...authorization, ...(isConnected ? { dataConnections: record.dataConnections ?? [] } : {}) };
}

/** The records `include` names, each once. */
export function showIncluded(state: State, records: readonly StoredRecord[], shape: Shape): unknown[] {
  const names = shape.query.get('include')?.split(',') ?? [];
  const included = new Map<string, unknown>();
  for (const record of records) {
    for (const name of names) {
      const relation = RESOURCES[record.type].relations[name];
      if (!relation) throw invalid(`The relationship '${name}' can't be included.`);
      for (const id of [relationOf(state, record, name)].flat()) {
        const other = id === null ? undefined : tableOf(state, relation.to).get(id);
        if (other) included.set(`${relation.to}:${other.id}`, show(state, other, shape));
      }
    }
  }
  return [...included.values()];
}
