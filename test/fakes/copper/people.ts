import { type Attributes, type Body, checkBody, id, listOf, objectOf, oneOf, orNull, text } from './attributes';
import { mergeCustomFields, showCustomFields } from './custom-fields';
import { invalid, notFound } from './errors';
import type { PersonRecord } from './records';
import { checkChoice, CONTACT_ATTRIBUTES, find, requireName } from './shared';
import { emptyPerson, type State } from './state';

const ATTRIBUTES: Attributes = {
  ...CONTACT_ATTRIBUTES,
  prefix: orNull(text),
  first_name: orNull(text),
  middle_name: orNull(text),
  last_name: orNull(text),
  suffix: orNull(text),
  title: orNull(text),
  emails: listOf(objectOf({ email: text, category: oneOf('work', 'personal', 'other') })),
  company_id: orNull(id),
};

export function createPerson(state: State, json: unknown): unknown {
  const body = checkBody(json, ATTRIBUTES);
  requireName(body);
  const record = apply(state, { ...emptyPerson(state), id: state.nextId() }, body);
  state.people.set(record.id, record);
  return showPerson(state, record);
}

export function updatePerson(state: State, key: number, json: unknown): unknown {
  const record = apply(state, find(state.people, key), checkBody(json, ATTRIBUTES));
  state.people.set(key, record);
  return showPerson(state, record);
}

/** One person, or a 404: the only call that compares addresses whatever their case. */
export function fetchByEmail(state: State, json: unknown): unknown {
  const { email } = checkBody(json, { email: text }) as { email?: string };
  if (!email) throw invalid("Email: can't be blank");
  const record = [...state.people.values()].find((person) => hasAddress(person, email));
  if (!record) throw notFound();
  return showPerson(state, record);
}

export function showPerson(state: State, record: PersonRecord): PersonRecord {
  return { ...record, custom_fields: showCustomFields(state, 'people', record) };
}

export function hasAddress(person: PersonRecord, address: string): boolean {
  return person.emails.some(({ email }) => email.toLowerCase() === address.toLowerCase());
}

function apply(state: State, old: PersonRecord, body: Body): PersonRecord {
  checkChoice('Assignee', state.users, body.assignee_id);
  const merged = { ...old, ...(body as Partial<PersonRecord>) };
  const [first_name = null, ...rest] = merged.name.split(' ');
  const others = [...state.people.values()].filter((person) => person.id !== old.id);
  const taken = merged.emails.find(({ email }) => others.some((person) => hasAddress(person, email)));
  // Addresses are a unique key; the sentence of the refusal is not recorded.
  if (taken) throw invalid('Emails: email has already been taken');
  return {
    ...merged,
    ...('name' in body ? { first_name, last_name: rest.join(' ') || null } : {}),
    company_name: merged.company_id === null ? null : find(state.companies, merged.company_id).name,
    custom_fields: mergeCustomFields(state, 'people', old.custom_fields, body.custom_fields),
    date_modified: Object.keys(body).length > 0 ? state.seconds() : old.date_modified,
  };
}
