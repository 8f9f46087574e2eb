import { beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../lib/store/database';
import { findPerson, searchMirror } from '../../lib/store/mirror';
import { EMPTY_QUERY } from '../../lib/domain/search';
import { createKeyring } from '../../lib/vault/keyring';
import { changingCrm } from './changing-crm';
import { memory } from './memory';
import {
  makeThirdVersion,
  OLD_EDIT,
  OLD_LINK,
  SECOND_ANSWER,
  SECOND_CATALOG,
  SECOND_OPPORTUNITY,
  THIRD_CREATION,
} from './older-versions';
import { opportunity } from './scripted-crm';
import { newDatabase, newWeather, startStore } from './store';

let name = '';
beforeEach(() => (name = `test-${crypto.randomUUID()}`));

const robots = { ...EMPTY_QUERY, text: 'robots' };
const OLD = opportunity({ ref: { connection: 'crm', id: 'gone' }, title: 'Old robots' });

describe('a database of the version before the mirror', () => {
  it('keeps what waits and what was answered, readable', async () => {
    (await makeThirdVersion(name)).close();
    const db = await openDatabase(name);
    expect(await db.getAll('edits')).toEqual([OLD_EDIT]);
    expect(await db.getAll('creations')).toEqual([THIRD_CREATION]);
    expect(await db.getAll('links')).toEqual([OLD_LINK]);
    expect(await db.getAll('answers')).toEqual([SECOND_ANSWER]);
    expect(await db.getAll('opportunities')).toEqual([SECOND_OPPORTUNITY]);
    expect(await db.getAll('catalogs')).toEqual([SECOND_CATALOG]);
    expect(await db.findDamaged()).toEqual([]);
  });

  it('has its opportunities brought up to date or taken out by the first pass, but for those with edits', async () => {
    const kept = { ...OLD, ref: OLD_EDIT.ref, title: 'Edited robots' };
    const stale = opportunity({ ref: { connection: 'crm', id: '2' }, title: 'Stale robots' });
    (await makeThirdVersion(name, { opportunities: [kept, OLD, stale] })).close();
    const weather = newWeather();
    const db = await newDatabase(weather, name);
    const world = changingCrm();
    world.addDeal('2', { title: 'New robots' });
    // Nothing sends the edit meanwhile.
    await startStore(db, world.crm, weather).sync.run('crm');
    const titles = (await db.getAll('opportunities')).map(({ title }) => title);
    expect(titles.toSorted()).toEqual(['Edited robots', 'New robots']);
    expect((await searchMirror(db, 'crm', robots)).map(({ title }) => title)).toEqual(['New robots']);
  });

  it('can have its records found as soon as they are stored again', async () => {
    (await makeThirdVersion(name)).close();
    const db = await openDatabase(name);
    await db.change(async (tx) => {
      tx.put('opportunities', opportunity({ title: 'Lab robots', contactId: 'mara' }));
      const one = { name: 'Mara', title: null, companyId: null, companyName: null, url: null };
      tx.put('contacts', {
        connection: 'crm',
        id: 'mara',
        contact: { ...one, id: 'mara', addresses: ['m@a.example'] },
      });
    });
    expect(await searchMirror(db, 'crm', robots)).toHaveLength(1);
    const found = await findPerson(db, 'crm', { address: 'm@a.example', domain: null });
    expect(found?.matches).toMatchObject([{ reason: 'primary-contact' }]);
  });

  it('that was sealed stays so, and reads as it was', async () => {
    const keyring = createKeyring(memory(), memory(), 1000);
    await keyring.create('correct horse battery', null);
    const question = await keyring.name(SECOND_ANSWER.question);
    const rows = {
      answers: [{ connection: 'crm', question, sealed: await keyring.seal(SECOND_ANSWER) }],
      opportunities: [{ ref: OLD.ref, sealed: await keyring.seal(OLD) }],
    };
    (await makeThirdVersion(name, rows)).close();
    const weather = newWeather();
    const db = await openDatabase(name, keyring, () => weather.now);
    expect(await db.getAll('answers')).toEqual([SECOND_ANSWER]);
    expect(await db.get('opportunities', ['crm', 'gone'])).toEqual(OLD);
    const world = changingCrm();
    world.addDeal('2', { title: 'New robots' });
    await startStore(db, world.crm, weather).sync.run('crm');
    expect((await db.getAll('opportunities')).map(({ title }) => title)).toEqual(['New robots']);
    expect(await searchMirror(db, 'crm', robots)).toHaveLength(1);
  });
});
