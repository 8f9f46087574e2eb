import type { Crm } from '../../lib/crm/crm';
import type { RecordKind } from '../../lib/domain/mirror';
import { RECORD_KINDS } from '../../lib/domain/mirror';
import type { Database } from '../../lib/store/database';
import type { Feed } from './changing-crm';
import { changingCrm, company, contact } from './changing-crm';
import type { Weather } from './store';
import { newDatabase, newWeather, startStore } from './store';

const HOURS = 3_600_000;

/** A CRM that changes, a database by the test's clock, and workers over both that may die. */
export async function mirrorWorld(settings: Partial<Feed> = {}) {
  const world = changingCrm(settings);
  const weather: Weather = newWeather();
  const db: Database = await newDatabase(weather);
  let store = startStore(db, world.crm, weather);

  async function rowsOf(kind: RecordKind): Promise<unknown[]> {
    if (kind === 'opportunities') return db.getAll('opportunities');
    if (kind === 'contacts') return (await db.getAll('contacts')).map((row) => row.contact);
    return (await db.getAll('companies')).map((row) => row.company);
  }

  /** Runs, and goes on whenever the worker asked to be woken. */
  async function settle(): Promise<void> {
    for (let runs = 0; runs < 20; runs += 1) {
      weather.wakeUps.length = 0;
      await store.sync.run('crm');
      const next = Math.max(...weather.wakeUps);
      if (weather.wakeUps.length === 0) return;
      weather.now = Math.max(weather.now, next);
    }
    throw new Error('it never comes to rest');
  }

  return {
    ...world,
    db,
    weather,
    settle,
    store: () => store,
    sync: () => store.sync,
    /** A new worker; over a CRM of its own, if that is to die with it. */
    restart: (crm: Crm = world.crm) => (store = startStore(db, crm, weather)),
    /** Everything anew: all is due. */
    async reconcile(): Promise<void> {
      weather.now += 25 * HOURS;
      await settle();
    },
    mirrored: async () =>
      Object.fromEntries(await Promise.all(RECORD_KINDS.map(async (kind) => [kind, byId(await rowsOf(kind))]))),
    held: () => ({
      opportunities: byId(world.held()),
      contacts: byId(world.contacts),
      companies: byId(world.companies),
    }),
  };
}

function byId(records: readonly unknown[]): Record<string, unknown> {
  const idOf = (record: unknown) => {
    const { id, ref } = record as { id?: string; ref?: { id: string } };
    return ref?.id ?? id ?? '';
  };
  return Object.fromEntries(records.map((record) => [idOf(record), record]));
}

export type MirrorWorld = Awaited<ReturnType<typeof mirrorWorld>>;

/** A few of each kind. */
export function populate(world: Pick<MirrorWorld, 'addDeal' | 'putContact' | 'putCompany'>): void {
  world.putCompany(company('c1', { name: 'Tessella', domain: 'tessella.example' }));
  world.putContact(contact('mara', { companyId: 'c1' }));
  world.putContact(contact('joe'));
  for (const id of ['1', '2', '3', '4', '5'])
    world.addDeal(id, { contactId: id < '3' ? 'mara' : null, companyId: 'c1' });
}
