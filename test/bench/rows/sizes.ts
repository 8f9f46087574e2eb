import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { preact } from '@preact/preset-vite';
import { build, minify } from 'vite';
import { BUILD, readManifest } from '../../e2e/harness/build.ts';
import type { Row } from '../row.ts';
import { missedBy, noteOf } from '../row.ts';

const require = createRequire(import.meta.url);
const CONTENT_GOAL = 5 * 1024;
const PANEL_GOAL = 40 * 1024;

export const SIZE_ROWS = ['content script, whole bundle', 'panel, JS to first paint'] as const;

/** Compressed as strongly as gzip does. */
export function gzipped(...files: string[]): number {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0);
}

/** A package's file as a product would ship it; the packages of peers hold them as written. */
async function minified(file: string): Promise<number> {
  const path = require.resolve(file);
  const { code } = await minify(path, readFileSync(path, 'utf8'));
  return gzipSync(code, { level: 9 }).length;
}

const kb = (bytes: number) => `${(bytes / 1024).toFixed(1)} kB`;

export async function measureSizes(): Promise<Row[]> {
  return [await contentScriptRow(), await panelRow()];
}

/** Every file the manifest has run in Gmail's pages, styles included. */
async function contentScriptRow(): Promise<Row> {
  const scripts = readManifest().content_scripts as { js?: string[]; css?: string[] }[];
  const files = scripts.flatMap(({ js = [], css = [] }) => [...js, ...css]);
  const size = gzipped(...files.map((file) => join(BUILD, file)));
  const sdk = await minified('@inboxsdk/core/inboxsdk.js');
  const sdkPageWorld = await minified('@inboxsdk/core/pageWorld.js');
  const gmailJs = await minified('gmail-js/src/gmail.js');
  const jquery = gzipped(require.resolve('jquery/dist/jquery.min.js'));
  return {
    row: SIZE_ROWS[0],
    goal: '≤ 5 kB gzip',
    ours: `${kb(size)} (${size} bytes, ${files.length} ${files.length === 1 ? 'file' : 'files'})`,
    peers: [
      { name: 'InboxSDK', value: `${kb(sdk)} + ${kb(sdkPageWorld)} in the page` },
      { name: 'gmail.js + jQuery', value: `${kb(gmailJs)} + ${kb(jquery)}` },
    ],
    isMet: size <= CONTENT_GOAL,
    note: noteOf(missedBy(size, CONTENT_GOAL), 'peers minified by the same tool'),
    numbers: { bytes: size, inboxSdk: sdk, inboxSdkPageWorld: sdkPageWorld, gmailJs, jquery },
  };
}

async function panelRow(): Promise<Row> {
  const files = firstScripts('sidepanel.html');
  const size = gzipped(...files);
  const empty = await emptyPanelSize();
  return {
    row: SIZE_ROWS[1],
    goal: '≤ 40 kB gzip',
    ours: `${kb(size)} (${files.length} files)`,
    peers: [{ name: 'an empty Preact panel, with signals', value: kb(empty) }],
    isMet: files.length > 0 && size <= PANEL_GOAL,
    note: missedBy(size, PANEL_GOAL),
    numbers: { bytes: size, emptyPanel: empty },
  };
}

/** The page's scripts and all they import, but not what is imported later, when it is needed. */
function firstScripts(page: string): string[] {
  const html = readFileSync(join(BUILD, page), 'utf8');
  const waiting = [...html.matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].map(([, path]) => join(BUILD, path ?? ''));
  const found = new Set<string>();
  for (let file = waiting.pop(); file; file = waiting.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    const imported = readFileSync(file, 'utf8').matchAll(
      /(?:^|[;}\s])import\s*(?:[\w$*{}\s,]+?from\s*)?"([^"]+\.js)"/g,
    );
    for (const [, path] of imported) waiting.push(join(file, '..', path ?? ''));
  }
  return [...found];
}

/** The least a panel of this kind can be: Preact and signals that draw one line. */
async function emptyPanelSize(): Promise<number> {
  const outDir = mkdtempSync(join(tmpdir(), 'empty-panel-'));
  try {
    await build({
      configFile: false,
      logLevel: 'error',
      plugins: [preact()],
      build: {
        outDir,
        lib: { entry: join(import.meta.dirname, '../floors/empty-panel.tsx'), formats: ['es'], fileName: 'panel' },
        minify: true,
      },
    });
    return gzipped(join(outDir, 'panel.js'));
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}
