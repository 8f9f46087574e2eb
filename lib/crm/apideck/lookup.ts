import type { PersonQuestion } from '../../domain/lookup';
import type { MatchReason } from '../../domain/match';
import { nullWhen, PAGE_SIZE } from './api';
import { ask, NEWEST_FIRST } from './ask';
import { findCompany, findContact, nullWhenMissing } from './contacts';
import { askLinked } from './links';
import { toPathId } from './map';
import type { Session } from './session';
import type { WireCompany, WireContact, WireOpportunity } from './wire';

/** Records found about a person, in Apideck's own shape. */
interface Findings {
  contact: WireContact | null;
  /** The contact's company; for a stranger, or somebody without one, that of their domain. */
  company: Pick<WireCompany, 'id' | 'name'> | WireCompany | null;
  opportunities: { reason: MatchReason; record: WireOpportunity }[];
}

/** Opportunities asked for one by one, at the same time. */
const MAX_SINGLE = 20;
/** Parts of 200 looked through where the connector has no filter to ask with. */
const MAX_PARTS = 3;

/**
 * Two round trips for somebody the CRM knows: the contact, then opportunities by contact and by company. A third for
 * opportunities only the contact itself names. Connectors that refuse the filters cost one refusal each, ever.
 */
export async function lookUp(session: Session, question: PersonQuestion, signal?: AbortSignal): Promise<Findings> {
  const contact = await findContact(session, question.address, signal);
  const byDomain = contact?.company_id || !question.domain ? null : await findCompany(session, question.domain, signal);
  const companyId = contact?.company_id ?? byDomain?.id ?? null;
  const [records, company] = await Promise.all([
    opportunitiesOf(session, contact, companyId, signal),
    byDomain ?? readCompany(session, contact, signal),
  ]);
  const linked = contact?.opportunity_ids ?? [];
  const opportunities = records.map((record) => ({ reason: reasonFor(record, contact, linked), record }));
  return { contact, company, opportunities };
}

/** Most connectors tell the company's name with the contact; the others are asked for it. */
async function readCompany(session: Session, contact: WireContact | null, signal?: AbortSignal) {
  if (!contact?.company_id) return null;
  const { company_id: id, company_name: name } = contact;
  const company = name ? null : await session.api.company(toPathId(id), signal).catch(nullWhenMissing);
  return company ?? { id, name };
}

async function opportunitiesOf(
  session: Session,
  contact: WireContact | null,
  companyId: string | null,
  signal?: AbortSignal,
): Promise<WireOpportunity[]> {
  const [ofContact, ofCompany] = await Promise.all([
    contact ? askBy(session, 'primary_contact_id', contact.id, signal) : [],
    companyId ? askBy(session, 'company_id', companyId, signal) : [],
  ]);
  const known = mergeRecords([...(ofContact ?? []), ...(ofCompany ?? [])]);
  const isKnown = (id: string) => known.some((record) => record.id === id);
  const missing = (contact?.opportunity_ids ?? []).filter((id) => !isKnown(id)).slice(0, MAX_SINGLE);
  // The contact's own list makes up for a filter by contact, and nothing for one by company.
  const isScanNeeded = ofCompany === null || (ofContact === null && contact?.opportunity_ids.length === 0);
  const [single, scanned] = await Promise.all([
    Promise.all(missing.map((id) => readIfThere(session, id, signal))),
    isScanNeeded ? askLinked(session, MAX_PARTS, signal) : null,
  ]);
  const others = (scanned?.items ?? []).filter(
    (record) => (contact && isOf(record, contact.id)) || (companyId !== null && record.company_id === companyId),
  );
  return mergeRecords([...known, ...single.filter((record) => record !== null), ...others]);
}

/**
 * The opportunities a filter finds, newest change first; `null` where the connector refuses it. HubSpot leaves the
 * very member out that was filtered by: the filter itself tells its value.
 */
async function askBy(
  { opportunities }: Session,
  member: 'primary_contact_id' | 'company_id',
  id: string,
  signal?: AbortSignal,
): Promise<WireOpportunity[] | null> {
  const query = { filter: { [member]: id }, sort: NEWEST_FIRST, limit: PAGE_SIZE };
  const found = await ask(opportunities, query, signal);
  return (
    found &&
    found.items
      // A connector that does not know the filter may pass everything.
      .filter((record) => (member === 'company_id' ? [null, id].includes(record.company_id) : mayBeOf(record, id)))
      .map((record) => ({ ...record, [member]: record[member] ?? id }))
  );
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
async function readIfThere(session: Session, id: string, signal?: AbortSignal): Promise<WireOpportunity | null> {
  const work = async () => session.read(toPathId(id), signal);
  const record = await work().catch(nullWhen('not-found', 'forbidden', 'invalid', 'malformed'));
  return record?.deleted ? null : record;
}

function contactOf({ primary_contact_id, contact_id, contact_ids }: WireOpportunity): string | null {
  return primary_contact_id ?? contact_id ?? contact_ids[0] ?? null;
}

function isOf(record: WireOpportunity, contactId: string): boolean {
  return contactOf(record) === contactId || record.contact_ids.includes(contactId);
}

function mayBeOf(record: WireOpportunity, contactId: string): boolean {
  return contactOf(record) === null || isOf(record, contactId);
}

function reasonFor(record: WireOpportunity, contact: WireContact | null, linked: readonly string[]): MatchReason {
  if (!contact) return 'same-company';
  // The first of several contacts is shown as the primary one where there is none: that makes it no less one of many.
  if ((record.primary_contact_id ?? record.contact_id) === contact.id) return 'primary-contact';
  return isOf(record, contact.id) || linked.includes(record.id) ? 'related-contact' : 'same-company';
}
