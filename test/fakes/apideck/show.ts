import type { ResourceName } from './resources';
import { all, type CustomValue, type Row, type State } from './state';

/** A record as Apideck answers with it: what follows from other records, and what this CRM has no member for. */
export function show(state: State, name: ResourceName, row: Row): Row {
  switch (name) {
    case 'opportunities':
      return showOpportunity(state, row);
    case 'contacts':
      return showContact(state, row);
    case 'companies':
      return { ...row, deleted: row.deleted === true, interaction_count: 0, row_type: { id: null, name: null } };
    default:
      return row;
  }
}

function showOpportunity(state: State, row: Row): Row {
  const { profile } = state;
  const { contact_ids: _, ...rest } = row;
  const amount = row.monetary_amount as number | null;
  const probability = row.win_probability as number | null;
  return {
    ...rest,
    company_name: nameOfCompany(state, row.company_id),
    expected_revenue: amount === null || probability === null ? null : (amount * probability) / 100,
    interaction_count: row.interaction_count ?? 0,
    deleted: row.deleted === true,
    ...(profile.hasContactIds ? { contact_ids: contactsOf(row) } : {}),
    custom_fields: showCustom(state, row.custom_fields as CustomValue[]),
  };
}

/** Everybody attached to an opportunity, the primary contact first. */
export function contactsOf({ primary_contact_id, contact_ids }: Row): string[] {
  const primary = typeof primary_contact_id === 'string' ? [primary_contact_id] : [];
  return [...new Set([...primary, ...(contact_ids as string[])])];
}

function showCustom({ profile, definitions }: State, values: readonly CustomValue[]): CustomValue[] {
  if (!profile.showsEmptyFields) return [...values];
  return definitions.map(
    ({ id, name, description }) => values.find((value) => value.id === id) ?? { id, name, description, value: null },
  );
}

function showContact(state: State, row: Row): Row {
  const { opportunity_ids: _, ...rest } = row;
  const own = all(state, 'opportunities').filter((opportunity) => contactsOf(opportunity).includes(row.id));
  const whole = { ...rest, company_name: nameOfCompany(state, row.company_id) };
  return state.profile.hasOpportunityIds ? { ...whole, opportunity_ids: own.map(({ id }) => id) } : whole;
}

function nameOfCompany({ tables }: State, id: unknown): unknown {
  return tables.companies.get(id as string)?.name ?? null;
}
