import { applyPatch, newOpportunity } from './change';
import type { CompanyRecord, ContactRecord, OpportunityRecord, Values } from './records';

/** The samples as they are stored. Fixed ids make loading them twice harmless; `.example` domains belong to nobody. */

const DAY = 86_400_000;
const CURRENCY = 'EUR';

function company(key: string, name: string): CompanyRecord {
  return { id: `sample-company-${key}`, name, domain: `${key}.example` };
}

function contact(name: string, title: string, companyKey: string): ContactRecord {
  const address = `${name.toLowerCase().replaceAll(' ', '.')}@${companyKey}.example`;
  return { id: contactId(address), name, addresses: [address], title, companyId: `sample-company-${companyKey}` };
}

function contactId(address: string): string {
  return `sample-contact-${address}`;
}

export const SAMPLE_COMPANIES: readonly CompanyRecord[] = [
  company('tessella', 'Tessella'),
  company('harbourfoods', 'Harbour Foods'),
  company('halden', 'Halden Energy'),
  company('luma', 'Luma Studio'),
];

export const SAMPLE_CONTACTS: readonly ContactRecord[] = [
  contact('Mara Rossi', 'Head of Automation', 'tessella'),
  contact('Ben Okafor', 'Lab Manager', 'tessella'),
  contact('Aiko Tanaka', 'Purchasing', 'harbourfoods'),
  contact('Jonas Weber', 'Managing Director', 'halden'),
  contact('Lea Fontaine', 'Producer', 'luma'),
];

interface Sample {
  key: string;
  address: string;
  relatedAddress?: string;
  fields: Values & { title: string };
  /** Written when it came into its stage. */
  note?: string;
  /** Days from today to the expected close. */
  closesIn?: number;
  /** Days since it came into its stage. */
  inStage: number;
  /** Days since it was last changed, where that was later. */
  changed?: number;
}

const SAMPLES: readonly Sample[] = [
  {
    key: 'lab-robots',
    address: 'mara.rossi@tessella.example',
    relatedAddress: 'ben.okafor@tessella.example',
    fields: {
      title: 'Lab robots, phase 2',
      stageId: 'sales-presentation',
      amount: 84_000,
      priority: 'high',
      sourceId: 'referral',
      tags: ['robotics'],
      nextStep: 'Send the layout of the second lab',
      description: 'Four arms and the software for the second lab. Ben decides on the integration.',
    },
    note: 'Demo went well. They want to see the arms next to the old conveyor before they decide.',
    closesIn: 21,
    inStage: 18,
    changed: 1,
  },
  {
    key: 'maintenance',
    address: 'mara.rossi@tessella.example',
    fields: { title: 'Maintenance 2027', stageId: 'sales-qualified', amount: 12_500, priority: 'medium' },
    closesIn: -5,
    inStage: 4,
  },
  {
    key: 'pilot',
    address: 'mara.rossi@tessella.example',
    fields: { title: 'Pilot, one arm', status: 'won', stageId: 'sales-negotiation', amount: 6_200, sourceId: 'event' },
    inStage: 200,
  },
  {
    key: 'training',
    address: 'ben.okafor@tessella.example',
    fields: { title: 'Operator training', stageId: 'sales-follow-up', amount: 3_800, sourceId: 'inbound' },
    closesIn: 45,
    inStage: 2,
  },
  {
    key: 'sorting-line',
    address: 'aiko.tanaka@harbourfoods.example',
    fields: {
      title: 'Sorting line',
      stageId: 'sales-contract-sent',
      amount: 46_000,
      winProbability: 60,
      nextStep: 'Chase the signature',
      priority: 'high',
    },
    closesIn: 9,
    inStage: 11,
  },
  {
    key: 'cold-store',
    address: 'aiko.tanaka@harbourfoods.example',
    fields: {
      title: 'Cold store sensors',
      status: 'lost',
      stageId: 'sales-presentation',
      amount: 9_900,
      lossReasonId: 'price',
    },
    closesIn: -40,
    inStage: 60,
  },
  {
    key: 'grid-partnership',
    address: 'jonas.weber@halden.example',
    fields: { title: 'Grid inspection partnership', stageId: 'business-development-partner-meeting', amount: 150_000 },
    closesIn: 90,
    inStage: 7,
  },
  {
    key: 'film-rig',
    address: 'lea.fontaine@luma.example',
    fields: { title: 'Camera rig reseller', stageId: 'business-development-first-meeting', sourceId: 'outbound' },
    inStage: 1,
  },
];

function toInstant(time: number): string {
  return new Date(time).toISOString();
}

function toDate(time: number): string {
  return toInstant(time).slice(0, 10);
}

/** The last 4 March before `now`: the pilot was won in March, whenever the samples are loaded. */
function lastMarch(now: number): string {
  const year = new Date(now).getUTCFullYear();
  const thisYear = `${year}-03-04`;
  return thisYear < toDate(now) ? thisYear : `${year - 1}-03-04`;
}

function toRecord(sample: Sample, now: number): OpportunityRecord {
  const { key, address, relatedAddress, fields, note, closesIn, inStage, changed = inStage } = sample;
  const { id, companyId } = SAMPLE_CONTACTS.find(({ addresses }) => addresses.includes(address))!;
  const origin = { id: `sample-${key}`, contactId: id, companyId, currency: CURRENCY };
  const entered = toInstant(now - inStage * DAY);
  const closeDate = closesIn === undefined ? null : toDate(now + closesIn * DAY);
  const created = newOpportunity({ title: fields.title }, origin, toInstant(now - (inStage + 10) * DAY));
  return {
    ...applyPatch(created, { closeDate, ...fields }, entered),
    stageChangedAt: entered,
    updatedAt: toInstant(now - changed * DAY),
    relatedContactIds: relatedAddress === undefined ? [] : [contactId(relatedAddress)],
    notes: note === undefined ? [] : [{ id: `sample-note-${key}`, text: note, at: entered }],
  };
}

/** The sample opportunities, dated around `now` (epoch milliseconds). */
export function toSampleOpportunities(now: number): OpportunityRecord[] {
  return SAMPLES.map((sample) => {
    const record = toRecord(sample, now);
    return sample.key === 'pilot' ? { ...record, closeDate: lastMarch(now) } : record;
  });
}
