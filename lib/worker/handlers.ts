import type { Connection, CrmId } from '../domain/connection';
import { CrmError } from '../domain/failure';
import { isOwnSide, toQuestion } from '../domain/lookup';
import { companyNameOf } from '../domain/company-name';
import { companyDomain } from '../domain/free-mail';
import { suggestTitle } from '../domain/naming';
import type { ConnectionId, OpportunityPatch } from '../domain/opportunity';
import type { Handlers } from '../messaging/server';
import type { Answers } from '../store/answers';
import { questionKey } from '../store/answers';
import type { Creations } from '../store/creations';
import type { Database } from '../store/database';
import { wipeConnection } from '../store/database';
import type { Outbox } from '../store/outbox';
import type { Publisher } from '../store/publisher';
import type { TabRow, Tabs } from '../store/tabs';
import { subjectOf } from '../store/tabs';
import type { Connections } from './connections';

/** What the local CRM offers beside the port. */
export interface LocalTools {
  loadSamples(): Promise<void>;
  exportJson(): Promise<string>;
  /** Replaces everything. Throws `CrmError` `invalid` with a sentence when the document is not an export. */
  importJson(json: string): Promise<{ opportunities: number }>;
}

export interface HandlersContext {
  db: Database;
  tabs: Tabs;
  answers: Answers;
  outbox: Outbox;
  creations: Creations;
  publisher: Publisher;
  connections: Connections;
  local: LocalTools;
  /** Asks the content script of a tab to report again. True for a Gmail tab in which nothing answers. */
  isGmailSilent(tabId: number): Promise<boolean>;
}

/** What the worker does for each message. Answers are asked for in the background: they arrive by publication. */
export function createHandlers(context: HandlersContext): Handlers {
  const { tabs, publisher, connections, outbox, creations, answers } = context;

  /** Asks every connection what the tab needs, in parallel: a slow one holds up nobody. */
  async function askAll(tab: TabRow, maxAge?: number): Promise<void> {
    const subject = subjectOf(tab);
    const own = tab.email?.account.address ?? null;
    const all = await connections.list();
    await Promise.all(
      all.flatMap(({ id }) => [
        answers.askCatalog(id, maxAge),
        ...(subject ? [answers.askPerson(id, toQuestion(subject, own), maxAge)] : []),
        ...(tab.email || subject ? [] : [answers.askOpen(id, maxAge)]),
        ...(tab.search ? [answers.askSearch(id, tab.search)] : []),
      ]),
    );
  }

  async function show(tabId: number, tab: TabRow, maxAge?: number): Promise<null> {
    await publisher.publish(tabId);
    void askAll(tab, maxAge);
    return null;
  }

  /** After something that concerns every tab: other connections, other local data. */
  async function showAll(): Promise<null> {
    for (const tabId of await tabs.ids()) void askAll(await tabs.read(tabId), 0);
    await publisher.publishAll();
    return null;
  }

  async function published(work: Promise<void>): Promise<null> {
    await work;
    await publisher.publishAll();
    return null;
  }

  return {
    async 'email.opened'({ email }, tabId) {
      if (tabId === undefined) return null;
      return show(tabId, await tabs.open(tabId, email));
    },
    async 'panel.shown'({ tabId }) {
      void outbox.resume();
      void creations.resume();
      const { email } = await tabs.read(tabId);
      return show(tabId, await tabs.change(tabId, { isSilent: !email && (await context.isGmailSilent(tabId)) }));
    },
    'person.chosen': async ({ tabId, person }) => show(tabId, await tabs.change(tabId, { chosen: person, search: '' })),
    'panel.refresh': async ({ tabId }) => show(tabId, await tabs.read(tabId), 0),
    'search.asked': async ({ tabId, text }) => show(tabId, await tabs.change(tabId, { search: text.trim() })),

    'opportunity.edit': ({ patch, base, ...edit }) =>
      published(outbox.add({ ...edit, patch: definedOnly(patch), base })),
    'edit.retry': ({ id }) => published(outbox.retry(id)),
    'edit.discard': ({ id }) => published(outbox.discard(id)),
    'edit.resolve': ({ id, keep }) => published(outbox.resolve(id, keep)),

    async 'opportunity.create'({ id, tabId, connection, draft }) {
      const tab = await tabs.read(tabId);
      const person = subjectOf(tab);
      if (!person) throw new CrmError({ kind: 'internal', reason: 'nobody to create an opportunity for' });
      const target = await connectionFor(connections, connection);
      const domain = isOwnSide(person.address, tab.email?.account.address ?? null)
        ? null
        : companyDomain(person.address);
      const title = draft?.title ?? (await titleFor(context.db, target, tab, person, domain));
      const work = creations.add({
        id,
        connection: target,
        person,
        domain,
        threadId: tab.email?.threadId ?? null,
        draft: { ...definedOnly(draft ?? {}), title },
      });
      return published(work);
    },
    'creation.retry': ({ id }) => published(creations.retry(id)),
    'creation.discard': ({ id }) => published(creations.discard(id)),
    'creation.undo': ({ id }) => published(creations.undo(id)),

    async 'connection.connect'({ crm, credentials }) {
      await connections.connect(crm, credentials);
      return showAll();
    },
    async 'connection.disconnect'({ connection }) {
      await connections.disconnect(connection);
      return showAll();
    },

    async 'local.loadSamples'() {
      await ensureLocal(connections);
      await context.local.loadSamples();
      return showAll();
    },
    'local.export': async () => ({ json: await context.local.exportJson() }),
    async 'local.import'({ json }) {
      const imported = await context.local.importJson(json);
      const { id } = await ensureLocal(connections);
      // What is cached and pending is about records that were just replaced.
      await wipeConnection(context.db, id);
      await showAll();
      return imported;
    },
  };
}

/** A schema's optional members come as `undefined`; in a patch only present ones count. */
function definedOnly(patch: Record<string, unknown>): OpportunityPatch {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}

async function ensureLocal(connections: Connections): Promise<Connection> {
  const all = await connections.list();
  return all.find(({ crm }) => crm === 'local') ?? connections.connect('local', {});
}

/** The named connection; else the CRM connected last; else the one on this device, which starts by itself. */
async function connectionFor(connections: Connections, wanted: ConnectionId | null): Promise<ConnectionId> {
  const all = await connections.list();
  const named = all.find(({ id }) => id === wanted);
  const isRemote = ({ crm }: { crm: CrmId }) => crm !== 'local';
  return (named ?? all.findLast(isRemote) ?? (await ensureLocal(connections))).id;
}

/** "Company: subject", by the name the CRM has for the company, else by the one the domain suggests. */
async function titleFor(
  db: Database,
  connection: ConnectionId,
  tab: TabRow,
  person: { name: string; address: string },
  domain: string | null,
): Promise<string> {
  const row = await db.get('answers', [connection, questionKey.person(person.address)]);
  const known = row?.contact?.companyName ?? row?.company?.name;
  const company = known ?? (domain ? companyNameOf(domain) : null);
  return suggestTitle({ company, person, subject: tab.email?.subject ?? null });
}
