/** Records as Copper keeps and sends them. Times are Unix seconds; a close date is a text in the account's format. */

export interface CustomFieldValue {
  custom_field_definition_id: number;
  value: unknown;
}

interface Base {
  id: number;
  tags: string[];
  interaction_count: number;
  date_created: number;
  date_modified: number;
  custom_fields: CustomFieldValue[];
}

export interface OpportunityRecord extends Base {
  name: string;
  assignee_id: number | null;
  close_date: string | null;
  company_id: number | null;
  company_name: string | null;
  customer_source_id: number | null;
  details: string | null;
  loss_reason_id: number | null;
  pipeline_id: number | null;
  pipeline_stage_id: number | null;
  /** Of the pipeline; not kept with the record. */
  pipeline_type?: string | null;
  pipeline_is_revenue?: boolean | null;
  primary_contact_id: number | null;
  priority: string | null;
  status: string;
  monetary_unit: string | null;
  monetary_value: number | null;
  converted_unit: string | null;
  converted_value: number | null;
  win_probability: number | null;
  date_stage_changed: number | null;
  date_last_contacted: number | null;
  leads_converted_from: unknown[];
  date_lead_created: number | null;
}

export interface PersonRecord extends Base {
  name: string;
  prefix: string | null;
  first_name: string | null;
  middle_name: string | null;
  last_name: string | null;
  suffix: string | null;
  address: Address | null;
  assignee_id: number | null;
  company_id: number | null;
  company_name: string | null;
  contact_type_id: number | null;
  details: string | null;
  emails: { email: string; category: string }[];
  phone_numbers: { number: string; category: string }[];
  socials: { url: string; category: string }[];
  title: string | null;
  websites: { url: string; category: string | null }[];
  date_last_contacted: number | null;
  leads_converted_from: unknown[];
  date_lead_created: number | null;
}

export interface CompanyRecord extends Base {
  name: string;
  address: Address | null;
  assignee_id: number | null;
  contact_type_id: number | null;
  details: string | null;
  email_domain: string | null;
  phone_numbers: { number: string; category: string }[];
  socials: { url: string; category: string }[];
  websites: { url: string; category: string | null }[];
}

interface Address {
  street: string | null;
  city: string | null;
  state: string | null;
  postal_code: string | null;
  country: string | null;
}

export interface ActivityRecord {
  id: number;
  parent: { id: number; type: string };
  type: { id: number; category: string };
  user_id: number;
  details: string | null;
  activity_date: number;
  old_value: null;
  new_value: null;
  date_created: number;
  date_modified: number;
}

interface PipelineRecord {
  id: number;
  name: string;
  type: string;
  is_revenue: boolean;
  stages: { id: number; name: string; win_probability: number | null }[];
}

export type DataType =
  | 'String'
  | 'Text'
  | 'Dropdown'
  | 'Date'
  | 'Checkbox'
  | 'Float'
  | 'URL'
  | 'Percentage'
  | 'Currency'
  | 'Connect'
  | 'MultiSelect';

export interface CustomFieldDefinition {
  id: number;
  name: string;
  data_type: DataType;
  available_on: string[];
  is_filterable: boolean;
  /** In no order; shown by `rank`. */
  options?: (Named & { rank: number })[];
  currency?: string;
  /** The other side of a `Connect` field; one that points to users has none. */
  connected_id?: number;
}

/** One end of a connection. */
export interface LinkEnd {
  id: number;
  entity_type: string;
}

/** One connection of a `Connect` field. */
export interface LinkRecord {
  id: number;
  custom_field_definition_id: number;
  source: LinkEnd;
  target: LinkEnd;
  /** The same seen from the other side, where the field has one. */
  twin: number | null;
}

export interface Named {
  id: number;
  name: string;
}

/** What an account starts with. */
export interface Seed {
  account: Named & { primary_timezone: string };
  users: (Named & { email: string })[];
  pipelines: PipelineRecord[];
  lossReasons: Named[];
  customerSources: Named[];
  contactTypes: Named[];
  customFieldDefinitions: CustomFieldDefinition[];
  companies: (Partial<CompanyRecord> & { id: number; name: string })[];
  people: (Partial<PersonRecord> & { id: number; name: string })[];
  opportunities: (Partial<OpportunityRecord> & { id: number; name: string })[];
  /** Further contacts of opportunities: `[opportunity, person]`. */
  links: (readonly [number, number])[];
}
