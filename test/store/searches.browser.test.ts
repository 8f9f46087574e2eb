import { questionKey } from '../../lib/store/answer-row';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Failure } from '../../lib/domain/failure';
import type { SearchQuery } from '../../lib/domain/search';
import { EMPTY_QUERY } from '../../lib/domain/search';
import type { Database } from '../../lib/store/database';
import { opportunity, scriptedCrm } from './scripted-crm';
import { newDatabase, newWeather, startStore } from './store';

const ROBOTS: SearchQuery = { ...EMPTY_QUERY, text: 'robots' };
const FIVE = ['1', '2', '3', '4', '5'].map((id) => opportunity({ ref: { connection: 'crm', id } }));

let db: Database;
beforeEach(async () => {
  db = await newDatabase();
});

const rowOf = (query: SearchQuery) => db.get('answers', ['crm', questionKey.search(query)]);
const foundFor = async (query: SearchQuery) => (await rowOf(query))?.matches.map(({ id }) => id);

function begin(records = FIVE) {
  const world = scriptedCrm(records);
  const weather = newWeather();
  return { world, weather, ...startStore(db, world.crm, weather) };
}

describe('a search', () => {
  it('comes part by part, to the end', async () => {
    const { answers, world } = begin();
    await answers.askSearch('crm', ROBOTS);
    expect(await rowOf(ROBOTS)).toMatchObject({ isTruncated: true, total: 5 });
    for (const _ of [1, 2, 3]) await answers.askMore('crm', ROBOTS);
    expect(await foundFor(ROBOTS)).toEqual(['1', '2', '3', '4', '5']);
    expect(await rowOf(ROBOTS)).toMatchObject({ isTruncated: false, next: null });
    expect(world.calls('search')).toHaveLength(3);
  });

  it('gets each part once, however impatiently it is asked for', async () => {
    const { answers, world } = begin();
    await answers.askSearch('crm', ROBOTS);
    await Promise.all([answers.askMore('crm', ROBOTS), answers.askMore('crm', ROBOTS)]);
    expect(world.calls('search')).toHaveLength(2);
    expect(await foundFor(ROBOTS)).toEqual(['1', '2', '3', '4']);
  });

  it('keeps what is there when a further part fails, which can be asked for again', async () => {
    const { answers, world } = begin();
    await answers.askSearch('crm', ROBOTS);
    world.fail('search', 'before', { kind: 'server', status: 500 });
    await answers.askMore('crm', ROBOTS);
    expect(await rowOf(ROBOTS)).toMatchObject({ status: 'failed', failure: { kind: 'server' } });
    expect(await foundFor(ROBOTS)).toEqual(['1', '2']);
    await answers.askMore('crm', ROBOTS);
    expect(await foundFor(ROBOTS)).toEqual(['1', '2', '3', '4']);
  });

  it('is not cut back to its first part under the eyes of the rep, unless they ask for it', async () => {
    const { answers, weather } = begin();
    await answers.askSearch('crm', ROBOTS);
    await answers.askMore('crm', ROBOTS);
    weather.now += 60_000;
    await answers.askSearch('crm', ROBOTS);
    expect(await foundFor(ROBOTS)).toHaveLength(4);
    await answers.askSearch('crm', ROBOTS, 0);
    expect(await foundFor(ROBOTS)).toHaveLength(2);
  });

  describe('with a part that did not come', () => {
    const FAILURES: Failure[] = [
      { kind: 'offline' },
      { kind: 'rate-limited', retryAt: newWeather().now + 1000 },
      { kind: 'server', status: 500 },
    ];

    async function scrolled() {
      const store = begin([...FIVE, ...['6', '7'].map((id) => opportunity({ ref: { connection: 'crm', id } }))]);
      await store.answers.askSearch('crm', ROBOTS);
      await store.answers.askMore('crm', ROBOTS);
      return store;
    }

    it.each(FAILURES)('for $kind gets that part when the worker is woken', async (failure) => {
      const { answers, world, weather } = await scrolled();
      world.fail('search', 'before', failure);
      await answers.askMore('crm', ROBOTS);
      weather.now += 40_000;
      await answers.askSearch('crm', ROBOTS, Infinity);
      expect(await foundFor(ROBOTS)).toEqual(['1', '2', '3', '4', '5', '6']);
      expect(await rowOf(ROBOTS)).toMatchObject({ status: 'ready', failure: null, parts: 3 });
    });

    it('because the worker died gets that part from the next', async () => {
      const { answers, world, weather } = await scrolled();
      world.hold('search');
      void answers.askMore('crm', ROBOTS);
      await expect.poll(() => world.calls('search').length).toBe(3);
      world.abandon('search');
      await startStore(db, world.crm, weather).answers.askSearch('crm', ROBOTS);
      expect(await foundFor(ROBOTS)).toEqual(['1', '2', '3', '4', '5', '6']);
    });

    it('begins anew when the rep asks, or comes back much later', async () => {
      const { answers, world, weather } = await scrolled();
      for (const maxAge of [0, undefined]) {
        world.fail('search', 'before', { kind: 'server', status: 500 });
        await answers.askMore('crm', ROBOTS);
        if (maxAge === undefined) weather.now += 3_600_000;
        await answers.askSearch('crm', ROBOTS, maxAge);
        expect(await foundFor(ROBOTS)).toEqual(['1', '2']);
        await answers.askMore('crm', ROBOTS);
      }
    });
  });

  it('is given up when the rep has typed on', async () => {
    const { answers, world } = begin();
    const release = world.hold('search');
    const asked = answers.askSearch('crm', ROBOTS);
    answers.keepOnly(new Set([questionKey.search({ ...ROBOTS, text: 'robots 2' })]));
    release();
    await asked;
    expect(await foundFor(ROBOTS)).toEqual([]);
  });

  it('by something the connection knows nothing of is not asked, and finds nothing', async () => {
    const { answers, world } = begin();
    const query = { ...ROBOTS, filters: { tags: ['arm'] } };
    await answers.askSearch('crm', query);
    expect(world.calls('search')).toEqual([]);
    expect(await rowOf(query)).toMatchObject({ status: 'ready', matches: [] });
  });

  it('by a name the connection does not have finds nothing there', async () => {
    const { answers, world } = begin();
    const query = { ...ROBOTS, filters: { owners: ['Sam Lind'] } };
    await answers.askSearch('crm', query);
    expect(world.calls('catalog')).toHaveLength(1);
    expect(world.calls('search')).toEqual([]);
    expect(await rowOf(query)).toMatchObject({ status: 'ready', matches: [] });
  });

  it('in an order the connection can’t have comes in the usual one', async () => {
    const { answers, world } = begin();
    await answers.askSearch('crm', { ...ROBOTS, sort: { by: 'interactionCount', isDescending: false } });
    expect(world.calls('search')[0]?.[1]).toEqual(ROBOTS);
  });
});
