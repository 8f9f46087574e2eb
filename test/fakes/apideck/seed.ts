import type { Row, Seed } from './state';

const stage = (id: string, display_order: number, name: string, win_probability: number) => ({
  id,
  name,
  value: id,
  win_probability,
  display_order,
  archived: false,
});

const user = (id: string, first_name: string, last_name: string, email: string): Row => ({
  id,
  name: `${first_name} ${last_name}`,
  first_name,
  last_name,
  username: email,
  emails: [{ id: null, email, type: 'primary' }],
});

const custom = (id: string, name: string, description: string, value: unknown) => ({ id, name, description, value });

/** Pipelines, users and custom fields; nobody and nothing in them. */
export const EMPTY_SEED: Seed = {
  records: {
    users: [user('1', 'Jo', 'Keller', 'jo@northwind.example'), user('2', 'Sam', 'Whitfield', 'sam@northwind.example')],
    pipelines: [
      {
        id: '11',
        name: 'Sales',
        currency: 'EUR',
        archived: false,
        active: true,
        display_order: 1,
        win_probability_enabled: true,
        // Not in their order: a list has to be sorted to be one.
        stages: [
          stage('114', 4, 'Contract', 90),
          stage('111', 1, 'Discovery', 10),
          stage('112', 2, 'Proposal', 40),
          stage('113', 3, 'Negotiation', 70),
        ],
      },
      {
        id: '12',
        name: 'Service',
        currency: 'EUR',
        archived: false,
        active: true,
        display_order: 2,
        win_probability_enabled: true,
        stages: [stage('121', 1, 'Request', 20), stage('122', 2, 'Offer', 50), stage('123', 3, 'Renewal', 80)],
      },
    ],
  },
  definitions: [
    { id: '901', name: 'reference', description: 'Reference', kind: 'string' },
    { id: '902', name: 'seats', description: 'Seats', kind: 'number' },
    { id: '903', name: 'public_tender', description: 'Public tender', kind: 'boolean' },
    { id: '904', name: 'products', description: 'Products', kind: 'list' },
    { id: '905', name: 'origin', description: 'Origin', kind: 'object' },
  ],
};

const past = (id: string, seats: number): Row => ({
  id,
  title: `Closed ${id}`,
  status: 'Won',
  priority: 'Low',
  monetary_amount: 1_000 + seats,
  currency: 'EUR',
  win_probability: seats,
  close_date: '2024-03-04',
  created_at: '2024-01-02T09:00:00.000Z',
  updated_at: `2024-03-04T09:00:${seats}.000Z`,
  custom_fields: [
    custom('901', 'reference', 'Reference', `R-${id}`),
    custom('902', 'seats', 'Seats', seats),
    custom('903', 'public_tender', 'Public tender', false),
    custom('904', 'products', 'Products', ['Arms', 'Belts']),
    custom('905', 'origin', 'Origin', { country: 'DE' }),
  ],
});

/** Deals of long ago, of nobody and in no stage: all there is to tell which custom fields there are. */
export const PAST_SEED: Seed = {
  ...EMPTY_SEED,
  records: { ...EMPTY_SEED.records, opportunities: [past('81', 12), past('82', 13)] },
};

const person = (id: string, name: string, email: string, title: string | null, company_id: string | null): Row => ({
  id,
  name,
  first_name: name.split(' ')[0],
  last_name: name.split(' ')[1],
  title,
  company_id,
  owner_id: '1',
  emails: [{ id: null, email, type: 'primary' }],
});

const company = (id: string, name: string, domain: string): Row => ({
  id,
  name,
  owner_id: '1',
  websites: [{ id: null, url: `https://www.${domain}`, type: 'primary' }],
  emails: [{ id: null, email: `hello@${domain}`, type: 'primary' }],
});

/** A small account with something to look up: Tessella and its people, and a freelancer without a company. */
export const DEFAULT_SEED: Seed = {
  ...EMPTY_SEED,
  records: {
    ...EMPTY_SEED.records,
    companies: [
      company('21', 'Tessella', 'tessella.example'),
      company('22', 'Brightwater Foods', 'brightwater.example'),
    ],
    contacts: [
      person('31', 'Mara Rossi', 'mara.rossi@tessella.example', 'Head of Automation', '21'),
      person('32', 'Ben Okafor', 'ben.okafor@tessella.example', 'Lab Manager', '21'),
      person('33', 'Ines Duarte', 'ines@brightwater.example', 'Plant Director', '22'),
      person('34', 'Kim Aalto', 'kim.aalto@gmail.com', null, null),
    ],
    opportunities: [
      {
        id: '41',
        title: 'Lab robots, phase 2',
        primary_contact_id: '31',
        company_id: '21',
        owner_id: '1',
        monetary_amount: 84_000,
        currency: 'EUR',
        win_probability: 60,
        close_date: '2026-12-12',
        pipeline_id: '11',
        pipeline_stage_id: '112',
        status: 'Open',
        priority: 'High',
        type: 'Upgrade',
        lead_source: 'Fair',
        source_id: '71',
        description: 'Six arms for the second floor; the demo went well.',
        tags: ['robots', 'phase 2'],
        interaction_count: 14,
        date_last_contacted: '2026-11-17T09:00:00.000Z',
        stage_last_changed_at: '2026-11-02T09:00:00.000Z',
        custom_mappings: { erp_number: 'D-4711' },
        custom_fields: [
          custom('901', 'reference', 'Reference', 'LR-2'),
          custom('902', 'seats', 'Seats', 6),
          custom('904', 'products', 'Products', ['Arms', 'Sensors']),
        ],
        created_at: '2026-08-10T09:00:00.000Z',
        updated_at: '2026-11-18T09:00:00.000Z',
        created_by: '1',
        updated_by: '1',
      },
      {
        id: '42',
        title: 'Maintenance 2027',
        primary_contact_id: '32',
        contact_ids: ['31'],
        company_id: '21',
        owner_id: '2',
        monetary_amount: 12_500,
        currency: 'EUR',
        win_probability: 20,
        close_date: '2026-11-03',
        pipeline_id: '12',
        pipeline_stage_id: '121',
        status: 'Open',
        created_at: '2026-10-01T09:00:00.000Z',
        updated_at: '2026-11-16T09:00:00.000Z',
      },
      {
        id: '43',
        title: 'Pilot, one arm',
        primary_contact_id: '31',
        company_id: '21',
        owner_id: '1',
        monetary_amount: 6_200,
        currency: 'EUR',
        win_probability: 100,
        close_date: '2026-03-04',
        pipeline_id: '11',
        pipeline_stage_id: '114',
        status: 'Won',
        won_reason_id: '51',
        won_reason: 'Best pitch',
        created_at: '2025-12-01T09:00:00.000Z',
        updated_at: '2026-03-04T09:00:00.000Z',
      },
      {
        id: '44',
        title: 'Packing line',
        primary_contact_id: '33',
        company_id: '22',
        monetary_amount: 230_000,
        currency: 'EUR',
        win_probability: 70,
        close_date: '2027-02-28',
        pipeline_id: '11',
        pipeline_stage_id: '113',
        // Planhat's word for an open deal.
        status: 'active',
        created_at: '2026-06-15T09:00:00.000Z',
        updated_at: '2026-11-10T09:00:00.000Z',
      },
      {
        id: '45',
        title: 'Studio gantry',
        primary_contact_id: '34',
        owner_id: '1',
        status: 'Open',
        created_at: '2026-11-01T09:00:00.000Z',
        updated_at: '2026-11-02T09:00:00.000Z',
      },
    ],
    notes: [
      {
        id: '61',
        title: 'Call',
        content: 'Wants a second demo.',
        opportunity_id: '41',
        contact_id: '31',
        owner_id: '1',
        created_at: '2026-11-12T09:00:00.000Z',
        updated_at: '2026-11-12T09:00:00.000Z',
      },
    ],
  },
};
