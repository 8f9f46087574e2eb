import type { ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { transformWithOxc } from 'vite';
import { startHttps } from '../fakes/https.ts';
import { findMailbox } from './mailbox.ts';

export const GMAIL_HOST = 'mail.google.com';

/** A server that poses as Gmail for a browser that was told where to find it. */
export interface GmailServer {
  port: number;
  /** Fingerprint of its key, for `--ignore-certificate-errors-spki-list`. */
  spki: string;
  /** The first account's inbox, by Gmail's own address. */
  url: string;
  stop(): Promise<void>;
}

/** Trusted Types as Gmail enforces them: markup from strings throws in the page. */
const PAGE_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': "require-trusted-types-for 'script'",
};

/** Starts the simulator. Port 0 takes a free one. */
export async function startGmail({ port }: { port?: number } = {}): Promise<GmailServer> {
  const server = await startHttps(
    (request, response) => {
      const { pathname } = new URL(request.url ?? '/', `https://${GMAIL_HOST}`);
      void answer(pathname, response).catch(() => void response.writeHead(404).end());
    },
    { hosts: [GMAIL_HOST], ...(port === undefined ? {} : { port }) },
  );
  return { port: server.port, spki: server.spki, url: `https://${GMAIL_HOST}/mail/u/0/`, stop: () => server.stop() };
}

async function answer(path: string, response: ServerResponse): Promise<void> {
  const [, index, file] = /^\/mail\/u\/(\d+)\/(mailbox\.json)?$/.exec(path) ?? [];
  const mailbox = index === undefined ? undefined : findMailbox(Number(index));
  if (mailbox && file) response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(mailbox));
  else if (mailbox) response.writeHead(200, PAGE_HEADERS).end(await readFile(pageFile('index.html')));
  else if (path.startsWith('/simulator/')) await sendFile(path.slice('/simulator/page/'.length), response);
  else response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
}

async function sendFile(name: string, response: ServerResponse): Promise<void> {
  const text = await readFile(pageFile(name), 'utf8');
  if (extname(name) === '.css') response.writeHead(200, { 'Content-Type': 'text/css' }).end(text);
  else response.writeHead(200, { 'Content-Type': 'text/javascript' }).end((await transformWithOxc(text, name)).code);
}

function pageFile(name: string): string {
  return join(import.meta.dirname, 'page', normalize(`/${name}`));
}
