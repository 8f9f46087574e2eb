import { toQuestion } from '../domain/lookup';
import type { Answers } from '../store/answers';
import { questionKey } from '../store/answers';
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
  /** Asks again what failed, or was never answered because the worker died, for the tabs that panels show. */
  askUnanswered(): Promise<void>;
}

export interface QuestionsContext {
  tabs: Tabs;
  answers: Answers;
  connections: Connections;
  /** True until the passphrase is entered: there are no keys to ask with. */
  isLocked(): Promise<boolean>;
}

/** Questions over the connections. */
export function createQuestions(context: QuestionsContext): Questions {
  const { tabs, answers, connections } = context;

  /** What each tab asks, as far as this worker was told. */
  const wanted = new Map<number, string[]>();

  async function ask(tabId: number, tab: TabRow, maxAge?: number): Promise<void> {
    const subject = subjectOf(tab);
    wanted.set(tabId, [
      ...(subject ? [questionKey.person(subject.address)] : []),
      ...(tab.search ? [questionKey.search(tab.search)] : []),
    ]);
    // Leafing through mail, and typing, must not spend the minute's requests on what was already left.
    answers.keepOnly(new Set([...wanted.values()].flat()));
    if (await context.isLocked()) return;
    const own = tab.email?.account.address ?? null;
    const all = await connections.list();
    await Promise.all(
      all.flatMap(({ id, crm }) => [
        answers.askCatalog(id, maxAge),
        ...(subject ? [answers.askPerson(id, toQuestion(subject, own), maxAge)] : []),
        // On this device it costs nothing, and tells whether there is anything at all.
        ...(crm === 'local' ? [answers.askOpen(id, 0)] : []),
        ...(tab.email || subject || crm === 'local' ? [] : [answers.askOpen(id, maxAge)]),
        ...(tab.search ? [answers.askSearch(id, tab.search, maxAge)] : []),
      ]),
    );
  }

  return {
    ask,
    async askUnanswered() {
      const shown = await tabs.shown();
      await Promise.all(shown.map(async (tabId) => ask(tabId, await tabs.read(tabId), Infinity)));
    },
  };
}
