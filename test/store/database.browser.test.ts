import { openDB } from 'idb';
import { expect, it } from 'vitest';
import { openDatabase } from '../../lib/store/database';

/** The first version of the database, with an answer, its record, a catalog, and an edit that waits. */
async function makeVersion1(name: string): Promise<void> {
  const db = await openDB(name, 1, {
    upgrade(opened) {
      opened
        .createObjectStore('answers', { keyPath: ['connection', 'question'] })
        .createIndex('connection', 'connection');
      opened
        .createObjectStore('opportunities', { keyPath: ['ref.connection', 'ref.id'] })
        .createIndex('connection', 'ref.connection');
      const edits = opened.createObjectStore('edits', { keyPath: 'id' });
      edits.createIndex('ref', ['ref.connection', 'ref.id']);
      edits.createIndex('connection', 'ref.connection');
      opened.createObjectStore('creations', { keyPath: 'id' }).createIndex('connection', 'connection');
      opened.createObjectStore('catalogs', { keyPath: 'connection' });
    },
  });
  const ref = { connection: 'crm', id: '1' };
  await db.put('answers', { connection: 'crm', question: 'open', matches: [{ reason: null, id: '1' }] });
  await db.put('opportunities', { ref, title: 'Lab robots', status: 'unknown' });
  await db.put('catalogs', { connection: 'crm', catalog: { pipelines: [] }, failure: null, asOf: 1 });
  await db.put('edits', { id: 'e1', ref, patch: { amount: 1 }, base: { amount: 2 }, delivery: { is: 'queued' } });
  await db.put('creations', { id: 'n1', connection: 'crm', draft: { title: 'New' }, delivery: { is: 'queued' } });
  db.close();
}

it('of an earlier version keeps what waits to be sent, and asks the CRMs again for the rest', async () => {
  const name = `test-${crypto.randomUUID()}`;
  await makeVersion1(name);
  const db = await openDatabase(name);
  expect(await db.getAll('edits')).toMatchObject([{ id: 'e1', patch: { amount: 1 } }]);
  expect(await db.getAll('creations')).toMatchObject([{ id: 'n1' }]);
  for (const store of ['answers', 'opportunities', 'catalogs'] as const) expect(await db.count(store)).toBe(0);
});
