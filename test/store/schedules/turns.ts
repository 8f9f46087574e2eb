/** One worker, from its start to its death. */
export interface Life {
  isDead: boolean;
  /** Dies with the so-many-th thing it waits for from now on: before that happens, or when it has, untold. */
  death: { turns: number; when: 'before' | 'after' } | null;
}

/** Where a worker waits for the world: for its database, or for the CRM. */
type Place = 'database' | 'crm';

interface Turn {
  life: Life;
  place: Place;
  /** Epoch milliseconds before which it does not happen. */
  from: number;
  /** Does it, and returns what tells the one who waits. */
  perform(): Promise<() => void>;
}

/**
 * Everything the workers wait for, one thing at a time: which is next is the schedule's choice and nobody else's, so
 * the same schedule always takes the same course.
 */
export interface Turns {
  /** Has `work` done in a turn of its own, not before `from` (epoch milliseconds). Never resolves for the dead. */
  wait<Result>(life: Life, place: Place, work: () => Promise<Result>, from?: number): Promise<Result>;
  /** Lets up to `count` things happen; resolves to how many did. */
  run(count: number): Promise<number>;
}

/** What resolves when everything that can go on by itself has done so. */
function createPause(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    port1.onmessage = () => resolve();
    port2.postMessage(null);
    return promise;
  };
}

/** Turns by `picks`, used over and over; `now` is epoch milliseconds. */
export function createTurns(now: () => number, picks: readonly number[]): Turns {
  const drained = createPause();
  let waiting: Turn[] = [];
  let taken = 0;

  /** A database answers in order, a CRM as it likes. */
  function choose(): Turn | undefined {
    const pick = picks[taken % picks.length] ?? 0;
    const database = waiting.find(({ place }) => place === 'database');
    const crm = waiting.filter(({ place, from }) => place === 'crm' && from <= now());
    if (database && (crm.length === 0 || pick % 4 > 0)) return database;
    return crm[Math.floor(pick / 4) % Math.max(1, crm.length)];
  }

  function bury(life: Life): void {
    life.isDead = true;
    waiting = waiting.filter((turn) => turn.life !== life);
  }

  async function take(): Promise<boolean> {
    const turn = choose();
    if (!turn) return false;
    taken += 1;
    waiting.splice(waiting.indexOf(turn), 1);
    const { life } = turn;
    if (life.death) life.death.turns -= 1;
    const isEnd = life.death !== null && life.death.turns <= 0;
    if (isEnd && life.death?.when === 'before') bury(life);
    else {
      const tell = await turn.perform();
      if (isEnd) bury(life);
      else tell();
    }
    await drained();
    return true;
  }

  return {
    wait<Result>(life: Life, place: Place, work: () => Promise<Result>, from = 0): Promise<Result> {
      const { promise, resolve, reject } = Promise.withResolvers<Result>();
      if (life.isDead) return promise;
      waiting.push({
        life,
        place,
        from,
        perform: () =>
          work().then(
            (result) => () => resolve(result),
            (error: unknown) => () => reject(error),
          ),
      });
      return promise;
    },
    async run(count) {
      await drained();
      let done = 0;
      while (done < count && (await take())) done += 1;
      return done;
    },
  };
}
