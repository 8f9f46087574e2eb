import type { Creation } from '../../../lib/domain/edit';
import type { Desk, Do } from './desk';
import { at } from './desk';
import type { Wish } from './record';

/** Whom the threads are with: the first two with one person, the last with one who has an address of free mail. */
export const PEOPLE = [
  { name: 'Mara Rossi', address: 'mara@tessella.example', domain: 'tessella.example' },
  { name: 'Mara Rossi', address: 'mara@tessella.example', domain: 'tessella.example' },
  { name: 'Otto Berg', address: 'otto@gmail.com', domain: null },
] as const;
const TITLES = ['Lab robots', 'Yearly upkeep'] as const;

/** The rep's creations, as the panel asks for them; each act resolves to a line for the story. */
export function createCreating({ course, rows, messages, worker, timeNow }: Desk) {
  let count = 0;
  const { wishes } = course;

  function accept(wish: Wish): void {
    wish.state = 'accepted';
    messages.answered(wish.input.id);
  }

  async function creationsIn(is: Creation['delivery']['is'] | null): Promise<Creation[]> {
    return (await rows.getAll('creations')).filter(({ delivery }) => is === null || delivery.is === is);
  }

  async function create({ thread, title, times, clicks }: Do<'create'>): Promise<string> {
    const { name, address, domain } = PEOPLE[thread] ?? PEOPLE[0];
    const ids: string[] = [];
    const isSame = ({ threadId, draft }: Pick<Creation, 'threadId' | 'draft'>) =>
      threadId === `t${thread}` && draft.title === TITLES[title];
    const others = (await rows.getAll('creations')).filter(isSame);
    const isClose = others.some(
      ({ delivery, isUndo, at }) => (delivery.is !== 'saved' && !isUndo) || timeNow() - at < 3_000,
    );
    const isComing = wishes.some(({ input, state }) => state === 'asked' && isSame(input));
    for (let click = 0; click < clicks; click += 1) {
      const id = `n${(count += 1)}`;
      ids.push(id);
      const input = {
        id,
        connection: 'crm',
        person: { name, address },
        domain,
        threadId: `t${thread}`,
        account: 'jo@northwind.example',
        draft: { title: TITLES[title] ?? TITLES[0] },
      };
      const twinOf = ids[0] === id ? null : (ids[0] ?? null);
      const mayBeTwin = isClose || isComing || twinOf !== null;
      const wish: Wish = { input, state: 'asked', isTakenBack: 'no', mayBeTwin, twinOf };
      wishes.push(wish);
      const deliver = () =>
        void worker()
          .creations.add(structuredClone(input))
          .then(() => accept(wish));
      messages.send(id, deliver);
      for (let message = 1; message < times; message += 1) deliver();
    }
    return `${ids.join(', ')}: "${TITLES[title]}" in t${thread}`;
  }

  function takeBack(creation: Creation, work: Promise<void>, isDone = true): void {
    const wish = wishes.find(({ input }) => input.id === creation.id);
    if (!wish) return;
    if (wish.isTakenBack !== 'yes') wish.isTakenBack = 'maybe';
    // Giving up a removal keeps what is still there, and some may be gone.
    void work.then(() => (wish.isTakenBack = isDone ? 'yes' : 'maybe'));
  }

  async function undoCreation({ which }: Do<'undo creation'>): Promise<string> {
    const target = at(await creationsIn(null), which);
    if (!target) return 'no creation';
    takeBack(target, worker().creations.undo(target.id));
    return `undo ${target.id}`;
  }

  async function decideCreation({ which, how }: Do<'decide creation'>): Promise<string> {
    const target = at(await creationsIn('rejected'), which);
    if (!target) return 'no creation rejected';
    const work = worker().creations[how](target.id);
    // Giving up a removal leaves what was made, where it was.
    if (how === 'discard' && target.isUndo) course.staying.add(target.id);
    if (how === 'discard') takeBack(target, work, !target.isUndo);
    return `${how} ${target.id}`;
  }

  async function resolveCreation({ which, use }: Do<'resolve creation'>): Promise<string> {
    const target = at(await creationsIn('similar'), which);
    if (!target) return 'nothing similar';
    const work = worker().creations.resolve(target.id, use);
    if (use === 'existing') takeBack(target, work);
    return `${use} for ${target.id}`;
  }

  return {
    create,
    undoCreation,
    decideCreation,
    resolveCreation,
    creationsIn,
    /** No double click any more: the worker has died between the clicks. */
    forgetTwins: () => wishes.filter(({ state }) => state === 'asked').forEach((wish) => (wish.twinOf = null)),
  };
}
