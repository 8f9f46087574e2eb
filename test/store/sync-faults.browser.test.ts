import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RecordKind } from '../../lib/domain/mirror';
import { company, contact } from './changing-crm';
import type { MirrorWorld } from './mirror-world';
import { mirrorWorld, populate } from './mirror-world';
import { until } from './store';

const MINUTE = 60_000;

/** What happens, one after the other; what colleagues do may come between two pages as well. */
type Event =
  | { is: 'edit' | 'add' | 'remove'; deal: number; seconds: number }
  | { is: 'person'; kind: Exclude<RecordKind, 'opportunities'>; id: number; isGone: boolean }
  | { is: 'run' | 'catch up' | 'restart' | 'expire' }
  | { is: 'die'; after: number }
  | { is: 'pass'; minutes: number }
  | { is: 'fail'; kind: 'offline' | 'rate-limited' | 'server' };

const id = fc.nat({ max: 7 });
const colleague: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ is: fc.constantFrom('edit', 'add', 'remove'), deal: id, seconds: fc.nat({ max: 1 }) }),
  },
  fc.record({ is: fc.constant('person'), kind: fc.constantFrom('contacts', 'companies'), id, isGone: fc.boolean() }),
);
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 4, arbitrary: colleague },
  { weight: 4, arbitrary: fc.record({ is: fc.constantFrom('run', 'run', 'catch up', 'restart', 'expire') }) },
  fc.record({ is: fc.constant('die'), after: fc.nat({ max: 4 }) }),
  {
    weight: 2,
    arbitrary: fc.record({ is: fc.constant('pass'), minutes: fc.constantFrom(1, 6, 20, 26 * 60, -2, -90, -3000) }),
  },
  fc.record({ is: fc.constant('fail'), kind: fc.constantFrom('offline', 'rate-limited', 'server') }),
);

let edits = 0;

function perform(world: MirrorWorld, done: Event): void {
  if (done.is === 'person') {
    const one = { contacts: contact, companies: company }[done.kind](`x${done.id}`, { name: `n${edits++}` });
    if (done.isGone) world.removePerson(done.kind, one.id);
    else if (done.kind === 'contacts') world.putContact(contact(one.id, { name: one.name }));
    else world.putCompany(company(one.id, { name: one.name }));
    return;
  }
  if (done.is !== 'edit' && done.is !== 'add' && done.is !== 'remove') return;
  const key = String(done.deal);
  const isThere = world.held().opportunities[key] !== undefined;
  if (done.is === 'remove') world.removeDeal(key);
  else if (isThere) world.edit(key, { title: `t${edits++}` }, done.seconds);
  else if (done.is === 'add') world.addDeal(key);
}

/** A worker that dies when it has asked for so many pages: what it was told last, nobody hears. */
async function runAndDie(world: MirrorWorld, after: number): Promise<void> {
  const { crm } = world;
  const dead = Promise.withResolvers<void>();
  let pages = 0;
  world.restart({
    ...crm,
    changes: async (list) => {
      const page = await crm.changes?.(list);
      if (!page || pages++ >= after) {
        dead.resolve();
        return new Promise<never>(() => undefined);
      }
      return page;
    },
  });
  await Promise.race([world.sync().run('crm'), dead.promise]);
  world.restart(crm);
}

async function play(world: MirrorWorld, events: readonly Event[]): Promise<void> {
  for (const one of events) {
    if (one.is === 'run') await world.sync().run('crm');
    else if (one.is === 'catch up')
      await world
        .sync()
        .catchUp('crm', 20_000)
        .catch(() => false);
    else if (one.is === 'restart') world.restart();
    else if (one.is === 'expire') world.expire();
    else if (one.is === 'die') await runAndDie(world, one.after);
    else if (one.is === 'pass') world.weather.now += one.minutes * MINUTE;
    else if (one.is === 'fail') {
      const failure = { offline: { kind: 'offline' }, server: { kind: 'server', status: 500 } } as const;
      const retryAt = world.weather.now + MINUTE;
      world.fail('changes', 'after', one.kind === 'rate-limited' ? { kind: one.kind, retryAt } : failure[one.kind]);
    } else perform(world, one);
  }
}

const schedule = fc.record({
  paging: fc.constantFrom('keyset' as const, 'cursor' as const),
  pageSize: fc.integer({ min: 1, max: 4 }),
  events: fc.array(event, { minLength: 3, maxLength: 25 }),
  between: fc.array(colleague, { maxLength: 8 }),
});

it('after whatever happens the mirror is what the CRM is, once the faults are over and what is due was done', async () => {
  await fc.assert(
    fc.asyncProperty(schedule, async ({ paging, pageSize, events, between }) => {
      const world = await mirrorWorld({ paging, pageSize });
      populate(world);
      const waiting = [...between];
      world.feed.betweenPages = () => {
        const next = waiting.shift();
        if (next) perform(world, next);
      };
      await play(world, events);
      world.feed.betweenPages = () => undefined;
      while (world.heal());
      world.restart();
      // The clock is right again, and a change is due.
      world.weather.now = Math.max(world.weather.now, 1_800_000_000_000) + 10 * MINUTE;
      await world.settle();
      world.weather.now += 6 * MINUTE;
      await world.settle();
      const held = world.held();
      // What is there is known as it is; what is gone may still be named for a day.
      expect(await world.mirrored()).toMatchObject(held);
      await world.reconcile();
      await world.reconcile();
      expect(await world.mirrored()).toEqual(held);
      const asked = world.requests();
      await until(async () => expect((await world.db.get('syncs', 'crm'))?.pass).toBeNull());
      await world.settle();
      expect(world.requests()).toBe(asked);
      await world.db.close();
    }),
    { numRuns: 60 },
  );
}, 120_000);
