import { expect, it, vi } from 'vitest';
import type { Answers } from '../../lib/store/answers';
import { createTabs } from '../../lib/store/tabs';
import { createQuestions } from '../../lib/worker/questions';
import { email, memory } from '../store/memory';

const nothing = async () => undefined;

function createWorld() {
  const tabs = createTabs(memory());
  const keepOnly = vi.fn<Answers['keepOnly']>();
  const answers: Answers = {
    askPerson: nothing,
    askSearch: nothing,
    askMore: nothing,
    askOpen: nothing,
    askCatalog: nothing,
    add: nothing,
    keepOnly,
  };
  const questions = createQuestions({
    tabs,
    answers,
    sync: { run: nothing, catchUp: async () => false },
    connections: { list: async () => [] } as never,
    canShow: async () => false,
    isLocked: async () => false,
  });
  return { tabs, questions, kept: () => [...(keepOnly.mock.lastCall?.[0] ?? [])].toSorted() };
}

it('what only a tab asked that is gone is given up, and what another asks, too, is not', async () => {
  const { tabs, questions, kept } = createWorld();
  for (const [tabId, address] of [
    [1, 'ann@a.example'],
    [2, 'ben@b.example'],
    [3, 'ben@b.example'],
  ] as const) {
    await questions.ask(tabId, await tabs.open(tabId, email(address)));
  }
  expect(kept()).toEqual(['person:ann@a.example', 'person:ben@b.example']);
  questions.leave(1);
  expect(kept()).toEqual(['person:ben@b.example']);
  questions.leave(2);
  expect(kept()).toEqual(['person:ben@b.example']);
});
