import type { Crm } from '../crm/crm';
import { findDefault } from '../domain/connection';
import type { ConnectionId, Opportunity, OpportunityRef } from '../domain/opportunity';
import { isEmptyQuery } from '../domain/search';
import { CrmError, toFailure } from '../domain/failure';
import type { Answers } from '../store/answers';
import type { Creations } from '../store/creations';
import type { Outbox } from '../store/outbox';
import type { Publisher } from '../store/publisher';
import type { Tabs } from '../store/tabs';
import type { Lock } from '../vault/lock';
import type { Connections } from './connections';
import type { MirrorSwitch } from './mirror-switch';
import type { Questions } from './questions';
import type { WorkerHandlers } from './starting';

/** What the local CRM offers beside the port. */
export interface LocalTools {
  loadSamples(): Promise<void>;
  exportJson(): Promise<string>;
  /** Replaces everything. Throws `CrmError` `invalid` with a sentence when the document is not an export. */
  importJson(json: string): Promise<{ opportunities: number }>;
  deleteEverything(): Promise<void>;
}

/** The parts of the worker that messages reach. */
export interface HandlersContext {
  tabs: Tabs;
  questions: Questions;
  outbox: Outbox;
  creations: Creations;
  publisher: Publisher;
  connections: Connections;
  local: LocalTools;
  answers: Answers;
  /** The record as it is known; `null` where it is not. */
  findOpportunity(ref: OpportunityRef): Promise<Opportunity | null>;
  /** Forgets what is cached and pending of a connection, whose records were just replaced. */
  wipe(connection: ConnectionId): Promise<void>;
  lock: Lock;
  mirror: Pick<MirrorSwitch, 'set'>;
  /** Asks the content script of a tab to report again. True for a Gmail tab in which nothing answers. */
  isGmailSilent(tabId: number): Promise<boolean>;
  /** How the Gmail page of a tab is built, without any content. Throws `CrmError` `internal` where none answers. */
  readStructure(tabId: number): Promise<string>;
}

/** What the worker does for each message. Answers are asked for in the background: they arrive by publication. */
export function createHandlers(context: HandlersContext): WorkerHandlers {
  const { tabs, publisher, connections, outbox, creations, questions, lock } = context;

  async function show(tabId: number, maxAge?: number): Promise<null> {
    await publisher.publish(tabId);
    // Once more when all is answered: a tab no panel shows yet is to have its answer when one does.
    inBackground(questions.ask(tabId, maxAge).then(() => publisher.publish(tabId)));
    return null;
  }

  /** After something that concerns every tab: other connections, other local data. */
  async function showAll(): Promise<null> {
    for (const tabId of await tabs.shown()) inBackground(questions.ask(tabId, 0));
    await publisher.publishShown();
    return null;
  }

  /** After something that dropped what the CRMs answered, or kept it from being asked for. */
  async function shownAnew(work: Promise<void>): Promise<null> {
    await work;
    return showAll();
  }

  async function published(work: Promise<void>): Promise<null> {
    await work;
    await publisher.publishShown();
    return null;
  }

  /** What a connection could not do shows on the options page too. */
  async function at<Result>(connection: ConnectionId, use: (crm: Crm) => Promise<Result>): Promise<Result> {
    try {
      const result = await use(await connections.open(connection));
      await connections.report(connection, null);
      return result;
    } catch (error) {
      await connections.report(connection, toFailure(error));
      throw error;
    }
  }

  return {
    async 'email.opened'({ email, isUnrecognised = false }, tabId) {
      if (tabId === undefined) return null;
      // Another thread was opened by somebody; the same one is reported again whenever Gmail draws it anew.
      if (email?.threadId !== (await tabs.read(tabId)).email?.threadId) await lock.touch();
      await tabs.open(tabId, email, isUnrecognised);
      return show(tabId);
    },
    async 'panel.shown'({ tabId }) {
      inBackground(outbox.resume());
      inBackground(creations.resume());
      const { email } = await tabs.read(tabId);
      await tabs.show(tabId, { isSilent: !email && (await context.isGmailSilent(tabId)) });
      return show(tabId);
    },
    async 'person.chosen'({ tabId, person }) {
      await tabs.change(tabId, { chosen: person, search: null });
      return show(tabId);
    },
    'gmail.structure': async ({ tabId }) => ({ structure: await context.readStructure(tabId) }),
    'panel.refresh': ({ tabId }) => show(tabId, 0),
    async 'search.asked'({ tabId, query }) {
      await tabs.change(tabId, { search: isEmptyQuery(query) ? null : query });
      return show(tabId);
    },
    async 'search.more'({ tabId, connection }) {
      const { search } = await tabs.read(tabId);
      if (search) inBackground(context.answers.askMore(connection, search));
      return null;
    },

    'opportunity.edit': (edit) => published(outbox.add(edit)),
    'edit.retry': ({ id }) => published(outbox.retry(id)),
    'edit.discard': ({ id }) => published(outbox.discard(id)),
    'edit.resolve': ({ id, keep, theirs }) => published(outbox.resolve(id, keep, theirs)),

    async 'opportunity.delete'({ ref }) {
      return published(outbox.remove(ref, () => at(ref.connection, (crm) => crm.deleteOpportunity(ref.id))));
    },
    async 'note.add'({ ref, text }) {
      await at(ref.connection, async (crm) => {
        const { contactId, companyId } = (await context.findOpportunity(ref)) ?? (await crm.read(ref.id));
        await crm.addNote({ text, opportunityId: ref.id, contactId, companyId });
      });
      return null;
    },
    'note.list': async ({ ref }) => ({ notes: await at(ref.connection, (crm) => crm.listNotes(ref.id)) }),

    async 'opportunity.create'({ connection, draft, ...creation }) {
      const { id, isNew } = await connectionFor(connections, connection);
      await creations.add({ ...creation, connection: id, draft });
      return isNew ? showAll() : published(Promise.resolve());
    },
    'creation.retry': ({ id, draft }) => published(creations.retry(id, draft ?? undefined)),
    'creation.discard': ({ id }) => published(creations.discard(id)),
    'creation.undo': ({ id }) => published(creations.undo(id)),
    'creation.resolve': ({ id, use }) => published(creations.resolve(id, use)),

    async 'connection.connect'({ crm, credentials }) {
      const { id } = await connections.connect(crm, credentials);
      // What the old key was refused goes with the new one.
      inBackground(outbox.retryRefused(id));
      inBackground(creations.retryRefused(id));
      inBackground(questions.syncAll());
      return showAll();
    },
    async 'connection.disconnect'({ connection, evenUnsent }) {
      const unsent = (await outbox.countUnsent(connection)) + (await creations.countUnsent(connection));
      if (unsent > 0 && !evenUnsent) return { unsent };
      await connections.disconnect(connection);
      await showAll();
      return { unsent: 0 };
    },

    async 'connection.rename'({ connection, label }) {
      await connections.rename(connection, label);
      return published(Promise.resolve());
    },
    async 'connection.makeDefault'({ connection }) {
      await connections.makeDefault(connection);
      return published(Promise.resolve());
    },

    async 'local.loadSamples'() {
      await ensureLocal(connections);
      await context.local.loadSamples();
      return showAll();
    },
    'local.export': async () => ({ json: await context.local.exportJson() }),
    async 'local.import'({ json }) {
      const imported = await context.local.importJson(json);
      await context.wipe((await ensureLocal(connections)).id);
      await showAll();
      return imported;
    },
    async 'local.deleteAll'() {
      await context.local.deleteEverything();
      await context.wipe((await ensureLocal(connections)).id);
      return showAll();
    },

    'mirror.set': ({ isOn }) => shownAnew(context.mirror.set(isOn)),

    'lock.turnOn': ({ passphrase, idleMinutes }) => shownAnew(lock.turnOn(passphrase, idleMinutes)),
    'lock.turnOff': ({ passphrase }) => shownAnew(lock.turnOff(passphrase)),
    'lock.unlock': ({ passphrase }) => shownAnew(lock.unlock(passphrase)),
    'lock.change': ({ passphrase, next }) => lock.change(passphrase, next).then(() => null),
    'lock.now': () => lock.lock().then(() => null),
    'lock.setIdle': ({ idleMinutes }) => lock.setIdleMinutes(idleMinutes).then(() => null),
    async 'lock.forget'() {
      await lock.forget();
      for (const { id, crm } of await connections.list()) {
        if (crm !== 'local') await connections.report(id, { kind: 'unauthorized' });
      }
      return showAll();
    },
  };
}

async function ensureLocal(connections: Connections): Promise<{ id: ConnectionId; isNew: boolean }> {
  const known = (await connections.list()).find(({ crm }) => crm === 'local');
  if (known) return { id: known.id, isNew: false };
  return { id: (await connections.connect('local', {})).id, isNew: true };
}

/**
 * The named connection; without a name the default one, else the one on this device, which starts by itself. Throws
 * `CrmError` `invalid` for a named one that has ended: another account is not what was meant.
 */
async function connectionFor(connections: Connections, wanted: ConnectionId | null) {
  const all = await connections.list();
  const named = all.find(({ id }) => id === wanted);
  if (wanted !== null && !named) {
    throw new CrmError({ kind: 'invalid', reason: 'This connection has ended: choose another one', field: null });
  }
  const chosen = named ?? findDefault(all);
  return chosen ? { id: chosen.id, isNew: false } : ensureLocal(connections);
}

/** Work nobody waits for: what it comes to is in the store, and what it could not do is done at the next occasion. */
function inBackground(work: Promise<void>): void {
  work.catch(() => undefined);
}
