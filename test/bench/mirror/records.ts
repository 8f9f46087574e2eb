import type { Company, Contact } from '../../../lib/domain/match';
import type { Opportunity } from '../../../lib/domain/opportunity';
import { blankOpportunity } from '../../../lib/domain/opportunity';

/**
 * A CRM of any size, the same every time: a company has five contacts and ten opportunities, and each contact leads two
 * of them. What one person has does not grow with the CRM, so neither should the time to find it.
 */
export const PER_COMPANY = { contacts: 5, opportunities: 10 };

export const CONNECTION = 'crm';

const KINDS = ['Robot', 'Packing', 'Welding', 'Sorting', 'Picking', 'Paint', 'Press', 'Cooling', 'Loading', 'Sanding'];
const SYLLABLES = [
  'ba',
  'cor',
  'del',
  'fen',
  'gar',
  'hul',
  'jan',
  'kem',
  'lor',
  'mir',
  'nor',
  'pol',
  'rus',
  'sev',
  'tam',
];
const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 0, 1);

/** A word of three syllables; 3,375 of them. */
function word(index: number): string {
  const count = SYLLABLES.length;
  return [index, Math.floor(index / count), Math.floor(index / count ** 2)]
    .map((part) => SYLLABLES[part % count] ?? '')
    .join('');
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export const companyName = (company: number) => `${capital(word(company * 7))} ${capital(word(company * 11 + 3))}`;
export const domainOf = (company: number) => `${word(company * 7)}-${company}.example`;
export const addressOf = (contact: number) =>
  `person${contact}@${domainOf(Math.floor(contact / PER_COMPANY.contacts))}`;
/** What a rep types of an opportunity's title: one of its words, with no other deal's than a few dozen. */
export const titleWordOf = (opportunity: number) => word(opportunity * 13 + 5);

export function companyAt(company: number): Company {
  return { id: `c${company}`, name: companyName(company), domain: domainOf(company) };
}

export function contactAt(contact: number): Contact {
  const company = Math.floor(contact / PER_COMPANY.contacts);
  return {
    id: `p${contact}`,
    name: `Person ${contact} ${capital(word(contact))}`,
    addresses: [addressOf(contact)],
    title: 'Head of Production',
    companyId: `c${company}`,
    companyName: companyName(company),
    url: null,
  };
}

export function opportunityAt(opportunity: number): Opportunity {
  const company = Math.floor(opportunity / PER_COMPANY.opportunities);
  const contact = company * PER_COMPANY.contacts + (opportunity % PER_COMPANY.contacts);
  const changed = new Date(START_MS + (opportunity % 300) * DAY_MS).toISOString();
  return {
    ...blankOpportunity({ connection: CONNECTION, id: `o${opportunity}` }),
    title: `${KINDS[opportunity % KINDS.length] ?? ''} line ${titleWordOf(opportunity)}, phase ${opportunity % 4}`,
    status: opportunity % 3 === 0 ? 'won' : 'open',
    pipelineId: '1',
    stageId: String(opportunity % 5),
    winProbability: (opportunity % 10) * 10,
    amount: 1_000 + (opportunity % 977) * 100,
    currency: 'EUR',
    closeDate: '2027-02-01',
    priority: 'medium',
    ownerId: String(opportunity % 12),
    description: 'A first line for the site in the north, with an option for a second one in the year after.',
    tags: ['automation', `site-${opportunity % 40}`],
    contactId: `p${contact}`,
    contactIds: [`p${contact}`],
    companyId: `c${company}`,
    companyName: companyName(company),
    createdAt: changed,
    updatedAt: changed,
  };
}
