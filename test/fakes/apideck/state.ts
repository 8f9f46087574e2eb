import type { Profile } from './profiles';
import { RESOURCES, type ResourceName } from './resources';

/** A record as it is kept; what follows from other records is added when it is shown. */
export interface Row {
  id: string;
  [member: string]: unknown;
}

/** A custom field of opportunities. Apideck does not tell them; records do. */
export interface Definition {
  id: string;
  name: string;
  description: string;
  kind: 'string' | 'number' | 'boolean' | 'list' | 'object';
}

/** A custom field's value as it is kept. */
export interface CustomValue {
  id: string | null;
  name: string | null;
  description: string | null;
  value: unknown;
}

interface Stage {
  id: string;
  name: string;
  value: string | null;
  win_probability: number | null;
  display_order: number | null;
  archived: boolean;
}

export interface Seed {
  records: Partial<Record<ResourceName, readonly Row[]>>;
  definitions: readonly Definition[];
}

/** All an account holds, and how its CRM behaves; tests may read and change it. */
export interface State {
  profile: Profile;
  tables: Record<ResourceName, Map<string, Row>>;
  definitions: Definition[];
  /** Epoch milliseconds. */
  now(): number;
  timestamp(): string;
  nextId(): string;
}

export function createState(seed: Seed, profile: Profile, now: () => number): State {
  let lastId = 7_000;
  const state: State = {
    profile: structuredClone(profile),
    tables: {
      opportunities: new Map(),
      contacts: new Map(),
      companies: new Map(),
      pipelines: new Map(),
      users: new Map(),
      notes: new Map(),
      activities: new Map(),
    },
    definitions: structuredClone([...seed.definitions]),
    now,
    timestamp: () => new Date(now()).toISOString(),
    nextId: () => String((lastId += 1)),
  };
  for (const [name, rows] of Object.entries(seed.records)) {
    for (const row of structuredClone(rows)) insert(state, name as ResourceName, row);
  }
  return state;
}

/** Keeps a record, its members filled up with what is empty. */
export function insert(state: State, name: ResourceName, row: Row): Row {
  const whole = { ...blank(state, name), ...row };
  state.tables[name].set(row.id, whole);
  return whole;
}

const LISTS = new Set([
  'contact_ids',
  'emails',
  'websites',
  'phone_numbers',
  'addresses',
  'social_links',
  'stages',
  'tags',
  'custom_fields',
  'bank_accounts',
]);

function blank(state: State, name: ResourceName): Record<string, unknown> {
  const now = state.timestamp();
  const members = Object.keys(RESOURCES[name].members).filter((member) => member !== 'pass_through');
  return {
    ...Object.fromEntries(members.map((member) => [member, LISTS.has(member) ? [] : null])),
    created_at: now,
    updated_at: now,
  };
}

export function all(state: State, name: ResourceName): Row[] {
  return [...state.tables[name].values()];
}

/** The stages of a pipeline in their order. */
export function stagesOf(pipeline: Row | undefined): Stage[] {
  const stages = (pipeline?.stages ?? []) as Stage[];
  return stages.toSorted((a, b) => (a.display_order ?? 0) - (b.display_order ?? 0));
}

/** The pipeline and stage with this stage id. */
export function findStage(state: State, id: unknown): { pipeline: Row; stage: Stage } | undefined {
  for (const pipeline of all(state, 'pipelines')) {
    const stage = stagesOf(pipeline).find((one) => one.id === id);
    if (stage) return { pipeline, stage };
  }
  return undefined;
}
