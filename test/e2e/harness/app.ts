import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, Worker } from '@playwright/test';
import { expect } from '@playwright/test';
import type { AttachedPanel, BrowserOptions, ExtensionBrowser } from './browser.ts';
import { attachPanel, findWorker, hasPanel, launchWithExtension, stopWorker } from './browser.ts';
import { BUILD, copyBuildWithGrantedHosts } from './build.ts';
import type {} from './chrome.ts';
import type { LoggedRequest } from './net-log.ts';
import { readRequests } from './net-log.ts';
import { GMAIL_HOST, startGmail } from '../../simulator/gmail.ts';

export interface AppOptions {
  /** Hosts beside Gmail, e.g. a CRM's. */
  hosts?: BrowserOptions['hosts'];
  screen?: BrowserOptions['screen'];
  /** Runs the untouched build, whose hosts a user has to grant in the browser's own prompt. */
  isUntouched?: boolean;
}

/** The product as a user meets it: Gmail in a tab, the side panel beside it. */
export interface App {
  browser: ExtensionBrowser;
  /** The tab with Gmail. */
  gmail: Page;
  /** The real side panel, opened at the first call. */
  panel(): Promise<Page>;
  /** The options page in a tab of its own; the panel follows whichever tab is in front. */
  openOptions(): Promise<Page>;
  worker(): Promise<Worker>;
  stopWorker(): Promise<void>;
  /** Closes the browser and opens it again with the same profile: the same user, a day later. */
  restart(): Promise<void>;
  /** Closes the browser and tells every request made by the extension, and by the page its content script is in. */
  requests(): Promise<LoggedRequest[]>;
  stop(): Promise<void>;
}

/** Starts the simulator and the browser, and opens the inbox. */
export async function startApp(options: AppOptions = {}): Promise<App> {
  const folder = mkdtempSync(join(tmpdir(), 'dealside-'));
  const gmailServer = await startGmail();
  const netLog = join(folder, 'net-log.json');
  mkdirSync(join(folder, 'profile'));
  const launchOptions = {
    extension: options.isUntouched ? BUILD : copyBuildWithGrantedHosts(join(folder, 'extension')),
    profile: join(folder, 'profile'),
    hosts: { [GMAIL_HOST]: gmailServer, ...options.hosts },
    netLog,
    screen: options.screen ?? 'none',
  };

  let attached: AttachedPanel | undefined;
  const launch = async () => {
    const browser = await launchWithExtension(launchOptions);
    const gmail = browser.context.pages()[0] ?? (await browser.context.newPage());
    await gmail.goto(gmailServer.url);
    return { browser, gmail };
  };
  const close = async () => {
    await attached?.browser.close();
    attached = undefined;
    await app.browser.close();
  };

  const app: App = {
    ...(await launch()),
    panel: async () => {
      if (!(await hasPanel(app.browser))) await openPanel(app);
      attached ??= await attachPanel(app.browser);
      return attached.page;
    },
    openOptions: async () => {
      const page = await app.browser.context.newPage();
      await page.goto(`chrome-extension://${app.browser.extensionId}/options.html`);
      return page;
    },
    worker: () => findWorker(app.browser),
    stopWorker: async () => {
      await app.panel();
      if (attached) await stopWorker(attached, app.browser.extensionId);
    },
    restart: async () => {
      await close();
      Object.assign(app, await launch());
    },
    requests: async () => {
      await close();
      return readRequests(netLog, [`chrome-extension://${app.browser.extensionId}`, `https://${GMAIL_HOST}`]);
    },
    stop: async () => {
      await close();
      await gmailServer.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return app;
}

/** DevTools evaluations count as a user gesture in an extension page, which the panel needs to open. */
async function openPanel(app: App): Promise<void> {
  const page = await app.openOptions();
  const windowId = await page.evaluate(async () => (await chrome.windows.getCurrent()).id);
  await page.evaluate((id) => chrome.sidePanel.open({ windowId: id }), windowId);
  await expect.poll(() => hasPanel(app.browser)).toBe(true);
  await page.close();
  await app.gmail.bringToFront();
}
