import type { Crm } from '../crm/crm';
import { companyNameOf } from '../domain/company-name';
import type { Creation, Delivery, OpportunityDraft } from '../domain/edit';
import { isPending, isUnderway, UNDO_WINDOW } from '../domain/edit';
import type { Failure } from '../domain/failure';
import { CrmError, toFailure } from '../domain/failure';
import type { Company, Contact } from '../domain/match';
import { cleanName } from '../domain/naming';
import type { ConnectionId, Opportunity } from '../domain/opportunity';
import type { Answers } from './answers';
import { questionKey } from './answers';
import { afterFailure, asSending, isDue, SENDING_GUARD, wakeTime } from './delivery';
import { createLanes } from './lanes';
import type { Outbox, OutboxContext } from './outbox';

/** How far the CRM's clock may be off when an opportunity is recognised as the one of an earlier try, milliseconds. */
const CLOCK_SKEW = 5 * 60_000;

export interface CreationsContext extends OutboxContext {
  answers: Answers;
  outbox: Pick<Outbox, 'remove'>;
}

/** Opportunities on their way into the CRM, with the contact and company they need. */
export interface Creations {
  /** Takes a creation, once however often it comes; a twin of one still under way is the same double click. */
  add(creation: Omit<Creation, 'at' | 'attempts' | 'delivery' | 'isUndo' | 'made'>): Promise<void>;
  /** Tries a refused creation again, with a corrected draft where one is given. */
  retry(id: string, draft?: OpportunityDraft): Promise<void>;
  /** How many creations the CRM has not got. */
  countUnsent(connection: ConnectionId): Promise<number>;
  /** Gives up a refused creation, with what it had made so far; one whose removal was refused stays in the CRM. */
  discard(id: string): Promise<void>;
  /** Removes what the creation made: the opportunity, and the contact and company if nothing else uses them. */
  undo(id: string): Promise<void>;
  resume(): Promise<void>;
}

/** Creations over the worker's database, one at a time per connection: two for the same newcomer make one contact. */
export function createCreations(context: CreationsContext): Creations {
  const { db, now, changed } = context;
  const lanes = createLanes<ConnectionId>();

  async function save(creation: Creation, delivery: Delivery): Promise<void> {
    await db.put('creations', { ...creation, delivery });
    changed();
  }

  const drain = (connection: ConnectionId) => lanes(connection, () => workAll(connection));

  async function workAll(connection: ConnectionId): Promise<void> {
    for (const { id } of await db.getAllFromIndex('creations', 'connection', connection)) await work(id);
  }

  async function work(id: string): Promise<void> {
    const waiting = await db.get('creations', id);
    if (!waiting || !isUnderway(waiting.delivery)) return;
    const { delivery } = waiting;
    if (delivery.is === 'waiting' && !isDue(delivery, now(), context.isOnline())) {
      context.wakeAt(wakeTime(delivery, now()));
      return;
    }
    const creation = asSending(waiting);
    context.wakeAt(now() + SENDING_GUARD);
    await save(creation, creation.delivery);
    const isCurrent = context.lifetimes.begin(creation.connection);
    const failure = await attempt(creation, isCurrent);
    if (!isCurrent()) return;
    if (failure) await keepFailed(id, failure, creation.attempts);
    await context.report(creation.connection, failure);
  }

  async function attempt(creation: Creation, isCurrent: () => boolean): Promise<Failure | null> {
    try {
      const crm = await context.openCrm(creation.connection);
      await (creation.isUndo ? remove(crm, creation) : create(crm, creation, isCurrent));
      return null;
    } catch (error) {
      return toFailure(error);
    }
  }

  /** On top of what the try wrote down of its steps. */
  async function keepFailed(id: string, failure: Failure, attempts: number): Promise<void> {
    const creation = await db.get('creations', id);
    if (!creation) return;
    const delivery = afterFailure(failure, attempts, now(), context.isOnline());
    if (delivery.is === 'waiting') context.wakeAt(wakeTime(delivery, now()));
    await save(creation, delivery);
  }

  /** Writes down each step before it is asked for and when it is done; a later try goes on from there. */
  async function create(crm: Crm, creation: Creation, isCurrent: () => boolean): Promise<void> {
    let latest = creation;
    const note = async (made: Creation['made']) => {
      if (!isCurrent()) throw new CrmError({ kind: 'not-found' });
      latest = { ...latest, made: { ...latest.made, ...made } };
      await db.put('creations', latest);
    };
    const { person, draft } = creation;
    const known = await crm.findContact(person.address);
    const company = await ensureCompany(crm, creation, known, note);
    const companyId = company?.id ?? null;
    if (!known) await note({ isNewContact: true });
    const contact =
      known ?? (await crm.createContact({ address: person.address, name: cleanName(person.name), companyId }));
    const wasSent = creation.made.wasSent ?? false;
    await note({ contactId: contact.id, wasSent: true });
    const twin = wasSent ? await findTwin(crm, creation, contact.id) : undefined;
    const opportunity = twin ?? (await crm.createOpportunity(draft, { contactId: contact.id, companyId }));
    await note({ opportunityId: opportunity.ref.id });
    await context.records.confirm(opportunity);
    await context.answers.add(opportunity, person.address, contact, company);
    await save(latest, savedAt());
  }

  const savedAt = (): Delivery => ({ is: 'saved', at: now() });

  /** The company to file the opportunity under: the contact's own, else the domain's, made only for a new contact. */
  async function ensureCompany(
    crm: Crm,
    { domain, made }: Creation,
    known: Contact | null,
    note: (made: Creation['made']) => Promise<void>,
  ): Promise<Company | null> {
    if (known?.companyId) return { id: known.companyId, name: known.companyName ?? '', domain: null };
    const found = domain ? await crm.findCompany(domain) : null;
    // Made by an earlier try whose answer was lost.
    if (found && made.isNewCompany) await note({ companyId: found.id });
    if (found || known || !domain) return found;
    await note({ isNewCompany: true });
    const company = await crm.createCompany({ name: companyNameOf(domain), domain });
    await note({ companyId: company.id });
    return company;
  }

  /** After a try whose outcome never arrived: the opportunity it may have made. */
  async function findTwin(crm: Crm, creation: Creation, contactId: string): Promise<Opportunity | undefined> {
    const others = await db.getAllFromIndex('creations', 'connection', creation.connection);
    const taken = new Set(others.map(({ made }) => made.opportunityId));
    const { matches } = await crm.lookup({ ...creation.person, domain: null });
    return matches
      .map((match) => match.opportunity)
      .find(
        (opportunity) =>
          !taken.has(opportunity.ref.id) &&
          opportunity.contactId === contactId &&
          opportunity.title === creation.draft.title &&
          // Where the CRM does not tell when, linking an older namesake does less harm than a second one.
          Date.parse(opportunity.createdAt ?? '9999') >= creation.at - CLOCK_SKEW,
      );
  }

  async function remove(crm: Crm, creation: Creation): Promise<void> {
    const { opportunityId, isNewContact, isNewCompany, companyId } = creation.made;
    if (opportunityId) {
      const ref = { connection: creation.connection, id: opportunityId };
      await context.outbox.remove(ref, () => crm.deleteOpportunity(opportunityId));
    }
    const answer = await crm.lookup({ ...creation.person, domain: creation.domain });
    const left = answer.matches.filter(({ opportunity }) => opportunity.ref.id !== opportunityId);
    const contactId = creation.made.contactId ?? answer.contact?.id;
    const isContactUsed = left.some(({ reason }) => reason !== 'same-company');
    if (contactId && isNewContact && !isContactUsed) await crm.deleteContact(contactId);
    if (companyId && isNewCompany && left.length === 0) await crm.deleteCompany(companyId);
    await forget(creation);
    changed();
  }

  async function forget({ id, connection, person, made }: Creation): Promise<void> {
    const key: [ConnectionId, string] = [connection, questionKey.person(person.address)];
    const tx = db.transaction(['creations', 'answers'], 'readwrite');
    void tx.objectStore('creations').delete(id);
    const row = await tx.objectStore('answers').get(key);
    if (row) {
      const matches = row.matches.filter((match) => match.id !== made.opportunityId);
      const isUnknownAgain = made.isNewContact === true && matches.length === 0;
      const known = isUnknownAgain ? { contact: null, company: made.isNewCompany ? null : row.company } : {};
      void tx.objectStore('answers').put({ ...row, ...known, matches });
    }
    await tx.done;
  }

  async function requeue(creation: Creation): Promise<void> {
    await save({ ...creation, attempts: 0 }, { is: 'queued' });
    void drain(creation.connection);
  }

  return {
    async add(input) {
      const others = await db.getAllFromIndex('creations', 'connection', input.connection);
      if (others.some((other) => other.id === input.id || isTwin(other, input, now()))) return;
      const creation: Creation = {
        ...input,
        at: now(),
        attempts: 0,
        delivery: { is: 'queued' },
        isUndo: false,
        made: {},
      };
      await save(creation, creation.delivery);
      void drain(creation.connection);
    },
    async retry(id, draft) {
      const creation = await db.get('creations', id);
      if (!creation || !isPending(creation.delivery) || creation.delivery.is === 'sending') return;
      await requeue({ ...creation, draft: draft ?? creation.draft });
    },
    async countUnsent(connection) {
      const creations = await db.getAllFromIndex('creations', 'connection', connection);
      return creations.filter(({ delivery }) => isPending(delivery)).length;
    },
    async discard(id) {
      const creation = await db.get('creations', id);
      if (!creation || !isPending(creation.delivery) || creation.delivery.is === 'sending') return;
      const { isNewContact, isNewCompany, opportunityId } = creation.made;
      if (creation.isUndo && opportunityId) await save({ ...creation, isUndo: false }, savedAt());
      else if (!creation.isUndo && (isNewContact || isNewCompany)) await requeue({ ...creation, isUndo: true });
      else await db.delete('creations', id);
      changed();
    },
    async undo(id) {
      const creation = await db.get('creations', id);
      if (creation?.delivery.is === 'saved') await requeue({ ...creation, isUndo: true });
    },
    async resume() {
      const all = await db.getAll('creations');
      for (const { id, delivery } of all) {
        if (delivery.is === 'saved' && now() - delivery.at > UNDO_WINDOW) await db.delete('creations', id);
      }
      const connections = new Set(all.filter((one) => isUnderway(one.delivery)).map((one) => one.connection));
      await Promise.all([...connections].map(drain));
    },
  };
}

/** Clicks this close together are one slow double click, however fast the CRM is; milliseconds. */
const DOUBLE_CLICK = 3_000;

/** The same opportunity asked for again while the first is on its way, or in the same double click. */
function isTwin(other: Creation, input: Pick<Creation, 'person' | 'threadId' | 'draft'>, now: number): boolean {
  return (
    (isUnderway(other.delivery) || now - other.at < DOUBLE_CLICK) &&
    other.person.address === input.person.address &&
    other.threadId === input.threadId &&
    other.draft.title === input.draft.title
  );
}
