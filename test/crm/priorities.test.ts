import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Crm } from '../../lib/crm/crm';
import { EMPTY_QUERY } from '../../lib/domain/search';
import { fetchFrom as fetchFromApideck } from '../fakes/apideck/fetch';
import { seederOf as seedApideck } from '../fakes/apideck/seeder';
import { fetchFrom as fetchFromCopper } from '../fakes/copper/fetch';
import { seederOf as seedCopper } from '../fakes/copper/seeder';
import { fetchFrom as fetchFromOutreach } from '../fakes/outreach/fetch';
import { seederOf as seedOutreach } from '../fakes/outreach/seeder';
import { connect as connectApideck, givenApideck } from './apideck-world';
import { failureOf, type Seeder } from './contract';
import { connect as connectCopper, givenCopper } from './copper-world';
import { signedIn } from './outreach-signed-in';
import { appOf, connect as connectOutreach, givenOutreach } from './outreach-world';

const MARA = 'mara@lumen.example';

/** "high GET /people/1" of every request, as it reached the rate limit. */
type Log = string[];

interface World {
  log: Log;
  seed: Seeder;
  /** As after a start of the worker: with nothing learned yet. */
  open(): Crm;
}

function logTo(log: Log, fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    // Not a request of our own: that would take its body.
    const { method, url } = input instanceof Request ? input : { method: 'no Request', url: `${input}` };
    log.push(`${init?.priority ?? 'none'} ${method} ${new URL(url).pathname}`);
    return fetch(input, init);
  };
}

const WORLDS: Record<string, () => Promise<World>> = {
  async Copper() {
    const fake = await givenCopper();
    const log: Log = [];
    const fetch = logTo(log, fetchFromCopper(fake));
    return { log, seed: seedCopper(fake.state), open: () => connectCopper(fake, { fetch }) };
  },
  async 'Outreach with a pasted token'() {
    const fake = await givenOutreach();
    const log: Log = [];
    const fetch = logTo(log, fetchFromOutreach(fake));
    return { log, seed: seedOutreach(fake.state), open: () => connectOutreach(fake, { fetch }) };
  },
  async 'Outreach with an app'() {
    const fake = await givenOutreach();
    const log: Log = [];
    const fetch = logTo(log, fetchFromOutreach(fake));
    const credentials = appOf(fake);
    return { log, seed: seedOutreach(fake.state), open: () => connectOutreach(fake, { fetch, credentials }) };
  },
  async Apideck() {
    const fake = await givenApideck();
    const log: Log = [];
    const fetch = logTo(log, fetchFromApideck(fake));
    return { log, seed: seedApideck(fake.state), open: () => connectApideck(fake, { fetch }) };
  },
};

async function givenDeal({ seed }: World) {
  const companyId = await seed.company({ name: 'Lumen', domain: 'lumen.example' });
  const contactId = await seed.person({ name: 'Mara', address: MARA, companyId });
  return { companyId, contactId, id: await seed.opportunity({ title: 'Lamps' }, { contactId, companyId }) };
}

type Deal = Awaited<ReturnType<typeof givenDeal>>;

const CLICKS: Record<string, (crm: Crm, deal: Deal) => Promise<unknown>> = {
  'reading the record a change is based on': (crm, { id }) => crm.read(id),
  'a change': (crm, { id }) => crm.update(id, { title: 'More lamps' }),
  'a change of nothing': (crm, { id }) => crm.update(id, {}),
  'a new opportunity': (crm, { contactId, companyId }) =>
    crm.createOpportunity({ title: 'Spare lamps' }, { contactId, companyId }),
  'its deletion': (crm, { id }) => crm.deleteOpportunity(id),
  'a note': (crm, { id, contactId, companyId }) =>
    crm.addNote({ text: 'Called', opportunityId: id, contactId, companyId }),
  'whether a contact is there': (crm) => crm.findContact('nobody@lumen.example'),
  'a new contact': (crm, { companyId }) => crm.createContact({ name: 'Al', address: 'al@lumen.example', companyId }),
  'a new contact that is there already': (crm) => crm.createContact({ name: 'M', address: MARA, companyId: null }),
  'whether a company is there': (crm) => crm.findCompany('lumen.example'),
  'a new company': (crm) => crm.createCompany({ name: 'Halo', domain: 'halo.example' }),
  'a new company that is there already': (crm) => crm.createCompany({ name: 'Lumen', domain: 'lumen.example' }),
  'a deletion of what is gone': (crm) => crm.deleteContact('999999'),
};

const QUESTIONS: Record<string, (crm: Crm, deal: Deal) => Promise<unknown>> = {
  'a lookup': (crm) => crm.lookup({ name: 'Mara', address: MARA, domain: 'lumen.example' }),
  'a lookup of a stranger': (crm) => crm.lookup({ name: '', address: 'x@lumen.example', domain: 'lumen.example' }),
  'a search': (crm) => crm.search({ ...EMPTY_QUERY, text: 'Lamps' }, null),
  'the overview': (crm) => crm.listOpen(),
  'the catalog': (crm) => crm.catalog(),
  'the list of notes': (crm, { id }) => crm.listNotes(id),
};

/** Asked once in a while for reads and writes alike, which wait for the same answer. */
const SHARED = /custom_field_definitions$|\/types$/;

describe.each(Object.entries(WORLDS))('%s', (_, given) => {
  it.each(Object.entries(CLICKS))('has everything go first that %s takes', async (_name, click) => {
    const world = await given();
    const deal = await givenDeal(world);
    await click(world.open(), deal);
    expect(world.log).not.toEqual([]);
    expect(world.log.filter((line) => !line.startsWith('high '))).toEqual([]);
  });

  it.each(Object.entries(QUESTIONS))('lets clicks go before %s', async (_name, ask) => {
    const world = await given();
    const deal = await givenDeal(world);
    await ask(world.open(), deal);
    const own = world.log.filter((line) => !SHARED.test(line));
    expect(own.filter((line) => !line.startsWith('auto '))).toEqual([]);
  });
});

describe('Copper’s connected records', () => {
  it('are read first for a click, and in their turn for a list', async () => {
    const world = await WORLDS.Copper!();
    const { id } = await givenDeal(world);
    const company = await world.seed.company({ name: 'Installer', domain: 'installer.example' });
    await world.open().update(id, { 'custom:126248': [`company:${company}`] });
    expect(world.log.filter((line) => !line.startsWith('high '))).toEqual([]);
    expect(world.log).toContain('high GET /developer_api/v1/related_links');
    world.log.length = 0;
    await world.open().lookup({ name: 'Mara', address: MARA, domain: null });
    expect(world.log).toContain('auto GET /developer_api/v1/related_links');
  });
});

describe('Outreach’s renewal of a token', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  it('goes first, and the request it was for keeps its place', async () => {
    const { fake, credentials, vault } = await signedIn();
    const log: Log = [];
    const crm = connectOutreach(fake, { fetch: logTo(log, fetchFromOutreach(fake)), credentials, vault });
    expect(await failureOf(crm.read('999999'))).toEqual({ kind: 'not-found' });
    expect(log).toContain('high POST /oauth/token');
    expect(log.filter((line) => !line.startsWith('high '))).toEqual([]);
  });
});
