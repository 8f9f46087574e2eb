import { openDB } from 'idb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Database } from '../../lib/store/database';
import { openDatabase } from '../../lib/store/database';
import { emptyRow } from '../../lib/store/answer-row';
import { evictOld } from '../../lib/store/evict';
import { emptySync } from '../../lib/store/sync-row';
import { contact } from './changing-crm';
import { opportunity } from './scripted-crm';

const NOW = 1_800_000_000_000;

let name: string;
let db: Database;
beforeEach(async () => {
  name = `test-${crypto.randomUUID()}`;
  db = await openDatabase(name, undefined, () => NOW);
});
afterEach(() => vi.restoreAllMocks());

/** How many rows, and keys of rows, requests of IndexedDB bring from here on. */
function countReads(): { rows: number; keys: number } {
  const counts = { rows: 0, keys: 0 };
  for (const prototype of [IDBObjectStore.prototype, IDBIndex.prototype]) {
    for (const method of ['get', 'getAll', 'getKey', 'getAllKeys', 'openCursor', 'openKeyCursor', 'count'] as const) {
      const original = prototype[method] as (...args: unknown[]) => IDBRequest<unknown>;
      vi.spyOn(prototype, method).mockImplementation(function (this: IDBObjectStore & IDBIndex, ...args: unknown[]) {
        const request = original.apply(this, args);
        request.addEventListener('success', () => {
          const read = Array.isArray(request.result) ? request.result.length : 1;
          counts[method.endsWith('Keys') || method === 'getKey' ? 'keys' : 'rows'] += read;
        });
        return request;
      } as never);
    }
  }
  return counts;
}

const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${index}`);

it('at a start of the worker reads none of what is mirrored, however much that is', async () => {
  const raw = await openDB(name);
  const tx = raw.transaction('opportunities', 'readwrite');
  const row = opportunity();
  // As they lie there, without the words that make it slow to put them: they matter to no start.
  for (const id of ids('d', 100_000))
    void tx.store.put({ ...row, ref: { connection: 'crm', id }, words: [], seenAt: NOW });
  await tx.done;
  raw.close();
  await db.put('syncs', { ...emptySync('crm'), syncedAt: NOW });
  await db.put('answers', {
    ...emptyRow('crm', 'person:a@b.example'),
    asOf: NOW,
    matches: [{ reason: null, id: 'd1' }],
  });
  const counts = countReads();
  await evictOld(db, new Set(['crm']), NOW);
  expect(counts.rows + counts.keys).toBeLessThan(10);
  vi.restoreAllMocks();
  expect(await db.count('opportunities')).toBe(100_000);
}, 60_000);

it('forgets of a connection that is not mirrored what no answer names', async () => {
  await db.change(async (tx) => {
    for (const id of ['named', 'forgotten']) {
      tx.put('opportunities', opportunity({ ref: { connection: 'crm', id } }));
      tx.put('contacts', { connection: 'crm', id, contact: contact(id) });
      tx.put('companies', { connection: 'crm', id, company: { id, name: id, domain: null } });
    }
    tx.put('answers', {
      ...emptyRow('crm', 'person:a@b.example'),
      asOf: NOW,
      matches: [{ reason: null, id: 'named' }],
      contact: contact('named'),
      company: { id: 'named', name: '', domain: null },
    });
  });
  await evictOld(db, new Set(['crm']), NOW);
  expect((await db.getAll('opportunities')).map(({ ref }) => ref.id)).toEqual(['named']);
  expect((await db.getAll('contacts')).map(({ id }) => id)).toEqual(['named']);
  expect((await db.getAll('companies')).map(({ id }) => id)).toEqual(['named']);
});

it('forgets of a connection that is mirrored but for a kind it may not list what of that no answer names', async () => {
  await db.change(async (tx) => {
    tx.put('syncs', { ...emptySync('crm'), syncedAt: NOW, refused: ['contacts'] });
    tx.put('opportunities', opportunity({ ref: { connection: 'crm', id: '1' } }));
    for (const id of ['named', 'forgotten']) tx.put('contacts', { connection: 'crm', id, contact: contact(id) });
    tx.put('companies', { connection: 'crm', id: '1', company: { id: '1', name: '', domain: null } });
    tx.put('answers', { ...emptyRow('crm', 'person:a@b.example'), asOf: NOW, contact: contact('named') });
  });
  await evictOld(db, new Set(['crm']), NOW);
  expect((await db.getAll('contacts')).map(({ id }) => id)).toEqual(['named']);
  expect([await db.count('opportunities'), await db.count('companies')]).toEqual([1, 1]);
});

it('forgets everything of a connection that has ended, of which something was left', async () => {
  await db.change(async (tx) => {
    tx.put('syncs', { ...emptySync('ended'), syncedAt: NOW });
    for (const connection of ['ended', 'crm']) {
      tx.put('opportunities', opportunity({ ref: { connection, id: '1' } }));
      tx.put('contacts', { connection, id: '1', contact: contact('1') });
      tx.put('answers', {
        ...emptyRow(connection, 'open'),
        asOf: NOW,
        matches: [{ reason: null, id: '1' }],
        contact: contact('1'),
      });
    }
  });
  await evictOld(db, new Set(['crm']), NOW);
  for (const store of ['opportunities', 'contacts', 'answers'] as const) expect(await db.count(store)).toBe(1);
  expect(await db.count('syncs')).toBe(0);
  expect(await db.get('opportunities', ['crm', '1'])).toBeDefined();
});
