import { openDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Rows } from '../../lib/store/rows';
import type { Database } from '../../lib/store/database';
import { openDatabase } from '../../lib/store/database';
import type { KeyValue } from '../../lib/store/key-value';
import { keepOffDisk } from '../../lib/store/off-disk';
import { createKeyring } from '../../lib/vault/keyring';
import { createFactSeal } from '../../lib/worker/fact-seal';
import { createFacts } from '../../lib/worker/facts';
import { createMirrorSetting } from '../../lib/worker/mirror-setting';
import { createMirrorSwitch } from '../../lib/worker/mirror-switch';
import { memory } from '../store/memory';
import { opportunity } from '../store/scripted-crm';
import { change } from '../store/store';

const DEAL = opportunity({ title: 'Secret robots' });
const EDIT: Rows['edits'] = { ...change({ amount: 1 }, {}), at: 1, attempts: 0, delivery: { is: 'queued' } };
const FIELDS = { definitions: 'Secret field' };

let name: string;
let disk: Database;
let local = memory();
let session = memory();
let isLocked = false;
beforeEach(async () => {
  name = `test-${crypto.randomUUID()}`;
  disk = await openDatabase(name);
  local = memory();
  session = memory();
  isLocked = false;
});

/** The part of a starting worker that is about the mirror. */
function start(area: KeyValue = local, database = disk) {
  const locked = async () => isLocked;
  const setting = createMirrorSetting(area);
  const db = keepOffDisk(database, session, setting.isOff, { isLocked: locked });
  const seal = createFactSeal(createKeyring(area, session));
  const facts = createFacts({ local: area, session, isOff: setting.isOff, seal });
  return { db, facts, ...createMirrorSwitch({ setting, facts, disk: database, db, isLocked: locked }) };
}

async function fill({ db, facts }: ReturnType<typeof start>): Promise<void> {
  await db.put('opportunities', DEAL);
  await db.put('edits', EDIT);
  await facts.learn('crm', FIELDS);
}

async function onDisk(): Promise<string> {
  const raw = await openDB(name);
  const rows = await Promise.all([...raw.objectStoreNames].map((store) => raw.getAll(store)));
  raw.close();
  return JSON.stringify([rows, [...local.items]]);
}

async function expectClean(worker: ReturnType<typeof start>): Promise<void> {
  expect(await onDisk()).not.toContain('Secret');
  expect(await onDisk()).toContain(EDIT.id);
  expect(await worker.db.getAll('edits')).toEqual([EDIT]);
}

describe('switched off', () => {
  it('nothing of the CRM is left on the disk, and what waits to be sent is', async () => {
    const worker = start();
    await fill(worker);
    expect(await onDisk()).toContain('Secret robots');
    await worker.set(false);
    await expectClean(worker);
    expect(await worker.facts.read('crm')).toEqual(FIELDS);
  });

  it('it stays so for the next worker', async () => {
    await start().set(false);
    const worker = start();
    await worker.settle();
    await fill(worker);
    await expectClean(worker);
    expect(await start().db.getAll('opportunities')).toEqual([DEAL]);
  });

  it('what is being written at that moment does not come to the disk after it', async () => {
    const worker = start();
    await fill(worker);
    const begun = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const writing = worker.db.change(async (tx) => {
      begun.resolve();
      await held.promise;
      tx.put('opportunities', DEAL);
    });
    await begun.promise;
    const switching = worker.set(false);
    // Whatever does not wait for the change under way is done by now.
    for (let turns = 0; turns < 5; turns += 1) await disk.count('opportunities');
    held.resolve();
    await Promise.all([writing, switching, worker.db.put('opportunities', DEAL)]);
    await expectClean(worker);
  });

  it('is ended by the next worker where it was interrupted, as soon as the setting is written', async () => {
    const worker = start(local, { ...disk, change: () => Promise.reject(new Error('died')) });
    await fill(start());
    await expect(worker.set(false)).rejects.toThrow('died');
    expect(await onDisk()).toContain('Secret robots');
    const next = start();
    await next.settle();
    await expectClean(next);
  });

  it('has not happened where the setting could not be written', async () => {
    const worker = start({ ...local, set: () => Promise.reject(new Error('full')) });
    await fill(start());
    await expect(worker.set(false)).rejects.toThrow('full');
    expect(await worker.db.getAll('opportunities')).toEqual([DEAL]);
  });
});

describe('switched on again', () => {
  it('memory is empty, and everything lies on the disk', async () => {
    const worker = start();
    await worker.set(false);
    await fill(worker);
    await worker.set(true);
    expect(session.items.size).toBe(0);
    expect(await worker.db.getAll('opportunities')).toEqual([]);
    expect(await worker.facts.read('crm')).toEqual(FIELDS);
    await worker.db.put('opportunities', DEAL);
    expect(await onDisk()).toContain('Secret robots');
  });

  it('is off still where it was interrupted', async () => {
    const worker = start();
    await worker.set(false);
    await fill(worker);
    const dying = start({ ...local, remove: () => Promise.reject(new Error('died')) });
    await expect(dying.set(true)).rejects.toThrow('died');
    const next = start();
    await next.settle();
    await expectClean(next);
  });
});

it('the last of two clicks counts', async () => {
  const worker = start();
  await Promise.all([worker.set(false), worker.set(true), worker.set(false)]);
  await fill(worker);
  await expectClean(worker);
});

it('once it is locked, nothing of the CRM is left in memory either', async () => {
  const worker = start();
  await worker.set(false);
  await fill(worker);
  isLocked = true;
  await worker.settle();
  expect(JSON.stringify([...session.items])).not.toContain('Secret robots');
});
