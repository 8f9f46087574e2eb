import type { CustomFieldDefinition, DataType, Seed } from './records';

/** Pipelines, sources and loss reasons of Copper's own examples; nobody and nothing in them. */
export const EMPTY_SEED: Seed = {
  account: { id: 100_624, name: 'Northwind Robotics', primary_timezone: 'Europe/Berlin' },
  users: [
    { id: 137_658, name: 'Jo Keller', email: 'jo@northwind.example' },
    { id: 159_258, name: 'Sam Whitfield', email: 'sam@northwind.example' },
  ],
  pipelines: [
    {
      id: 213_214,
      name: 'Sales',
      type: 'opportunity',
      is_revenue: true,
      stages: [
        { id: 987_790, name: 'Qualified', win_probability: 5 },
        { id: 987_791, name: 'Follow-up', win_probability: 10 },
        { id: 987_792, name: 'Presentation', win_probability: 20 },
        { id: 987_793, name: 'Contract Sent', win_probability: 40 },
        { id: 987_794, name: 'Negotiation', win_probability: 80 },
      ],
    },
    {
      id: 213_215,
      name: 'Business Development',
      type: 'opportunity',
      is_revenue: true,
      stages: [
        { id: 987_795, name: 'First Meeting', win_probability: 10 },
        { id: 987_796, name: 'Partner Meeting', win_probability: 25 },
        { id: 987_797, name: 'Negotiation', win_probability: 50 },
        { id: 987_798, name: 'Term Sheet', win_probability: 75 },
      ],
    },
  ],
  lossReasons: [
    { id: 308_806, name: 'Price' },
    { id: 308_807, name: 'Features' },
    { id: 308_808, name: 'Competitor' },
  ],
  customerSources: [
    { id: 331_240, name: 'Email' },
    { id: 331_241, name: 'Cold Call' },
    { id: 331_242, name: 'Advertising' },
  ],
  contactTypes: [
    { id: 451_490, name: 'Potential Customer' },
    { id: 451_491, name: 'Current Customer' },
    { id: 451_492, name: 'Uncategorized' },
    { id: 451_493, name: 'Other' },
  ],
  customFieldDefinitions: [
    field(100_764, 'Reference', 'String', { available_on: ['opportunity', 'person'] }),
    field(103_481, 'Notes', 'Text'),
    field(126_240, 'Products', 'MultiSelect', {
      available_on: ['opportunity', 'company'],
      options: [
        { id: 167_775, name: 'Rails', rank: 1 },
        { id: 167_774, name: 'Arms', rank: 0 },
        { id: 167_776, name: 'Grippers', rank: 2 },
      ],
    }),
    field(126_241, 'Public tender', 'Checkbox'),
    field(126_242, 'Region', 'Dropdown', {
      options: [
        { id: 167_780, name: 'North', rank: 0 },
        { id: 167_781, name: 'South', rank: 1 },
      ],
    }),
    field(126_243, 'Installation', 'Date'),
    field(126_244, 'Floor area', 'Float'),
    field(126_245, 'Plans', 'URL'),
    field(126_246, 'Discount', 'Percentage'),
    field(126_247, 'Service fee', 'Currency', { currency: 'EUR' }),
    field(126_248, 'Delivered by', 'Connect', { connected_id: 126_249 }),
    field(126_249, 'Delivers', 'Connect', { available_on: ['company'], connected_id: 126_248 }),
  ],
  companies: [],
  people: [],
  opportunities: [],
  links: [],
};

function field(
  id: number,
  name: string,
  data_type: DataType,
  rest: Partial<CustomFieldDefinition> = {},
): CustomFieldDefinition {
  return { id, name, data_type, available_on: ['opportunity'], is_filterable: true, ...rest };
}

const day = (date: string) => Date.parse(`${date}T09:00:00Z`) / 1000;

/** A small account with something to look up: Tessella and its people, and a freelancer without a company. */
export const DEFAULT_SEED: Seed = {
  ...EMPTY_SEED,
  customFieldDefinitions: [
    ...EMPTY_SEED.customFieldDefinitions,
    // Points to users, and so has no other side.
    field(126_250, 'Second owner', 'Connect'),
  ],
  companies: [
    { id: 9_607_580, name: 'Tessella', email_domain: 'tessella.example' },
    { id: 9_607_581, name: 'Brightwater Foods', email_domain: 'brightwater.example' },
  ],
  people: [
    person(27_140_359, 'Mara Rossi', 'mara.rossi@tessella.example', 9_607_580, 'Head of Automation'),
    person(27_140_360, 'Ben Okafor', 'ben.okafor@tessella.example', 9_607_580, 'Lab Manager'),
    person(27_140_361, 'Ines Duarte', 'ines@brightwater.example', 9_607_581, 'Plant Director'),
    person(27_140_362, 'Kim Aalto', 'kim.aalto@gmail.com', null, null),
  ],
  opportunities: [
    {
      id: 2_827_698,
      name: 'Lab robots, phase 2',
      company_id: 9_607_580,
      primary_contact_id: 27_140_359,
      monetary_value: 84_000,
      close_date: '12/12/2026',
      pipeline_id: 213_214,
      pipeline_stage_id: 987_792,
      priority: 'High',
      assignee_id: 137_658,
      customer_source_id: 331_240,
      details: 'Six arms for the second floor; the demo went well.',
      tags: ['robots', 'phase 2'],
      interaction_count: 14,
      date_last_contacted: day('2026-11-17'),
      leads_converted_from: [{ lead_id: 11_393_303, converted_timestamp: day('2026-08-10') }],
      date_lead_created: day('2026-07-30'),
      custom_fields: [
        { custom_field_definition_id: 100_764, value: 'LR-2' },
        { custom_field_definition_id: 126_240, value: [167_774, 167_776] },
        { custom_field_definition_id: 126_241, value: true },
        { custom_field_definition_id: 126_242, value: 167_780 },
        { custom_field_definition_id: 126_243, value: Date.UTC(2027, 2, 1) / 1000 },
        { custom_field_definition_id: 126_244, value: 240.5 },
        { custom_field_definition_id: 126_245, value: 'https://plans.tessella.example/lab' },
        { custom_field_definition_id: 126_246, value: 5 },
        { custom_field_definition_id: 126_247, value: 1_200 },
      ],
      date_stage_changed: day('2026-11-02'),
      date_created: day('2026-08-10'),
      date_modified: day('2026-11-18'),
    },
    {
      id: 2_827_699,
      name: 'Maintenance 2027',
      company_id: 9_607_580,
      primary_contact_id: 27_140_360,
      monetary_value: 12_500,
      close_date: '11/3/2026',
      pipeline_id: 213_214,
      pipeline_stage_id: 987_790,
      assignee_id: 159_258,
      date_stage_changed: day('2026-11-16'),
      date_created: day('2026-10-01'),
      date_modified: day('2026-11-16'),
    },
    {
      id: 2_827_700,
      name: 'Pilot, one arm',
      company_id: 9_607_580,
      primary_contact_id: 27_140_359,
      monetary_value: 6_200,
      close_date: '3/4/2026',
      pipeline_id: 213_214,
      pipeline_stage_id: 987_794,
      win_probability: 100,
      status: 'Won',
      date_created: day('2025-12-01'),
      date_modified: day('2026-03-04'),
    },
    {
      id: 2_827_701,
      name: 'Packing line',
      company_id: 9_607_581,
      primary_contact_id: 27_140_361,
      monetary_value: 230_000,
      close_date: '2/28/2027',
      pipeline_id: 213_214,
      pipeline_stage_id: 987_793,
      date_created: day('2026-06-15'),
      date_modified: day('2026-11-10'),
    },
    {
      id: 2_827_702,
      name: 'Studio gantry',
      primary_contact_id: 27_140_362,
      monetary_value: 4_800,
      pipeline_id: 213_215,
      pipeline_stage_id: 987_795,
      date_created: day('2026-11-05'),
      date_modified: day('2026-11-05'),
    },
  ],
  // Ines advises on Tessella's second phase.
  links: [[2_827_698, 27_140_361]],
};

function person(
  id: number,
  name: string,
  email: string,
  company_id: number | null,
  title: string | null,
): Seed['people'][number] {
  const [first_name = null, last_name = null] = name.split(' ');
  return { id, name, first_name, last_name, title, company_id, emails: [{ email, category: 'work' }] };
}
