import { CrmError } from '../../domain/failure';
import type { PersonQuestion } from '../../domain/lookup';
import { type Contact, type Match, type MatchReason, mergeMatches, type PersonAnswer } from '../../domain/match';
import type { KnownPerson } from '../../domain/mirror';
import type { Opportunity } from '../../domain/opportunity';
import { nullWhen } from './api';
import { searchPerson } from './find';
import { toWireId } from './ids';
import { type Asked, type Findings, findingsOf, opportunityIds, readOpportunities } from './lookup';
import type { WireCompany, WireOpportunity } from './wire';

/** What becomes of records that are not known yet. */
export interface Finish {
  opportunities(records: readonly WireOpportunity[]): Promise<Opportunity[]>;
  answer(findings: Findings): Promise<PersonAnswer>;
}

/**
 * The answer about somebody whose records are known, for one request: which opportunities are related to them, or
 * whether there is such a person after all. `null` where the known contact is gone.
 */
export async function lookUpKnown(
  asked: Asked,
  question: PersonQuestion,
  known: KnownPerson,
  finish: Finish,
): Promise<PersonAnswer | null> {
  const { contact } = known;
  return contact ? ofContact(asked, { ...known, contact }, finish) : ofStranger(asked, question, known, finish);
}

async function ofStranger(
  asked: Asked,
  { address }: PersonQuestion,
  { company, opportunities }: KnownPerson,
  finish: Finish,
): Promise<PersonAnswer> {
  const person = await searchPerson(asked.api, address, asked.signal);
  if (person) return finish.answer(await findingsOf(asked, person, company && toWire(company)));
  const matches = opportunities.flatMap((opportunity): Match[] =>
    company && opportunity.companyId === company.id ? [{ reason: 'same-company', opportunity }] : [],
  );
  return { contact: null, company, matches: mergeMatches(matches) };
}

function toWire({ id, name, domain }: NonNullable<KnownPerson['company']>): WireCompany {
  return { id, name, email_domain: domain, date_modified: null };
}

async function ofContact(
  asked: Asked,
  known: KnownPerson & { contact: Contact },
  finish: Finish,
): Promise<PersonAnswer | null> {
  const { contact, opportunities } = known;
  const related = await relatedIds(asked, contact.id);
  if (related === 'gone') return null;
  const own = opportunities.filter(({ contactId }) => contactId === contact.id).map(({ ref }) => ref.id);
  const ids = new Set(opportunities.map(({ ref }) => ref.id));
  // A known one of theirs that is not related any more may be gone, or somebody else's: it is read again, too.
  const isTelling = related !== null && asked.habits.byContact !== 'needed';
  const disputed = isTelling ? own.filter((id) => !related.includes(id)) : [];
  const asking = [...(related ?? []).filter((id) => !ids.has(id)), ...disputed];
  const records = await readOpportunities(asked, asking);
  if (related) {
    const undisputed = own.filter((id) => related.includes(id));
    const read = records.filter((record) => record.primary_contact_id === contact.id).map(({ id }) => id);
    asked.habits.compare([...undisputed, ...read], related);
  }
  const found = records.length > 0 ? await finish.opportunities(records) : [];
  const whole = [...found, ...opportunities.filter(({ ref }) => !disputed.includes(ref.id))];
  const companyId = contact.companyId ?? known.company?.id ?? null;
  const matches = whole.flatMap((opportunity): Match[] => {
    const reason = reasonFor(opportunity, { contact, companyId, related });
    return reason ? [{ reason, opportunity }] : [];
  });
  return { contact, company: companyOf(contact, known.company), matches: mergeMatches(matches) };
}

/** `null` where they are hidden: then known ones have to do. */
async function relatedIds({ api, habits, signal }: Asked, contactId: string): Promise<string[] | 'gone' | null> {
  if (habits.isRelatedHidden) return null;
  try {
    const related = await api.relatedOpportunities(`${toWireId(contactId)}`, signal).catch(nullWhen('forbidden'));
    habits.isRelatedHidden = related === null;
    return related && opportunityIds(related);
  } catch (error) {
    if (error instanceof CrmError && error.failure.kind === 'not-found') return 'gone';
    throw error;
  }
}

interface Known {
  contact: Contact;
  companyId: string | null;
  related: readonly string[] | null;
}

/** `null` for one that is not the person's any more. Where nothing tells, it is still known as related. */
function reasonFor(opportunity: Opportunity, { contact, companyId, related }: Known): MatchReason | null {
  if (opportunity.contactId === contact.id) return 'primary-contact';
  if (related?.includes(opportunity.ref.id)) return 'related-contact';
  if (companyId !== null && opportunity.companyId === companyId) return 'same-company';
  return related ? null : 'related-contact';
}

/** The person's own company, however little of it is known; for somebody without one, that of their domain. */
function companyOf({ companyId, companyName }: Contact, company: KnownPerson['company']): KnownPerson['company'] {
  if (companyId === null || companyId === company?.id) return company;
  return { id: companyId, name: companyName ?? '', domain: null };
}
