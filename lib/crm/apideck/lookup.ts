import type { PersonQuestion } from '../../domain/lookup';
import type { MatchReason } from '../../domain/match';
import { nullWhen, PAGE_SIZE } from './api';
import { ask, NEWEST_FIRST } from './ask';
import { findCompany, findContacts, nullWhenHidden } from './contacts';
import { askLinked, linksOf, onlyLinked } from './links';
import { toPathId } from './map';
import type { Session } from './session';
import type { WireCompany, WireContact, WireOpportunity } from './wire';

/** Records found about a person, in Apideck's own shape. */
export interface Findings {
  /** Of several with the address the one changed last. */
  contact: WireContact | null;
  /** The contact's company; for a stranger, or somebody without one, that of their domain. */
  company: Pick<WireCompany, 'id' | 'name'> | WireCompany | null;
  opportunities: { reason: MatchReason; record: WireOpportunity }[];
}

/** Opportunities asked for one by one, at the same time. */
export const MAX_SINGLE = 20;
/** Contacts of one address whose opportunities are asked for: duplicates are few, or a sign of something else. */
const MAX_CONTACTS = 3;
/** Parts of 200 looked through where the connector has no filter to ask with. */
const MAX_PARTS = 3;

/**
 * Two round trips for somebody the CRM knows: the contact, then opportunities by contact and by company. A third for
 * opportunities only the contact itself names. Connectors that refuse the filters cost one refusal each, ever. Contacts `found`
 * already are not asked for.
 */
export async function lookUp(
  session: Session,
  question: PersonQuestion,
  signal?: AbortSignal,
  found?: readonly WireContact[],
): Promise<Findings> {
  const contacts = (found ?? (await findContacts(session, question.address, signal))).slice(0, MAX_CONTACTS);
  const [contact = null] = contacts;
  const byDomain = contact?.company_id || !question.domain ? null : await findCompany(session, question.domain, signal);
  const companyId = contact?.company_id ?? byDomain?.id ?? null;
  const [records, company] = await Promise.all([
    opportunitiesOf(session, contacts, companyId, signal),
    byDomain ?? readCompany(session, contact, signal),
  ]);
  const opportunities = records.map((record) => ({ reason: reasonFor(record, contacts), record }));
  return { contact, company, opportunities };
}

/** Most connectors tell the company's name with the contact; the others are asked for it. */
async function readCompany(session: Session, contact: WireContact | null, signal?: AbortSignal) {
  if (!contact?.company_id) return null;
  const { company_id: id, company_name: name } = contact;
  const company = name ? null : await session.api.company(toPathId(id), signal).catch(nullWhenHidden);
  return company ?? { id, name };
}

async function opportunitiesOf(
  session: Session,
  contacts: readonly WireContact[],
  companyId: string | null,
  signal?: AbortSignal,
): Promise<WireOpportunity[]> {
  const [ofCompany, ...ofContacts] = await Promise.all([
    companyId ? askBy(session, 'company_id', companyId, signal) : [],
    ...contacts.map(({ id }) => askBy(session, 'primary_contact_id', id, signal)),
  ]);
  const known = mergeRecords([...ofContacts.flatMap((found) => found ?? []), ...(ofCompany ?? [])]);
  const isKnown = (id: string) => known.some((record) => record.id === id);
  const missing = linkedOf(contacts).filter((id) => !isKnown(id));
  // A contact's own list makes up for a filter by contact, and nothing for one by company.
  const isScanNeeded =
    ofCompany === null || contacts.some((one, index) => !ofContacts[index] && one.opportunity_ids.length === 0);
  const [single, scanned] = await Promise.all([
    Promise.all(missing.slice(0, MAX_SINGLE).map((id) => readIfThere(session, id, signal))),
    isScanNeeded ? askLinked(session, MAX_PARTS, signal) : null,
  ]);
  const others = (scanned?.items ?? []).filter(
    (record) => contacts.some(({ id }) => isOf(record, id)) || (companyId !== null && record.company_id === companyId),
  );
  return mergeRecords([...known, ...single.filter((record) => record !== null), ...others]);
}

/** The opportunities a filter finds, newest change first; `null` where the connector refuses it. */
export async function askBy(
  { opportunities }: Session,
  member: 'primary_contact_id' | 'company_id',
  id: string,
  signal?: AbortSignal,
): Promise<WireOpportunity[] | null> {
  const query = { filter: { [member]: id }, sort: NEWEST_FIRST, limit: PAGE_SIZE };
  const found = await ask(opportunities, query, signal);
  return found && onlyLinked(found.items, member, id);
}

/** Each record once, with what any of its copies tells about contact and company. */
function mergeRecords(records: readonly WireOpportunity[]): WireOpportunity[] {
  const byId = new Map<string, WireOpportunity>();
  for (const record of records) {
    const known = byId.get(record.id) ?? record;
    byId.set(record.id, {
      ...known,
      primary_contact_id: known.primary_contact_id ?? record.primary_contact_id,
      company_id: known.company_id ?? record.company_id,
    });
  }
  return [...byId.values()];
}

/** Ids may be stale, or strange: neither stands in the way of the others. */
export async function readIfThere(session: Session, id: string, signal?: AbortSignal): Promise<WireOpportunity | null> {
  const work = async () => session.read(toPathId(id), signal);
  const record = await work().catch(nullWhen('not-found', 'forbidden', 'invalid', 'malformed'));
  return record?.deleted ? null : record;
}

export function isOf(record: WireOpportunity, contactId: string): boolean {
  return linksOf(record, 'primary_contact_id').includes(contactId);
}

/** What a contact's part in opportunities is told by. */
type Linking = Pick<WireContact, 'id' | 'opportunity_ids'>;

export function reasonFor(record: WireOpportunity, contacts: readonly Linking[]): MatchReason {
  // The first of several contacts is shown as the primary one where there is none: that makes it no less one of many.
  const primary = record.primary_contact_id ?? record.contact_id;
  if (contacts.some(({ id }) => id === primary)) return 'primary-contact';
  const isLinked = contacts.some(({ id }) => isOf(record, id)) || linkedOf(contacts).includes(record.id);
  return isLinked ? 'related-contact' : 'same-company';
}

function linkedOf(contacts: readonly Linking[]): string[] {
  return [...new Set(contacts.flatMap(({ opportunity_ids }) => opportunity_ids))];
}
