import type { TestInfo } from '@playwright/test';
import { test as base } from '@playwright/test';
import type { App, AppOptions } from './app.ts';
import { startApp } from './app.ts';

/** Tests of the product without any CRM but the one on this device. */
export const test = base.extend<{ appOptions: AppOptions; app: App }>({
  appOptions: [{}, { option: true }],
  app: async ({ appOptions }, use, info) => {
    const app = await startApp(appOptions);
    await use(app);
    await finish(app, info);
  },
});

export { expect } from '@playwright/test';

/** Stops the browser; a failed test leaves pictures of what was on the screen. */
export async function finish(app: App, info: TestInfo): Promise<void> {
  if (info.status !== info.expectedStatus) {
    const pages = { gmail: app.gmail, panel: await app.panel().catch(() => undefined) };
    for (const [name, page] of Object.entries(pages)) {
      const body = await page?.screenshot().catch(() => undefined);
      if (body) await info.attach(name, { body, contentType: 'image/png' });
    }
  }
  await app.stop();
}
