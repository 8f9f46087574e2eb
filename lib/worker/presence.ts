import type { MessageName } from '../messaging/protocol';
import type { Handlers } from '../messaging/server';
import type { Lock } from '../vault/lock';

/** Sent also where nobody is there: by a panel that waits, and by Gmail when it draws a thread anew. */
const UNATTENDED = new Set<MessageName>(['panel.shown', 'email.opened']);

/**
 * Handlers that first lock where the rep has been away for too long, and take every other message for a sign of the
 * rep. First: after a night's sleep a message may come before the alarm does.
 */
export function withPresence<Some extends Partial<Handlers>>(
  handlers: Some,
  lock: Pick<Lock, 'touch' | 'lockIfIdle'>,
): Some {
  const entries = Object.entries(handlers).map(([name, handler]) => {
    const notice = UNATTENDED.has(name as MessageName) ? lock.lockIfIdle : lock.touch;
    const handle = handler as (input: unknown, tabId: number | undefined) => Promise<unknown>;
    const noticed: typeof handle = async (input, tabId) => {
      await notice();
      return handle(input, tabId);
    };
    return [name, noticed];
  });
  // The table ties each name to its input; TypeScript cannot follow that through its entries.
  return Object.fromEntries(entries) as Some;
}
