import * as check from './checks';
import type { Check } from './checks';

const { currency, date, email, filled, flag, instant, integer, listOf, number, objectOf, oneOf, open, orNull } = check;
const { readOnly, text } = check;

/** One resource of the CRM API, as the OpenAPI document describes it (`crm.yml`, 10.34.0). */
export interface Resource {
  /** "Opportunity" of "Unknown OpportunityId". */
  entity: string;
  /** Everything a write may name; others are refused. */
  members: Record<string, Check>;
  required: readonly string[];
  filters: readonly string[];
  sorts: readonly string[];
}

export type ResourceName = 'opportunities' | 'contacts' | 'companies' | 'pipelines' | 'users' | 'notes' | 'activities';

const texts = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, orNull(text)]));
const never = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, readOnly]));

const STAMPS = never('id', 'created_at', 'updated_at', 'created_by', 'updated_by');

const passThrough = listOf(
  objectOf(
    {
      service_id: text,
      operation_id: text,
      extend_object: open,
      extend_paths: listOf(objectOf({ path: text, value: () => undefined }, ['path', 'value'])),
    },
    ['service_id'],
  ),
);

const customField: Check = (value) =>
  objectOf({ ...texts('id', 'name', 'description'), value: () => undefined })(value) ??
  (hasText(value, 'id') || hasText(value, 'name') ? undefined : 'must have id or name');

function hasText(value: unknown, name: string): boolean {
  return typeof (value as Record<string, unknown>)[name] === 'string';
}

const common = { pass_through: passThrough, tags: orNull(listOf(text)), custom_fields: listOf(customField) };
const emails = listOf(
  objectOf(
    {
      id: orNull(text),
      email: orNull(email),
      type: orNull(oneOf('primary', 'secondary', 'work', 'personal', 'billing', 'other')),
    },
    ['email'],
  ),
);
const websites = listOf(
  objectOf(
    {
      id: orNull(text),
      url: filled,
      type: orNull(oneOf('primary', 'secondary', 'work', 'personal', 'other')),
    },
    ['url'],
  ),
);
const loose = { addresses: listOf(open), social_links: listOf(open), phone_numbers: listOf(open) };

export const RESOURCES: Record<ResourceName, Resource> = {
  opportunities: {
    entity: 'Opportunity',
    members: {
      ...common,
      ...texts('primary_contact_id', 'description', 'type', 'loss_reason_id', 'loss_reason', 'won_reason_id'),
      ...texts('won_reason', 'pipeline_id', 'pipeline_stage_id', 'source_id', 'lead_id', 'lead_source'),
      ...texts('contact_id', 'company_id', 'company_name', 'owner_id', 'priority', 'status', 'status_id'),
      title: text,
      monetary_amount: orNull(number),
      win_probability: orNull(number),
      currency: orNull(currency),
      close_date: orNull(date),
      contact_ids: listOf(text),
      stage_last_changed_at: orNull(instant),
      ...STAMPS,
      ...never('expected_revenue', 'interaction_count', 'last_activity_at', 'deleted', 'date_stage_changed'),
      ...never('date_last_contacted', 'date_lead_created', 'custom_mappings'),
    },
    required: ['title'],
    filters: ['title', 'status', 'monetary_amount', 'win_probability', 'company_id', 'owner_id', 'primary_contact_id'],
    sorts: ['created_at', 'updated_at', 'title', 'win_probability', 'monetary_amount', 'status'],
  },
  contacts: {
    entity: 'Contact',
    members: {
      ...common,
      ...loose,
      ...texts('name', 'owner_id', 'company_id', 'company_name', 'lead_id', 'first_name', 'middle_name', 'last_name'),
      ...texts('prefix', 'suffix', 'title', 'department', 'language', 'birthday', 'image', 'photo_url', 'lead_source'),
      ...texts('fax', 'description', 'status', 'email_domain'),
      type: orNull(oneOf('customer', 'supplier', 'employee', 'personal')),
      gender: orNull(oneOf('male', 'female', 'unisex')),
      current_balance: orNull(number),
      active: orNull(flag),
      custom_fields: orNull(listOf(customField)),
      emails,
      websites,
      opportunity_ids: listOf(text),
      ...STAMPS,
      ...never('first_call_at', 'first_email_at', 'last_activity_at', 'custom_mappings'),
    },
    required: [],
    filters: [
      'name',
      'first_name',
      'last_name',
      'email',
      'phone_number',
      'company_id',
      'owner_id',
      'updated_since',
      'created_since',
    ],
    sorts: ['created_at', 'updated_at', 'name', 'first_name', 'last_name', 'email'],
  },
  companies: {
    entity: 'Company',
    members: {
      ...common,
      ...loose,
      ...texts('name', 'owner_id', 'image', 'description', 'vat_number', 'status', 'fax', 'annual_revenue', 'industry'),
      ...texts('number_of_employees', 'ownership', 'sales_tax_number', 'payee_number', 'abn_or_tfn', 'abn_branch'),
      ...texts('acn', 'first_name', 'last_name', 'salutation'),
      currency: orNull(currency),
      birthday: orNull(date),
      bank_accounts: listOf(open),
      row_type: open,
      read_only: orNull(flag),
      emails,
      websites,
      ...STAMPS,
      ...never('interaction_count', 'parent_id', 'last_activity_at', 'deleted', 'custom_mappings'),
    },
    required: ['name'],
    filters: ['name', 'updated_since', 'created_since'],
    sorts: ['created_at', 'updated_at', 'name'],
  },
  pipelines: {
    entity: 'Pipeline',
    members: {
      pass_through: passThrough,
      id: text,
      name: filled,
      currency: orNull(currency),
      archived: flag,
      active: flag,
      display_order: orNull(integer),
      win_probability_enabled: flag,
      stages: listOf(open),
      ...never('created_at', 'updated_at'),
    },
    required: ['name'],
    filters: [],
    sorts: [],
  },
  users: {
    entity: 'User',
    members: {
      pass_through: passThrough,
      addresses: listOf(open),
      phone_numbers: listOf(open),
      ...texts('parent_id', 'username', 'name', 'first_name', 'last_name', 'title', 'division', 'department'),
      ...texts('company_name', 'employee_number', 'description', 'image', 'language', 'status', 'password'),
      emails,
      ...STAMPS,
    },
    required: ['emails'],
    filters: ['email', 'name'],
    sorts: [],
  },
  notes: {
    entity: 'Note',
    members: {
      pass_through: passThrough,
      ...texts('title', 'content', 'owner_id', 'contact_id', 'company_id', 'opportunity_id', 'activity_id', 'lead_id'),
      active: orNull(flag),
      ...STAMPS,
      ...never('custom_mappings'),
    },
    required: [],
    filters: ['title', 'owner_id', 'updated_since', 'created_since'],
    sorts: [],
  },
  activities: {
    entity: 'Activity',
    members: {
      pass_through: passThrough,
      ...texts('activity_datetime', 'user_id', 'account_id', 'contact_id', 'company_id', 'opportunity_id', 'lead_id'),
      ...texts('owner_id', 'title', 'description', 'note', 'location', 'start_datetime', 'end_datetime'),
      type: oneOf('call', 'meeting', 'email', 'note', 'task', 'deadline', 'send-letter', 'send-quote', 'other'),
      done: orNull(flag),
      ...STAMPS,
    },
    required: ['type'],
    filters: ['company_id', 'owner_id', 'contact_id', 'updated_since', 'type'],
    sorts: ['created_at', 'updated_at'],
  },
};
