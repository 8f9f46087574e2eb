import type { Capabilities, Connection } from '../../lib/domain/connection';
import type { Creation, Delivery, Edit } from '../../lib/domain/edit';
import type { OpenEmail, Participant } from '../../lib/domain/open-email';
import type { Opportunity, OpportunityPatch } from '../../lib/domain/opportunity';
import { blankOpportunity, fieldsOf, pick, STATUSES } from '../../lib/domain/opportunity';
import type { ActivityEntry, PanelState, Section } from '../../lib/domain/panel-state';
import { EMPTY_PANEL } from '../../lib/domain/panel-state';
import type { Catalog } from '../../lib/domain/pipeline';
import { EMPTY_CATALOG } from '../../lib/domain/pipeline';
import { filtersBut, SORTS } from '../../lib/domain/search';

/** A Tuesday noon, UTC. */
export const NOW = Date.UTC(2026, 10, 24, 12);

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export const COPPER: Connection = {
  id: 'copper-1',
  crm: 'copper',
  label: 'Copper',
  accountName: 'jo@harbour.example',
  origins: ['https://api.copper.com/*'],
  connectedAt: NOW - DAY,
  isDefault: false,
};
export const LOCAL: Connection = {
  id: 'local',
  crm: 'local',
  label: 'On this device',
  accountName: '',
  origins: [],
  connectedAt: NOW - DAY,
  isDefault: false,
};

export const EVERYTHING: Capabilities = {
  fields: [
    'title',
    'status',
    'pipelineId',
    'stageId',
    'winProbability',
    'amount',
    'closeDate',
    'priority',
    'ownerId',
    'lossReasonId',
    'sourceId',
    'nextStep',
    'description',
    'tags',
  ],
  statuses: STATUSES,
  isLossReasonRequired: true,
  canDelete: true,
  notes: 'opportunity',
  canListNotes: true,
  filters: filtersBut('companies'),
  sorts: SORTS,
};

const stages = (prefix: string, names: string[]) =>
  names.map((name, index) => ({ id: `${prefix}${index + 1}`, name, winProbability: (index + 1) * 10 }));

export const CATALOG: Catalog = {
  ...EMPTY_CATALOG,
  pipelines: [
    {
      id: 'sales',
      name: 'Sales',
      isRevenue: true,
      stages: stages('s', ['Qualified', 'First meeting', 'Presentation', 'Negotiation', 'Contract']),
    },
    { id: 'hiring', name: 'Partners', isRevenue: false, stages: stages('p', ['Contacted', 'Signed']) },
  ],
  lossReasons: [
    { id: 'price', name: 'Price' },
    { id: 'timing', name: 'Timing' },
  ],
  owners: [
    { id: 'jo', name: 'Jo Harbour' },
    { id: 'sam', name: 'Sam Lind' },
  ],
  sources: [{ id: 'fair', name: 'Trade fair' }],
  tags: ['robots', 'arm'],
  customFields: [],
  limits: {},
  currency: 'EUR',
};

/** An open deal of the Copper account, with what differs. */
export function opportunity(id: string, own: Partial<Opportunity> = {}): Opportunity {
  return {
    ...blankOpportunity({ connection: COPPER.id, id }),
    title: 'Lab robots, phase 2',
    status: 'open',
    pipelineId: 'sales',
    stageId: 's3',
    winProbability: 35,
    amount: 84_000,
    closeDate: '2026-12-12',
    priority: 'none',
    ownerId: 'jo',
    tags: ['robots'],
    currency: 'EUR',
    contactId: 'c1',
    companyId: 'o1',
    companyName: 'Tessella',
    stageChangedAt: new Date(NOW - 18 * DAY).toISOString(),
    createdAt: new Date(NOW - 60 * DAY).toISOString(),
    updatedAt: new Date(NOW - DAY).toISOString(),
    url: `https://app.copper.example/deals/${id}`,
    ...own,
  };
}

export const ROBOTS = opportunity('1');
export const MAINTENANCE = opportunity('2', {
  title: 'Maintenance 2027',
  stageId: 's1',
  winProbability: 5,
  amount: 12_500,
  closeDate: '2026-11-03',
  stageChangedAt: new Date(NOW - 4 * DAY).toISOString(),
});
export const PILOT = opportunity('3', {
  title: 'Pilot, one arm',
  status: 'won',
  stageId: 's5',
  winProbability: 100,
  amount: 6200,
  closeDate: '2026-03-04',
});

export function section(opportunities: Opportunity[], own: Partial<Section> = {}): Section {
  return {
    connection: COPPER,
    capabilities: EVERYTHING,
    catalog: CATALOG,
    status: 'ready',
    failure: null,
    asOf: NOW - 2 * MINUTE,
    contact: {
      id: 'c1',
      name: 'Mara Rossi',
      addresses: ['mara.rossi@tessella.example'],
      title: null,
      companyId: 'o1',
      companyName: 'Tessella',
      url: 'https://app.copper.example/people/c1',
    },
    company: { id: 'o1', name: 'Tessella', domain: 'tessella.example' },
    matches: opportunities.map((one) => ({ reason: 'primary-contact', opportunity: one })),
    isMirrored: false,
    isTruncated: false,
    hasMore: own.isTruncated ?? false,
    total: null,
    unsupported: [],
    offersSamples: false,
    ...own,
  };
}

export const MARA = { name: 'Mara Rossi', address: 'mara.rossi@tessella.example' };

export const EMAIL: OpenEmail = {
  account: { index: 0, address: 'jo@harbour.example' },
  threadId: '18c0ffee18c0ffee',
  messageId: '18c0ffee18c0ffee',
  subject: 'Re: Lab robots: revised offer',
  sender: MARA,
  participants: [{ ...MARA, role: 'from' }],
  senders: [MARA.address],
  isPopOut: false,
  viaGroup: false,
};

export function participants(count: number): Participant[] {
  return Array.from({ length: count }, (_, index) => ({
    name: index === 0 ? MARA.name : `Person ${index + 1}`,
    address: index === 0 ? MARA.address : `person${index + 1}@tessella.example`,
    role: 'to',
  }));
}

/** Mara's email open, with these opportunities in Copper. */
export function panelState(opportunities: Opportunity[], own: Partial<PanelState> = {}): PanelState {
  return {
    ...EMPTY_PANEL,
    email: EMAIL,
    people: participants(1),
    subject: MARA,
    sections: [section(opportunities)],
    ...own,
  };
}

let made = 0;

/** An edit of `target`, a minute old. */
export function edit(target: Opportunity, patch: OpportunityPatch, delivery: Delivery, own: Partial<Edit> = {}): Edit {
  made += 1;
  return {
    id: `edit-${made}`,
    ref: target.ref,
    patch,
    base: pick(target, fieldsOf(patch)),
    at: NOW - MINUTE + made,
    attempts: 1,
    delivery,
    undoes: null,
    ...own,
  };
}

export function creation(delivery: Delivery, own: Partial<Creation> = {}): Creation {
  made += 1;
  return {
    id: `creation-${made}`,
    connection: COPPER.id,
    person: MARA,
    domain: 'tessella.example',
    threadId: EMAIL.threadId,
    account: EMAIL.account.address,
    draft: { title: 'Tessella: Lab robots: revised offer' },
    at: NOW - MINUTE,
    attempts: 1,
    delivery,
    isUndo: false,
    made: {},
    ...own,
  };
}

/** What the activity tells of an edit of `target`; `now` is what the edit made of it, unless told otherwise. */
export function edited(target: Opportunity, own: Edit, now: OpportunityPatch = own.patch): ActivityEntry {
  return { is: 'edit', edit: own, title: target.title, currency: target.currency, now };
}

/** What the activity tells of a creation. */
export function created(own: Creation): ActivityEntry {
  return { is: 'creation', creation: own };
}
