import { existsSync } from 'node:fs';
import type { LaunchOptions } from '@playwright/test';
import { chromium } from '@playwright/test';

/** Where distributions put Chromium; branded Chrome is left out, it ignores `--load-extension` since 137. */
const SYSTEM_CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/snap/bin/chromium'];

/** The browser to drive: the one named in `CHROMIUM`, Playwright's own, or the system's; `undefined` when there is none. */
export function findChromium(): string | undefined {
  const candidates = [process.env.CHROMIUM, chromium.executablePath(), ...SYSTEM_CHROMIUM];
  return candidates.find((path) => path && existsSync(path));
}

/** Launch options every test and the demo share. */
export function chromiumOptions(): LaunchOptions {
  const executablePath = findChromium();
  return {
    ...(executablePath ? { executablePath } : {}),
    args: [
      // As root Chromium refuses to start with its sandbox.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  };
}
