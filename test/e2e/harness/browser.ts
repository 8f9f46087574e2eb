import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page, Worker } from '@playwright/test';
import { chromium, expect } from '@playwright/test';
import { chromiumOptions } from '../../browser/chromium.ts';

/** A server on 127.0.0.1 that answers for a host of the internet. */
export interface Endpoint {
  port: number;
  /** Fingerprint of its key: the browser trusts this one beside what it trusts anyway. */
  spki: string;
}

export interface BrowserOptions {
  /** Folder of the unpacked extension. */
  extension: string;
  /** Folder of the profile; the same one again is the same user coming back. */
  profile: string;
  /** By host name. No other name resolves: nothing can leave the machine. */
  hosts: Record<string, Endpoint>;
  /** Where the browser's windows go: nowhere, onto the user's own screen, or onto an X display such as `:99`. */
  screen?: 'none' | 'own' | `:${string}`;
  /** File for Chromium's own log of every request, whoever makes it. Complete once the browser is closed. */
  netLog?: string;
}

/** A running browser with the extension in it. */
export interface ExtensionBrowser {
  context: BrowserContext;
  extensionId: string;
  /** Where a second DevTools connection finds it: Playwright's own does not see a side panel. */
  devtools: string;
  close(): Promise<void>;
}

/** Starts Chromium with the extension installed and waits for its worker. */
export async function launchWithExtension(options: BrowserOptions): Promise<ExtensionBrowser> {
  const { args = [], ...shared } = chromiumOptions();
  const { screen = 'none' } = options;
  const context = await chromium.launchPersistentContext(options.profile, {
    ...shared,
    // Playwright's build has a second, smaller binary for headless runs, which has no extensions.
    ...(shared.executablePath ? {} : { channel: 'chromium' }),
    headless: screen === 'none',
    viewport: null,
    locale: 'en-US',
    ...(screen.startsWith(':') ? { env: { ...definedEnvironment(), DISPLAY: screen } } : {}),
    args: [...args, ...extensionArgs(options), ...(screen.startsWith(':') ? ['--ozone-platform=x11'] : [])],
  });
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  const port = readFileSync(join(options.profile, 'DevToolsActivePort'), 'utf8').split('\n')[0];
  return {
    context,
    extensionId: new URL(worker.url()).host,
    devtools: `http://127.0.0.1:${port}`,
    close: () => context.close(),
  };
}

function extensionArgs({ extension, hosts, netLog }: BrowserOptions): string[] {
  const mapped = Object.entries(hosts).map(([host, { port }]) => `MAP ${host} 127.0.0.1:${port}`);
  return [
    `--disable-extensions-except=${extension}`,
    `--load-extension=${extension}`,
    `--host-resolver-rules=${[...mapped, 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1'].join(',')}`,
    `--ignore-certificate-errors-spki-list=${Object.values(hosts)
      .map(({ spki }) => spki)
      .join(',')}`,
    '--remote-debugging-port=0',
    '--window-size=1400,900',
    '--window-position=0,0',
    ...(netLog ? [`--log-net-log=${netLog}`] : []),
  ];
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** The extension's worker, waiting for it to start where it is asleep. */
export async function findWorker({ context, extensionId }: ExtensionBrowser): Promise<Worker> {
  const isOurs = (worker: Worker) => new URL(worker.url()).host === extensionId;
  return context.serviceWorkers().find(isOurs) ?? (await context.waitForEvent('serviceworker', isOurs));
}

interface Target {
  type: string;
  url: string;
}

async function listTargets(devtools: string): Promise<Target[]> {
  return (await fetch(`${devtools}/json/list`)).json();
}

/** True while the browser shows a side panel of the extension. */
export async function hasPanel({ devtools, extensionId }: ExtensionBrowser): Promise<boolean> {
  return (await listTargets(devtools)).some(({ url }) =>
    url.startsWith(`chrome-extension://${extensionId}/sidepanel.html`),
  );
}

/** A second connection to the browser, and the side panel as it sees it: an ordinary page. */
export interface AttachedPanel {
  page: Page;
  browser: Browser;
}

/** Attaches to the open side panel; a connection only knows the panels that were open when it was made. */
export async function attachPanel({ devtools, extensionId }: ExtensionBrowser): Promise<AttachedPanel> {
  const browser = await chromium.connectOverCDP(devtools);
  const pages = browser.contexts().flatMap((context) => context.pages());
  const page = pages.find((candidate) =>
    candidate.url().startsWith(`chrome-extension://${extensionId}/sidepanel.html`),
  );
  if (!page) throw new Error('The side panel is not open.');
  return { page, browser };
}

/**
 * Ends the worker as the browser does after 30 idle seconds; the next event starts it again. One that an event is just
 * starting is waited for.
 */
export async function stopWorker({ browser }: AttachedPanel, extensionId: string): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  const end = async () => {
    const { targetInfos } = await session.send('Target.getTargets');
    const workers = targetInfos.filter(({ type, url }) => type === 'service_worker' && url.includes(extensionId));
    for (const { targetId } of workers) await session.send('Target.closeTarget', { targetId });
    return workers.length;
  };
  await expect.poll(end, { message: 'a running worker', intervals: [20] }).toBeGreaterThan(0);
  await session.detach();
}
