import { openDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { toFailure } from '../../lib/domain/failure';
import { openDatabase } from '../../lib/store/database';
import { exportPending } from '../../lib/store/export-pending';
import { deleteDatabase } from '../../lib/store/opening';
import { failureOf } from '../crm/contract';
import {
  makeFirstVersion,
  makeNewerVersion,
  makeSecondVersion,
  OLD_CREATION,
  OLD_EDIT,
  SECOND_ANSWER,
  SECOND_CATALOG,
  SECOND_OPPORTUNITY,
} from './older-versions';

let name = '';
beforeEach(() => (name = `test-${crypto.randomUUID()}`));

const MIRROR = ['answers', 'opportunities', 'catalogs'] as const;
const BLOCKED = { kind: 'storage', problem: 'blocked' };

describe('a database of the first version', () => {
  it('keeps what waits to be sent, and asks the CRMs again for the rest', async () => {
    (await makeFirstVersion(name)).close();
    const db = await openDatabase(name);
    expect(await db.getAll('edits')).toEqual([OLD_EDIT]);
    expect(await db.getAll('creations')).toEqual([{ ...OLD_CREATION, account: null }]);
    for (const store of MIRROR) expect(await db.count(store)).toBe(0);
    expect(await db.getAll('links')).toEqual([]);
  });
});

describe('a database of the second version', () => {
  it('keeps everything, readable', async () => {
    (await makeSecondVersion(name)).close();
    const db = await openDatabase(name);
    expect(await db.getAll('edits')).toEqual([OLD_EDIT]);
    expect(await db.getAll('creations')).toEqual([{ ...OLD_CREATION, account: null }]);
    expect(await db.getAll('answers')).toEqual([SECOND_ANSWER]);
    expect(await db.getAll('opportunities')).toEqual([SECOND_OPPORTUNITY]);
    expect(await db.getAll('catalogs')).toEqual([SECOND_CATALOG]);
    expect(await db.findDamaged()).toEqual([]);
  });

  it('can be looked up by the indexes of the present one', async () => {
    (await makeSecondVersion(name)).close();
    const db = await openDatabase(name);
    const link = { connection: 'crm', thread: 't', opportunityId: '1', address: 'a@b.example', at: 1, isByHand: true };
    await db.put('links', link);
    expect(await db.getAllFrom('links', 'thread', ['crm', 't'])).toEqual([link]);
    expect(await db.getAllFrom('edits', 'ref', ['crm', '1'])).toEqual([OLD_EDIT]);
  });

  it('keeps the mailbox of a creation that tells it', async () => {
    const old = await makeSecondVersion(name);
    await old.put('creations', { ...OLD_CREATION, account: 'jo@harbour.example' });
    old.close();
    const db = await openDatabase(name);
    expect(await db.getAll('creations')).toMatchObject([{ account: 'jo@harbour.example' }]);
  });
});

describe('a database of a newer version', () => {
  it('is refused with a clear failure and left as it is', async () => {
    await makeNewerVersion(name);
    expect(await failureOf(openDatabase(name))).toEqual({ kind: 'storage', problem: 'broken' });
    const db = await openDB(name);
    expect(db.version).toBe(1000);
    expect(await db.getAll('edits')).toEqual([OLD_EDIT]);
    db.close();
  });

  it('still gives out what is pending', async () => {
    await makeNewerVersion(name);
    await failureOf(openDatabase(name));
    const { json, count } = await exportPending(0, name);
    expect(count).toBe(2);
    expect(JSON.parse(json)).toMatchObject({ edits: [OLD_EDIT], creations: [OLD_CREATION] });
  });
});

describe('an upgrade another window holds up', () => {
  it('fails at once, each time it is asked for, and works once the window lets go', async () => {
    const other = await makeSecondVersion(name);
    expect(await failureOf(openDatabase(name))).toEqual(BLOCKED);
    expect(await failureOf(openDatabase(name))).toEqual(BLOCKED);
    expect(await failureOf(deleteDatabase(name))).toEqual(BLOCKED);
    other.close();
    // Nothing tells when the browser is done with it.
    await expect.poll(() => openDatabase(name).then(({ close }) => close(), toFailure)).toBeUndefined();
    const db = await openDatabase(name);
    expect(await db.getAll('edits')).toEqual([OLD_EDIT]);
  });

  it('gives out what is pending all the same', async () => {
    const other = await makeSecondVersion(name);
    await failureOf(openDatabase(name));
    const { json, count } = await exportPending(0, name);
    expect(count).toBe(2);
    expect(JSON.parse(json)).toMatchObject({ edits: [OLD_EDIT], creations: [OLD_CREATION] });
    other.close();
  });
});
