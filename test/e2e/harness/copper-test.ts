import type { Locator } from '@playwright/test';
import { test as base, expect } from '@playwright/test';
import type { FakeCopperOptions } from '../../fakes/copper/server.ts';
import { openThread } from '../../simulator/gmail-page.ts';
import type { App } from './app.ts';
import { startApp } from './app.ts';
import type { Copper } from './copper.ts';
import { startCopper } from './copper.ts';
import { connectCopper } from './options.ts';
import { article } from './panel.ts';
import { finish } from './test.ts';

export { expect } from '@playwright/test';

export const MARAS_MAIL = 'Lab robots, phase 2: revised offer';
export const MARAS_DEAL = 'Lab robots, phase 2';

/** Tests beside a fake Copper nobody has connected yet. */
export const testUnconnected = base.extend<{ copperOptions: FakeCopperOptions; copper: Copper; app: App }>({
  copperOptions: [{}, { option: true }],
  copper: async ({ copperOptions }, use) => {
    const copper = await startCopper(copperOptions);
    await use(copper);
    await copper.stop();
  },
  app: async ({ copper }, use, info) => {
    const app = await startApp({ hosts: copper.hosts });
    await use(app);
    await finish(app, info);
  },
});

/** Tests with Copper connected and the side panel open. */
export const test = testUnconnected.extend({
  app: async ({ app, copper }, use) => {
    await connectCopper(app, copper.login);
    await app.panel();
    await use(app);
  },
});

/** Opens Mara's mail; resolves to the article of her deal. */
export async function openMarasDeal(app: App): Promise<Locator> {
  await openThread(app.gmail, MARAS_MAIL);
  const deal = article(await app.panel(), MARAS_DEAL);
  await expect(deal).toBeVisible();
  return deal;
}
