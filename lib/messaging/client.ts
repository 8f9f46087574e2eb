import { CrmError } from '../domain/failure';
import type { Input, MessageName, Output, Reply } from './protocol';

/** Sends one message to the worker. Throws `CrmError` with the worker's failure, or `interrupted` where nobody answers. */
export type Send = <Name extends MessageName>(name: Name, input: Input<Name>) => Promise<Output<Name>>;

/** A typed `send` over `runtime.sendMessage`; types only of the protocol, so that no schema is bundled with a page. */
export function createSend(sendMessage: (message: unknown) => Promise<unknown>): Send {
  return async <Name extends MessageName>(name: Name, input: Input<Name>) => {
    const reply = (await sendMessage({ name, input }).catch(() => undefined)) as Reply<Output<Name>> | undefined;
    if (!reply) throw new CrmError({ kind: 'interrupted' });
    if (!reply.ok) throw new CrmError(reply.failure);
    return reply.value;
  };
}
