import { deleteDB, openDB } from 'idb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DATABASE } from '../../lib/crm/local/database';
import { fillDisk } from '../store/disk';
import { failureOf } from './contract';
import { crm, resetClock, seedDeal } from './local-deal';

beforeEach(async () => {
  resetClock();
  await deleteDB(DATABASE);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const lookup = () => crm.lookup({ name: '', address: 'mara@tessella.example', domain: null });

it('held up by a window with an older version says so each time, and works once that lets go', async () => {
  const older = await openDB(DATABASE, 1, { upgrade: (db) => void db.createObjectStore('opportunities') });
  const blocked = { kind: 'storage', problem: 'blocked' };
  expect(await failureOf(lookup())).toEqual(blocked);
  expect(await failureOf(lookup())).toEqual(blocked);
  // Of its own making, so that it is made anew below.
  const gone = deleteDB(DATABASE);
  older.close();
  await gone;
  await expect
    .poll(() =>
      lookup().then(
        ({ matches }) => matches,
        () => null,
      ),
    )
    .toEqual([]);
});

it('of a newer version is left alone', async () => {
  (await openDB(DATABASE, 1000, { upgrade: (db) => void db.createObjectStore('opportunities') })).close();
  expect(await failureOf(lookup())).toEqual({ kind: 'storage', problem: 'broken' });
  const newer = await openDB(DATABASE);
  expect(newer.version).toBe(1000);
  newer.close();
});

it('on a full disk changes nothing, and says so', async () => {
  const { id, deal } = await seedDeal();
  const free = fillDisk();
  expect(await failureOf(crm.update(id, { amount: 1 }))).toEqual({ kind: 'storage', problem: 'full' });
  free();
  expect(await crm.read(id)).toEqual(deal);
});
