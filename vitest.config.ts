import { playwright } from '@vitest/browser-playwright';
import { preact } from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';
import { chromiumOptions } from './test/browser/chromium.ts';

export default defineConfig({
  plugins: [preact()],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/**/*.browser.test.{ts,tsx}', 'test/e2e/**'],
        },
      },
      {
        extends: true,
        // Vite finds out about these mid-run and would then load them a second time.
        optimizeDeps: {
          include: ['preact', 'preact/hooks', 'preact/jsx-dev-runtime', 'idb', 'zod', 'fast-check'],
        },
        test: {
          name: 'browser',
          include: ['test/**/*.browser.test.{ts,tsx}'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumOptions() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
