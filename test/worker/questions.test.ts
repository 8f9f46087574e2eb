import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answers } from '../../lib/store/answers';
import { createTabs } from '../../lib/store/tabs';
import { createQuestions } from '../../lib/worker/questions';
import { email, memory } from '../store/memory';

const ANN = 'ann@a.example';
const BEN = 'ben@b.example';
const CLEO = 'cleo@c.example';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const nothing = async () => undefined;

function createWorld({ known = [] }: { known?: readonly string[] } = {}) {
  const tabs = createTabs(memory());
  const keepOnly = vi.fn<Answers['keepOnly']>();
  const askPerson = vi.fn<Answers['askPerson']>(nothing);
  const answers: Answers = {
    askPerson,
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
    connections: { list: async () => [{ id: 'crm', crm: 'copper' }] } as never,
    canShow: async (_, { address }) => known.includes(address),
    isLocked: async () => false,
    now: () => Date.now(),
  });
  return {
    tabs,
    questions,
    kept: () => [...(keepOnly.mock.lastCall?.[0] ?? [])].toSorted(),
    asked: () => askPerson.mock.calls.map(([, { address }]) => address),
    /** An email that is opened, and the panel asking for it. */
    async open(address: string | null, tabId = 1) {
      await tabs.open(tabId, address === null ? null : email(address));
      void questions.ask(tabId);
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('a CRM is asked', () => {
  it('at once about somebody nothing is known of', async () => {
    const { open, asked } = createWorld();
    await open(ANN);
    expect(asked()).toEqual([ANN]);
  });

  it('about those alone whom a rep who leafs through mail stays with', async () => {
    const { open, asked } = createWorld();
    await open(ANN);
    await wait(200);
    await open(BEN);
    await wait(200);
    await open(CLEO);
    expect(asked()).toEqual([ANN]);
    await wait(299);
    expect(asked()).toEqual([ANN]);
    await wait(1);
    expect(asked()).toEqual([ANN, CLEO]);
  });

  it('at once again after a second, also by way of the list', async () => {
    const { open, asked } = createWorld();
    await open(ANN);
    await wait(900);
    await open(null);
    await wait(200);
    await open(BEN);
    expect(asked()).toEqual([ANN, BEN]);
    await wait(300);
    await open(null);
    await wait(300);
    await open(CLEO);
    expect(asked()).toEqual([ANN, BEN]);
    await wait(300);
    expect(asked()).toEqual([ANN, BEN, CLEO]);
  });

  it('about somebody known once that is painted, if they are still looked at', async () => {
    const { open, asked } = createWorld({ known: [ANN, BEN] });
    await open(ANN);
    await wait(99);
    await open(BEN);
    await wait(99);
    expect(asked()).toEqual([]);
    await wait(1);
    expect(asked()).toEqual([BEN]);
  });

  it('about nobody who was left, whichever message of an earlier email comes late', async () => {
    const { open, questions, asked, kept } = createWorld();
    await open(ANN);
    await wait(2000);
    await open(BEN);
    void questions.ask(1);
    await wait(1000);
    expect(asked()).toEqual([ANN, BEN, BEN]);
    expect(kept()).toEqual([`person:${BEN}`]);
  });
});

describe('a question', () => {
  it('that only a tab asked that is gone is given up, and one another asks, too, is not', async () => {
    const { open, questions, kept } = createWorld();
    await open(ANN, 1);
    await open(BEN, 2);
    await open(BEN, 3);
    expect(kept()).toEqual([`person:${ANN}`, `person:${BEN}`]);
    questions.leave(1);
    expect(kept()).toEqual([`person:${BEN}`]);
    questions.leave(2);
    expect(kept()).toEqual([`person:${BEN}`]);
  });
});
