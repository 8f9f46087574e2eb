import { beforeEach, describe, expect, it } from 'vitest';
import type { Crm } from '../../lib/crm/crm';
import type { Failure } from '../../lib/domain/failure';
import { CrmError } from '../../lib/domain/failure';
import { wipeConnection, wipeMirror } from '../../lib/store/forget';
import { searchMirror } from '../../lib/store/mirror';
import { ageOf, emptySync } from '../../lib/store/sync-row';
import { EMPTY_QUERY } from '../../lib/domain/search';
import { company, contact } from './changing-crm';
import type { MirrorWorld } from './mirror-world';
import { mirrorWorld, populate } from './mirror-world';
import { change, until } from './store';

const MINUTE = 60_000;
const AGE = 20_000;

let world: MirrorWorld;
beforeEach(async () => {
  world = await mirrorWorld();
  populate(world);
});

const changes = () => world.calls('changes').map(([, kind, since, from]) => [kind, since, from]);
const syncRow = () => world.db.get('syncs', 'crm');
const changesOf = (crm: Crm, list: Parameters<NonNullable<Crm['changes']>>[0]) =>
  crm.changes?.(list) ?? Promise.reject(new Error('no feed'));
const titleOf = async (id: string) => (await world.db.get('opportunities', ['crm', id]))?.title;

/** Changes a deal long after all others, and lets the mirror see it: a search may lag by a minute, so less is no news. */
async function changeAlone(id: string): Promise<void> {
  world.edit(id, { title: 'Alone' }, 600);
  world.weather.now += 10 * MINUTE;
  await world.settle();
}

describe('a pass', () => {
  it('first brings everything, then what changed, and asks nothing before it is due', async () => {
    await world.settle();
    expect(await world.mirrored()).toEqual(world.held());
    const asked = world.requests();
    await world.settle();
    expect(world.requests()).toBe(asked);
    await changeAlone('1');
    const before = world.requests();
    world.edit('2', { title: 'Changed' }, 600);
    world.weather.now += 6 * MINUTE;
    await world.settle();
    expect(await titleOf('2')).toBe('Changed');
    // One page of each kind.
    expect(world.requests()).toBe(before + 3);
  });

  it('goes on where a worker that died left it', async () => {
    const { crm } = world;
    for (let worker = 0; worker < 3; worker += 1) {
      let pages = 0;
      world.restart({
        ...crm,
        changes: (list) => (pages++ === 0 ? changesOf(crm, list) : new Promise<never>(() => undefined)),
      });
      void world.sync().run('crm');
      await until(() => expect(pages).toBe(2));
    }
    world.restart();
    await world.settle();
    expect(await world.mirrored()).toEqual(world.held());
    expect(new Set(changes().map((asked) => JSON.stringify(asked))).size).toBe(changes().length);
  });

  it.each([
    { deals: 5, pages: 'a few pages hold all', isGone: true },
    { deals: 30, pages: 'it takes many pages', isGone: false },
  ])('finds within half an hour what is gone: $isGone, where $pages', async ({ deals, isGone }) => {
    for (let id = 6; id <= deals; id += 1) world.addDeal(String(id));
    await world.settle();
    world.removeDeal('3');
    world.weather.now += 31 * MINUTE;
    await world.settle();
    expect((await titleOf('3')) === undefined).toBe(isGone);
  });

  it('once a day finds what is gone', async () => {
    await world.settle();
    world.removeDeal('3');
    world.removePerson('contacts', 'joe');
    world.weather.now += 6 * MINUTE;
    await world.settle();
    expect(await titleOf('3')).toBeDefined();
    await world.reconcile();
    expect(await world.mirrored()).toEqual(world.held());
  });

  it('begins a kind again whose list was lost, and then deletes nothing that is there', async () => {
    world = await mirrorWorld({ paging: 'cursor' });
    populate(world);
    const { crm } = world;
    let pages = 0;
    world.restart({
      ...crm,
      changes: (list) => (pages++ < 2 ? changesOf(crm, list) : new Promise<never>(() => undefined)),
    });
    void world.sync().run('crm');
    await until(() => expect(pages).toBe(3));
    world.expire();
    world.weather.now += 5 * 60 * MINUTE;
    world.restart();
    await world.settle();
    expect(await world.mirrored()).toEqual(world.held());
    expect((await syncRow())?.pass).toBeNull();
  });

  it('that fails the same way at every page does not ask at every use', async () => {
    const { crm } = world;
    world.restart({
      ...crm,
      changes: async (list) => {
        const page = await changesOf(crm, list);
        if (list.from !== null) throw new CrmError({ kind: 'invalid', reason: 'no', field: null });
        return page;
      },
    });
    for (let use = 0; use < 10; use += 1) await world.sync().run('crm');
    expect(world.calls('changes').length).toBeLessThan(3);
  });

  it('leaves out a kind the connection refuses, and counts as incomplete', async () => {
    world.feed.refused.add('companies');
    await world.settle();
    expect(Object.keys((await world.mirrored())['opportunities'] as object)).toHaveLength(5);
    expect(await world.sync().catchUp('crm', 0)).toBe(false);
    world.feed.refused.clear();
    world.weather.now += 6 * MINUTE;
    await world.settle();
    expect(await world.mirrored()).toEqual(world.held());
    expect(await world.sync().catchUp('crm', 0)).toBe(true);
  });

  it('of a CRM that does not tell when its records changed lists them anew, and only when everything is', async () => {
    const { crm } = world;
    world.restart({
      ...crm,
      changes: async (list) => {
        const page = await changesOf(crm, list);
        return list.kind === 'opportunities' ? { ...page, latest: null } : page;
      },
    });
    await world.settle();
    world.log.length = 0;
    world.edit('1', { title: 'Changed' }, 600);
    for (let passes = 0; passes < 3; passes += 1) {
      world.weather.now += 6 * MINUTE;
      await world.settle();
      expect(await world.sync().catchUp('crm', 0)).toBe(false);
    }
    expect(changes().map(([kind]) => kind)).toEqual([
      'contacts',
      'companies',
      'contacts',
      'companies',
      'contacts',
      'companies',
    ]);
    expect(ageOf(await syncRow())).toBe(world.weather.now - 18 * MINUTE);
    world.removeDeal('2');
    await world.reconcile();
    expect(await titleOf('1')).toBe('Changed');
    expect(await world.mirrored()).toEqual(world.held());
  });

  it('asks for changes of what there was nothing of before', async () => {
    world.removePerson('companies', 'c1');
    await world.settle();
    world.putCompany(company('c9', { name: 'New', domain: 'new.example' }));
    world.weather.now += 6 * MINUTE;
    await world.settle();
    expect(await world.db.get('companies', ['crm', 'c9'])).toBeDefined();
  });

  it.each<[Failure, number]>([
    [{ kind: 'offline' }, 30_000],
    [{ kind: 'rate-limited', retryAt: 1_800_000_090_000 }, 90_000],
  ])('waits as long as it takes after %j, and then goes on', async (failure, wait) => {
    world.fail('changes', 'before', failure);
    await world.sync().run('crm');
    await world.sync().run('crm');
    expect(world.calls('changes')).toHaveLength(1);
    expect(world.weather.wakeUps).toContain(world.weather.now + wait);
    world.weather.now += wait;
    await world.settle();
    expect(await world.mirrored()).toEqual(world.held());
  });

  it('asks nothing while it may not', async () => {
    world.weather.isLocked = true;
    await world.sync().run('crm');
    expect(await world.sync().catchUp('crm', 0)).toBe(false);
    expect(world.requests()).toBe(0);
  });

  it('is one however often it is begun', async () => {
    await Promise.all([world.sync().run('crm'), world.sync().run('crm'), world.sync().run('crm')]);
    expect(new Set(changes().map((asked) => JSON.stringify(asked))).size).toBe(changes().length);
  });
});

describe('a page that arrives late', () => {
  async function inFlight(act: () => Promise<unknown>): Promise<void> {
    await world.settle();
    await changeAlone('5');
    world.edit('1', { title: 'Old' });
    world.weather.now += 6 * MINUTE;
    const { crm } = world;
    const read = Promise.withResolvers<void>();
    const arrive = Promise.withResolvers<void>();
    world.restart({
      ...crm,
      changes: async (list) => {
        const page = await changesOf(crm, list);
        if (list.isAwaited || list.kind !== 'opportunities') return page;
        read.resolve();
        await arrive.promise;
        return page;
      },
    });
    const running = world.sync().run('crm');
    await read.promise;
    world.weather.now += 5;
    await act();
    world.weather.now += 5;
    arrive.resolve();
    await running;
  }

  it('keeps what the rep wrote meanwhile', async () => {
    await inFlight(async () => {
      const written = { ...world.get('1'), title: 'Written' };
      await world.db.change(async (tx) => world.store().records.confirm(tx, written));
    });
    expect(await titleOf('1')).toBe('Written');
  });

  it('keeps what somebody who could not wait was told meanwhile', async () => {
    await inFlight(async () => {
      world.edit('1', { title: 'New' });
      world.edit('2', { title: 'Newer' });
      await world.sync().catchUp('crm', AGE);
    });
    expect(await titleOf('1')).toBe('New');
    world.weather.now += 6 * MINUTE;
    await world.settle();
    expect(await world.mirrored()).toEqual(world.held());
  });

  it('brings nothing back of a connection that was ended', async () => {
    await inFlight(async () => {
      world.store().lifetimes.end('crm');
      await wipeConnection(world.db, 'crm');
    });
    for (const store of ['opportunities', 'contacts', 'companies', 'syncs'] as const) {
      expect(await world.db.count(store)).toBe(0);
    }
  });

  it('does not make a mirror that was dropped look whole', async () => {
    await inFlight(() => wipeMirror(world.db));
    await world.settle();
    expect(await world.mirrored()).toEqual(world.held());
  });

  it('is not counted for another pass than the one it was asked for', async () => {
    const begun = 1_799_000_000_000;
    await inFlight(async () => {
      await wipeMirror(world.db);
      const pass = {
        startedAt: begun,
        isFull: true,
        refused: [],
        pages: 0,
        kind: 'opportunities' as const,
        since: null,
        from: null,
      };
      await world.db.put('syncs', { ...emptySync('crm'), pass });
    });
    expect(await syncRow()).toMatchObject({ pass: { startedAt: begun, from: null }, syncedAt: null });
    await world.settle();
    expect(await world.mirrored()).toEqual(world.held());
  });

  it('is not kept where the connection ends while it waits for its turn to be written', async () => {
    await world.settle();
    world.edit('1', { title: 'Late' });
    world.weather.now += 6 * MINUTE;
    const { crm } = world;
    world.restart({
      ...crm,
      changes: async (list) => {
        const page = await changesOf(crm, list);
        const { lifetimes } = world.store();
        const slow = world.db.change(() => new Promise((resolve) => setTimeout(resolve, 20)));
        lifetimes.end('crm');
        void slow.then(() => undefined);
        void wipeConnection(world.db, 'crm');
        return page;
      },
    });
    await world.sync().run('crm');
    await until(async () => expect(await world.db.count('opportunities')).toBe(0));
    expect(await world.db.count('syncs')).toBe(0);
  });
});

describe('what the rep has pending', () => {
  it('keeps its record, though the CRM has it no more', async () => {
    await world.settle();
    await world.db.put('edits', {
      ...change({ amount: 1 }, { amount: 2 }),
      at: 1,
      attempts: 0,
      delivery: { is: 'queued' },
    });
    const { crm } = world;
    world.removeDeal('1');
    await world.reconcile();
    expect(await titleOf('1')).toBe('Deal 1');
    world.restart({
      ...crm,
      changes: async (list) => {
        const page = await changesOf(crm, list);
        return { ...page, gone: list.kind === 'opportunities' ? ['1', '2'] : [] };
      },
    });
    world.weather.now += 6 * MINUTE;
    await world.settle();
    expect([await titleOf('1'), await titleOf('2')]).toEqual(['Deal 1', undefined]);
  });

  it('keeps no contact that happens to have the number of its record', async () => {
    world.putContact(contact('1'));
    await world.settle();
    await world.db.put('edits', {
      ...change({ amount: 1 }, { amount: 2 }),
      at: 1,
      attempts: 0,
      delivery: { is: 'queued' },
    });
    world.removePerson('contacts', '1');
    await world.reconcile();
    expect(await world.db.get('contacts', ['crm', '1'])).toBeUndefined();
  });
});

describe('a clock that is set', () => {
  it('back during a pass makes nothing that was just listed look gone', async () => {
    let pages = 0;
    world.feed.betweenPages = () => void (pages++ === 3 && (world.weather.now -= 3 * 60 * MINUTE));
    await world.settle();
    expect(await world.mirrored()).toEqual(world.held());
  });

  it('back by years lets the mirror catch up all the same', async () => {
    world.weather.now += 5 * 365 * 24 * 60 * MINUTE;
    await world.settle();
    world.weather.now -= 5 * 365 * 24 * 60 * MINUTE;
    world.edit('1', { title: 'Changed' });
    world.removeDeal('2');
    expect(await world.sync().catchUp('crm', AGE)).toBe(false);
    await world.settle();
    expect(await world.mirrored()).toEqual(world.held());
  });

  it('back after a wait was asked for does not make it last', async () => {
    world.fail('changes', 'before', { kind: 'rate-limited', retryAt: world.weather.now + MINUTE });
    await world.sync().run('crm');
    world.weather.now -= 24 * 60 * MINUTE;
    await world.settle();
    expect(await world.mirrored()).toEqual(world.held());
  });
});

describe('catching up', () => {
  it('is one request however many wait for it, and none for what is known well enough', async () => {
    await world.settle();
    world.weather.now += MINUTE;
    world.edit('3', { title: 'Changed' });
    const asked = world.requests();
    const all = await Promise.all([1, 2, 3, 4].map(() => world.sync().catchUp('crm', AGE)));
    expect(all).toEqual([true, true, true, true]);
    expect(world.requests()).toBe(asked + 1);
    expect(world.calls('changes').at(-1)?.[4]).toBe(true);
    expect(await titleOf('3')).toBe('Changed');
    world.weather.now += AGE - 1;
    expect(await world.sync().catchUp('crm', AGE)).toBe(true);
    expect(world.requests()).toBe(asked + 1);
  });

  it('tells everybody who waits that it failed, and can be tried again', async () => {
    await world.settle();
    world.weather.now += MINUTE;
    world.fail('changes', 'before', { kind: 'offline' });
    const all = await Promise.allSettled([1, 2].map(() => world.sync().catchUp('crm', AGE)));
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await world.sync().catchUp('crm', AGE)).toBe(true);
  });

  it('says so where it could not bring everything, and misses none of it later', async () => {
    await world.settle();
    world.weather.now += MINUTE;
    for (let id = 10; id < 30; id += 1) world.addDeal(String(id));
    for (let use = 0; use < 2; use += 1) expect(await world.sync().catchUp('crm', AGE)).toBe(false);
    world.weather.now += 6 * MINUTE;
    await world.settle();
    expect(await world.mirrored()).toEqual(world.held());
  });

  it('is for a mirror that is in step', async () => {
    expect(await world.sync().catchUp('crm', AGE)).toBe(false);
    await world.settle();
    world.weather.now += 16 * MINUTE;
    const asked = world.requests();
    expect(await world.sync().catchUp('crm', AGE)).toBe(false);
    expect(world.requests()).toBe(asked);
  });

  it('does not make a mirror that was dropped meanwhile look whole', async () => {
    await world.settle();
    world.weather.now += MINUTE;
    const release = world.hold('changes');
    const asking = world.sync().catchUp('crm', AGE);
    await until(() => expect(world.calls('changes').at(-1)?.[4]).toBe(true));
    await wipeMirror(world.db);
    release();
    expect(await asking).toBe(false);
    expect(await syncRow()).toBeUndefined();
  });
});

it('makes searches find what was mirrored', async () => {
  await world.settle();
  const found = await searchMirror(world.db, 'crm', { ...EMPTY_QUERY, text: 'deal' });
  expect(found).toHaveLength(5);
});
