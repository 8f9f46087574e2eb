import type { CreateContext, Crm } from '../crm/crm';
import { companyNameOf } from '../domain/company-name';
import type { Creation } from '../domain/edit';
import { CrmError } from '../domain/failure';
import type { Company, Contact } from '../domain/match';
import { cleanName } from '../domain/naming';
import type { Opportunity, OpportunityRef } from '../domain/opportunity';
import { FIELDS, fieldsOf, pick } from '../domain/opportunity';
import { isSameValue } from '../domain/same-value';
import { isRefusal } from './delivery';

/** How far the clocks of CRM and computer may be apart when an opportunity is recognised as ours, milliseconds. */
const CLOCK_SKEW = 24 * 60 * 60_000;
/** Two records of one request are made within so much of each other by the CRM's own clock, milliseconds. */
const SAME_REQUEST = 30_000;

/** What is made for a creation. */
export interface Made {
  opportunity: Opportunity;
  contact: Contact;
  company: Company | null;
}

interface MakeContext {
  crm: Crm;
  creation: Creation;
  /** Writes down a step: before it is asked for, and when it is done. */
  note(made: Creation['made']): Promise<void>;
  /** Deletes an opportunity by `deleteInCrm`, and forgets it here. */
  remove(ref: OpportunityRef, deleteInCrm: () => Promise<void>): Promise<void>;
  /** Opportunities other creations have made. */
  taken: ReadonlySet<string>;
  /** What is called the same and known already, by id. */
  namesakes: string[];
}

/** Makes the opportunity, with the contact and company it needs; goes on where an earlier try has stopped. */
export async function make(context: MakeContext): Promise<Made> {
  const { crm, creation, note } = context;
  const { person } = creation;
  const known = await crm.findContact(person.address);
  const company = await ensureCompany(context, known);
  const companyId = company?.id ?? null;
  const contact =
    known ??
    (await asking(context, 'isNewContact', () =>
      crm.createContact({ address: person.address, name: cleanName(person.name), companyId }),
    ));
  const made = creation.made.opportunityId
    ? await crm.read(creation.made.opportunityId)
    : await makeOpportunity(context, { contactId: contact.id, companyId });
  const first = creation.made.isOne ? made : await keepFirst(context, made);
  await note({ opportunityId: first.ref.id, isOne: true });
  return { opportunity: await correct(context, first), contact, company };
}

/** Notes that something is asked for until the CRM refuses it: what is there later of that kind may be ours. */
async function asking<Result>(
  { creation, note }: MakeContext,
  flag: 'isNewContact' | 'isNewCompany' | 'wasSent',
  ask: () => Promise<Result>,
): Promise<Result> {
  const before = creation.made[flag] ?? false;
  await note({ [flag]: true });
  try {
    return await ask();
  } catch (error) {
    if (error instanceof CrmError && isRefusal(error.failure) && !before) await note({ [flag]: false });
    throw error;
  }
}

async function makeOpportunity(context: MakeContext, attached: CreateContext): Promise<Opportunity> {
  const { crm, creation, note, namesakes } = context;
  const { draft, made } = creation;
  await note({ contactId: attached.contactId });
  const [earlier] = made.wasSent ? await findEarlier(context, attached.contactId) : [];
  if (!earlier && !made.wasSent) await note({ sent: draft, namesakes });
  const opportunity = earlier ?? (await asking(context, 'wasSent', () => crm.createOpportunity(draft, attached)));
  if (!earlier) await note({ sent: draft });
  await note({ opportunityId: opportunity.ref.id });
  return opportunity;
}

/** What a try has made that the rep has corrected since is brought to what is wanted now. */
async function correct({ crm, creation }: MakeContext, made: Opportunity): Promise<Opportunity> {
  const { draft } = creation;
  const { sent } = creation.made;
  if (!sent) return made;
  const changed = fieldsOf(draft).filter((field) => !isSameValue(draft[field], sent[field]));
  const missing = pick(
    draft,
    changed.filter((field) => !isSameValue(made[field], draft[field])),
  );
  return fieldsOf(missing).length > 0 ? crm.update(made.ref.id, missing, made) : made;
}

/** The company to file the opportunity under: the contact's own, else the domain's, made only for a new contact. */
async function ensureCompany(context: MakeContext, known: Contact | null): Promise<Company | null> {
  const { crm, note } = context;
  const { domain, made } = context.creation;
  if (known?.companyId) return { id: known.companyId, name: known.companyName ?? '', domain: null };
  const found = domain ? await crm.findCompany(domain) : null;
  // Made by an earlier try whose answer was lost.
  if (found && made.isNewCompany) await note({ companyId: found.id });
  if (found || known || !domain) return found;
  const company = await asking(context, 'isNewCompany', () =>
    crm.createCompany({ name: companyNameOf(domain), domain }),
  );
  await note({ companyId: company.id });
  return company;
}

/** After a try whose outcome never arrived: what it may have made, which may be two of the same. */
export async function findEarlier(
  { crm, creation, taken }: Pick<MakeContext, 'crm' | 'creation' | 'taken'>,
  contactId: string,
): Promise<Opportunity[]> {
  const { sent = creation.draft, namesakes = [] } = creation.made;
  const { matches } = await crm.lookup({ ...creation.person, domain: null });
  return matches
    .map((match) => match.opportunity)
    .filter(
      (opportunity) =>
        !taken.has(opportunity.ref.id) &&
        !namesakes.includes(opportunity.ref.id) &&
        opportunity.contactId === contactId &&
        isSameValue(opportunity.title, sent.title) &&
        // Where the CRM does not tell when, linking an older namesake does less harm than a second one.
        Date.parse(opportunity.createdAt ?? '9999') >= creation.at - CLOCK_SKEW,
    );
}

/**
 * Chromium sends a request again by itself where a connection it had used before breaks without an answer, a POST too
 * (`HttpNetworkTransaction::ShouldResendRequest`): the CRM may have made two of what was asked for once. The first of
 * them stays. Alike in every field and made in the same moment, they are told from a colleague's by that.
 */
async function keepFirst(context: MakeContext, created: Opportunity): Promise<Opportunity> {
  const { crm, creation, note, remove, taken } = context;
  const known = new Set([...context.namesakes, ...(creation.made.namesakes ?? []), ...taken, created.ref.id]);
  const { matches } = await crm.lookup({ ...creation.person, domain: null });
  const found = matches.map(({ opportunity }) => opportunity);
  const same = found.filter(({ ref }) => !known.has(ref.id)).filter(isMadeWith(created));
  const [first = created, ...later] = [created, ...same].toSorted(byAge);
  // Known from an earlier try; by now somebody may have changed the one that stays, and they are alike no more.
  const others = new Set([...(creation.made.others ?? []), ...later.map(({ ref }) => ref.id)]);
  // First: a later try must not look for one that this one has removed.
  await note({ opportunityId: first.ref.id, others: [...others] });
  for (const id of others) {
    const ref = { connection: creation.connection, id };
    await remove(ref, () => crm.deleteOpportunity(id)).catch(ignoreForbidden);
  }
  return first;
}

/** Who may not delete has to live with two. */
function ignoreForbidden(error: unknown): void {
  const isForbidden = error instanceof CrmError && ['forbidden', 'scope', 'invalid'].includes(error.failure.kind);
  if (!isForbidden) throw error;
}

function isMadeWith(created: Opportunity): (other: Opportunity) => boolean {
  const at = Date.parse(created.createdAt ?? '');
  const fields = pick(created, FIELDS);
  return (other) =>
    Math.abs(Date.parse(other.createdAt ?? '') - at) <= SAME_REQUEST &&
    // Lists may leave fields out.
    FIELDS.every((field) => isSameValue(other[field], null) || isSameValue(other[field], fields[field]));
}

function byAge(a: Opportunity, b: Opportunity): number {
  const byTime = Date.parse(a.createdAt ?? '') - Date.parse(b.createdAt ?? '');
  return byTime || a.ref.id.length - b.ref.id.length || a.ref.id.localeCompare(b.ref.id);
}
