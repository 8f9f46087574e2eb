import { describe, expect, it } from 'vitest';
import type { Facts } from '../../lib/crm/crm';
import type { PersonQuestion } from '../../lib/domain/lookup';
import { fetchFrom } from '../fakes/copper/fetch';
import { EMPTY_SEED } from '../fakes/copper/seed';
import type { FakeCopper } from '../fakes/copper/server';
import { question, reasonsOf } from './copper-mirror';
import { connect, givenCopper, plainCallsOf } from './copper-world';
import { inWaves } from './waves';

const MARA = question('mara.rossi@tessella.example');

/** Requests in sequence, each wave at once. */
async function wavesOf(fake: FakeCopper, asked: PersonQuestion, facts: Facts = {}) {
  const { fetch, waves } = inWaves(fetchFrom(fake));
  await connect(fake, { fetch, facts }).lookup(asked);
  return waves;
}

const FIELDS = 'GET /custom_field_definitions';
const FETCH = 'POST /people/fetch_by_email';
const PEOPLE = 'POST /people/search';
const COMPANIES = 'POST /companies/search';
const DEALS = 'POST /opportunities/search';
const related = (id: number) => `GET /people/${id}/related/opportunities`;

describe('the requests of a lookup', () => {
  it('are four in two round trips for a contact with a company, and once more for custom fields', async () => {
    expect(await wavesOf(await givenCopper(), MARA)).toEqual([
      [FIELDS, COMPANIES, FETCH],
      [related(27_140_359), DEALS],
    ]);
  });

  it('are four in two round trips for a stranger from a known company', async () => {
    expect(await wavesOf(await givenCopper(), question('new@tessella.example'))).toEqual([
      [FIELDS, COMPANIES, FETCH],
      [DEALS, PEOPLE],
    ]);
  });

  it('are three for a stranger from elsewhere', async () => {
    expect(await wavesOf(await givenCopper(), question('new@nowhere.example'))).toEqual([
      [FIELDS, COMPANIES, FETCH],
      [PEOPLE],
    ]);
  });

  it('are three for a contact with a free mailbox, and two for a stranger with one', async () => {
    const fake = await givenCopper();
    expect(await wavesOf(fake, question('kim.aalto@gmail.com', null))).toEqual([
      [FIELDS, FETCH],
      [related(27_140_362), DEALS],
    ]);
    expect(await wavesOf(fake, question('who@gmail.com', null))).toEqual([[FIELDS, FETCH], [PEOPLE]]);
  });

  it('need one more round trip for opportunities of other companies', async () => {
    const waves = await wavesOf(await givenCopper(), question('ines@brightwater.example'));
    expect(waves.slice(2)).toEqual([[DEALS]]);
  });

  it('need one more round trip while nothing shows whether related ones are all of a person’s', async () => {
    const fake = await givenCopper();
    const stranger = question('lee@tessella.example');
    const emails = [{ email: stranger.address, category: 'work' }];
    fake.state.people.set(7, { ...fake.state.people.get(27_140_359)!, id: 7, name: 'Lee', emails });
    const learnt: Record<string, string> = {};
    const waves = await wavesOf(fake, stranger);
    expect(waves.slice(1)).toEqual([[related(7), DEALS], [DEALS]]);
    await connect(fake, { learn: (facts) => Object.assign(learnt, facts) }).lookup(MARA);
    expect(learnt).toMatchObject({ byContact: 'needless' });
    expect((await wavesOf(fake, stranger, learnt)).slice(1)).toEqual([[related(7), DEALS]]);
  });

  it('are five in two round trips once a related list lacked what a person is primary contact of', async () => {
    const fake = await givenCopper();
    fake.faults.next({ match: /related/, body: [], times: Infinity });
    const learnt: Record<string, string> = { byContact: 'needless' };
    const learn = (facts: object) => void Object.assign(learnt, facts);
    expect(reasonsOf(await connect(fake, { facts: { ...learnt }, learn }).lookup(MARA))).toMatchObject({
      'Lab robots, phase 2': 'primary-contact',
    });
    expect(learnt).toMatchObject({ byContact: 'needed' });
    expect(await wavesOf(fake, MARA, learnt)).toEqual([
      [COMPANIES, FETCH],
      [related(27_140_359), DEALS, DEALS],
    ]);
  });

  it('ask by contact no more where the account knows no such filter', async () => {
    const fake = await givenCopper({ hasContactFilter: false });
    const crm = connect(fake);
    await crm.lookup(question('kim.aalto@gmail.com', null));
    const calls = plainCallsOf(fake).length;
    await crm.lookup(question('kim.aalto@gmail.com', null));
    expect(plainCallsOf(fake).slice(calls)).toEqual([FETCH, related(27_140_362), DEALS]);
  });

  it('are no more where fetch_by_email has stopped working, once that is known', async () => {
    const fake = await givenCopper();
    fake.faults.next({ match: FETCH, status: 404, body: {}, times: Infinity });
    const learnt: Record<string, string> = {};
    await connect(fake, { learn: (facts) => Object.assign(learnt, facts) }).lookup(MARA);
    expect(await wavesOf(fake, MARA, learnt)).toEqual([
      [COMPANIES, PEOPLE],
      [related(27_140_359), DEALS],
    ]);
    expect((await wavesOf(fake, question('new@tessella.example'), learnt))[1]).toEqual([DEALS, FETCH]);
  });

  it('page to the end, in a stated order', async () => {
    const opportunities = Array.from({ length: 401 }, (_, index) => ({
      id: 1_000 + index,
      name: `Deal ${index}`,
      company_id: 1,
      primary_contact_id: 2,
      date_modified: 1_700_000_000 + index,
    }));
    const companies = [{ id: 1, name: 'Tessella', email_domain: 'tessella.example' }];
    const people = [{ id: 2, name: 'Mara', company_id: 1, emails: [{ email: MARA.address, category: 'work' }] }];
    const fake = await givenCopper({ seed: { ...EMPTY_SEED, companies, people, opportunities } });
    const { matches } = await connect(fake).lookup(MARA);
    expect(new Set(matches.map(({ opportunity }) => opportunity.ref.id)).size).toBe(401);
    const searches = fake.requests.filter(({ path }) => path === '/opportunities/search').map(({ json }) => json);
    expect(searches).toHaveLength(3);
    expect(searches.at(-1)).toEqual({
      company_ids: [1],
      page_number: 3,
      page_size: 200,
      sort_by: 'date_modified',
      sort_direction: 'desc',
    });
  });
});
