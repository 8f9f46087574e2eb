import { copperAdapter } from '../../lib/crm/copper/index';
import { EMPTY_SEED } from '../fakes/copper/seed';
import { seederOf } from '../fakes/copper/seeder';
import { type FakeCopperOptions, startFakeCopper } from '../fakes/copper/server';
import { trust } from '../fakes/https';
import { describeCrm, type World } from './contract';
import { connect } from './copper-world';

async function setup(options: FakeCopperOptions): Promise<World> {
  const fake = await startFakeCopper({ seed: EMPTY_SEED, ...options });
  trust(fake.ca);
  const seed = seederOf(fake.state);
  return {
    crm: connect(fake),
    capabilities: copperAdapter.capabilities,
    seed,
    missingId: '999999999',
    linkTarget: async () => `company:${await seed.company({ name: 'Installer', domain: 'installer.example' })}`,
    close: () => fake.stop(),
  };
}

describeCrm('Copper', () => setup({}));
describeCrm('Copper with day-first dates, names matched by part, and no filter by contact', () =>
  setup({
    dateFormat: 'DMY',
    nameFilter: 'substring',
    hasContactFilter: false,
    modifiedFilter: ['people', 'companies'],
  }),
);
describeCrm('Copper with the words of today, and dates of Pacific time', () =>
  setup({ tagsFilter: 'object', sortNames: 'today', customDates: 'pacific', modifiedFilter: [] }),
);
describeCrm('Copper with the words of 2018, and no order of changes', () =>
  setup({ tagsFilter: 'list', sortNames: '2018', modifiedFilter: [], hasModifiedSort: false }),
);
