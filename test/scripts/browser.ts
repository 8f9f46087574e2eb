import { findChromium } from '../browser/chromium.ts';
import { missingForDisplay } from '../e2e/harness/display.ts';
import { outputOf, say, succeeds } from './run.ts';

/** Where Playwright's builds come from. Some networks have only a mirror of their distribution. */
const PLAYWRIGHT_CDN = 'https://cdn.playwright.dev';
const REACH_TIMEOUT_MS = 5_000;

/** Finds a browser or installs one. Returns its path, or throws with the line to type. */
export async function provideBrowser(): Promise<string> {
  const found = findChromium();
  if (found) return assertStarts(found);
  say('No Chromium found: installing one.');
  const installed = (await canReach(PLAYWRIGHT_CDN)) && installPlaywrights() ? findChromium() : undefined;
  const chosen = installed ?? (installWithApt('chromium') ? findChromium() : undefined);
  if (!chosen) throw new Error(`No Chromium could be installed. Type this, then try again:\n\n  ${lineToType()}\n`);
  return assertStarts(chosen);
}

/** Installs the virtual screen of the one test that needs it, where that is possible without asking. */
export function provideDisplay(): void {
  const missing = missingForDisplay();
  if (missing.length === 0) return;
  if (process.env.CI && installWithApt('xvfb', 'xdotool')) return;
  say(
    `${missing.join(' and ')} not found: the test with a real screen will not run. sudo apt-get install -y xvfb xdotool`,
  );
}

async function canReach(url: string): Promise<boolean> {
  try {
    await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(REACH_TIMEOUT_MS) });
    return true;
  } catch {
    say(`${url} can't be reached from here.`);
    return false;
  }
}

/** With the system's libraries where we may install them: a bare container has none. */
function installPlaywrights(): boolean {
  const args = ['install', ...(aptCommand() ? ['--with-deps'] : []), '--no-shell', 'chromium'];
  return succeeds('playwright', args);
}

function installWithApt(...packages: string[]): boolean {
  const apt = aptCommand();
  if (!apt) return false;
  const [program, ...args] = [...apt, 'apt-get'];
  const run = (...more: string[]) =>
    succeeds(program ?? 'apt-get', [...args, ...more], { ...process.env, DEBIAN_FRONTEND: 'noninteractive' });
  return run('update') && run('install', '-y', ...packages);
}

/** What to put before `apt-get`: nothing as root, `sudo` where it asks no password, `undefined` where we may not. */
function aptCommand(): string[] | undefined {
  if (outputOf('apt-get', ['--version']) === undefined) return undefined;
  if (process.getuid?.() === 0) return [];
  return outputOf('sudo', ['-n', 'true']) === undefined ? undefined : ['sudo', '-n'];
}

function assertStarts(path: string): string {
  if (outputOf(path, ['--version']) === undefined) {
    throw new Error(
      `${path} does not start. It may lack libraries; type this, then try again:\n\n  sudo npx playwright install-deps chromium\n`,
    );
  }
  return path;
}

function lineToType(): string {
  return outputOf('apt-get', ['--version']) === undefined
    ? 'npx playwright install chromium'
    : 'sudo apt-get update && sudo apt-get install -y chromium';
}
