import { type Attributes, type Body, checkBody, id, orNull, text } from './attributes';
import { mergeCustomFields, showCustomFields } from './custom-fields';
import { invalid } from './errors';
import type { CompanyRecord } from './records';
import { checkChoice, CONTACT_ATTRIBUTES, find, requireName } from './shared';
import { emptyCompany, type State } from './state';

const ATTRIBUTES: Attributes = { ...CONTACT_ATTRIBUTES, email_domain: orNull(text), primary_contact_id: orNull(id) };

export function createCompany(state: State, json: unknown): unknown {
  const body = checkBody(json, ATTRIBUTES);
  requireName(body);
  const record = apply(state, { ...emptyCompany(state), id: state.nextId() }, body);
  state.companies.set(record.id, record);
  return showCompany(state, record);
}

export function updateCompany(state: State, key: number, json: unknown): unknown {
  const record = apply(state, find(state.companies, key), checkBody(json, ATTRIBUTES));
  state.companies.set(key, record);
  return showCompany(state, record);
}

export function showCompany(state: State, record: CompanyRecord): CompanyRecord {
  return { ...record, custom_fields: showCustomFields(state, 'companies', record) };
}

function apply(state: State, old: CompanyRecord, body: Body): CompanyRecord {
  checkChoice('Assignee', state.users, body.assignee_id);
  const merged = { ...old, ...(body as Partial<CompanyRecord>) };
  const domain = merged.email_domain?.toLowerCase();
  const isTaken = [...state.companies.values()].some(
    (other) => other.id !== old.id && domain !== undefined && other.email_domain?.toLowerCase() === domain,
  );
  // A domain is a unique key; the sentence of the refusal is not recorded.
  if (isTaken) throw invalid('Email Domain: has already been taken');
  return {
    ...merged,
    custom_fields: mergeCustomFields(state, 'companies', old.custom_fields, body.custom_fields),
    date_modified: Object.keys(body).length > 0 ? state.seconds() : old.date_modified,
  };
}
