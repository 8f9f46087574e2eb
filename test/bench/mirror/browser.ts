import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { chromiumOptions } from '../../browser/chromium.ts';
import type {} from './page.ts';

/** A real browser with a real disk, in which mirrors live. */
export interface MirrorBrowser {
  /** A page with a mirror of its own, on an origin of its own: IndexedDB keeps all of an origin in one place. */
  open(name: string): Promise<Page>;
  stop(): Promise<void>;
}

/** With these, the page's clock ticks every 5 µs rather than every 100 µs. */
const FINE_CLOCK = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export async function startMirrorBrowser(): Promise<MirrorBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'mirror-bench-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: { outDir: folder, lib: { entry: join(import.meta.dirname, 'page.ts'), formats: ['es'], fileName: 'page' } },
  });
  const script = readFileSync(join(folder, 'page.js'));
  const server = createServer(({ url }, response) => {
    const isScript = url === '/page.js';
    response.writeHead(200, { 'Content-Type': isScript ? 'text/javascript' : 'text/html', ...FINE_CLOCK });
    response.end(
      isScript ? script : '<!doctype html><title>Mirror</title><script type="module" src="/page.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), chromiumOptions());
  const { port } = server.address() as AddressInfo;
  return {
    open: async (name) => {
      const page = await context.newPage();
      await page.goto(`http://${name}.localhost:${port}/`);
      return page;
    },
    stop: async () => {
      await context.close();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
