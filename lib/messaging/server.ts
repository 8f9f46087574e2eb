import { CrmError, toFailure } from '../domain/failure';
import type { MessageName, Output, Reply, Validated } from './protocol';
import { protocol } from './protocol';
import type { Self, StampedSender } from './sender';
import { classifySender } from './sender';

/** One handler per message. `tabId` is the sender's own tab, set for content scripts. */
export type Handlers = {
  [Name in MessageName]: (input: Validated<Name>, tabId: number | undefined) => Promise<Output<Name>>;
};

function refuse(reason: string): never {
  throw new CrmError({ kind: 'internal', reason });
}

async function handle(handlers: Handlers, message: unknown, sender: StampedSender, self: Self): Promise<unknown> {
  const from = classifySender(sender, self);
  const { name, input } = (message ?? {}) as { name?: unknown; input?: unknown };
  if (typeof name !== 'string' || !Object.hasOwn(protocol, name)) return refuse('unknown message');
  const known = name as MessageName;
  if (protocol[known].from !== from) return refuse('message from the wrong place');
  const parsed = protocol[known].input.safeParse(input);
  if (!parsed.success) return refuse(`bad input for ${known}`);
  // The table ties each name to its input; TypeScript cannot follow that through a lookup by a union.
  const handler = handlers[known] as (input: unknown, tabId: number | undefined) => Promise<unknown>;
  return handler(parsed.data, sender.tab?.id);
}

/**
 * Gate, schema, handler, in this order; every outcome is a value that can be shown, a worker that could not start
 * included. Never throws.
 */
export async function dispatch(
  handlers: Handlers | Promise<Handlers>,
  message: unknown,
  sender: StampedSender,
  self: Self,
): Promise<Reply<unknown>> {
  try {
    return { ok: true, value: await handle(await handlers, message, sender, self) };
  } catch (error) {
    return { ok: false, failure: toFailure(error) };
  }
}
