/** Runs work of the same key one after the other, in the order asked; work that fails holds up nothing after it. */
export type Lanes<Key> = <Result>(key: Key, work: () => Promise<Result>) => Promise<Result>;

/** Lanes in memory: what was not begun when the worker dies is found again in the store. */
export function createLanes<Key>(): Lanes<Key> {
  const last = new Map<Key, Promise<void>>();
  return (key, work) => {
    const mine = (last.get(key) ?? Promise.resolve()).then(work);
    const done = mine.then(
      () => undefined,
      () => undefined,
    );
    last.set(key, done);
    void done.then(() => last.get(key) === done && last.delete(key));
    return mine;
  };
}

/** One lane for everything: of two changes at once, neither may write back what the other has replaced. */
export function createTurn(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const lanes = createLanes<null>();
  return (work) => lanes(null, work);
}
