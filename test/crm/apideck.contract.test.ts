import { apideckAdapter } from '../../lib/crm/apideck/index';
import { withLimits } from '../../lib/domain/connection';
import type { Crm } from '../../lib/crm/crm';
import { EMPTY_SEED, PAST_SEED } from '../fakes/apideck/seed';
import { seederOf } from '../fakes/apideck/seeder';
import { type FakeApideck, type FakeApideckOptions, startFakeApideck } from '../fakes/apideck/server';
import { insert } from '../fakes/apideck/state';
import { trust } from '../fakes/https';
import { connect } from './apideck-world';
import { describeCrm, type World } from './contract';

/** Where pipelines are not listed, stages are those of deals, and in an empty account there are none. */
const WITHOUT_STAGES = { ...EMPTY_SEED, records: { ...EMPTY_SEED.records, pipelines: [] } };

/** Custom fields are known from records only: what there was of them is there while choices are read, and never else. */
async function withPast<Result>({ state }: FakeApideck, work: () => Promise<Result>): Promise<Result> {
  const past = PAST_SEED.records.opportunities ?? [];
  for (const row of past) insert(state, 'opportunities', structuredClone(row));
  try {
    return await work();
  } finally {
    for (const { id } of past) state.tables.opportunities.delete(id);
  }
}

async function setup(options: FakeApideckOptions): Promise<World> {
  const fake = await startFakeApideck({ seed: EMPTY_SEED, ...options });
  trust(fake.ca);
  const connected = connect(fake);
  const crm: Crm = { ...connected, catalog: (signal) => withPast(fake, () => connected.catalog(signal)) };
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
