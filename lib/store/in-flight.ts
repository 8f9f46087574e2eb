import type { RowKey } from './answer-row';

/** Questions on their way: each is asked once, however many wait for it, and can be given up. */
export interface InFlight {
  /** Joins the same question where it is on its way and not given up; else begins it. */
  once(key: RowKey, begin: (signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Gives up the questions nobody `wants` any more. */
  keepOnly(isWanted: (question: string) => boolean): void;
}

export function createInFlight(): InFlight {
  const running = new Map<string, { question: string; work: Promise<void>; controller: AbortController }>();
  return {
    once([connection, question], begin) {
      const key = `${connection} ${question}`;
      const known = running.get(key);
      if (known && !known.controller.signal.aborted) return known.work;
      const controller = new AbortController();
      const started = { question, controller, work: begin(controller.signal) };
      running.set(key, started);
      return started.work.finally(() => {
        if (running.get(key) === started) running.delete(key);
      });
    },
    keepOnly(isWanted) {
      for (const { question, controller } of running.values()) if (!isWanted(question)) controller.abort();
    },
  };
}
