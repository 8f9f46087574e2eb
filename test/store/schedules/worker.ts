import type { Crm } from '../../../lib/crm/crm';
import type { Database } from '../../../lib/store/database';
import { openDatabase } from '../../../lib/store/database';
import { releaseOffline } from '../../../lib/store/delivery';
import type { Weather } from '../store';
import { startStore } from '../store';
import type { CrmServer } from './crm-server';
import type { CallKind, Fault } from './faulty-crm';
import { faultyCrm } from './faulty-crm';
import type { Written } from './mortal-database';
import { mortalDatabase } from './mortal-database';
import type { Life, Turns } from './turns';

/** What replaces parts of a worker, to see whether anybody notices. */
export interface Breakage {
  database?(database: Database): Database;
  crm?(crm: Crm): Crm;
}

interface Surroundings {
  /** The database's name. */
  name: string;
  server: CrmServer;
  turns: Turns;
  weather: Weather;
  nextFault(call: CallKind): Fault;
  accuse(what: string): void;
  written(rows: readonly Written[]): void;
  breakage?: Breakage;
}

export type Worker = Awaited<ReturnType<typeof startWorker>>;

/** A worker over a database others may have used before it; it can be killed where it waits. */
export async function startWorker(surroundings: Surroundings) {
  const { name, turns, weather, written, breakage } = surroundings;
  const life: Life = { isDead: false, death: null };
  const database = await openDatabase(name);
  const mortal = mortalDatabase({ database, life, turns, written });
  const crm = faultyCrm({ ...surroundings, life });
  const db = breakage?.database?.(mortal) ?? mortal;
  const store = startStore(db, breakage?.crm?.(crm) ?? crm, weather);
  const resume = () => Promise.all([store.outbox.resume(), store.creations.resume()]);
  return {
    ...store,
    life,
    resume,
    /** The browser says that it is online again. */
    async comeBack() {
      await releaseOffline(db);
      await resume();
    },
    close: () => database.close(),
  };
}
