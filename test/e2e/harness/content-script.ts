import { expect } from '@playwright/test';
import type { App } from './app.ts';

/**
 * Evaluates an expression where the content script lives: the extension's isolated world in Gmail's page, which
 * Playwright's own `evaluate` does not reach. Resolves to a string.
 */
export async function evaluateInContentScript({ browser, gmail }: App, expression: string): Promise<string> {
  const session = await browser.context.newCDPSession(gmail);
  const worlds: { id: number; origin: string }[] = [];
  session.on('Runtime.executionContextCreated', ({ context }) => worlds.push(context));
  await session.send('Runtime.enable');
  const origin = `chrome-extension://${browser.extensionId}`;
  await expect.poll(() => worlds.find((world) => world.origin === origin)).toBeDefined();
  const world = worlds.findLast((candidate) => candidate.origin === origin);
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression,
    contextId: world?.id ?? 0,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  return exceptionDetails ? (exceptionDetails.exception?.description ?? exceptionDetails.text) : String(result.value);
}
