import { beforeEach, describe, expect, it } from 'vitest';
import { applyEdits } from '../../lib/domain/edit';
import { toQuestion } from '../../lib/domain/lookup';
import type { Database } from '../../lib/store/database';
import { wipeConnection } from '../../lib/store/forget';
import type { PanelState } from '../../lib/domain/panel-state';
import { EMPTY_PANEL } from '../../lib/domain/panel-state';
import { EMPTY_QUERY } from '../../lib/domain/search';
import { derivePanelState } from '../../lib/store/derive';
import { evictOld } from '../../lib/store/evict';
import { createPublisher } from '../../lib/store/publisher';
import { createTabs } from '../../lib/store/tabs';
import { email, memory } from './memory';
import { CAPABILITIES, CONNECTION, opportunity, scriptedCrm } from './scripted-crm';
import { change, newDatabase, newWeather, startStore } from './store';

let db: Database;
beforeEach(async () => {
  db = await newDatabase();
});

const CONNECTED = new Set(['crm']);

const derive = (tab: Parameters<typeof derivePanelState>[1]) =>
  derivePanelState({ db, connections: [CONNECTION], capabilitiesOf: () => CAPABILITIES }, tab);

const tabOf = (address: string) => ({ email: email(address), chosen: null, search: null, isSilent: false });

async function known(address: string, id: string) {
  const record = opportunity({ ref: { connection: 'crm', id } });
  const world = scriptedCrm([record]);
  const contact = await world.crm.createContact({ name: address, address, companyId: null });
  world.meanwhile(id, { title: `deal of ${address}` });
  Object.assign(world.get(id), { contactId: contact.id });
  return world;
}

describe('a panel state', () => {
  it('shows the answers about whoever wrote the open email, and nobody else’s', async () => {
    for (const [id, address] of ['ann@a.example', 'ben@b.example'].entries()) {
      const world = await known(address, String(id));
      const { answers } = startStore(db, world.crm, newWeather());
      await answers.askPerson('crm', toQuestion({ name: '', address }, null));
    }
    const state = await derive(tabOf('ben@b.example'));
    expect(state.sections[0]?.matches.map(({ opportunity: { title } }) => title)).toEqual(['deal of ben@b.example']);
    expect((await derive(tabOf('new@c.example'))).sections[0]).toMatchObject({ status: 'loading', matches: [] });
  });

  it('keeps the last answer in sight while asking again, and when that fails', async () => {
    const world = await known('ann@a.example', '1');
    const weather = newWeather();
    const { answers } = startStore(db, world.crm, weather);
    const question = toQuestion({ name: '', address: 'ann@a.example' }, null);
    await answers.askPerson('crm', question);
    world.fail('lookup', 'before', { kind: 'server', status: 503 });
    const release = world.hold('lookup');
    const asking = answers.askPerson('crm', question, 0);
    await expect.poll(async () => (await derive(tabOf('ann@a.example'))).sections[0]?.status).toBe('loading');
    expect((await derive(tabOf('ann@a.example'))).sections[0]?.matches).toHaveLength(1);
    release();
    await asking;
    const [section] = (await derive(tabOf('ann@a.example'))).sections;
    expect(section).toMatchObject({ status: 'failed', failure: { kind: 'server' }, asOf: weather.now });
    expect(section?.matches).toHaveLength(1);
  });

  it('carries the edits of what it shows, oldest first', async () => {
    const world = await known('ann@a.example', '1');
    const store = startStore(db, world.crm, newWeather());
    await store.answers.askPerson('crm', toQuestion({ name: '', address: 'ann@a.example' }, null));
    world.hold('read');
    await store.outbox.add(change({ amount: 1 }, { amount: 2 }));
    await store.outbox.add(change({ amount: 1 }, { amount: 2 }, { ref: { connection: 'crm', id: 'elsewhere' } }));
    expect((await derive(tabOf('ann@a.example'))).edits.map(({ ref }) => ref.id)).toEqual(['1']);
  });

  it('never shows an edit as saved with the record as it was before', async () => {
    const world = await known('ann@a.example', '1');
    await startStore(db, world.crm, newWeather()).answers.askPerson(
      'crm',
      toQuestion({ name: '', address: 'ann@a.example' }, null),
    );
    const edit = { ...change({ winProbability: 60 }, { winProbability: 5 }), at: 1, attempts: 1 };
    await db.put('edits', { ...edit, delivery: { is: 'sending' } });
    const saving: Database = {
      ...db,
      async getMany(store, keys) {
        const rows = await db.getMany(store, keys);
        // Saved in the moment after the records were read.
        await db.change(async (tx) => {
          tx.put('opportunities', { ...world.get('1'), winProbability: 60 });
          tx.put('edits', { ...edit, delivery: { is: 'saved', at: 1 } });
        });
        return rows;
      },
    };
    const context = { db: saving, connections: [CONNECTION], capabilitiesOf: () => CAPABILITIES };
    const { sections, edits } = await derivePanelState(context, tabOf('ann@a.example'));
    const shown = sections[0]?.matches.map(({ opportunity: one }) => applyEdits(one, edits).winProbability);
    expect(shown).toEqual([60]);
  });

  it('tells of a search whether a further part can be asked for', async () => {
    const search = { ...EMPTY_QUERY, text: 'robots' };
    const world = scriptedCrm([1, 2, 3].map((id) => opportunity({ ref: { connection: 'crm', id: `${id}` } })));
    const { answers } = startStore(db, world.crm, newWeather());
    const found = async () => (await derive({ ...tabOf('ann@a.example'), search })).search?.sections;
    await answers.askSearch('crm', search);
    expect(await found()).toMatchObject([{ isTruncated: true, hasMore: true }]);
    await answers.askMore('crm', search);
    expect(await found()).toMatchObject([{ isTruncated: false, hasMore: false }]);
  });

  it('shows nothing of a connection that was ended', async () => {
    const world = await known('ann@a.example', '1');
    const store = startStore(db, world.crm, newWeather());
    await store.answers.askPerson('crm', toQuestion({ name: '', address: 'ann@a.example' }, null));
    await store.answers.askCatalog('crm');
    await store.outbox.add(change({ amount: 1 }, { amount: 2 }));
    await wipeConnection(db, 'crm');
    for (const name of ['answers', 'opportunities', 'edits', 'catalogs'] as const) expect(await db.count(name)).toBe(0);
  });
});

describe('an answer', () => {
  it('asked for twice at once is one request; a fresh one is not asked for again', async () => {
    const world = scriptedCrm();
    const weather = newWeather();
    const { answers } = startStore(db, world.crm, weather);
    const question = toQuestion({ name: '', address: 'ann@a.example' }, null);
    await Promise.all([answers.askPerson('crm', question), answers.askPerson('crm', question)]);
    await answers.askPerson('crm', question);
    expect(world.calls('lookup')).toHaveLength(1);
    weather.now += 3_600_000;
    await answers.askPerson('crm', question);
    expect(world.calls('lookup')).toHaveLength(2);
  });

  it('that was on its way while an edit was saved does not bring the old value back', async () => {
    const world = await known('ann@a.example', '1');
    const weather = newWeather();
    const store = startStore(db, world.crm, weather);
    const old = { ...world.get('1') };
    const late = Promise.withResolvers<void>();
    world.crm.lookup = async () => {
      await late.promise;
      return { contact: null, company: null, matches: [{ reason: 'primary-contact', opportunity: old }] };
    };
    const asking = store.answers.askPerson('crm', toQuestion({ name: '', address: 'ann@a.example' }, null));
    weather.now += 5;
    await db.change(async (tx) => store.records.confirm(tx, { ...old, winProbability: 35 }));
    late.resolve();
    await asking;
    expect((await db.get('opportunities', ['crm', '1']))?.winProbability).toBe(35);
  });
});

describe('a question', () => {
  const question = toQuestion({ name: '', address: 'ann@a.example' }, null);

  it('nobody waits for any more is given up, and asked again when somebody does', async () => {
    const world = await known('ann@a.example', '1');
    const { lookup } = world.crm;
    const asked: AbortSignal[] = [];
    world.crm.lookup = (about, signal) => {
      if (signal) asked.push(signal);
      return asked.length > 1 ? lookup(about) : new Promise((_, reject) => signal?.addEventListener('abort', reject));
    };
    const { answers } = startStore(db, world.crm, newWeather());
    const first = answers.askPerson('crm', question);
    await expect.poll(() => asked.length).toBe(1);
    answers.keepOnly(new Set(['person:ann@a.example']));
    expect(asked[0]?.aborted).toBe(false);
    answers.keepOnly(new Set(['person:ben@b.example']));
    expect(asked[0]?.aborted).toBe(true);
    await first;
    await answers.askPerson('crm', question);
    expect((await derive(tabOf('ann@a.example'))).sections[0]).toMatchObject({ status: 'ready', failure: null });
  });

  it('the CRM puts off is asked again in time, also when the worker is woken for another before', async () => {
    const world = scriptedCrm();
    const weather = newWeather();
    const { answers } = startStore(db, world.crm, weather);
    const retryAt = weather.now + 19_000;
    world.fail('lookup', 'before', { kind: 'rate-limited', retryAt });
    await answers.askPerson('crm', question);
    weather.wakeUps.length = 0;
    weather.now += 13_000;
    await answers.askPerson('crm', question, Infinity);
    expect(weather.wakeUps).toEqual([retryAt]);
    weather.now = retryAt;
    await answers.askPerson('crm', question, Infinity);
    expect(world.calls('lookup')).toHaveLength(2);
  });
});

describe('an answer that comes late', () => {
  const question = toQuestion({ name: '', address: 'ann@a.example' }, null);

  function slowLookup() {
    const world = scriptedCrm();
    const late = Promise.withResolvers<void>();
    world.crm.lookup = async () => {
      await late.promise;
      return { contact: null, company: null, matches: [] };
    };
    const weather = newWeather();
    const store = startStore(db, world.crm, weather);
    return { ...store, weather, answer: () => late.resolve(), asking: store.answers.askPerson('crm', question) };
  }

  it('does not hide what was created meanwhile', async () => {
    const { answers, weather, answer, asking } = slowLookup();
    weather.now += 5;
    const contact = {
      id: 'p1',
      name: 'Ann',
      addresses: [],
      title: null,
      companyId: null,
      companyName: null,
      url: null,
    };
    await answers.add('ann@a.example', {
      reason: 'primary-contact',
      opportunity: opportunity(),
      contact,
      company: null,
    });
    answer();
    await asking;
    expect((await derive(tabOf('ann@a.example'))).sections[0]).toMatchObject({
      status: 'ready',
      contact: { name: 'Ann' },
      matches: [{ opportunity: { title: 'Lab robots' } }],
    });
  });

  it('is dropped when its connection has ended', async () => {
    const { lifetimes, answer, asking } = slowLookup();
    await expect.poll(() => db.count('answers')).toBe(1);
    lifetimes.end('crm');
    await wipeConnection(db, 'crm');
    answer();
    await asking;
    expect(await db.count('answers')).toBe(0);
  });
});

describe('a connection without its stages', () => {
  it('says why, and shows the answer all the same', async () => {
    const world = await known('ann@a.example', '1');
    const { answers } = startStore(db, world.crm, newWeather());
    world.fail('catalog', 'before', { kind: 'forbidden' });
    await answers.askCatalog('crm');
    await answers.askPerson('crm', toQuestion({ name: '', address: 'ann@a.example' }, null));
    const [section] = (await derive(tabOf('ann@a.example'))).sections;
    expect(section).toMatchObject({ status: 'failed', failure: { kind: 'forbidden' }, catalog: null });
    expect(section?.matches).toHaveLength(1);
  });

  it('is asked for them again when some time has passed, and once the clock was set back', async () => {
    const world = await known('ann@a.example', '1');
    const weather = newWeather();
    const { answers } = startStore(db, world.crm, weather);
    const asked = () => world.calls('catalog').length;
    world.fail('catalog', 'before', { kind: 'forbidden' });
    await answers.askCatalog('crm');
    await answers.askCatalog('crm');
    expect(asked()).toBe(1);
    weather.now += 30_000;
    await answers.askCatalog('crm');
    await answers.askCatalog('crm');
    expect(asked()).toBe(2);
    weather.now -= 86_400_000;
    await answers.askCatalog('crm');
    expect(asked()).toBe(3);
  });
});

describe('what is kept', () => {
  it('is what was asked lately or waits to be sent, and nothing else', async () => {
    const world = scriptedCrm([1, 2].map((id) => opportunity({ ref: { connection: 'crm', id: String(id) } })));
    const weather = newWeather();
    const store = startStore(db, world.crm, weather);
    await store.answers.askSearch('crm', { ...EMPTY_QUERY, text: 'robots' });
    await evictOld(db, CONNECTED, weather.now + 3_600_000);
    expect(await db.count('opportunities')).toBe(2);
    world.hold('read');
    await store.outbox.add(change({ amount: 1 }, { amount: 2 }));
    await evictOld(db, CONNECTED, weather.now + 48 * 3_600_000);
    expect(await db.count('answers')).toBe(0);
    expect((await db.getAll('opportunities')).map(({ ref }) => ref.id)).toEqual(['1']);
  });

  it('is no question that was given up long ago', async () => {
    const world = scriptedCrm();
    const weather = newWeather();
    const { answers } = startStore(db, world.crm, weather);
    world.hold('search');
    void answers.askSearch('crm', { ...EMPTY_QUERY, text: 'robots' });
    await expect.poll(() => world.calls('search').length).toBe(1);
    answers.keepOnly(new Set());
    await evictOld(db, CONNECTED, weather.now + 3_600_000);
    expect(await db.getAll('answers')).toMatchObject([{ status: 'loading', askedAt: weather.now }]);
    await evictOld(db, CONNECTED, weather.now + 48 * 3_600_000);
    expect(await db.count('answers')).toBe(0);
  });

  it('is no edit or creation of a connection that has ended', async () => {
    const store = startStore(db, scriptedCrm().crm, newWeather());
    const waiting = { at: 1, attempts: 0, delivery: { is: 'queued' as const } };
    const person = { name: '', address: 'ann@a.example' };
    for (const connection of ['crm', 'ended']) {
      await db.put('edits', { ...change({ amount: 1 }, {}, { ref: { connection, id: '1' } }), ...waiting });
      const creation = {
        connection,
        person,
        domain: null,
        threadId: null,
        account: null,
        draft: { title: 'New' },
        isUndo: false,
      };
      await db.put('creations', { ...creation, ...waiting, id: `new in ${connection}`, made: {} });
    }
    await evictOld(db, CONNECTED, 2);
    expect((await db.getAll('edits')).map(({ ref }) => ref.connection)).toEqual(['crm']);
    expect((await db.getAll('creations')).map(({ connection }) => connection)).toEqual(['crm']);
    expect(await store.outbox.countUnsent('ended')).toBe(0);
  });
});

describe('publishing', () => {
  function begin() {
    const session = memory();
    const tabs = createTabs(session);
    const derived: number[] = [];
    const publisher = createPublisher(session, tabs, async (tabId) => {
      derived.push(tabId);
      return EMPTY_PANEL;
    });
    return { session, tabs, publisher, derived };
  }

  it('reaches the tabs panels show, and no others', async () => {
    const { tabs, publisher, derived } = begin();
    await tabs.open(1, email());
    await tabs.show(2, {});
    await publisher.publishShown();
    expect(derived).toEqual([2]);
  });

  it('works after it was asked for while no panel was shown', async () => {
    const { tabs, publisher, derived } = begin();
    await publisher.publishShown();
    await tabs.open(1, email());
    await publisher.publish(1);
    expect(derived).toEqual([1]);
  });

  it('leaves out no tab, whenever it is asked for', async () => {
    const { tabs, publisher, session } = begin();
    for (const tab of [1, 2, 3, 4]) await tabs.open(tab, email());
    const first = publisher.publish(1);
    void first.then(() => publisher.publish(2));
    await Promise.all([first, publisher.publish(3)]);
    await first;
    await publisher.publish(4);
    await expect
      .poll(() => [1, 2, 3, 4].map((tab) => session.items.has(`panel:${tab}`)))
      .toEqual([true, true, true, true]);
  });

  it('goes on after a state that could not be stored', async () => {
    const { session, tabs, publisher } = begin();
    await tabs.open(1, email());
    await tabs.open(2, email());
    const { set } = session;
    session.set = (key, value) => (key === 'panel:1' ? Promise.reject(new Error('quota')) : set(key, value));
    await Promise.all([publisher.publish(1), publisher.publish(2)]);
    expect(session.items.has('panel:2')).toBe(true);
  });

  it('shows the first of what was found where the storage has no room for all of it', async () => {
    const world = scriptedCrm(
      Array.from({ length: 60 }, (_, id) => opportunity({ ref: { connection: 'crm', id: `${id}` } })),
    );
    const { answers } = startStore(db, world.crm, newWeather());
    await answers.askOpen('crm');
    const session = memory();
    const tabs = createTabs(session);
    const whole = await derive(await tabs.show(1, {}));
    const room = JSON.stringify(whole).length - 1;
    const { set } = session;
    session.set = async (key, value) => {
      if (JSON.stringify(value).length > room) throw new Error('quota');
      await set(key, value);
    };
    await createPublisher(session, tabs, async () => whole).publish(1);
    const published = await session.get<PanelState>('panel:1');
    expect(published?.sections).toMatchObject([{ isTruncated: true, hasMore: false, total: 60 }]);
    expect(published?.sections[0]?.matches).toEqual(whole.sections[0]?.matches.slice(0, 50));
  });

  it('leaves room for other tabs', async () => {
    const session = memory();
    const tabs = createTabs(session);
    const [section] = (await derive(await tabs.show(1, {}))).sections;
    if (!section) throw new Error('There is no section.');
    const large = opportunity({ description: 'x'.repeat(50_000) });
    const matches = Array.from({ length: 200 }, () => ({ reason: null, opportunity: large }));
    await createPublisher(session, tabs, async () => ({ ...EMPTY_PANEL, sections: [{ ...section, matches }] })).publish(
      1,
    );
    const published = await session.get<PanelState>('panel:1');
    expect(published?.sections[0]?.matches.length).toBeGreaterThan(50);
    expect(JSON.stringify(published).length).toBeLessThan(3_100_000);
  });

  it('stores nothing for a tab that was closed', async () => {
    const { session, tabs, publisher } = begin();
    await tabs.open(1, email());
    await tabs.forget(1);
    await publisher.publish(1);
    expect([...session.items.keys()].filter((key) => key.startsWith('panel:'))).toEqual([]);
  });
});

describe('a tab', () => {
  it('that was closed does not come back by its last words', async () => {
    const session = memory();
    const tabs = createTabs(session);
    await tabs.open(1, email());
    await tabs.forget(1);
    await tabs.open(1, null);
    expect(await tabs.has(1)).toBe(false);
  });

  it('without an email is forgotten when enough others were shown after it', async () => {
    const tabs = createTabs(memory());
    await tabs.show(100, {});
    await tabs.open(101, email());
    for (let tab = 101; tab < 110; tab += 1) await tabs.show(tab, {});
    expect([await tabs.has(100), await tabs.has(101)]).toEqual([false, true]);
    expect((await tabs.shown()).length).toBeLessThan(9);
  });

  it('remembers whom the rep picked until another email is open', async () => {
    const tabs = createTabs(memory());
    await tabs.open(1, email());
    await tabs.change(1, { chosen: { name: '', address: 'ben@tessella.example' } });
    expect((await tabs.open(1, email())).chosen).not.toBeNull();
    expect((await tabs.open(1, email('new@c.example'))).chosen).toBeNull();
  });

  it('keeps both of two changes made at once', async () => {
    const tabs = createTabs(memory());
    await Promise.all([
      tabs.change(1, { search: { ...EMPTY_QUERY, text: 'robots' } }),
      tabs.open(1, email()),
      tabs.change(1, { isSilent: true }),
    ]);
    await Promise.all([
      tabs.change(1, { search: { ...EMPTY_QUERY, text: 'arms' } }),
      tabs.change(1, { isSilent: false }),
    ]);
    expect(await tabs.read(1)).toMatchObject({
      email: email(),
      search: { ...EMPTY_QUERY, text: 'arms' },
      isSilent: false,
    });
  });

  it('of a pop-out window gets the account’s address from the main window of the same account', async () => {
    const tabs = createTabs(memory());
    await tabs.open(1, email());
    const unknown = (index: number, isPopOut: boolean) =>
      email('mara@tessella.example', { account: { index, address: null }, isPopOut });
    expect((await tabs.open(2, unknown(0, true))).email?.account.address).toBe('jo@northwind.example');
    expect((await tabs.open(3, unknown(1, true))).email?.account.address).toBeNull();
    expect((await tabs.open(4, unknown(0, false))).email?.account.address).toBeNull();
  });
});
