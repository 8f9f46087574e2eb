import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { attachPanel, hasPanel, launchWithExtension } from '../../e2e/harness/browser.ts';
import type {} from '../../e2e/harness/chrome.ts';
import { GMAIL_HOST, startGmail } from '../../simulator/gmail.ts';
import { makeConstantExtension } from './constant.ts';

/** The floor as a user would meet it: Gmail in a tab, its side panel beside it. */
export interface ConstantApp {
  gmail: Page;
  panel: Page;
  stop(): Promise<void>;
}

/** Starts it in the same way as the product is started. */
export async function startConstantApp(): Promise<ConstantApp> {
  const folder = mkdtempSync(join(tmpdir(), 'dealside-floor-'));
  const server = await startGmail();
  mkdirSync(join(folder, 'profile'));
  const browser = await launchWithExtension({
    extension: makeConstantExtension(join(folder, 'extension')),
    profile: join(folder, 'profile'),
    hosts: { [GMAIL_HOST]: server },
  });
  const gmail = browser.context.pages()[0] ?? (await browser.context.newPage());
  await gmail.goto(server.url);
  // An evaluation counts as the gesture that opening a panel needs.
  const options = await browser.context.newPage();
  await options.goto(`chrome-extension://${browser.extensionId}/options.html`);
  const windowId = await options.evaluate(async () => (await chrome.windows.getCurrent()).id);
  await options.evaluate((id) => chrome.sidePanel.open({ windowId: id }), windowId);
  await expect.poll(() => hasPanel(browser)).toBe(true);
  await options.close();
  await gmail.bringToFront();
  const attached = await attachPanel(browser);
  return {
    gmail,
    panel: attached.page,
    stop: async () => {
      await attached.browser.close();
      await browser.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
