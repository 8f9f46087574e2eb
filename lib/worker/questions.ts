import { questionKey } from '../store/answer-row';
import type { Connection } from '../domain/connection';
import type { PersonQuestion } from '../domain/lookup';
import { toQuestion } from '../domain/lookup';
import type { ConnectionId } from '../domain/opportunity';
import type { SearchQuery } from '../domain/search';
import type { Answers } from '../store/answers';
import type { Sync } from '../store/sync';
import type { TabRow, Tabs } from '../store/tabs';
import { subjectOf } from '../store/tabs';
import type { Connections } from './connections';

/** What has to be asked for the panels. */
export interface Questions {
  /**
   * Asks every connection what the tab needs, in parallel: a slow one holds up nobody. `maxAge` in milliseconds; by
   * default each question's own, 0 asks whatever the age.
   */
  ask(tabId: number, tab: TabRow, maxAge?: number): Promise<void>;
  /** The tab is gone: what only it asked is given up. */
  leave(tabId: number): void;
  /** Asks again what failed, or was never answered because the worker died, for the tabs that panels show. */
  askUnanswered(): Promise<void>;
  /** Has the mirror of every connection catch up, where that is due: after what panels wait for. Never rejects. */
  syncAll(): Promise<void>;
}

export interface QuestionsContext {
  tabs: Tabs;
  answers: Answers;
  sync: Sync;
  connections: Connections;
  /** True where there is something to show about a person before their CRM is asked, though it may be old. */
  canShow(connection: ConnectionId, person: PersonQuestion): Promise<boolean>;
  /** True until the passphrase is entered: there are no keys to ask with. */
  isLocked(): Promise<boolean>;
}

/** Milliseconds for what is known to be painted, and for whoever leafs through mail to go on, before a CRM is asked. */
const PAINT_PAUSE = 100;
/** Milliseconds without a further letter after which a CRM is asked; what is on this device answers every letter. */
const SEARCH_PAUSE = 350;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Questions over the connections. */
export function createQuestions(context: QuestionsContext): Questions {
  const { tabs, answers, sync, connections } = context;

  /** What each tab asks, as far as this worker was told. */
  const wanted = new Map<number, string[]>();

  const isWanted = (question: string) => [...wanted.values()].some((questions) => questions.includes(question));

  /** Leafing through mail, and typing, must not spend the minute's requests on what was already left. */
  const giveUpOthers = () => answers.keepOnly(new Set([...wanted.values()].flat()));

  async function askPerson({ id, crm }: Connection, question: PersonQuestion, maxAge?: number): Promise<void> {
    if (crm !== 'local' && maxAge !== 0 && (await context.canShow(id, question))) {
      await pause(PAINT_PAUSE);
      if (!isWanted(questionKey.person(question.address))) return;
    }
    await answers.askPerson(id, question, maxAge);
  }

  async function askSearch({ id, crm }: Connection, query: SearchQuery, maxAge?: number): Promise<void> {
    if (crm !== 'local') {
      await pause(SEARCH_PAUSE);
      if (!isWanted(questionKey.search(query))) return;
    }
    await answers.askSearch(id, query, maxAge);
  }

  async function syncAll(): Promise<void> {
    const all = await connections.list().catch(() => []);
    await Promise.all(all.map(({ id }) => sync.run(id)));
  }

  async function ask(tabId: number, tab: TabRow, maxAge?: number): Promise<void> {
    const subject = subjectOf(tab);
    wanted.set(tabId, [
      ...(subject ? [questionKey.person(subject.address)] : []),
      ...(tab.search ? [questionKey.search(tab.search)] : []),
    ]);
    giveUpOthers();
    if (await context.isLocked()) return;
    const own = tab.email?.account.address ?? null;
    const all = await connections.list();
    await Promise.all(
      all.flatMap((connection) => {
        const { id, crm } = connection;
        return [
          answers.askCatalog(id, maxAge),
          ...(subject ? [askPerson(connection, toQuestion(subject, own), maxAge)] : []),
          // On this device it costs nothing, and tells whether there is anything at all.
          ...(crm === 'local' ? [answers.askOpen(id, 0)] : []),
          ...(tab.email || subject || crm === 'local' ? [] : [answers.askOpen(id, maxAge)]),
          ...(tab.search ? [askSearch(connection, tab.search, maxAge)] : []),
        ];
      }),
    );
    void syncAll();
  }

  return {
    ask,
    syncAll,
    leave(tabId) {
      if (wanted.delete(tabId)) giveUpOthers();
    },
    async askUnanswered() {
      const shown = await tabs.shown();
      await Promise.all(shown.map(async (tabId) => ask(tabId, await tabs.read(tabId), Infinity)));
    },
  };
}
