import { openDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Rows } from '../../lib/store/rows';
import { emptyRow } from '../../lib/store/answer-row';
import type { Database } from '../../lib/store/database';
import { openDatabase } from '../../lib/store/database';
import { wipeMirror } from '../../lib/store/forget';
import { keepOffDisk } from '../../lib/store/off-disk';
import { words } from '../../lib/store/words';
import { failureOf } from '../crm/contract';
import { fillDisk } from './disk';
import { memory } from './memory';
import { opportunity } from './scripted-crm';
import { change } from './store';

const deal = (id: string, title = `Lab robots ${id}`) => opportunity({ ref: { connection: 'crm', id }, title });
const EDIT: Rows['edits'] = { ...change({ amount: 1 }, {}), at: 1, attempts: 0, delivery: { is: 'queued' } };
const CONTACT: Rows['contacts'] = {
  connection: 'crm',
  id: 'p1',
  contact: {
    id: 'p1',
    name: 'Mara',
    addresses: ['mara@tessella.example'],
    companyId: null,
    companyName: null,
    title: null,
    url: null,
  },
};

/** A session with room for `bytes` of JSON, which takes a write altogether or refuses it. */
function smallSession(bytes = Infinity) {
  const session = memory();
  const limit = { bytes };
  const { setAll } = session;
  session.setAll = async (values) => {
    const after = JSON.stringify(Object.fromEntries([...session.items, ...Object.entries(values)]));
    if (after.length > limit.bytes) throw new Error('Session storage quota bytes exceeded. Values were not stored.');
    await setAll(values);
  };
  return { session, limit };
}

let name: string;
let disk: Database;
let weather: { isOff: boolean; isLocked: boolean; now: number };
let { session, limit } = smallSession();
beforeEach(async () => {
  name = `test-${crypto.randomUUID()}`;
  disk = await openDatabase(name);
  weather = { isOff: true, isLocked: false, now: 1000 };
  ({ session, limit } = smallSession());
});

/** The database of a starting worker: two of them are a worker that died and its successor. */
function start(): Database {
  return keepOffDisk(disk, session, async () => weather.isOff, {
    isLocked: async () => weather.isLocked,
    now: () => weather.now,
  });
}

async function onDisk(): Promise<Record<string, number>> {
  const raw = await openDB(name);
  const counts = await Promise.all([...raw.objectStoreNames].map(async (store) => [store, await raw.count(store)]));
  raw.close();
  return Object.fromEntries(counts.filter(([, count]) => count !== 0)) as Record<string, number>;
}

const titles = async (db: Database) => (await db.getAll('opportunities')).map(({ title }) => title);

describe('while nothing of the CRMs is kept on the disk', () => {
  it('what they told lies in memory, and what waits to be sent on the disk', async () => {
    const db = start();
    await db.change(async (tx) => {
      tx.put('edits', EDIT);
      tx.put('opportunities', deal('1'));
      tx.put('answers', emptyRow('crm', 'open'));
      tx.put('contacts', CONTACT);
      tx.put('catalogs', { connection: 'crm', catalog: null, failure: null, asOf: 1 });
    });
    expect(await onDisk()).toEqual({ edits: 1 });
    expect(await db.get('opportunities', ['crm', '1'])).toEqual(deal('1'));
    expect(await db.getAllFrom('contacts', 'words', ['crm', words.address('mara@tessella.example')])).toEqual([
      CONTACT,
    ]);
    expect(await db.get('edits', EDIT.id)).toEqual(EDIT);
    expect(await db.count('catalogs')).toBe(1);
  });

  it('the worker may die: its successor finds it', async () => {
    await start().change(async (tx) => {
      tx.put('opportunities', deal('1'));
      tx.put('opportunities', deal('2'));
    });
    await start().delete('opportunities', ['crm', '1']);
    const db = start();
    expect(await db.getAll('opportunities')).toEqual([deal('2')]);
    expect(await db.getKeysFrom('opportunities', 'words', ['crm', 'text:robots'.slice(0, 10)])).toEqual([['crm', '2']]);
  });

  it('a successor knows how old it is, too', async () => {
    await start().put('contacts', CONTACT);
    weather.now = 5000;
    const db = start();
    await db.put('contacts', { ...CONTACT, id: 'p2' });
    await db.change(async (tx) => tx.clearUnseen('contacts', 'crm', 4000, new Set()));
    expect((await db.getAll('contacts')).map(({ id }) => id)).toEqual(['p2']);
  });

  it('a change sees what was there before it, and what it writes is there once it is over', async () => {
    const db = start();
    await db.put('opportunities', deal('1', 'before'));
    await db.change(async (tx) => {
      tx.put('opportunities', deal('1', 'after'));
      expect(await tx.get('opportunities', ['crm', '1'])).toMatchObject({ title: 'before' });
      expect(await titles(db)).toEqual(['before']);
    });
    expect(await titles(db)).toEqual(['after']);
  });

  it('one change comes after the other', async () => {
    const db = start();
    await db.put('opportunities', deal('1', ''));
    const append = (text: string) =>
      db.change(async (tx) => {
        const before = await tx.get('opportunities', ['crm', '1']);
        tx.put('opportunities', deal('1', `${before?.title}${text}`));
      });
    await Promise.all(['a', 'b', 'c'].map(append));
    expect(await titles(db)).toEqual(['abc']);
  });

  it('a change the disk refuses leaves memory as it was', async () => {
    const db = start();
    await db.put('opportunities', deal('1', 'before'));
    const free = fillDisk();
    const writing = db.change(async (tx) => {
      tx.put('opportunities', deal('1', 'after'));
      tx.put('edits', EDIT);
    });
    expect(await failureOf(writing)).toEqual({ kind: 'storage', problem: 'full' });
    free();
    expect(await titles(db)).toEqual(['before']);
    expect(await titles(start())).toEqual(['before']);
  });

  it('work that throws changes nothing', async () => {
    const db = start();
    const working = db.change(async (tx) => {
      tx.put('opportunities', deal('1'));
      throw new Error('no');
    });
    await expect(working).rejects.toThrow('no');
    expect(await titles(db)).toEqual([]);
  });

  it('nobody can change what is kept by changing what was read', async () => {
    const db = start();
    await db.put('opportunities', deal('1'));
    (await db.get('opportunities', ['crm', '1']))?.tags.push('mine');
    expect(await db.get('opportunities', ['crm', '1'])).toEqual(deal('1'));
  });

  it('a connection’s rows are dropped without those of the others', async () => {
    const db = start();
    const other = opportunity({ ref: { connection: 'other', id: '1' } });
    await db.change(async (tx) => {
      tx.put('opportunities', deal('1'));
      tx.put('opportunities', other);
    });
    await db.change(async (tx) => tx.clear('opportunities', 'crm'));
    expect(await db.getAll('opportunities')).toEqual([other]);
    await wipeMirror(db);
    expect(session.items.size).toBe(0);
  });
});

describe('while it is locked', () => {
  const LOCKED = { kind: 'locked' };

  it('what is in memory can’t be read or added to, and can be dropped', async () => {
    const db = start();
    await db.put('opportunities', deal('1'));
    weather.isLocked = true;
    expect(await failureOf(db.getAll('opportunities'))).toEqual(LOCKED);
    const both = db.change(async (tx) => {
      tx.put('edits', EDIT);
      tx.put('opportunities', deal('2'));
    });
    expect(await failureOf(both)).toEqual(LOCKED);
    expect(await db.count('edits')).toBe(0);
    await wipeMirror(db);
    expect(session.items.size).toBe(0);
  });

  it('changes on their way can be read', async () => {
    const db = start();
    weather.isLocked = true;
    await db.put('edits', EDIT);
    expect(await db.getAll('edits')).toEqual([EDIT]);
  });
});

describe('in a session that is full', () => {
  const long = 'x'.repeat(1000);
  const put = (db: Database, id: string) => {
    weather.now += 1;
    return db.put('opportunities', deal(id, `${long} ${id}`));
  };
  const ids = async (db: Database) => (await db.getAll('opportunities')).map(({ ref }) => ref.id);

  it('what was written longest ago is forgotten, there and in memory, and no change fails', async () => {
    limit.bytes = 20_000;
    const db = start();
    for (const id of '123456789') await put(db, id);
    await put(db, '1');
    expect(JSON.stringify([...session.items]).length).toBeLessThan(limit.bytes + 1000);
    const left = await ids(db);
    expect(left).toContain('1');
    expect(left).toContain('9');
    expect(left).not.toContain('2');
    expect((await ids(start())).toSorted()).toEqual(left);
  });

  it('an answer goes with the opportunity it names: it would tell of fewer than there are', async () => {
    limit.bytes = 26_000;
    const db = start();
    await put(db, '1');
    for (const id of '2345678') await put(db, id);
    const naming = (question: string, id: string) => ({
      ...emptyRow('crm', question),
      matches: [{ reason: null, id }],
    });
    await db.put('answers', naming('person:old@x.example', '1'));
    await db.put('answers', naming('person:new@x.example', '9'));
    for (const id of '9abcd') await put(db, id);
    expect(await ids(db)).not.toContain('1');
    expect(await ids(db)).toContain('9');
    expect((await db.getAll('answers')).map(({ question }) => question)).toEqual(['person:new@x.example']);
  });

  it('a row there is no room for at all is forgotten at once, and an edit beside it is kept', async () => {
    limit.bytes = 500;
    const db = start();
    await db.change(async (tx) => {
      tx.put('opportunities', deal('1', long));
      tx.put('edits', EDIT);
    });
    expect(await ids(db)).toEqual([]);
    expect(await db.getAll('edits')).toEqual([EDIT]);
    limit.bytes = 20_000;
    await put(db, '2');
    expect(await ids(start())).toEqual(['2']);
  });

  it('others have room, too: no more than six megabytes are taken', async () => {
    const db = start();
    for (let part = 0; part < 14; part += 1) {
      await db.change(async (tx) => {
        for (let at = 0; at < 10; at += 1) tx.put('opportunities', deal(`${part}-${at}`, 'x'.repeat(50_000)));
      });
    }
    expect(JSON.stringify([...session.items]).length).toBeLessThan(6_100_000);
    expect(await ids(db)).toContain('13-9');
    expect(await ids(db)).not.toContain('0-0');
  });
});

it('while the copy is on, everything lies on the disk', async () => {
  weather.isOff = false;
  const db = start();
  await db.put('opportunities', deal('1'));
  expect(await onDisk()).toEqual({ opportunities: 1 });
  expect(session.items.size).toBe(0);
  expect(await titles(db)).toEqual(['Lab robots 1']);
});
