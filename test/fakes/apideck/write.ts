import { open, problemsOf } from './checks';
import { downstream, invalid, notFound } from './errors';
import { RESOURCES, type ResourceName } from './resources';
import { all, type CustomValue, findStage, insert, type Row, stagesOf, type State } from './state';

type Body = Record<string, unknown>;

/** Makes a record as the API does: every check, then the CRM's own. */
export function create(state: State, name: ResourceName, json: unknown): Row {
  const body = checkBody(name, json);
  if (name === 'opportunities' && state.profile.isContactRequired && !body.primary_contact_id) {
    throw downstream("primary_contact_id: can't be blank");
  }
  const id = state.nextId();
  const row = insert(state, name, { id });
  if (name === 'opportunities') {
    Object.assign(row, firstStage(state), { status: state.profile.newStatus, priority: state.profile.newPriority });
  }
  try {
    return apply(state, name, row, body);
  } catch (error) {
    state.tables[name].delete(id);
    throw error;
  }
}

/** Changes the members named. The document wants what is required in creations here, too. */
export function update(state: State, name: ResourceName, id: string, json: unknown): Row {
  const row = find(state, name, id);
  return apply(state, name, row, checkBody(name, json));
}

export function remove(state: State, name: ResourceName, id: string): void {
  find(state, name, id);
  state.tables[name].delete(id);
  const links = { companies: 'company_id', contacts: 'primary_contact_id' }[name as string];
  if (links === undefined) return;
  for (const row of [...all(state, 'opportunities'), ...all(state, 'contacts')]) {
    if (row[links] === id) row[links] = null;
    if (name === 'contacts' && Array.isArray(row.contact_ids)) {
      row.contact_ids = row.contact_ids.filter((contact) => contact !== id);
    }
  }
}

export function find(state: State, name: ResourceName, id: string): Row {
  const row = state.tables[name].get(id);
  if (!row) throw notFound(RESOURCES[name].entity, id);
  return row;
}

function checkBody(name: ResourceName, json: unknown): Body {
  if (open(json)) throw invalid('The body must be object');
  const { members, required } = RESOURCES[name];
  const problems = problemsOf(json as Body, members, required);
  const missing = problems.filter(([, reason]) => reason === 'required');
  if (missing.length > 0) throw invalid({ missing: missing.map(([member, reason]) => ({ [member]: reason })) });
  if (problems.length > 0) throw invalid(Object.fromEntries(problems));
  return json as Body;
}

function apply(state: State, name: ResourceName, row: Row, body: Body): Row {
  const { pass_through: _, custom_fields, ...plain } = body;
  checkReferences(state, plain);
  const derived =
    name === 'opportunities' ? opportunityChange(state, row, plain) : name === 'contacts' ? names(row, plain) : {};
  const custom = custom_fields === undefined ? {} : { custom_fields: customValues(state, name, row, custom_fields) };
  const now = state.timestamp();
  return Object.assign(row, plain, derived, custom, plain.tags === null ? { tags: [] } : {}, { updated_at: now });
}

const TABLES: Record<string, ResourceName> = {
  company_id: 'companies',
  contact_id: 'contacts',
  primary_contact_id: 'contacts',
  opportunity_id: 'opportunities',
};

/** What the CRM refers to has to be there; owners and pipelines only where this account can list them. */
function checkReferences(state: State, body: Body): void {
  const isListed = (table: ResourceName) => !state.profile.missing.includes(table);
  const tables: Record<string, ResourceName> = { ...TABLES, ...(isListed('users') ? { owner_id: 'users' } : {}) };
  for (const [member, table] of Object.entries(tables)) {
    const id = body[member];
    if (typeof id === 'string' && !state.tables[table].has(id)) throw downstream(`${member} ${id} does not exist`);
  }
  const contacts = (body.contact_ids ?? []) as string[];
  const stranger = contacts.find((id) => !state.tables.contacts.has(id));
  if (stranger !== undefined) throw downstream(`contact_ids: ${stranger} does not exist`);
}

function opportunityChange(state: State, row: Row, body: Body): Body {
  const { profile } = state;
  if (profile.isTitleRequired && body.title === '') throw downstream("Title: can't be blank");
  const probability = body.win_probability;
  if (typeof probability === 'number' && (probability < 0 || probability > 100)) {
    throw downstream('win_probability must be between 0 and 100');
  }
  checkWord('status', body.status, profile.statuses);
  checkWord('priority', body.priority, profile.priorities);
  return stageChange(state, row, body);
}

/** `null` puts back what is there without one. */
function checkWord(member: string, word: unknown, words: readonly string[] | null): void {
  if (words === null || word === undefined || word === null || words.some((one) => one === word)) return;
  throw downstream(`${member} is not included in the list`);
}

/** A stage brings its pipeline, and its likelihood unless another is named. */
function stageChange(state: State, row: Row, body: Body): Body {
  const id = body.pipeline_stage_id ?? (body.pipeline_id === undefined ? undefined : row.pipeline_stage_id);
  if (id === undefined || id === null) return {};
  const found = findStage(state, id);
  const pipeline = body.pipeline_id ?? found?.pipeline.id;
  if (!found || found.pipeline.id !== pipeline) throw downstream('pipeline_stage_id is not a stage of pipeline_id');
  if (id === row.pipeline_stage_id) return { pipeline_id: pipeline };
  const { win_probability } = found.stage;
  return {
    pipeline_id: pipeline,
    ...(body.win_probability === undefined ? { win_probability } : {}),
    date_stage_changed: state.timestamp(),
  };
}

function firstStage(state: State): Body {
  const [pipeline] = all(state, 'pipelines');
  const [stage] = stagesOf(pipeline);
  if (!pipeline || !stage) return {};
  return { pipeline_id: pipeline.id, pipeline_stage_id: stage.id, win_probability: stage.win_probability };
}

/** A name is its parts, and the other way round. */
function names(row: Row, body: Body): Body {
  if (typeof body.name === 'string') {
    const [first_name, ...rest] = body.name.split(' ');
    return { first_name: body.first_name ?? first_name, last_name: body.last_name ?? (rest.join(' ') || null) };
  }
  if (body.first_name === undefined && body.last_name === undefined) return {};
  const parts = [body.first_name ?? row.first_name, body.last_name ?? row.last_name];
  return { name: parts.filter(Boolean).join(' ') || null };
}

function customValues(state: State, name: ResourceName, row: Row, listed: unknown): CustomValue[] {
  const items = (listed ?? []) as Partial<CustomValue>[];
  const values = items.map((item) => (name === 'opportunities' ? defined(state, item) : { ...EMPTY, ...item }));
  if (state.profile.customFields === 'replace') return values;
  const old = row.custom_fields as CustomValue[];
  const isNamed = (value: CustomValue) =>
    values.some(({ id, name: own }) => (id === null ? own === value.name : id === value.id));
  return [...old.filter((value) => !isNamed(value)), ...values];
}

const EMPTY: CustomValue = { id: null, name: null, description: null, value: null };

function defined({ definitions }: State, item: Partial<CustomValue>): CustomValue {
  const definition = definitions.find(({ id, name }) => (item.id ? id === item.id : name === item.name));
  if (!definition) throw downstream(`custom_fields: no such field: ${item.id ?? item.name}`);
  const { kind, ...names } = definition;
  const { value = null } = item;
  const actual = Array.isArray(value) ? 'list' : typeof value;
  if (value !== null && actual !== kind) throw downstream(`custom_fields: ${definition.name} takes a ${kind}`);
  return { ...names, value };
}
