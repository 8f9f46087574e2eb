import type { CrmId } from '../../lib/domain/connection';
import type { Opportunity, StandardField } from '../../lib/domain/opportunity';
import { refKey } from '../../lib/domain/opportunity';
import type { Section } from '../../lib/domain/panel-state';
import type { Choice } from '../../lib/domain/pipeline';

/** Fields that point to people and companies: no catalog lists those, a CRM may have a million. */
export type RecordField = Extract<StandardField, 'contactId' | 'contactIds' | 'companyId'>;
/** In the order they are shown. */
export const RECORD_FIELDS: readonly RecordField[] = ['contactId', 'companyId', 'contactIds'];

/** The people and companies of a section that can be chosen and named. */
export type RecordNames = Record<RecordField, readonly Choice[]>;

/** CRMs in which an opportunity always has a primary contact. */
const NEEDS_CONTACT: ReadonlySet<CrmId> = new Set(['copper']);

/** What a record without a known name is called. */
export function nameRecord(field: RecordField, id: string): string {
  return `${field === 'companyId' ? 'Company' : 'Contact'} ${id}`;
}

/** True for a field that points to a person or a company. */
export function isRecordField(field: string): field is RecordField {
  return RECORD_FIELDS.some((one) => one === field);
}

/** Whom an opportunity can point to: the person and company of the open email, and those it has. */
export function knownRecords(
  { contact, company, matches }: Pick<Section, 'contact' | 'company' | 'matches'>,
  opportunity: Opportunity,
): RecordNames {
  const key = refKey(opportunity.ref);
  // The company's name is that of the company confirmed: an edit changes the id alone.
  const confirmed = matches.find((match) => refKey(match.opportunity.ref) === key)?.opportunity ?? opportunity;
  const person = contact && named(contact.id, contact.name || contact.addresses[0]);
  const both = [confirmed, opportunity];
  return {
    contactId: choose('contactId', [person, ...both.map(({ contactId }) => named(contactId))]),
    contactIds: choose('contactIds', [person, ...both.flatMap(({ contactIds }) => contactIds).map((id) => named(id))]),
    companyId: choose('companyId', [
      company && named(company.id, company.name || company.domain),
      contact && named(contact.companyId, contact.companyName),
      named(confirmed.companyId, confirmed.companyName),
      named(opportunity.companyId),
    ]),
  };
}

/** True where the CRM would refuse to have a field emptied. */
export function isKept(field: RecordField, crm: CrmId, value: unknown): boolean {
  return field === 'contactId' && NEEDS_CONTACT.has(crm) && Boolean(value);
}

interface Named {
  id: string | null;
  name: string | null;
}

function named(id: string | null, name: string | null = null): Named {
  return { id, name };
}

/** Each record once, by the first name it is known by. */
function choose(field: RecordField, found: readonly (Named | null)[]): Choice[] {
  const names = new Map<string, string>();
  for (const one of found) {
    if (one?.id) names.set(one.id, names.get(one.id) || one.name || '');
  }
  return [...names].map(([id, name]) => ({ id, name: name || nameRecord(field, id) }));
}
