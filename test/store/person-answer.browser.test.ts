import { beforeEach, describe, expect, it } from 'vitest';
import type { PersonQuestion } from '../../lib/domain/lookup';
import { toQuestion } from '../../lib/domain/lookup';
import { derivePanelState } from '../../lib/store/derive';
import { EMPTY_QUERY } from '../../lib/domain/search';
import { contact } from './changing-crm';
import { email } from './memory';
import type { MirrorWorld } from './mirror-world';
import { mirrorWorld, populate } from './mirror-world';
import { CAPABILITIES, CONNECTION } from './scripted-crm';

const MINUTE = 60_000;
const MARA = 'mara@tessella.example';

let world: MirrorWorld;
beforeEach(async () => {
  world = await mirrorWorld({ pageSize: 5 });
  populate(world);
  await world.settle();
  world.weather.now += MINUTE;
  world.log.length = 0;
});

const question = (address = MARA): PersonQuestion => toQuestion({ name: '', address }, 'jo@northwind.example');
const ask = (address = MARA, maxAge?: number) => world.store().answers.askPerson('crm', question(address), maxAge);
const requests = () => world.log.map(([name, ...args]) => [name, args.at(-1) !== undefined]);
const names = () => world.log.map(([name]) => name);

async function section(address = MARA, search: string | null = null) {
  const state = await derivePanelState(
    { db: world.db, connections: [CONNECTION], capabilitiesOf: () => CAPABILITIES },
    {
      email: email(address),
      chosen: null,
      search: search === null ? null : { ...EMPTY_QUERY, text: search },
      isSilent: false,
    },
  );
  return (state.search ?? state).sections[0];
}

const shown = async (address = MARA) =>
  (await section(address))?.matches.map(({ reason, opportunity: { ref } }) => `${ref.id} ${reason}`).toSorted();

/** The whole answer after the first one. */
async function followUp(address = MARA) {
  world.weather.now += 21_000;
  await ask(address, Infinity);
}

const OWN = ['1 primary-contact', '2 primary-contact'];
const FIRM = ['3 same-company', '4 same-company', '5 same-company'];

describe('a person the mirror knows', () => {
  it('is painted before anything is asked, with the mirror’s age', async () => {
    const found = await section();
    expect(await shown()).toEqual([...OWN, ...FIRM]);
    expect(found).toMatchObject({ status: 'loading', asOf: world.weather.now - MINUTE, contact: { id: 'mara' } });
    expect(found?.company?.name).toBe('Tessella');
    expect(world.requests()).toBe(0);
  });

  it('is then asked for once: what changed in the account, where that is due', async () => {
    world.addDeal('6', { contactId: 'mara' });
    world.edit('3', { companyId: null });
    await ask();
    expect(names()).toEqual(['changes']);
    expect(await shown()).toEqual([...OWN, '4 same-company', '5 same-company', '6 primary-contact']);
    expect(await section()).toMatchObject({ status: 'ready', asOf: world.weather.now });
    world.weather.now += 19_000;
    await ask();
    expect(world.requests()).toBe(1);
  });

  it('is asked for what records do not tell, where changes were asked for a moment ago', async () => {
    world.related.set('mara', ['8']);
    world.addDeal('8');
    await ask('joe@tessella.example');
    expect(names()).toEqual(['changes']);
    await ask();
    expect(requests()).toEqual([
      ['changes', true],
      ['lookup', true],
    ]);
    expect(await shown()).toEqual([...OWN, ...FIRM, '8 related-contact']);
  });

  it('is asked for the rest soon after, once, if still looked at', async () => {
    await ask();
    expect(world.weather.wakeUps).toEqual([world.weather.now + 20_000]);
    world.weather.wakeUps.length = 0;
    await followUp();
    expect(names()).toEqual(['changes', 'lookup']);
    expect(world.weather.wakeUps).toEqual([]);
    world.weather.now += 30 * MINUTE;
    await ask(MARA, Infinity);
    expect(world.requests()).toBe(2);
  });

  it('that nobody looks at any more is not asked for', async () => {
    await ask();
    world.weather.now += MINUTE;
    world.restart();
    expect(world.requests()).toBe(1);
  });

  it('looked at again and again costs one request each time, and the whole answer now and then', async () => {
    for (let use = 0; use < 20; use += 1) {
      const before = world.requests();
      await ask();
      expect(world.requests() - before).toBe(1);
      world.weather.now += 30_000;
    }
    expect(world.calls('lookup').length).toBe(1);
  });

  it('loses a deal that was deleted by the second look, though changes are due each time', async () => {
    world.removeDeal('2');
    await ask();
    expect(await shown()).toEqual([...OWN, ...FIRM]);
    world.weather.now += 30_000;
    await ask();
    expect(await shown()).not.toContain('2 primary-contact');
  });

  it('keeps the reasons only the CRM could tell', async () => {
    world.related.set('mara', ['8', '3']);
    world.addDeal('8');
    await ask();
    await followUp();
    expect(await shown()).toEqual([
      ...OWN,
      '3 related-contact',
      '4 same-company',
      '5 same-company',
      '8 related-contact',
    ]);
    world.edit('8', { title: 'Changed' });
    world.edit('3', { title: 'Changed' });
    world.weather.now += MINUTE;
    await ask();
    expect(names()).toEqual(['changes', 'lookup', 'changes']);
    expect(await shown()).toEqual([
      ...OWN,
      '3 related-contact',
      '4 same-company',
      '5 same-company',
      '8 related-contact',
    ]);
  });

  it('keeps what the rep linked, without asking for it', async () => {
    world.addDeal('9');
    world.weather.now += 6 * MINUTE;
    await world.settle();
    world.log.length = 0;
    await world.db.put('links', {
      connection: 'crm',
      thread: 't',
      opportunityId: '9',
      address: MARA,
      at: world.weather.now,
      isByHand: true,
    });
    await ask();
    expect(names()).toEqual(['lookup']);
    expect(await shown()).toContain('9 linked');
    world.weather.now += MINUTE;
    await ask();
    expect(names()).toEqual(['lookup', 'changes']);
    expect(await shown()).toContain('9 linked');
  });

  it('does not get back a deal a whole answer did not name, however long ago that was', async () => {
    const gone = world.get('4');
    world.removeDeal('4');
    await ask(MARA, 0);
    expect(await shown()).not.toContain('4 same-company');
    expect(await world.db.get('opportunities', ['crm', '4'])).toEqual(gone);
    for (const minutes of [1, 11]) {
      world.weather.now += minutes * MINUTE;
      await ask();
      expect(await shown()).not.toContain('4 same-company');
    }
  });

  it('keeps a deal the whole answer named, though no record tells why', async () => {
    const { crm } = world;
    world.addDeal('7', { companyId: 'unlisted' });
    world.restart({
      ...crm,
      lookup: async (...asked) => {
        const found = await crm.lookup(...asked);
        return { ...found, matches: [...found.matches, { reason: 'same-company', opportunity: world.get('7') }] };
      },
    });
    await ask(MARA, 0);
    world.weather.now += MINUTE;
    await ask();
    expect(names()).toEqual(['lookup', 'changes']);
    expect(await shown()).toContain('7 same-company');
  });

  it('who was deleted does not come back once the CRM said so', async () => {
    world.removePerson('contacts', 'mara');
    await ask(MARA, 0);
    expect((await section())?.contact).toBeNull();
    world.weather.now += MINUTE;
    await ask();
    expect((await section())?.contact).toBeNull();
    expect(await shown()).not.toContain('1 primary-contact');
  });

  it('is asked for anew by a refresh, whatever is known', async () => {
    await ask();
    await ask(MARA, 0);
    expect(world.log.at(-1)).toEqual(['lookup', MARA, undefined]);
  });

  it('with an address of several is for the CRM to tell apart', async () => {
    world.putContact(contact('twin', { addresses: [MARA] }));
    world.weather.now += 6 * MINUTE;
    await world.settle();
    world.log.length = 0;
    await ask();
    expect(world.log).toEqual([['lookup', MARA, undefined]]);
  });

  it('is asked for as a whole where there are more changes than somebody waits for', async () => {
    for (let id = 10; id < 30; id += 1) world.addDeal(String(id));
    world.edit('1', { title: 'Changed last' });
    await ask();
    expect(world.log.at(-1)).toEqual(['lookup', MARA, undefined]);
    expect((await section())?.matches.find(({ opportunity }) => opportunity.ref.id === '1')?.opportunity.title).toBe(
      'Changed last',
    );
  });

  it('stays in sight while the CRM is out of reach, and that is told', async () => {
    world.fail('changes', 'before', { kind: 'offline' });
    await ask();
    expect(await section()).toMatchObject({ status: 'failed', failure: { kind: 'offline' } });
    expect(await shown()).toEqual([...OWN, ...FIRM]);
    expect((await section())?.asOf).toBe(world.weather.now - MINUTE);
  });

  it('is given up with whoever asked', async () => {
    const release = world.hold('changes');
    const asking = ask();
    await expect.poll(() => world.requests()).toBe(1);
    world.store().answers.keepOnly(new Set());
    release();
    await asking;
    expect(await section()).toMatchObject({ status: 'loading' });
    expect(world.weather.wakeUps).toEqual([]);
  });

  it('asked for weeks ago is painted with what the mirror learnt since, and with its age', async () => {
    world.related.set('mara', ['5']);
    await ask(MARA, 0);
    const weeks = 20 * 24 * 60 * MINUTE;
    world.weather.now += weeks;
    world.tick((Date.now() + weeks) / 1000);
    world.addDeal('6', { contactId: 'mara', companyId: 'c1' });
    world.removeDeal('1');
    await world.settle();
    world.log.length = 0;
    expect(await shown()).toEqual([
      '2 primary-contact',
      '3 same-company',
      '4 same-company',
      '5 related-contact',
      '6 primary-contact',
    ]);
    expect((await section())?.asOf).toBe(world.weather.now);
    expect(world.requests()).toBe(0);
  });

  it('who became somebody else is not painted as they were with what the mirror learnt', async () => {
    await ask(MARA, 0);
    world.removePerson('contacts', 'mara');
    world.putContact(contact('mara2', { addresses: [MARA] }));
    await world.reconcile();
    expect((await section())?.contact?.id).toBe('mara');
    expect((await section())?.asOf).toBeLessThan(world.weather.now - MINUTE);
  });

  it('is not put back as they were by an answer of long ago', async () => {
    await ask(MARA, 0);
    world.putContact(contact('mara', { companyId: 'c1', title: 'Director' }));
    world.weather.now += 6 * MINUTE;
    await world.settle();
    await ask();
    expect(await world.db.get('contacts', ['crm', 'mara'])).toMatchObject({ contact: { title: 'Director' } });
    expect((await section())?.contact?.title).toBe('Director');
  });

  it('does not put back what the mirror learnt while the answer was on its way', async () => {
    await ask('joe@tessella.example');
    const release = world.hold('lookup');
    const asking = ask();
    await expect.poll(() => world.calls('lookup').length).toBe(1);
    world.edit('1', { title: 'Newer' });
    world.putContact(contact('mara', { companyId: 'c1', title: 'Director' }));
    world.weather.now += 6 * MINUTE;
    await world.settle();
    release();
    await asking;
    expect(await world.db.get('contacts', ['crm', 'mara'])).toMatchObject({ contact: { title: 'Director' } });
    expect((await world.db.get('opportunities', ['crm', '1']))?.title).toBe('Newer');
  });
});

describe('a person nobody knows', () => {
  const NEW = 'new@elsewhere.example';

  it('is remembered as such for five minutes', async () => {
    await ask(NEW);
    expect(requests()).toEqual([['lookup', true]]);
    world.weather.now += 4 * MINUTE;
    await ask(NEW);
    expect(world.requests()).toBe(1);
    world.weather.now += 2 * MINUTE;
    await ask(NEW);
    expect(world.requests()).toBe(2);
  });

  it('is asked for again once the mirror learns of them, and painted at once', async () => {
    await ask(NEW);
    world.putContact(contact('new', { addresses: [NEW] }));
    world.addDeal('6', { contactId: 'new' });
    world.weather.now += 6 * MINUTE;
    await world.settle();
    expect(await shown(NEW)).toEqual(['6 primary-contact']);
    const before = world.requests();
    await ask(NEW);
    expect(world.requests()).toBe(before + 1);
  });

  it('is shown with the deals of long ago of whoever got the address', async () => {
    world.addDeal('6', { contactId: 'joe' });
    await world.reconcile();
    await ask(NEW);
    world.putContact(contact('joe', { addresses: [NEW] }));
    world.weather.now += 6 * MINUTE;
    await world.settle();
    expect(await shown(NEW)).toEqual(['6 primary-contact']);
    world.weather.now += MINUTE;
    await ask(NEW);
    expect(await shown(NEW)).toEqual(['6 primary-contact']);
    await followUp(NEW);
    expect(world.calls('lookup').length).toBe(2);
  });

  it('is shown with the deals of their company', async () => {
    expect(await shown('other@tessella.example')).toHaveLength(5);
    await ask('other@tessella.example');
    expect(requests()).toEqual([['lookup', true]]);
    expect(await shown('other@tessella.example')).toHaveLength(5);
  });
});

describe('a search', () => {
  it('is answered from the mirror until the CRM answers, and marked as maybe not all', async () => {
    const found = await section(MARA, 'deal');
    expect(found?.matches.map(({ opportunity: { ref } }) => ref.id)).toEqual(['5', '4', '3', '2', '1']);
    expect(found).toMatchObject({ isMirrored: true, isTruncated: true, asOf: world.weather.now - MINUTE });
    expect(world.requests()).toBe(0);
  });

  it('that finds nothing in the mirror says so only where the CRM does not answer', async () => {
    const query = { ...EMPTY_QUERY, text: 'xyzzy' };
    expect(await section(MARA, 'xyzzy')).toMatchObject({ isMirrored: false, asOf: null });
    world.fail('search', 'before', { kind: 'offline' });
    await world.store().answers.askSearch('crm', query);
    expect(await section(MARA, 'xyzzy')).toMatchObject({
      status: 'failed',
      isMirrored: true,
      isTruncated: true,
      matches: [],
      asOf: world.weather.now - MINUTE,
    });
  });
});
