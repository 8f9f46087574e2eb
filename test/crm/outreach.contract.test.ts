import { outreachAdapter } from '../../lib/crm/outreach/index';
import { trust } from '../fakes/https';
import { EMPTY_SEED } from '../fakes/outreach/seed';
import { seederOf } from '../fakes/outreach/seeder';
import { type FakeOutreachOptions, startFakeOutreach } from '../fakes/outreach/server';
import { describeCrm, type World } from './contract';
import { appOf, connect } from './outreach-world';

async function setup(options: FakeOutreachOptions, isOwnApp: boolean): Promise<World> {
  const fake = await startFakeOutreach({ seed: EMPTY_SEED, ...options });
  trust(fake.ca);
  return {
    crm: isOwnApp ? connect(fake, { credentials: appOf(fake) }) : connect(fake),
    capabilities: outreachAdapter.capabilities,
    seed: seederOf(fake.state),
    missingId: '999999999',
    close: () => fake.stop(),
  };
}

describeCrm('Outreach with a pasted token', () => setup({}, false));
describeCrm('Outreach with an app, prospects that do not tell, another filter, and amounts apart', () =>
  setup(
    {
      prospectFilters: ['prospect'],
      doProspectsTell: false,
      areAmountsOne: false,
      isEmailFilterExact: true,
      listFormat: ';',
      hasRoot: false,
    },
    true,
  ),
);
describeCrm('Outreach with prospects that only roles lead from', () =>
  setup({ prospectFilters: [], doProspectsTell: false }, false),
);
