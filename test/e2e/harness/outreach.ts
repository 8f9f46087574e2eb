import type { FakeOutreach, FakeOutreachOptions } from '../../fakes/outreach/server.ts';
import { startFakeOutreach } from '../../fakes/outreach/server.ts';
import type { StoredRecord } from '../../fakes/outreach/state.ts';
import { test as base } from '@playwright/test';
import type { App } from './app.ts';
import { startApp } from './app.ts';
import type { Endpoint } from './browser.ts';
import type { Credentials } from './options.ts';
import { finish } from './test.ts';

export { expect } from '@playwright/test';

/** The fake Outreach, and what tests ask about it. */
export interface Outreach extends FakeOutreach {
  /** Where the browser finds it by Outreach's own name. */
  hosts: Record<string, Endpoint>;
  /** What to type for a pasted token, and for an app of the rep's own. */
  token: Credentials;
  app: Credentials;
  /** The record as it is now. Throws where there is none of this name. */
  opportunity(name: string): StoredRecord;
  stageId(name: string): number | undefined;
  /** The bodies of all changes of opportunities, oldest first. */
  updates(): unknown[];
}

export async function startOutreach(options: FakeOutreachOptions = {}): Promise<Outreach> {
  const fake = await startFakeOutreach(options);
  const all = (type: 'opportunity' | 'opportunityStage') => [...(fake.state.records.get(type)?.values() ?? [])];
  return {
    ...fake,
    hosts: { 'api.outreach.io': fake },
    token: { 'Access token': fake.accessToken },
    app: { 'Client ID': fake.oauth.clientId, 'Client secret': fake.oauth.clientSecret },
    opportunity(name) {
      const found = all('opportunity').find(({ attributes }) => attributes.name === name);
      if (!found) throw new Error(`Outreach has no opportunity "${name}".`);
      return found;
    },
    stageId: (name) => all('opportunityStage').find(({ attributes }) => attributes.name === name)?.id,
    updates: () =>
      fake.requests
        .filter(({ method, path }) => method === 'PATCH' && path.includes('/opportunities/'))
        .map(({ json }) => json),
  };
}

/** Tests beside a fake Outreach nobody has connected yet. */
export const test = base.extend<{ outreachOptions: FakeOutreachOptions; outreach: Outreach; app: App }>({
  outreachOptions: [{}, { option: true }],
  outreach: async ({ outreachOptions }, use) => {
    const outreach = await startOutreach(outreachOptions);
    await use(outreach);
    await outreach.stop();
  },
  app: async ({ outreach }, use, info) => {
    const app = await startApp({ hosts: outreach.hosts });
    outreach.oauth.redirectUris = [`https://${app.browser.extensionId}.chromiumapp.org/outreach`];
    await use(app);
    await finish(app, info);
  },
});
