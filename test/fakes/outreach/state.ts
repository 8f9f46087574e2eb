import { RESOURCES, type TypeName } from './resources';

/** A record as it is kept: relations by id, `stage` and the to-many ones are reckoned when shown. */
export interface StoredRecord {
  type: TypeName;
  id: number;
  attributes: Record<string, unknown>;
  relations: Record<string, number | number[] | null>;
  dataConnections?: unknown;
}

/** What `GET /types` says of one custom attribute. */
export interface Validation {
  type: string;
  label: string | null;
  required: boolean;
  definition: string[] | string | null;
}

/** How one account differs from another, where sources disagree or are silent. */
export interface Settings {
  /** Names of the filter by prospect that are understood. */
  prospectFilters: readonly string[];
  /** Whether a prospect tells the ids of its opportunities, or a link only. */
  doProspectsTell: boolean;
  /** Whether `amount` and `amountPrecise` follow each other. */
  areAmountsOne: boolean;
  /** Whether the filter by addresses tells cases apart. */
  isEmailFilterExact: boolean;
  /** Whether a list of options is kept as "a;b" or as JSON. */
  listFormat: ';' | 'json';
  /** Whether `GET /api/v2` says who is asking. */
  hasRoot: boolean;
  /** Epoch milliseconds. */
  now(): number;
}

export interface Seed {
  records: StoredRecord[];
  /** Of opportunities. */
  validations: Record<string, Validation>;
}

/** All an account holds; tests may read and change it. */
export interface State {
  settings: Settings;
  records: Map<TypeName, Map<number, StoredRecord>>;
  validations: Record<string, Validation>;
  /** Opportunities this user may read and no more. */
  protectedIds: Set<number>;
  /** Who asks. */
  userId: number;
  nextId(): number;
  timestamp(): string;
}

export function createState(seed: Seed, settings: Settings): State {
  let lastId = 5_000;
  const state: State = {
    settings,
    records: new Map(Object.keys(RESOURCES).map((type) => [type as TypeName, new Map()])),
    validations: structuredClone(seed.validations),
    protectedIds: new Set(),
    userId: 1,
    nextId: () => (lastId += 1),
    timestamp: () => new Date(settings.now()).toISOString(),
  };
  for (const record of structuredClone(seed.records)) put(state, record);
  return state;
}

/** Keeps a record, its attributes filled up with what is empty. */
export function put(state: State, record: StoredRecord): StoredRecord {
  const empty = blank(state, record.type, record.id);
  const whole = {
    ...record,
    attributes: { ...empty.attributes, ...record.attributes },
    relations: { ...empty.relations, ...record.relations },
  };
  tableOf(state, record.type).set(record.id, whole);
  return whole;
}

export function blank(state: State, type: TypeName, id: number): StoredRecord {
  const { attributes, relations } = RESOURCES[type];
  const now = state.timestamp();
  const empty = Object.entries(attributes).map(([name, { kind }]) => [name, kind === 'texts' ? [] : null]);
  return {
    type,
    id,
    attributes: {
      ...Object.fromEntries(empty),
      createdAt: now,
      updatedAt: now,
      ...(type === 'user' ? { locked: false } : {}),
    },
    relations: Object.fromEntries(Object.entries(relations).map(([name, { isMany }]) => [name, isMany ? [] : null])),
  };
}

export function tableOf(state: State, type: TypeName): Map<number, StoredRecord> {
  const table = state.records.get(type);
  if (!table) throw new Error(`no table of ${type}`);
  return table;
}

export function allOf(state: State, type: TypeName): StoredRecord[] {
  return [...tableOf(state, type).values()];
}

/** A record's relation as it is now: the alias, and what other records say of it. */
export function relationOf(state: State, record: StoredRecord, name: string): number | number[] | null {
  if (record.type === 'opportunity' && name === 'stage') return record.relations.opportunityStage ?? null;
  if (record.type === 'opportunity' && name === 'prospects') {
    return linked(state, 'opportunity', record.id, 'prospect', record.relations.primaryProspect);
  }
  if (record.type === 'prospect' && name === 'opportunities') {
    const primary = allOf(state, 'opportunity').filter(({ relations }) => relations.primaryProspect === record.id);
    const ids = linked(state, 'prospect', record.id, 'opportunity', null);
    return [...new Set([...ids, ...primary.map(({ id }) => id)])];
  }
  return record.relations[name] ?? null;
}

function linked(
  state: State,
  from: string,
  id: number,
  to: string,
  primary: number | number[] | null | undefined,
): number[] {
  const roles = allOf(state, 'opportunityProspectRole').filter(({ relations }) => relations[from] === id);
  const ids = [...(typeof primary === 'number' ? [primary] : []), ...roles.map(({ relations }) => relations[to])];
  return [...new Set(ids.filter((one) => typeof one === 'number'))];
}

/** An attribute as it is now: names are made of their parts. */
export function attributeOf(record: StoredRecord, name: string): unknown {
  if (name !== 'name' || (record.type !== 'prospect' && record.type !== 'user')) return record.attributes[name] ?? null;
  return [record.attributes.firstName, record.attributes.lastName].filter(Boolean).join(' ') || null;
}

/** A value as text; empty for what has none. */
export function textOf(value: unknown): string {
  return ['string', 'number', 'boolean'].includes(typeof value) ? `${value as string | number | boolean}` : '';
}
