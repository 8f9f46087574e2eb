import { protocol } from '../messaging/protocol';
import type { MessageName } from '../messaging/protocol';
import type { Handlers } from '../messaging/server';

/** What is answered also where the worker can't start. */
export type OwnHandlers = Pick<Handlers, 'storage.check' | 'storage.reset' | 'pending.export'>;

/** What takes a worker. */
export type WorkerHandlers = Omit<Handlers, keyof OwnHandlers>;

/**
 * Starts something once, whoever asks. A start that fails is told to those who wait for it, and tried again for the
 * next who asks: what stood in its way may be gone.
 */
export function createStarter<Started>(start: () => Promise<Started>): () => Promise<Started> {
  let started: Promise<Started> | undefined;
  return () => {
    if (started) return started;
    const starting = start();
    started = starting;
    starting.catch(() => (started = undefined));
    return starting;
  };
}

/** Handlers that start the worker first, where it takes one; they reject as its start does. */
export function startingHandlers(start: () => Promise<{ handlers: WorkerHandlers }>, own: OwnHandlers): Handlers {
  const names = Object.keys(protocol) as MessageName[];
  const entries = names.map((name) => {
    if (isOwn(own, name)) return [name, own[name]];
    const handle = async (input: unknown, tabId: number | undefined) => {
      const { handlers } = await start();
      return (handlers[name] as (input: unknown, tabId: number | undefined) => Promise<unknown>)(input, tabId);
    };
    return [name, handle];
  });
  // The table ties each name to its input; TypeScript cannot follow that through its names.
  return Object.fromEntries(entries) as Handlers;
}

function isOwn(own: OwnHandlers, name: MessageName): name is keyof OwnHandlers {
  return Object.hasOwn(own, name);
}
