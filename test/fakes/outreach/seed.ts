import type { Seed, StoredRecord } from './state';

type Attributes = Record<string, unknown>;
type Relations = Record<string, number | null>;

const record = (
  type: StoredRecord['type'],
  id: number,
  attributes: Attributes,
  relations: Relations = {},
): StoredRecord => ({ type, id, attributes, relations });

const stage = (id: number, order: number, name: string, isClosed = false) =>
  record('opportunityStage', id, { name, order, isClosed, color: '#5951FF' });

/** Stages, users and custom fields; nobody and nothing in them. */
export const EMPTY_SEED: Seed = {
  records: [
    record('user', 1, { firstName: 'Jo', lastName: 'Keller', email: 'jo@northwind.example' }),
    record('user', 2, { firstName: 'Sam', lastName: 'Whitfield', email: 'sam@northwind.example' }),
    record('user', 3, { firstName: 'Gone', lastName: 'Long', email: 'gone@northwind.example', locked: true }),
    // Not in their order: a list has to be sorted to be one.
    stage(14, 40, 'Closed Won', true),
    stage(11, 10, 'Discovery'),
    stage(12, 20, 'Proposal'),
    stage(13, 30, 'Negotiation'),
    stage(15, 50, 'Closed Lost', true),
    stage(16, 60, 'Disqualified', true),
  ],
  validations: {
    custom1: { type: 'string', label: 'Reference', required: false, definition: null },
    custom2: { type: 'boolean', label: 'Public tender', required: false, definition: null },
    custom3: { type: 'currency', label: 'Budget', required: false, definition: 'EUR' },
    custom4: { type: 'date', label: 'Go-live', required: false, definition: null },
    custom5: { type: 'date_time', label: 'Demo at', required: false, definition: null },
    custom6: { type: 'inclusion', label: 'Region', required: true, definition: ['North', 'South'] },
    custom7: { type: 'multi_inclusion', label: 'Products', required: false, definition: ['Arms', 'Belts', 'Sensors'] },
    custom8: { type: 'numerical', label: 'Seats', required: false, definition: null },
    custom9: { type: 'percentage', label: 'Discount', required: false, definition: null },
    custom10: { type: 'phone_number', label: 'Hotline', required: false, definition: null },
    custom11: { type: 'url', label: 'Specification', required: false, definition: null },
    custom150: { type: 'string', label: null, required: false, definition: null },
  },
};

const person = (
  id: number,
  firstName: string,
  lastName: string,
  email: string,
  title: string | null,
  account: number | null,
) => record('prospect', id, { firstName, lastName, emails: [email], title }, { account, owner: 1 });

/** A small account with something to look up: Tessella and its people, and a freelancer without a company. */
export const DEFAULT_SEED: Seed = {
  ...EMPTY_SEED,
  records: [
    ...EMPTY_SEED.records,
    record('account', 21, { name: 'Tessella', domain: 'tessella.example' }, { owner: 1 }),
    record('account', 22, { name: 'Brightwater Foods', domain: 'brightwater.example' }, { owner: 2 }),
    person(31, 'Mara', 'Rossi', 'mara.rossi@tessella.example', 'Head of Automation', 21),
    person(32, 'Ben', 'Okafor', 'ben.okafor@tessella.example', 'Lab Manager', 21),
    person(33, 'Ines', 'Duarte', 'ines@brightwater.example', 'Plant Director', 22),
    person(34, 'Kim', 'Aalto', 'kim.aalto@gmail.com', null, null),
    record(
      'opportunity',
      41,
      {
        name: 'Lab robots, phase 2',
        amount: 84_000,
        amountPrecise: '84000.0',
        closeDate: '2026-12-12T00:00:00.000Z',
        currencyType: 'EUR',
        custom1: 'LR-2',
        custom7: 'Arms;Sensors',
        description: 'Six arms for the second floor; the demo went well.',
        leadSource: 'Fair',
        nextStep: 'Send the contract',
        probability: 60,
        tags: ['robots', 'phase 2'],
        createdAt: '2026-08-10T09:00:00.000Z',
        touchedAt: '2026-11-17T09:00:00.000Z',
        updatedAt: '2026-11-18T09:00:00.000Z',
      },
      { account: 21, opportunityStage: 12, owner: 1, primaryProspect: 31, creator: 1, updater: 1 },
    ),
    record(
      'opportunity',
      42,
      {
        name: 'Maintenance 2027',
        amount: 12_500,
        amountPrecise: '12500.0',
        closeDate: '2026-11-03T00:00:00.000Z',
        probability: 20,
        createdAt: '2026-10-01T09:00:00.000Z',
        updatedAt: '2026-11-16T09:00:00.000Z',
      },
      { account: 21, opportunityStage: 11, owner: 2, primaryProspect: 32, creator: 2, updater: 2 },
    ),
    record(
      'opportunity',
      43,
      {
        name: 'Pilot, one arm',
        amount: 6_200,
        amountPrecise: '6200.0',
        closeDate: '2026-03-04T00:00:00.000Z',
        probability: 100,
        createdAt: '2025-12-01T09:00:00.000Z',
        updatedAt: '2026-03-04T09:00:00.000Z',
      },
      { account: 21, opportunityStage: 14, owner: 1, primaryProspect: 31, creator: 1, updater: 1 },
    ),
    record(
      'opportunity',
      44,
      {
        name: 'Packing line',
        amount: 230_000,
        amountPrecise: '230000.0',
        closeDate: '2027-02-28T00:00:00.000Z',
        createdAt: '2026-06-15T09:00:00.000Z',
        updatedAt: '2026-11-10T09:00:00.000Z',
      },
      { account: 22, opportunityStage: 13, owner: null, primaryProspect: 33, creator: 1, updater: 1 },
    ),
    record(
      'opportunity',
      45,
      { name: 'Studio gantry', createdAt: '2026-11-01T09:00:00.000Z', updatedAt: '2026-11-02T09:00:00.000Z' },
      { account: null, opportunityStage: null, owner: 1, primaryProspect: 34, creator: 1, updater: 1 },
    ),
    record('opportunityProspectRole', 51, { primary: false, role: 'Champion' }, { opportunity: 42, prospect: 31 }),
  ],
};
