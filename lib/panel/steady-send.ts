import { toFailure } from '../domain/failure';
import type { Send } from '../messaging/client';
import type { Input, MessageName } from '../messaging/protocol';

/** Waits before a message is sent again, milliseconds: a worker that dies is started by it. */
const PAUSES = [100, 500, 2000];

/** What must not arrive twice, and has no id to be known again by. */
const ONCE = new Set<MessageName>(['note.add']);

/**
 * Sends a message again that nobody answered: the worker may have died, before it did what was asked or after. What
 * arrives twice is done once: an edit and a creation have ids, the rest says what is to be.
 */
export function createSteadySend(send: Send, later: (ms: number, callback: () => void) => unknown): Send {
  const wait = (ms: number) => new Promise<void>((resolve) => later(ms, resolve));

  return async <Name extends MessageName>(name: Name, input: Input<Name>) => {
    for (const pause of ONCE.has(name) ? [] : PAUSES) {
      try {
        return await send(name, input);
      } catch (error) {
        if (toFailure(error).kind !== 'interrupted') throw error;
      }
      await wait(pause);
    }
    return send(name, input);
  };
}
