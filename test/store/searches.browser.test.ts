import { beforeEach, describe, expect, it } from 'vitest';
import type { SearchQuery } from '../../lib/domain/search';
import { EMPTY_QUERY } from '../../lib/domain/search';
import { questionKey } from '../../lib/store/answers';
import type { Database } from '../../lib/store/database';
import { forgetOpportunity } from '../../lib/store/database';
import { opportunity, scriptedCrm } from './scripted-crm';
import { change, newDatabase, newWeather, startStore } from './store';

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

describe('an opportunity that is deleted', () => {
  it('takes its place in answers and its pending edits along, and leaves others alone', async () => {
    const { answers, outbox, world } = begin();
    await answers.askSearch('crm', ROBOTS);
    world.hold('read');
    await outbox.add(change({ amount: 1 }, { amount: 2 }));
    await outbox.add(change({ amount: 1 }, { amount: 2 }, { ref: { connection: 'crm', id: '2' } }));
    await forgetOpportunity(db, { connection: 'crm', id: '1' });
    expect(await foundFor(ROBOTS)).toEqual(['2']);
    expect((await db.getAll('edits')).map(({ ref }) => ref.id)).toEqual(['2']);
    expect((await db.getAll('opportunities')).map(({ ref }) => ref.id)).toEqual(['2']);
  });
});
