import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { ServerResponse } from 'node:http';
import { join, normalize } from 'node:path';
import { transformWithOxc } from 'vite';
import { startHttps } from '../../fakes/https.ts';
import { GMAIL_HOST } from '../../simulator/gmail.ts';
import { fullMailbox } from './mailbox.ts';

/**
 * Who runs on the page. It is the same page for all of them, at paths of one host: Dealside's content script is for
 * `/mail/` only.
 */
export const LANES = {
  nobody: 'plain',
  emptyObserver: 'observed',
  dealside: 'mail',
  gmailJs: 'gmailjs',
  inboxSdk: 'inboxsdk',
} as const;
export type Lane = keyof typeof LANES;

export interface LabServer {
  port: number;
  spki: string;
  url(lane: Lane): string;
  stop(): Promise<void>;
}

const require = createRequire(import.meta.url);
const SIMULATOR = join(import.meta.dirname, '../../simulator/page');
const PAGE = join(import.meta.dirname, '../page');

const PEERS = new Map([
  ['jquery.js', 'jquery/dist/jquery.min.js'],
  ['gmail.js', 'gmail-js/src/gmail.js'],
]);

/**
 * The simulator's page with 24,000 elements, under every lane's path. Trusted Types are not enforced, as Gmail does:
 * jQuery does not run under them, and all lanes are to have the same page.
 */
export async function startLab(): Promise<LabServer> {
  const mailbox = JSON.stringify(fullMailbox());
  const server = await startHttps(
    (request, response) => {
      const { pathname } = new URL(request.url ?? '/', `https://${GMAIL_HOST}`);
      void answer(pathname, mailbox, response).catch(() => void response.writeHead(404).end());
    },
    { hosts: [GMAIL_HOST] },
  );
  return {
    port: server.port,
    spki: server.spki,
    url: (lane) => `https://${GMAIL_HOST}/${LANES[lane]}/u/0/`,
    stop: () => server.stop(),
  };
}

async function answer(path: string, mailbox: string, response: ServerResponse): Promise<void> {
  const [, lane, file] = /^\/(\w+)\/u\/0\/(mailbox\.json)?$/.exec(path) ?? [];
  if (file) response.writeHead(200, { 'Content-Type': 'application/json' }).end(mailbox);
  else if (lane) response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(await pageOf(lane));
  else if (path.startsWith('/simulator/page/'))
    await sendSource(SIMULATOR, path.slice('/simulator/page/'.length), response);
  else if (path.startsWith('/bench/')) await sendSource(PAGE, path.slice('/bench/'.length), response);
  else if (path.startsWith('/peers/')) await sendPeer(path.slice('/peers/'.length), response);
  else response.writeHead(204).end();
}

async function pageOf(lane: string): Promise<string> {
  const html = await readFile(join(SIMULATOR, 'index.html'), 'utf8');
  const script = (path: string, type = 'text/javascript') => `<script type="${type}" src="${path}"></script>`;
  const peers = [script('/peers/jquery.js'), script('/peers/gmail.js'), script('/bench/gmail-js.ts', 'module')];
  const scripts = [script('/bench/stimulus.ts', 'module'), ...(lane === LANES.gmailJs ? peers : [])];
  return html.replace('</head>', `${scripts.join('')}</head>`);
}

async function sendSource(folder: string, name: string, response: ServerResponse): Promise<void> {
  const text = await readFile(join(folder, normalize(`/${name}`)), 'utf8');
  if (name.endsWith('.css')) response.writeHead(200, { 'Content-Type': 'text/css' }).end(text);
  else response.writeHead(200, { 'Content-Type': 'text/javascript' }).end((await transformWithOxc(text, name)).code);
}

async function sendPeer(name: string, response: ServerResponse): Promise<void> {
  const file = require.resolve(PEERS.get(name) ?? '');
  response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(await readFile(file));
}
