import { checkBody, id, objectOf, oneOf } from './attributes';
import { invalid } from './errors';
import { type EntityName, find, singular } from './shared';
import type { State } from './state';

/** A reference to a record: identifiers only. */
export interface Reference {
  id: number;
  type: string;
}

/** All a person is linked to, as primary contact and otherwise. */
export function opportunitiesOfPerson(state: State, personId: number): number[] {
  return [...state.opportunities.values()]
    .filter((record) => record.primary_contact_id === personId || state.links.has(`${record.id}:${personId}`))
    .map((record) => record.id);
}

/** Links are two-way. `type` narrows the answer to one kind. */
export function listRelated(state: State, entity: EntityName, key: number, type?: EntityName): Reference[] {
  find<{ id: number }>(state[entity], key);
  const all = { opportunities: ofOpportunity, people: ofPerson, companies: ofCompany }[entity](state, key);
  return all.filter((reference) => type === undefined || reference.type === singular(type));
}

/** Adds or removes a further contact of an opportunity, or a person's company. */
export function changeRelated(
  state: State,
  entity: EntityName,
  key: number,
  json: unknown,
  action: 'added' | 'removed',
): unknown {
  find<{ id: number }>(state[entity], key);
  const reference = objectOf({ id, type: oneOf('opportunity', 'person', 'company') });
  const { resource } = checkBody(json, { resource: reference }) as { resource: Reference };
  const kinds = new Set([singular(entity), resource.type]);
  if (kinds.has('opportunity') && kinds.has('person')) {
    const [opportunity, person] = entity === 'opportunities' ? [key, resource.id] : [resource.id, key];
    find(state.opportunities, opportunity);
    find(state.people, person);
    state.links[action === 'added' ? 'add' : 'delete'](`${opportunity}:${person}`);
  } else if (kinds.has('person') && kinds.has('company')) {
    const [personId, companyId] = entity === 'people' ? [key, resource.id] : [resource.id, key];
    const company = find(state.companies, companyId);
    const link =
      action === 'added'
        ? { company_id: company.id, company_name: company.name }
        : { company_id: null, company_name: null };
    state.people.set(personId, { ...find(state.people, personId), ...link });
  } else {
    throw invalid('Resource: cannot be related');
  }
  return { [action]: true, resource };
}

function ofOpportunity(state: State, key: number): Reference[] {
  const { primary_contact_id, company_id } = find(state.opportunities, key);
  const linked = [...state.links]
    .filter((link) => link.startsWith(`${key}:`))
    .map((link) => Number(link.split(':')[1]));
  const people = new Set([...(primary_contact_id ? [primary_contact_id] : []), ...linked]);
  return [...references(people, 'person'), ...references(company_id ? [company_id] : [], 'company')];
}

function ofPerson(state: State, key: number): Reference[] {
  const { company_id } = find(state.people, key);
  return [
    ...references(opportunitiesOfPerson(state, key), 'opportunity'),
    ...references(company_id ? [company_id] : [], 'company'),
  ];
}

function ofCompany(state: State, key: number): Reference[] {
  const within = (records: Iterable<{ id: number; company_id: number | null }>) =>
    [...records].filter(({ company_id }) => company_id === key).map((record) => record.id);
  return [
    ...references(within(state.opportunities.values()), 'opportunity'),
    ...references(within(state.people.values()), 'person'),
  ];
}

function references(ids: Iterable<number>, type: string): Reference[] {
  return [...ids].map((key) => ({ id: key, type }));
}
