import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../lib/store/database';
import { openDatabase } from '../../lib/store/database';
import { exportPending } from '../../lib/store/export-pending';
import { readPendingRows } from '../../lib/store/pending-rows';
import { failureOf } from '../crm/contract';
import { OLD_CREATION, OLD_EDIT, SECOND_ANSWER, SECOND_CATALOG, SECOND_OPPORTUNITY } from './older-versions';

const EDIT = { ...OLD_EDIT, id: 'e1' };
const CREATION = { ...OLD_CREATION, account: null };

let name = '';
let db: Database;
beforeEach(async () => {
  name = `test-${crypto.randomUUID()}`;
  db = await openDatabase(name);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Puts values into stores as they are, behind the database's back. */
async function putRaw(rows: Record<string, readonly unknown[]>): Promise<void> {
  const raw = await openDB(name);
  for (const [store, values] of Object.entries(rows)) for (const value of values) await raw.put(store, value);
  raw.close();
}

async function countRaw(store: string): Promise<number> {
  const raw = await openDB(name);
  const count = await raw.count(store);
  raw.close();
  return count;
}

/**
 * Has the browser fail to read one value back, as Chromium does where its file is lost: the request it is part of
 * fails, and ends its transaction. Nothing can be made to lose a value on disk, so it is done at the requests.
 */
function lose(isLost: (value: unknown) => boolean): void {
  for (const prototype of [IDBObjectStore.prototype, IDBIndex.prototype]) {
    for (const method of ['get', 'getAll'] as const) {
      const original = prototype[method] as (query: unknown) => IDBRequest<unknown>;
      vi.spyOn(prototype, method).mockImplementation(function (this: IDBObjectStore & IDBIndex, query: unknown) {
        const request = original.call(this, query);
        request.addEventListener('success', (event) => {
          if (![request.result].flat().some(isLost)) return;
          event.stopImmediatePropagation();
          const error = new DOMException('Failed to read large IndexedDB value', 'DataError');
          Object.defineProperty(request, 'error', { value: error });
          request.transaction?.abort();
          request.dispatchEvent(new Event('error'));
        });
        return request;
      } as never);
    }
  }
}

describe('a row of the mirror nobody can read', () => {
  const DAMAGED = {
    answers: [{ ...SECOND_ANSWER, question: 'open', matches: 'none' }],
    opportunities: [{ ...SECOND_OPPORTUNITY, ref: { connection: 'crm', id: '2' }, title: undefined }],
    catalogs: [{ ...SECOND_CATALOG, connection: 'other', catalog: { pipelines: {} } }],
  };
  const SOUND = { answers: [SECOND_ANSWER], opportunities: [SECOND_OPPORTUNITY], catalogs: [SECOND_CATALOG] };

  beforeEach(async () => {
    await putRaw(SOUND);
    await putRaw(DAMAGED);
  });

  it('is as good as not there', async () => {
    for (const store of ['answers', 'opportunities', 'catalogs'] as const) {
      expect(await db.getAll(store)).toEqual(SOUND[store]);
    }
    expect(await db.get('answers', ['crm', 'open'])).toBeUndefined();
    expect(await db.get('catalogs', 'other')).toBeUndefined();
    const keys: [string, string][] = [
      ['crm', '2'],
      ['crm', '1'],
    ];
    expect(await db.getMany('opportunities', keys)).toEqual([SECOND_OPPORTUNITY]);
    expect(await db.getAllFrom('answers', 'connection', 'crm')).toEqual([SECOND_ANSWER]);
  });

  it('is gone with the next change', async () => {
    await db.getAll('answers');
    await db.get('opportunities', ['crm', '2']);
    await db.put('edits', EDIT as never);
    expect(await countRaw('answers')).toBe(1);
    expect(await countRaw('opportunities')).toBe(1);
    // Nobody has come upon it yet.
    expect(await countRaw('catalogs')).toBe(2);
  });

  it('makes room for what the CRM answers, in the same change', async () => {
    const answer = { ...SECOND_ANSWER, question: 'open', askedAt: 1 };
    await db.change(async (tx) => {
      expect(await tx.get('answers', ['crm', 'open'])).toBeUndefined();
      tx.put('answers', answer as never);
    });
    expect(await db.get('answers', ['crm', 'open'])).toEqual(answer);
  });
});

describe('an edit or a creation nobody can read', () => {
  const BROKEN_EDIT = { id: 'e2', ref: EDIT.ref, patch: { amount: 1 }, delivery: { is: 'teleported' } };
  const BROKEN_CREATION = { id: 'n2', connection: 'crm', draft: 'a title' };

  beforeEach(() => putRaw({ edits: [EDIT, BROKEN_EDIT], creations: [CREATION, BROKEN_CREATION] }));

  it('is left out, counted, and never deleted', async () => {
    expect(await db.getAll('edits')).toEqual([EDIT]);
    expect(await db.getAllFrom('edits', 'ref', ['crm', '1'])).toEqual([EDIT]);
    expect(await db.getAll('creations')).toEqual([CREATION]);
    await db.put('edits', { ...EDIT, id: 'e3' } as never);
    await db.put('creations', { ...CREATION, id: 'n3' } as never);
    expect(await db.findDamaged()).toEqual([BROKEN_EDIT, BROKEN_CREATION]);
  });

  it('is exported as it lies there', async () => {
    const { json, count } = await exportPending(Date.UTC(2026, 10, 21), name);
    expect(count).toBe(4);
    expect(JSON.parse(json)).toEqual({
      format: 'dealside-pending',
      version: 1,
      exportedAt: '2026-11-21T00:00:00.000Z',
      edits: [EDIT],
      creations: [CREATION],
      damaged: [
        { store: 'edits', key: 'e2', value: BROKEN_EDIT },
        { store: 'creations', key: 'n2', value: BROKEN_CREATION },
      ],
    });
  });
});

describe('a value the browser can’t read back', () => {
  it('keeps none of the others from being read', async () => {
    await putRaw({ edits: [EDIT, { ...EDIT, id: 'e2' }], opportunities: [SECOND_OPPORTUNITY] });
    lose((value) => (value as typeof EDIT | undefined)?.id === 'e2');
    expect(await db.getAll('edits')).toEqual([EDIT]);
    expect(await db.getAllFrom('edits', 'connection', 'crm')).toEqual([EDIT]);
    expect(await db.get('edits', 'e2')).toBeUndefined();
    expect(await db.get('edits', 'e1')).toEqual(EDIT);
    expect(await db.findDamaged()).toEqual([null]);
    expect(JSON.parse((await exportPending(0, name)).json)).toMatchObject({
      edits: [EDIT],
      damaged: [{ store: 'edits', key: 'e2', value: null }],
    });
  });

  it('is dropped where the CRM can be asked again', async () => {
    await putRaw({ opportunities: [SECOND_OPPORTUNITY] });
    lose((value) => (value as typeof SECOND_OPPORTUNITY | undefined)?.title === 'Lab robots');
    expect(await db.getMany('opportunities', [['crm', '1']])).toEqual([]);
    await db.put('edits', EDIT as never);
    expect(await countRaw('opportunities')).toBe(0);
  });
});

describe('what is exported', () => {
  it('is only what the CRM has not got', async () => {
    await putRaw({ edits: [{ ...EDIT, delivery: { is: 'saved', at: 1 } }], creations: [CREATION] });
    expect(await readPendingRows(name)).toEqual({ edits: [], creations: [CREATION], damaged: [] });
  });

  it('may hold values JSON has no words for', async () => {
    await putRaw({ edits: [{ id: 'e1', amount: 12n }, EDIT].map((edit, at) => ({ ...edit, id: `e${at}` })) });
    const { json } = await exportPending(0, name);
    expect(JSON.parse(json)).toMatchObject({ edits: [{ id: 'e1' }], damaged: [{ key: 'e0' }] });
  });

  it('is nothing where there is no database, and none is made by asking', async () => {
    const other = `test-${crypto.randomUUID()}`;
    expect(await exportPending(0, other)).toMatchObject({ count: 0 });
    expect((await indexedDB.databases()).map((one) => one.name)).not.toContain(other);
  });
});

it('a step that can’t be stored undoes the whole change', async () => {
  const failure = await failureOf(
    db.change(async (tx) => {
      tx.put('edits', EDIT as never);
      tx.put('creations', { ...CREATION, draft: { title: 'x', onSave: () => undefined } } as never);
    }),
  );
  expect(failure).toEqual({ kind: 'storage', problem: 'broken' });
  expect(await countRaw('edits')).toBe(0);
});
