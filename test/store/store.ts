import { vi } from 'vitest';
import type { Crm } from '../../lib/crm/crm';
import type { Edit } from '../../lib/domain/edit';
import { createAnswers } from '../../lib/store/answers';
import { createCreations } from '../../lib/store/creations';
import type { Database } from '../../lib/store/database';
import { openDatabase } from '../../lib/store/database';
import { createLifetimes } from '../../lib/store/lifetimes';
import { createOutbox } from '../../lib/store/outbox';
import { createRecords } from '../../lib/store/records';
import { createSync } from '../../lib/store/sync';
import { CAPABILITIES } from './scripted-crm';

/** A clock and a connection the test turns. */
export interface Weather {
  now: number;
  isOnline: boolean;
  wakeUps: number[];
  isLocked?: boolean;
}

/** An empty database; with a `weather` by its clock. */
export function newDatabase(weather?: Weather, name = `test-${crypto.randomUUID()}`): Promise<Database> {
  return openDatabase(name, undefined, weather && (() => weather.now));
}

/** The store as a starting worker puts it together; two of them over one database are a worker that died and its successor. */
export function startStore(db: Database, crm: Crm, weather: Weather) {
  const now = () => weather.now;
  const records = createRecords(now);
  const lifetimes = createLifetimes();
  const common = {
    db,
    records,
    lifetimes,
    now,
    openCrm: async () => crm,
    capabilitiesOf: async () => CAPABILITIES,
    changed: () => undefined,
    report: async () => undefined,
    isOnline: () => weather.isOnline,
    isLocked: async () => weather.isLocked ?? false,
    isConnected: async (connection: string) => connection === 'crm',
    wakeAt: (at: number) => void weather.wakeUps.push(at),
  };
  const sync = createSync({ ...common, isAllowed: async () => !weather.isLocked });
  const answers = createAnswers({ ...common, sync });
  const outbox = createOutbox(common);
  return {
    db,
    records,
    lifetimes,
    sync,
    answers,
    outbox,
    creations: createCreations({ ...common, answers, outbox }),
  };
}

export function newWeather(): Weather {
  return { now: 1_800_000_000_000, isOnline: true, wakeUps: [] };
}

/** The part of an edit its maker supplies. */
export function change(patch: Edit['patch'], base: Edit['base'], changes: Partial<Edit> = {}) {
  return { id: crypto.randomUUID(), ref: { connection: 'crm', id: '1' }, patch, base, undoes: null, ...changes };
}

/** Waits until `check` no longer throws: as long as a busy machine may take. */
export function until<Result>(check: () => Result | Promise<Result>): Promise<Result> {
  return vi.waitFor(check, { timeout: 10_000 });
}
