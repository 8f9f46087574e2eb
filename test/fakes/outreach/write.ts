import { duplicate, invalid, tooLong } from './errors';
import { type Attribute, RESOURCES, type TypeName } from './resources';
import { allOf, blank, put, type State, type StoredRecord, tableOf, textOf, type Validation } from './state';

interface Body {
  attributes: Record<string, unknown>;
  relations: Record<string, number | number[] | null>;
}

/** Makes a record of a document. Throws `Refused`. */
export function create(state: State, type: TypeName, json: unknown): StoredRecord {
  const body = checkDocument(state, type, json, null);
  const record = blank(state, type, state.nextId());
  const author = 'creator' in RESOURCES[type].relations ? { creator: state.userId } : {};
  return keep(state, { ...record, relations: { ...record.relations, ...author } }, body);
}

/** Changes what a document names. Throws `Refused`. */
export function update(state: State, record: StoredRecord, json: unknown): StoredRecord {
  return keep(state, record, checkDocument(state, record.type, json, record.id));
}

function keep(state: State, old: StoredRecord, { attributes, relations }: Body): StoredRecord {
  const author = 'updater' in RESOURCES[old.type].relations ? { updater: state.userId } : {};
  const record: StoredRecord = {
    ...old,
    attributes: { ...old.attributes, ...attributes, ...coupled(state, attributes), updatedAt: state.timestamp() },
    relations: { ...old.relations, ...relations, ...author },
  };
  checkRecord(state, record);
  return put(state, record);
}

function coupled(state: State, { amount, amountPrecise }: Record<string, unknown>): Record<string, unknown> {
  if (!state.settings.areAmountsOne) return {};
  if (typeof amountPrecise === 'string') return { amount: Math.trunc(Number(amountPrecise)) };
  if (amount === undefined) return {};
  return { amountPrecise: amount === null ? null : `${textOf(amount)}.0` };
}

function checkDocument(state: State, type: TypeName, json: unknown, id: number | null): Body {
  const data = membersOf(membersOf(json, '').data, '/data');
  if (data.type !== type) throw invalid(`Type must be '${type}'.`, '/data/type');
  // A text that looks like the number is refused, too: ids are integers, in bodies as well.
  if (id !== null && data.id !== id) throw invalid('Id must be the one in the path.', '/data/id');
  const attributes = data.attributes === undefined ? {} : membersOf(data.attributes, '/data/attributes');
  const relations = data.relationships === undefined ? {} : membersOf(data.relationships, '/data/relationships');
  for (const [name, value] of Object.entries(attributes)) checkAttribute(state, type, name, value);
  const ids = Object.entries(relations).map(
    ([name, value]) => [name, checkRelation(state, type, name, value)] as const,
  );
  return { attributes, relations: Object.fromEntries(ids) };
}

function membersOf(value: unknown, pointer: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw invalid('Must be an object.', pointer);
}

function checkAttribute(state: State, type: TypeName, name: string, value: unknown): void {
  const pointer = `/data/attributes/${name}`;
  const attribute = RESOURCES[type].attributes[name];
  if (!attribute) throw invalid(`Attribute '${name}' is not known.`, pointer);
  if (attribute.isReadOnly) throw invalid(`Attribute '${name}' is read-only.`, pointer);
  if (value === null) return;
  if (!isOfKind(attribute, value)) throw invalid(`${toHuman(name)} is of a wrong type.`, pointer);
  const { maxLength = Infinity } = attribute;
  if (typeof value === 'string' && value.length > maxLength) {
    throw tooLong(`${toHuman(name)} is too long (maximum is ${maxLength} characters).`, pointer);
  }
  const validation = type === 'opportunity' ? state.validations[name] : undefined;
  if (validation && !isValid(validation, textOf(value), state.settings.listFormat)) {
    throw invalid(`${validation.label ?? toHuman(name)} is not a valid ${validation.type}.`, pointer);
  }
}

function isOfKind({ kind }: Attribute, value: unknown): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'integer':
      return Number.isInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'time':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value));
    case 'texts':
      return Array.isArray(value) && value.every((one) => typeof one === 'string');
  }
}

function isValid({ type, definition }: Validation, text: string, listFormat: ';' | 'json'): boolean {
  const isOption = (option: unknown) => Array.isArray(definition) && definition.some((one) => one === option);
  switch (type) {
    case 'boolean':
      return ['true', 'false', '1', '0'].includes(text);
    case 'currency':
    case 'numerical':
    case 'percentage':
      return /^-?\d+(\.\d+)?$/.test(text);
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(text);
    case 'date_time':
      return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text);
    case 'inclusion':
      return isOption(text);
    case 'multi_inclusion':
      return (listFormat === 'json' ? (JSON.parse(text) as unknown[]) : text.split(';')).every(isOption);
    default:
      return true;
  }
}

function checkRelation(state: State, type: TypeName, name: string, value: unknown): number | number[] | null {
  const pointer = `/data/relationships/${name}`;
  const relation = RESOURCES[type].relations[name];
  if (!relation) throw invalid(`Relationship '${name}' is not known.`, pointer);
  if (relation.isReadOnly) throw invalid(`Relationship '${name}' is read-only.`, pointer);
  const { data } = membersOf(value, pointer);
  const toId = (one: unknown) => {
    const linkage = membersOf(one, `${pointer}/data`);
    if (linkage.type !== relation.to || !Number.isInteger(linkage.id)) throw invalid('Must be a resource.', pointer);
    if (!tableOf(state, relation.to).has(Number(linkage.id))) throw invalid(`${toHuman(name)} must exist.`, pointer);
    return Number(linkage.id);
  };
  if (relation.isMany) return Array.isArray(data) ? data.map(toId) : refuse(pointer);
  return data === null ? null : toId(data);
}

function refuse(pointer: string): never {
  throw invalid('Must be a list.', pointer);
}

/** What makes a record right as a whole. */
function checkRecord(state: State, { type, id, attributes }: StoredRecord): void {
  const { name, probability, emails } = attributes;
  const isNamed = type === 'opportunity' || type === 'account';
  if (isNamed && textOf(name).trim() === '') throw invalid("Name can't be blank.", '/data/attributes/name');
  if (typeof probability === 'number' && (probability < 0 || probability > 100)) {
    throw invalid('Probability must be between 0 and 100.', '/data/attributes/probability');
  }
  if (type === 'prospect') {
    const taken = new Set(
      allOf(state, 'prospect')
        .filter((other) => other.id !== id)
        .flatMap((other) => (other.attributes.emails as string[]).map((one) => one.toLowerCase())),
    );
    const isTaken = (emails as string[]).some((one) => taken.has(one.toLowerCase()));
    if (isTaken) throw duplicate('Contacts email hash has already been taken.');
  }
}

/** "closeDate" → "Close date". */
function toHuman(name: string): string {
  const words = name.replace(/([A-Z])/g, ' $1').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Takes a record out, and out of all that point to it. */
export function remove(state: State, { type, id }: StoredRecord): void {
  tableOf(state, type).delete(id);
  for (const [other, table] of state.records) {
    for (const [name, relation] of Object.entries(RESOURCES[other].relations)) {
      if (relation.to !== type || relation.isMany) continue;
      for (const record of table.values()) if (record.relations[name] === id) record.relations[name] = null;
    }
  }
}
