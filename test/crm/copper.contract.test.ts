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
  return {
    crm: connect(fake),
    capabilities: copperAdapter.capabilities,
    seed: seederOf(fake.state),
    missingId: '999999999',
    close: () => fake.stop(),
  };
}

describeCrm('Copper', () => setup({}));
describeCrm('Copper with day-first dates, names matched by part, and no filter by contact', () =>
  setup({ dateFormat: 'DMY', nameFilter: 'substring', hasContactFilter: false }),
);
