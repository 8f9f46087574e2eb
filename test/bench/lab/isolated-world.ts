import type { CDPSession } from '@playwright/test';

/** Evaluates where an extension's content script lives, in a page; resolves to JSON values. */
export type EvaluateInWorld = <Value>(expression: string) => Promise<Value>;

const TRIES = 50;

/** Finds the isolated world of an extension. Playwright's own `evaluate` does not reach it. */
export async function findIsolatedWorld(session: CDPSession, extensionId: string): Promise<EvaluateInWorld> {
  const origin = `chrome-extension://${extensionId}`;
  const worlds: { id: number; origin: string }[] = [];
  session.on('Runtime.executionContextCreated', ({ context }) => worlds.push(context));
  await session.send('Runtime.enable');
  // Worlds that are there are told of in the same turn; the script itself starts once the page is idle.
  for (let tries = 0; tries < TRIES && !worlds.some((world) => world.origin === origin); tries += 1) {
    await session.send('Runtime.evaluate', { expression: '0' });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const world = worlds.findLast((candidate) => candidate.origin === origin);
  if (!world) throw new Error('The content script does not run in the page.');
  return async (expression) => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression,
      contextId: world.id,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
}

/** A message that left a content script: when, by the page's clock in milliseconds, and about which subject. */
export interface SentMessage {
  at: number;
  name: string;
  subject: string | null;
}

/**
 * Notes every message the content script sends, in the moment it does. The script itself is the production build; only
 * the browser's function beneath it is wrapped.
 */
export async function noteMessages(evaluate: EvaluateInWorld): Promise<() => Promise<SentMessage[]>> {
  await evaluate(`(() => {
    globalThis.noted = [];
    for (const { runtime } of new Set([globalThis.browser, globalThis.chrome].filter((api) => api?.runtime))) {
      const send = runtime.sendMessage;
      runtime.sendMessage = (message, ...rest) => {
        noted.push({ at: performance.now(), name: message.name, subject: message.input?.email?.subject ?? null });
        return send.call(runtime, message, ...rest);
      };
    }
  })()`);
  return () => evaluate<SentMessage[]>('globalThis.noted.splice(0)');
}
