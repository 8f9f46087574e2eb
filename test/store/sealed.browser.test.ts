import { openDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { emptyRow, questionKey } from '../../lib/store/answer-row';
import type { Database } from '../../lib/store/database';
import { openDatabase } from '../../lib/store/database';
import { wipeMirror } from '../../lib/store/forget';
import type { Keyring } from '../../lib/vault/keyring';
import { createKeyring } from '../../lib/vault/keyring';
import { memory } from './memory';
import { opportunity } from './scripted-crm';
import { change } from './store';

const ADDRESS = 'mara@tessella.example';
const PASSPHRASE = 'correct horse battery';
const QUESTION = questionKey.person(ADDRESS);
const ANSWER = { ...emptyRow('crm', QUESTION), matches: [{ reason: null, id: '1' }] };

let name: string;
let keyring: Keyring;
let db: Database;
beforeEach(async () => {
  name = `test-${crypto.randomUUID()}`;
  keyring = createKeyring(memory(), memory(), 1000);
  await keyring.create(PASSPHRASE, null);
  db = await openDatabase(name, keyring);
  await db.change(async (tx) => {
    tx.put('answers', ANSWER);
    tx.put('opportunities', opportunity({ title: 'Secret robots' }));
  });
});

const locked = expect.objectContaining({ failure: { kind: 'locked' } });

/** Everything that lies on the disk, as text: byte strings included. */
async function onDisk(): Promise<string> {
  const raw = await openDB(name);
  const rows = await Promise.all([...raw.objectStoreNames].map((store) => raw.getAll(store)));
  raw.close();
  return JSON.stringify(rows, (_key, value: unknown) =>
    value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value,
  );
}

describe('with a passphrase set, what the CRMs answered', () => {
  it('lies sealed, addresses and titles included, and reads as it was', async () => {
    const text = await onDisk();
    expect(text).toContain('sealed');
    for (const secret of [ADDRESS, 'Secret robots', 'Tessella']) expect(text).not.toContain(secret);
    expect(await db.get('answers', ['crm', QUESTION])).toEqual(ANSWER);
    expect(await db.getAll('opportunities')).toMatchObject([{ title: 'Secret robots' }]);
    expect(await db.getAllFrom('answers', 'connection', 'crm')).toEqual([ANSWER]);
    await db.delete('answers', ['crm', QUESTION]);
    expect(await db.count('answers')).toBe(0);
  });

  it('cannot be read or added to while it is locked, and can be dropped', async () => {
    await keyring.close();
    await expect(db.get('answers', ['crm', QUESTION])).rejects.toEqual(locked);
    await expect(db.getAll('opportunities')).rejects.toEqual(locked);
    await expect(db.put('opportunities', opportunity())).rejects.toEqual(locked);
    await wipeMirror(db);
    expect([await db.count('answers'), await db.count('opportunities')]).toEqual([0, 0]);
  });

  it('that other keys have sealed counts as not there: it is asked for again', async () => {
    await keyring.discard();
    await keyring.create('another passphrase', null);
    expect(await db.getAll('opportunities')).toEqual([]);
    expect(await db.get('opportunities', ['crm', '1'])).toBeUndefined();
  });

  it('leaves changes on their way readable: forgetting the passphrase must not lose them', async () => {
    const edit = change({ amount: 1 }, { amount: 2 });
    await db.put('edits', { ...edit, at: 1, attempts: 0, delivery: { is: 'queued' } });
    await keyring.close();
    expect(await db.getAll('edits')).toMatchObject([{ id: edit.id }]);
  });
});
