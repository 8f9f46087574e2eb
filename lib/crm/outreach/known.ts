import type { PersonQuestion } from '../../domain/lookup';
import { type Contact, type Match, type MatchReason, mergeMatches, type PersonAnswer } from '../../domain/match';
import type { KnownPerson } from '../../domain/mirror';
import type { Opportunity } from '../../domain/opportunity';
import type { Account } from './account';
import { nullWhen, type OutreachApi } from './api';
import { byIds, type Found, findProspect, MAX_OPPORTUNITIES, opportunitiesOf } from './lookup';
import { toWireId } from './write';

/**
 * An answer from what is known of a person and one request for what is not: whether a stranger is one still, or whose
 * opportunities a contact's are, for a record tells only its primary contact. A second request reads those that are
 * a contact's no longer: they may be somebody else's, or gone. `null` where all has to be asked for after all.
 */
export async function lookUpKnown(
  api: OutreachApi,
  account: Account,
  question: PersonQuestion,
  { contact, company, opportunities }: KnownPerson,
  signal?: AbortSignal,
): Promise<PersonAnswer | null> {
  const known = opportunities.filter(({ isDeleted }) => !isDeleted);
  const companyId = contact?.companyId ?? company?.id ?? null;
  if (contact === null) {
    if (await findProspect(api, question.address, signal)) return null;
    return { contact, company, matches: mergeMatches(matchesOf(known, null, companyId)) };
  }
  const prospect = { id: `${toWireId(contact.id)}`, relationships: {} };
  const [own] = await Promise.all([
    opportunitiesOf(api, prospect, account.prospectFilter, signal).catch(nullWhen('not-found')),
    account.prepare(),
  ]);
  if (!own) return null;
  const missing = known.filter((one) => reasonOf(one, contact, null) !== null && !isAmong(own, one));
  // A list that was cut off proves nothing about the others.
  const isWhole = own.length < MAX_OPPORTUNITIES;
  const toCheck = isWhole ? missing.map(({ ref }) => `${toWireId(ref.id)}`) : [];
  // Nor does one of which not a record can be read.
  const checked = toCheck.length > 0 ? await byIds(api, toCheck, signal).catch(nullWhen('malformed')) : null;
  const [ownNow, checkedNow] = await Promise.all([
    account.toOpportunities(own),
    account.toOpportunities(checked ?? []),
  ]);
  const rest = known.filter((one) => !isAmong(own, one) && !(checked && missing.includes(one)));
  return {
    contact,
    company,
    matches: mergeMatches([
      ...ownNow.filter(isThere).map((opportunity) => ({
        reason: reasonOf(opportunity, contact, null) ?? ('related-contact' as const),
        opportunity,
      })),
      ...matchesOf([...checkedNow, ...rest].filter(isThere), contact, companyId),
    ]),
  };
}

/** Those that are the contact's or the company's, as the records tell it. */
function matchesOf(opportunities: readonly Opportunity[], contact: Contact | null, companyId: string | null): Match[] {
  return opportunities.flatMap((opportunity) => {
    const reason = reasonOf(opportunity, contact, companyId);
    return reason ? [{ reason, opportunity }] : [];
  });
}

function reasonOf(
  { contactId, contactIds, companyId: own }: Opportunity,
  contact: Contact | null,
  companyId: string | null,
): MatchReason | null {
  if (contact && contactId === contact.id) return 'primary-contact';
  if (contact && contactIds.includes(contact.id)) return 'related-contact';
  return companyId !== null && own === companyId ? 'same-company' : null;
}

function isAmong(list: readonly Found[], { ref }: Opportunity): boolean {
  return list.some(({ record }) => record.id === ref.id);
}

function isThere({ isDeleted }: Opportunity): boolean {
  return !isDeleted;
}
