import { checkBody, id, integer, listOf, number, objectOf, oneOf, orNull, text } from './attributes';
import { invalid } from './errors';
import type { ActivityRecord } from './records';
import { type EntityName, find, singular } from './shared';
import type { State } from './state';

const parent = objectOf({ id, type: oneOf('opportunity', 'person', 'company', 'lead', 'project', 'task') });
const type = objectOf({ id: integer, category: oneOf('user', 'system') });

export const ACTIVITY_TYPES = {
  user: [{ id: 0, category: 'user', name: 'Note', is_disabled: false, count_as_interaction: false }],
  system: [
    { id: 1, category: 'system', name: 'Property Changed', is_disabled: false, count_as_interaction: false },
    { id: 3, category: 'system', name: 'Pipeline Stage Changed', is_disabled: false, count_as_interaction: false },
  ],
};

/** Only activities of the category "user" may be written; a note is always user/0. */
export function createActivity(state: State, json: unknown): ActivityRecord {
  const body = checkBody(json, { parent, type, details: text, activity_date: number }) as Partial<ActivityRecord>;
  if (!body.parent) throw invalid("Parent: can't be blank");
  if (body.type?.category !== 'user') throw invalid('Type: is invalid');
  const now = state.seconds();
  const times = { activity_date: body.activity_date ?? now, date_created: now, date_modified: now };
  const activity: ActivityRecord = {
    id: state.nextId(),
    parent: body.parent,
    type: body.type,
    user_id: state.users[0]?.id ?? 0,
    details: body.details ?? null,
    old_value: null,
    new_value: null,
    ...times,
  };
  state.activities.set(activity.id, activity);
  return activity;
}

export function searchActivities(state: State, json: unknown): ActivityRecord[] {
  const paging = { page_number: integer, page_size: integer };
  const body = checkBody(json ?? {}, { parent: orNull(parent), activity_types: listOf(type), ...paging });
  const wanted = body.parent as ActivityRecord['parent'] | undefined;
  const types = body.activity_types as ActivityRecord['type'][] | undefined;
  const { page_number = 1, page_size = 20 } = body;
  const found = [...state.activities.values()]
    .filter(({ parent: { id: key, type: kind } }) => !wanted || (key === wanted.id && kind === wanted.type))
    .filter((one) => !types || types.some(({ id: key, category }) => is(one.type, key, category)))
    .toSorted((a, b) => b.activity_date - a.activity_date || b.id - a.id);
  const start = (Number(page_number) - 1) * Number(page_size);
  return found.slice(start, start + Number(page_size));
}

function is(kind: ActivityRecord['type'], key: number, category: string): boolean {
  return kind.id === key && kind.category === category;
}

export function activitiesOf(state: State, entity: EntityName, key: number): ActivityRecord[] {
  find<{ id: number }>(state[entity], key);
  return searchActivities(state, { parent: { id: key, type: singular(entity) } });
}
