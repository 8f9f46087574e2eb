import { CrmError, type Failure } from '../domain/failure';
import type { Input, MessageName, Output, Reply } from './protocol';

const NO_ANSWER = 'no answer from the background worker';

/** True where the worker was asked and nobody knows what became of it: it may have died at any moment. */
export function isUnanswered(failure: Failure): boolean {
  return failure.kind === 'internal' && failure.reason === NO_ANSWER;
}

/** Sends one message to the worker. Throws `CrmError` with the worker's failure, or `internal` when it can't be reached. */
export type Send = <Name extends MessageName>(name: Name, input: Input<Name>) => Promise<Output<Name>>;

/** A typed `send` over `runtime.sendMessage`; types only of the protocol, so that no schema is bundled with a page. */
export function createSend(sendMessage: (message: unknown) => Promise<unknown>): Send {
  return async <Name extends MessageName>(name: Name, input: Input<Name>) => {
    const reply = (await sendMessage({ name, input }).catch(() => undefined)) as Reply<Output<Name>> | undefined;
    if (!reply) throw new CrmError({ kind: 'internal', reason: NO_ANSWER });
    if (!reply.ok) throw new CrmError(reply.failure);
    return reply.value;
  };
}
