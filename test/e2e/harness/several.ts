import { test as base } from '@playwright/test';
import type { App } from './app.ts';
import { startApp } from './app.ts';
import type { Copper } from './copper.ts';
import { startCopper } from './copper.ts';
import { connect, connectCopper } from './options.ts';
import type { Outreach } from './outreach.ts';
import { startOutreach } from './outreach.ts';
import { finish } from './test.ts';

export { expect } from '@playwright/test';

/** Tests with Copper and Outreach connected, which know the same people and deals. */
export const test = base.extend<{ perMinute: number; copper: Copper; outreach: Outreach; app: App }>({
  perMinute: [180, { option: true }],
  copper: async ({ perMinute }, use) => {
    const copper = await startCopper({ perMinute });
    await use(copper);
    await copper.stop();
  },
  outreach: async ({ perMinute }, use) => {
    const outreach = await startOutreach({ perHour: perMinute * 60 });
    await use(outreach);
    await outreach.stop();
  },
  app: async ({ copper, outreach }, use, info) => {
    const app = await startApp({ hosts: { ...copper.hosts, ...outreach.hosts } });
    await connectCopper(app, copper.login);
    await connect(app, 'Outreach', outreach.token);
    await app.panel();
    await use(app);
    await finish(app, info);
  },
});
