import { beforeEach, describe, expect, it } from 'vitest';
import type { ChangesPage } from '../../lib/domain/mirror';
import { toQuestion } from '../../lib/domain/lookup';
import type { Opportunity } from '../../lib/domain/opportunity';
import type { MirrorWorld } from './mirror-world';
import { mirrorWorld, populate } from './mirror-world';

const SECOND = 1000;
const MINUTE = 60_000;
const MARA = 'mara@tessella.example';

let world: MirrorWorld;
/** What the index behind the lists has for these records; `null`: nothing yet. */
let index: Map<string, Opportunity | null>;

beforeEach(async () => {
  world = await mirrorWorld({ pageSize: 100 });
  world.tick((world.weather.now - Date.parse('2026-11-01T09:00:00Z')) / SECOND);
  populate(world);
  index = new Map();
  const { crm } = world;
  const listed = ({ ref, ...rest }: Opportunity) => {
    const known = index.get(ref.id);
    return known === undefined ? [{ ref, ...rest }] : known === null ? [] : [known];
  };
  world.restart({
    ...crm,
    async changes(list) {
      const page = (await crm.changes?.(list)) as ChangesPage;
      const gone = [...index.values()].flatMap((one) =>
        one && !(one.ref.id in world.held().opportunities) ? [one] : [],
      );
      const opportunities = list.kind === 'opportunities' ? [...page.opportunities.flatMap(listed), ...gone] : [];
      const times = opportunities.map(({ updatedAt }) => Date.parse(updatedAt ?? ''));
      const latest = list.kind === 'opportunities' ? Math.max(...times) : page.latest;
      return { ...page, opportunities, latest: latest === -Infinity ? null : latest };
    },
    async lookup(...question) {
      const found = await crm.lookup(...question);
      return { ...found, matches: found.matches.filter(({ opportunity }) => listed(opportunity).length > 0) };
    },
  });
  await world.settle();
});

const titleOf = async (id: string) => (await world.db.get('opportunities', ['crm', id]))?.title;
const later = (ms: number) => (world.weather.now += ms);
const catchUp = () => world.sync().catchUp('crm', 20 * SECOND);
const ask = () => world.store().answers.askPerson('crm', toQuestion({ name: '', address: MARA }, null), 0);
const namedOf = async () => (await world.db.get('answers', ['crm', `person:${MARA}`]))?.matches.map(({ id }) => id);

/** As the outbox and the creations write down what the CRM answered. */
const confirm = (record: Opportunity) =>
  world.db.change(async (tx) => world.store().records.confirm(tx, structuredClone(record)));

function makeDeal(id: string) {
  const opportunity = world.addDeal(id, { contactId: 'mara' });
  return world.store().answers.add(MARA, { reason: 'primary-contact', opportunity, contact: null, company: null });
}

describe('a list that lags behind the records', () => {
  it('loses no change that another one, asked for on its own, came before', async () => {
    later(MINUTE);
    world.edit('1', { title: 'Late' }, 600);
    index.set('1', null);
    world.edit('2', { title: 'Seen' }, 5);
    expect(await catchUp()).toBe(true);
    index.clear();
    later(MINUTE);
    world.edit('3', { title: 'Later' }, 120);
    expect(await catchUp()).toBe(true);
    expect([await titleOf('1'), await titleOf('3')]).toEqual(['Late', 'Later']);
  });

  it('loses no change between passes', async () => {
    world.edit('1', { title: 'Late' }, 600);
    index.set('1', null);
    world.edit('2', { title: 'Seen' }, 5);
    later(6 * MINUTE);
    await world.settle();
    index.clear();
    world.edit('3', { title: 'Later' }, 120);
    later(6 * MINUTE);
    await world.settle();
    expect(await titleOf('1')).toBe('Late');
  });

  it('takes no deal away that was made seconds before everything is listed anew', async () => {
    later(31 * MINUTE);
    await makeDeal('new');
    index.set('new', null);
    later(SECOND);
    await world.settle();
    expect(await titleOf('new')).toBe('Deal new');
    later(31 * MINUTE);
    await world.settle();
    expect(await titleOf('new')).toBeUndefined();
  });

  it('takes no deal out of its contact’s answer that was made seconds before', async () => {
    await ask();
    await makeDeal('new');
    index.set('new', null);
    later(SECOND);
    await ask();
    expect(await namedOf()).toContain('new');
    later(2 * MINUTE);
    await ask();
    expect(await namedOf()).not.toContain('new');
  });

  it('takes no edit back that the CRM has just confirmed', async () => {
    index.set('1', structuredClone(world.get('1')));
    later(31 * MINUTE);
    await confirm(world.edit('1', { title: 'Mine' }, 600));
    later(SECOND);
    await world.settle();
    expect(await titleOf('1')).toBe('Mine');
  });

  it('takes no edit of somebody else’s for older than ours, where it is not', async () => {
    later(31 * MINUTE);
    await confirm(world.edit('1', { title: 'Mine' }, 600));
    world.edit('1', { title: 'Theirs' }, 1);
    later(SECOND);
    await world.settle();
    expect(await titleOf('1')).toBe('Theirs');
  });

  it('brings nothing back that was just deleted', async () => {
    const deal = structuredClone(world.get('1'));
    index.set('1', deal);
    later(31 * MINUTE);
    world.store().records.bury(deal.ref);
    world.removeDeal('1');
    await world.db.delete('opportunities', ['crm', '1']);
    later(SECOND);
    await world.settle();
    expect(await titleOf('1')).toBeUndefined();
  });
});
