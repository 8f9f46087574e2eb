import { beforeEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../lib/domain/connection';
import { toQuestion } from '../../lib/domain/lookup';
import type { Database } from '../../lib/store/database';
import { wipeConnection } from '../../lib/store/database';
import { derivePanelState } from '../../lib/store/derive';
import { createTabs } from '../../lib/store/tabs';
import { email, memory } from './memory';
import { opportunity, scriptedCrm } from './scripted-crm';
import { change, newDatabase, newWeather, startStore } from './store';

const connection: Connection = { id: 'crm', crm: 'copper', label: 'Copper', accountName: 'jo', connectedAt: 0 };
const capabilities = { fields: ['title'], isLossReasonRequired: false, canDelete: true } as const;

let db: Database;
beforeEach(async () => {
  db = await newDatabase();
});

const derive = (tab: Parameters<typeof derivePanelState>[1]) =>
  derivePanelState({ db, connections: [connection], capabilitiesOf: () => capabilities }, tab);

const tabOf = (address: string) => ({ email: email(address), chosen: null, search: '', isSilent: false });

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
    await store.records.confirm({ ...old, winProbability: 35 });
    late.resolve();
    await asking;
    expect((await db.get('opportunities', ['crm', '1']))?.winProbability).toBe(35);
  });
});

describe('a tab', () => {
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
      tabs.change(1, { search: 'robots' }),
      tabs.open(1, email()),
      tabs.change(1, { isSilent: true }),
    ]);
    await Promise.all([tabs.change(1, { search: 'arms' }), tabs.change(1, { isSilent: false })]);
    expect(await tabs.read(1)).toMatchObject({ email: email(), search: 'arms', isSilent: false });
  });

  it('of a pop-out window gets the account’s address from the main window of the same account', async () => {
    const tabs = createTabs(memory());
    await tabs.open(1, email());
    const popOut = await tabs.open(2, email('mara@tessella.example', { account: { index: 0, address: null } }));
    expect(popOut.email?.account.address).toBe('jo@northwind.example');
    const other = await tabs.open(3, email('mara@tessella.example', { account: { index: 1, address: null } }));
    expect(other.email?.account.address).toBeNull();
  });
});
