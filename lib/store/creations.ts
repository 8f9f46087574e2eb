import type { Crm } from '../crm/crm';
import { companyNameOf } from '../domain/company-name';
import type { Creation, Delivery } from '../domain/edit';
import { isPending, isUnderway } from '../domain/edit';
import { toFailure } from '../domain/failure';
import type { Company, Contact } from '../domain/match';
import type { ConnectionId, Opportunity } from '../domain/opportunity';
import type { Answers } from './answers';
import { afterFailure, isDue, wakeTime } from './delivery';
import type { OutboxContext } from './outbox';
import { UNDO_WINDOW } from './outbox';

/** How far the CRM's clock may be off when an opportunity is recognised as the one of an earlier try, milliseconds. */
const CLOCK_SKEW = 5 * 60_000;

export interface CreationsContext extends OutboxContext {
  answers: Answers;
}

/** Opportunities on their way into the CRM, with the contact and company they need. */
export interface Creations {
  /** Takes a creation, once however often it comes; a twin of one still under way is the same double click. */
  add(creation: Omit<Creation, 'at' | 'attempts' | 'delivery' | 'isUndo' | 'made'>): Promise<void>;
  retry(id: string): Promise<void>;
  /** Gives up a refused creation; one whose removal was refused stays as it is in the CRM. */
  discard(id: string): Promise<void>;
  /** Removes what the creation made: the opportunity, and the contact and company if nothing else uses them. */
  undo(id: string): Promise<void>;
  resume(): Promise<void>;
}

/** Creations over the worker's database, one at a time per connection: two for the same newcomer make one contact. */
export function createCreations(context: CreationsContext): Creations {
  const { db, now, changed } = context;
  const draining = new Map<ConnectionId, Promise<void>>();

  async function save(creation: Creation, delivery: Delivery): Promise<void> {
    await db.put('creations', { ...creation, delivery });
    changed();
  }

  function drain(connection: ConnectionId): Promise<void> {
    const pass = (draining.get(connection) ?? Promise.resolve()).then(() => workAll(connection));
    draining.set(connection, pass);
    return pass.finally(() => {
      if (draining.get(connection) === pass) draining.delete(connection);
    });
  }

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
    const creation: Creation = { ...waiting, attempts: waiting.attempts + 1, delivery: { is: 'sending' } };
    await save(creation, creation.delivery);
    try {
      const crm = await context.openCrm(creation.connection);
      await (creation.isUndo ? remove(crm, creation) : create(crm, creation));
      await context.report(creation.connection, null);
    } catch (error) {
      const failure = toFailure(error);
      const latest = (await db.get('creations', id)) ?? creation;
      await save(latest, afterFailure(failure, creation.attempts, now(), context.isOnline()));
      await context.report(creation.connection, failure);
    }
  }

  /** Writes down each step as soon as it is done; a later try goes on from there. */
  async function create(crm: Crm, creation: Creation): Promise<void> {
    const { person, domain } = creation;
    const known = await crm.findContact(person.address);
    const company = await ensureCompany(crm, creation, known);
    const contact = known ?? (await crm.createContact({ ...person, companyId: company?.id ?? null }));
    const made = {
      ...creation.made,
      contactId: contact.id,
      isNewContact: creation.made.isNewContact ?? known === null,
      ...(company ? { companyId: company.id, isNewCompany: company.isNew } : {}),
    };
    const wasSent = creation.made.wasSent ?? false;
    await db.put('creations', { ...creation, made: { ...made, wasSent: true } });
    const twin = wasSent ? await findTwin(crm, creation, contact.id) : undefined;
    const opportunity =
      twin ?? (await crm.createOpportunity(creation.draft, { contactId: contact.id, companyId: company?.id ?? null }));
    await context.records.confirm(opportunity);
    await context.answers.add(opportunity, person.address, contact, company && domain ? { ...company, domain } : null);
    await save({ ...creation, made: { ...made, opportunityId: opportunity.ref.id } }, savedAt());
  }

  const savedAt = (): Delivery => ({ is: 'saved', at: now() });

  /** The company to file the opportunity under: the contact's own, else the domain's, made only for a new contact. */
  async function ensureCompany(
    crm: Crm,
    creation: Creation,
    known: Contact | null,
  ): Promise<(Pick<Company, 'id' | 'name'> & { isNew: boolean }) | null> {
    if (known?.companyId) return { id: known.companyId, name: known.companyName ?? '', isNew: false };
    if (!creation.domain) return null;
    const found = await crm.findCompany(creation.domain);
    if (found) return { ...found, isNew: creation.made.isNewCompany ?? false };
    if (known) return null;
    const company = await crm.createCompany({ name: companyNameOf(creation.domain), domain: creation.domain });
    await db.put('creations', { ...creation, made: { ...creation.made, companyId: company.id, isNewCompany: true } });
    return { ...company, isNew: true };
  }

  /** After a try whose outcome never arrived: the opportunity it may have made. */
  async function findTwin(crm: Crm, creation: Creation, contactId: string): Promise<Opportunity | undefined> {
    const { matches } = await crm.lookup({ ...creation.person, domain: null });
    return matches
      .map((match) => match.opportunity)
      .find(
        (opportunity) =>
          opportunity.contactId === contactId &&
          opportunity.title === creation.draft.title &&
          Date.parse(opportunity.createdAt ?? '') >= creation.at - CLOCK_SKEW,
      );
  }

  async function remove(crm: Crm, creation: Creation): Promise<void> {
    const { opportunityId, contactId, companyId, isNewContact, isNewCompany } = creation.made;
    if (opportunityId) await crm.deleteOpportunity(opportunityId);
    if (contactId && isNewContact) {
      const answer = await crm.lookup({ ...creation.person, domain: creation.domain });
      const matches = answer.matches.filter(({ opportunity }) => opportunity.ref.id !== opportunityId);
      if (!matches.some(({ reason }) => reason !== 'same-company')) await crm.deleteContact(contactId);
      if (companyId && isNewCompany && matches.length === 0) await crm.deleteCompany(companyId);
    }
    await forget(creation);
    changed();
  }

  async function forget(creation: Creation): Promise<void> {
    const { connection } = creation;
    const { opportunityId } = creation.made;
    const tx = db.transaction(['creations', 'opportunities', 'answers'], 'readwrite');
    void tx.objectStore('creations').delete(creation.id);
    if (opportunityId) void tx.objectStore('opportunities').delete([connection, opportunityId]);
    // Who was just removed is unknown again: the next look at this person asks the CRM.
    void tx.objectStore('answers').delete([connection, `person:${creation.person.address}`]);
    await tx.done;
  }

  async function requeue(creation: Creation): Promise<void> {
    await save({ ...creation, attempts: 0 }, { is: 'queued' });
    void drain(creation.connection);
  }

  return {
    async add(input) {
      const others = await db.getAllFromIndex('creations', 'connection', input.connection);
      if (others.some((other) => other.id === input.id || isTwin(other, input))) return;
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
    async retry(id) {
      const creation = await db.get('creations', id);
      if (creation && isPending(creation.delivery) && creation.delivery.is !== 'sending') await requeue(creation);
    },
    async discard(id) {
      const creation = await db.get('creations', id);
      if (!creation || !isPending(creation.delivery) || creation.delivery.is === 'sending') return;
      if (creation.isUndo) await save({ ...creation, isUndo: false }, savedAt());
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

/** The same opportunity asked for again while the first is still on its way. */
function isTwin(other: Creation, input: Pick<Creation, 'person' | 'threadId' | 'draft'>): boolean {
  return (
    isUnderway(other.delivery) &&
    other.person.address === input.person.address &&
    other.threadId === input.threadId &&
    other.draft.title === input.draft.title
  );
}
