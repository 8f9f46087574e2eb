import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { GMAIL_HOST } from '../../simulator/gmail.ts';
import type { LabPage } from '../lab/browser.ts';
import { startLabBrowser } from '../lab/browser.ts';
import { LANES } from '../lab/server.ts';

/** What became of InboxSDK on the simulator's page. */
export interface InboxSdkStart {
  isStarted: boolean;
  /** In its own words, or ours where it says nothing. */
  reason: string;
  /** Processor time of the main thread until then, milliseconds, beyond that of the page alone. */
  taskMs: number;
  /** Hosts beside Gmail's that it asked for something, with how often; none of them resolves here. */
  asked: Record<string, number>;
}

const FOLDER = dirname(createRequire(import.meta.url).resolve('@inboxsdk/core/inboxsdk.js'));
const FILES = ['inboxsdk.js', 'pageWorld.js', 'background.js'];
const PATIENCE_MS = 10_000;

/** What an extension that uses it does first; whatever it comes to is left where the page shows it. */
const START = `
const tell = (said) => document.documentElement.setAttribute('data-inboxsdk', said);
addEventListener('error', (event) => tell(event.message));
InboxSDK.load(2, 'sdk_bench_0000000000').then(
  (sdk) => { sdk.Conversations.registerThreadViewHandler(() => tell('a thread')); tell('started'); },
  (error) => tell(String(error)),
);
`;

/** Tries to start it where Dealside and gmail.js run, as an extension of its own, as its documents say. */
export async function tryInboxSdk(): Promise<InboxSdkStart> {
  const extension = makeExtension();
  const lab = await startLabBrowser(extension);
  try {
    const alone = await timeOf(await lab.open('nobody'), 5_000);
    const asked: Record<string, number> = {};
    lab.browser.context.on('request', (request) => {
      const { hostname, protocol } = new URL(request.url());
      if (protocol === 'https:' && hostname !== GMAIL_HOST) asked[hostname] = (asked[hostname] ?? 0) + 1;
    });
    const one = await lab.open('inboxSdk');
    const taskMs = (await timeOf(one, PATIENCE_MS)) - alone;
    const said = await one.page.evaluate(() => document.documentElement.dataset.inboxsdk ?? '');
    const isStarted = said === 'started' || said === 'a thread';
    return { isStarted, reason: said || `no sign of it after ${PATIENCE_MS / 1000} s`, taskMs, asked };
  } finally {
    await lab.stop();
    rmSync(extension, { recursive: true, force: true });
  }
}

/** Until it has said something, at most `patienceMs`. */
async function timeOf({ page, metrics }: LabPage, patienceMs: number): Promise<number> {
  await page
    .waitForFunction(() => 'inboxsdk' in document.documentElement.dataset, null, { timeout: patienceMs })
    .catch(() => undefined);
  return (await metrics()).task;
}

function makeExtension(): string {
  const folder = mkdtempSync(join(tmpdir(), 'inboxsdk-'));
  for (const file of FILES) copyFileSync(join(FOLDER, file), join(folder, file));
  writeFileSync(join(folder, 'start.js'), START);
  const matches = [`https://mail.google.com/${LANES.inboxSdk}/*`];
  const manifest = {
    manifest_version: 3,
    name: 'InboxSDK alone',
    version: '1',
    permissions: ['scripting'],
    host_permissions: ['https://mail.google.com/'],
    background: { service_worker: 'background.js' },
    content_scripts: [{ matches, js: ['inboxsdk.js', 'start.js'], run_at: 'document_end' }],
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return folder;
}
