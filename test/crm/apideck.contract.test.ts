import { apideckAdapter } from '../../lib/crm/apideck/index';
import { withLimits } from '../../lib/domain/connection';
import { PAST_SEED } from '../fakes/apideck/seed';
import { seederOf } from '../fakes/apideck/seeder';
import { type FakeApideckOptions, startFakeApideck } from '../fakes/apideck/server';
import { trust } from '../fakes/https';
import { connect } from './apideck-world';
import { describeCrm, type World } from './contract';

/** Where pipelines are not listed, stages are those of deals, and in an empty account there are none. */
const WITHOUT_STAGES = { ...PAST_SEED, records: { ...PAST_SEED.records, pipelines: [] } };

async function setup(options: FakeApideckOptions): Promise<World> {
  // Custom fields are known from records only.
  const fake = await startFakeApideck({ seed: PAST_SEED, ...options });
  trust(fake.ca);
  const crm = connect(fake);
  return {
    crm,
    // What this connector lacks, the panel does not offer.
    capabilities: withLimits(apideckAdapter.capabilities, (await crm.catalog()).limits),
    seed: seederOf(fake.state),
    missingId: '999999999',
    canClearStatus: true,
    close: () => fake.stop(),
  };
}

describeCrm('Apideck with a CRM that knows everything', () => setup({}));
describeCrm('Apideck with Copper, which lists neither pipelines nor users nor notes', () =>
  setup({ profile: 'copper', seed: WITHOUT_STAGES }),
);
describeCrm('Apideck with HubSpot, whose filtered lists hide companies and contacts', () =>
  setup({ profile: 'hubspot' }),
);
