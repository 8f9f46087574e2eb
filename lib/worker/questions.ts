import { questionKey } from '../store/answer-row';
import type { Connection } from '../domain/connection';
import type { PersonQuestion } from '../domain/lookup';
import { toQuestion } from '../domain/lookup';
import type { ConnectionId } from '../domain/opportunity';
import type { SearchQuery } from '../domain/search';
import type { Answers } from '../store/answers';
import type { Sync } from '../store/sync';
import type { Tabs } from '../store/tabs';
import { subjectOf } from '../store/tabs';
import type { Connections } from './connections';

/** What has to be asked for the panels. */
export interface Questions {
  /**
   * Asks every connection what the tab needs now, in parallel: a slow one holds up nobody. `maxAge` in milliseconds; by
   * default each question's own, 0 asks whatever the age.
   */
  ask(tabId: number, maxAge?: number): Promise<void>;
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
  /** Epoch milliseconds. */
  now(): number;
}

/** What a tab asks, as far as this worker was told. */
interface Wanted {
  questions: readonly string[];
  /** About whom, or who was last asked about. */
  address: string | null;
  /** Since when that is so, epoch milliseconds. */
  since: number;
  /** Soon after somebody else: most of those are left at once. */
  isLeafing: boolean;
}

/** Milliseconds for what is known to be painted, and for whoever leafs through mail to go on, before a CRM is asked. */
const PAINT_PAUSE = 100;
/** Somebody else this soon, milliseconds, is leafing; of whom nothing is known is asked when they are still there then. */
const LEAFING = 1000;
const LEAFING_PAUSE = 300;
/** Milliseconds without a further letter after which a CRM is asked; what is on this device answers every letter. */
const SEARCH_PAUSE = 350;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Questions over the connections. */
export function createQuestions(context: QuestionsContext): Questions {
  const { tabs, answers, sync, connections } = context;

  const wanted = new Map<number, Wanted>();

  const isWanted = (question: string) => [...wanted.values()].some(({ questions }) => questions.includes(question));

  /** Leafing through mail, and typing, must not spend the minute's requests on what was already left. */
  const giveUpOthers = () => answers.keepOnly(new Set([...wanted.values()].flatMap(({ questions }) => questions)));

  function want(tabId: number, address: string | null, search: SearchQuery | null): Wanted {
    const before = wanted.get(tabId);
    const isSame = before !== undefined && (address === null || address === before.address);
    const since = context.now();
    const isSoon = before !== undefined && before.address !== null && since - before.since < LEAFING;
    const whom = isSame ? before : { address, since, isLeafing: isSoon };
    const questions = [
      ...(address === null ? [] : [questionKey.person(address)]),
      ...(search ? [questionKey.search(search)] : []),
    ];
    const now = { ...whom, questions };
    wanted.set(tabId, now);
    giveUpOthers();
    return now;
  }

  async function askPerson(
    { id, crm }: Connection,
    question: PersonQuestion,
    { since, isLeafing }: Wanted,
    maxAge?: number,
  ): Promise<void> {
    if (crm !== 'local' && maxAge !== 0) {
      const waitWhileLeafing = isLeafing ? since + LEAFING_PAUSE - context.now() : 0;
      const wait = (await context.canShow(id, question)) ? PAINT_PAUSE : waitWhileLeafing;
      if (wait > 0) await pause(wait);
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

  async function ask(tabId: number, maxAge?: number): Promise<void> {
    // As it is now, and in turn: another email may have been opened since somebody wanted this asked.
    const tab = await tabs.read(tabId);
    const subject = subjectOf(tab);
    const now = want(tabId, subject?.address ?? null, tab.search);
    if (await context.isLocked()) return;
    const own = tab.email?.account.address ?? null;
    const all = await connections.list();
    await Promise.all(
      all.flatMap((connection) => {
        const { id, crm } = connection;
        return [
          answers.askCatalog(id, maxAge),
          ...(subject ? [askPerson(connection, toQuestion(subject, own), now, maxAge)] : []),
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
      await Promise.all(shown.map((tabId) => ask(tabId, Infinity)));
    },
  };
}
