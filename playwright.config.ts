import { defineConfig } from '@playwright/test';
import { missingForDisplay } from './test/e2e/harness/display.ts';
import { reportFile } from './test/scripts/reports.ts';
import { say } from './test/scripts/run.ts';

const REAL_SCREEN = '**/real-screen.spec.ts';
const missing = missingForDisplay();
// Workers load this file too; once is enough.
if (missing.length > 0 && process.env.TEST_WORKER_INDEX === undefined) {
  say(`Not run: ${REAL_SCREEN} needs ${missing.join(' and ')} (sudo apt-get install -y xvfb xdotool).`);
}

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  reporter: [['list'], ['json', { outputFile: reportFile('e2e') }]],
  forbidOnly: true,
  fullyParallel: true,
  // Most of a test is waiting for a browser to start, or for a clock.
  workers: 3,
  // A browser on a busy machine loses races no user would: said as flaky, not hidden.
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  projects: [
    { name: 'headless', testMatch: '**/*.spec.ts', testIgnore: REAL_SCREEN },
    ...(missing.length === 0 ? [{ name: 'screen', testMatch: REAL_SCREEN }] : []),
  ],
});
