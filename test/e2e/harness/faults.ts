import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import type { Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import { route } from '../../fakes/copper/routes.ts';
import type { App } from './app.ts';
import { startApp } from './app.ts';
import type {} from './chrome.ts';
import { expect, testUnconnected } from './copper-test.ts';
import type { Copper } from './copper.ts';
import { connectCopper } from './options.ts';
import { finish } from './test.ts';

/** What of `chrome` is of use here only. */
interface MoreOfChrome {
  windows: { create(options: { url: string }): Promise<{ id: number }> };
  runtime: { reload(): void };
  developerPrivate: { updateProfileConfiguration(settings: { inDeveloperMode: boolean }): Promise<void> };
}
type Chrome = typeof chrome & MoreOfChrome;

/** A request as the fake Copper saw it. */
type Seen = Copper['requests'][number];

/** When something ends, as the CRM sees it: the request not done, done and not answered, or answered. */
export type Moment = 'before it is done' | 'before it is answered' | 'once it is answered';

/** What changes something; everything else only asks. Matched with "PUT /opportunities/1". */
export const WRITES = /^(PUT|DELETE) |^POST \/(opportunities|people|companies)$/;
export const ALL = /^/;

/** One action of the rep, ended at one of its requests. */
export interface Round {
  moment: Moment;
  /** Which of the requests that match `of`, counted from 1. */
  nth: number;
  of: RegExp;
  act(): Promise<void>;
  /** True once the action has come to its end without. */
  isDone(): Promise<boolean>;
  /** What happens at that request. */
  stop(): Promise<void>;
}

/** Plays a round. Resolves to the request it was stopped at, or to `undefined` where the action took fewer. */
export async function stopAt(copper: Copper, { moment, nth, of, act, isDone, stop }: Round): Promise<Seen | undefined> {
  const start = copper.requests.length;
  const isAnswered = moment === 'once it is answered';
  const reached = () => copper.requests.slice(start).filter((seen) => of.test(callOf(seen)))[nth - 1];
  const isThere = () => (isAnswered ? (reached()?.status ?? null) !== null : reached() !== undefined);

  if (nth > 1) copper.faults.next({ match: of, times: nth - 1, delayUntil: Promise.resolve() });
  if (!isAnswered) copper.faults.next({ match: of, hang: true });
  await act();
  await expect.poll(async () => isThere() || (await isDone()), { intervals: [5] }).toBe(true);
  const request = reached();
  if (request && moment === 'before it is answered') perform(copper, request);
  if (request) await stop();
  copper.faults.clear();
  return request;
}

/** Does what was asked for and will not be answered. */
export function perform({ state }: Copper, { method, path, json }: Seen): void {
  const { pathname, searchParams } = new URL(path, 'https://localhost');
  route(`${method} ${pathname}`, { state, json, query: searchParams });
}

/** "PUT /opportunities/1" */
export function callOf({ method, path }: Seen): string {
  return `${method} ${path}`;
}

/** The line between the browser and the CRM. */
interface Cable {
  port: number;
  /** Breaks what is on its way, and refuses whatever comes. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

async function startCable(to: number): Promise<Cable> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket, other: Socket) => {
    sockets.add(socket);
    socket.on('error', () => other.destroy());
    socket.once('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
  };
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1');
    keep(near, far);
    keep(far, near);
    near.pipe(far).pipe(near);
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    cut: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
    mend: () => listen(port),
  };
}

/** Tests with Copper connected over a line that can be cut, and the side panel open. */
export const testOverCable = testUnconnected.extend<{ cable: Cable }>({
  cable: async ({ copper }, use) => {
    const cable = await startCable(copper.port);
    await use(cable);
    await cable.cut();
  },
  app: async ({ copper, cable }, use, info) => {
    const ends = Object.entries(copper.hosts).map(([host, end]) => [host, { ...end, port: cable.port }] as const);
    const app: App = await startApp({ hosts: Object.fromEntries(ends) });
    await connectCopper(app, copper.login);
    await app.panel();
    await use(app);
    await finish(app, info);
  },
});

/** Opens the same thread in another window, with a side panel of its own. Resolves to the panels of both. */
export async function openSecondWindow(app: App): Promise<Page[]> {
  await app.panel();
  const options = await app.openOptions();
  const windowId = await options.evaluate(
    async (url) => (await (chrome as Chrome).windows.create({ url })).id,
    app.gmail.url(),
  );
  await options.evaluate((id) => chrome.sidePanel.open({ windowId: id }), windowId);
  await options.close();
  await expect.poll(() => countPanels(app)).toBe(2);
  return findPanels(app);
}

/**
 * Loads the extension anew, as an update does; every page of it is closed. Needs the browser's developer mode.
 *
 * Now and then (3 of 84 times) Chromium 156 refuses all that the new worker asks, with "No SW", for as long as it lives,
 * and tells it of no event: then it is loaded once more.
 */
export async function reloadExtension(app: App): Promise<void> {
  const settings = await app.browser.context.newPage();
  await settings.goto('chrome://extensions');
  await settings.evaluate(() =>
    (chrome as Chrome).developerPrivate.updateProfileConfiguration({ inDeveloperMode: true }),
  );
  await settings.close();
  do {
    const options = await app.openOptions();
    const closed = options.waitForEvent('close');
    await options.evaluate(() => void setTimeout(() => (chrome as Chrome).runtime.reload()));
    await closed;
  } while (!(await isWorkerHeard(app)));
}

/** False where the browser refuses what the worker asks. */
async function isWorkerHeard(app: App): Promise<boolean> {
  const ask = async () => {
    const worker = await app.worker();
    return worker.evaluate(() =>
      chrome.storage.local.get(null).then(
        () => 'heard',
        () => 'refused',
      ),
    );
  };
  let answer = '';
  // The one before may be ending still, with all that was asked of it.
  await expect.poll(async () => (answer = await ask().catch(() => ''))).not.toBe('');
  return answer === 'heard';
}

async function countPanels({ browser: { devtools } }: App): Promise<number> {
  const targets: { url: string }[] = await (await fetch(`${devtools}/json/list`)).json();
  return targets.filter(({ url }) => isPanel(url)).length;
}

async function findPanels({ browser: { devtools } }: App): Promise<Page[]> {
  const browser = await chromium.connectOverCDP(devtools);
  const pages = browser.contexts().flatMap((context) => context.pages());
  return pages.filter((page) => isPanel(page.url()));
}

const isPanel = (url: string) => new URL(url).pathname === '/sidepanel.html';
