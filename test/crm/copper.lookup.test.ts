import { describe, expect, it } from 'vitest';
import { EMPTY_SEED } from '../fakes/copper/seed';
import { failureOf } from './contract';
import { question, reasonsOf } from './copper-mirror';
import { connect, givenCopper, plainCallsOf } from './copper-world';

const MARA = question('mara.rossi@tessella.example');

describe('a lookup', () => {
  it('finds what a person is linked to elsewhere, and their own company’s', async () => {
    const answer = await connect(await givenCopper()).lookup(question('ines@brightwater.example'));
    expect(reasonsOf(answer)).toEqual({ 'Packing line': 'primary-contact', 'Lab robots, phase 2': 'related-contact' });
    expect(answer.company).toEqual({ id: '9607581', name: 'Brightwater Foods', domain: 'brightwater.example' });
  });

  it('links records into Copper’s web application where the account’s number is known', async () => {
    const fake = await givenCopper();
    const { contact, matches } = await connect(fake, { facts: { accountId: '100624' } }).lookup(MARA);
    expect(contact?.url).toBe('https://app.copper.com/companies/100624/app#/contact/27140359');
    expect(matches[0]?.opportunity.url).toBe('https://app.copper.com/companies/100624/app#/deal/2827698');
    expect((await connect(fake).lookup(MARA)).contact?.url).toBeNull();
  });

  it('searches for people where fetch_by_email has stopped working', async () => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'POST /people/fetch_by_email', status: 404, body: {}, times: Infinity });
    expect(reasonsOf(await connect(fake).lookup(MARA))).toMatchObject({ 'Lab robots, phase 2': 'primary-contact' });
  });

  it.each([null, {}, [], ''])('searches for people where fetch_by_email answers %j', async (body) => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'POST /people/fetch_by_email', body });
    expect(reasonsOf(await connect(fake).lookup(MARA))).toMatchObject({ 'Lab robots, phase 2': 'primary-contact' });
  });

  it('does not take somebody else for the person asked about', async () => {
    const fake = await givenCopper();
    fake.faults.next({
      match: 'POST /people/fetch_by_email',
      body: { id: 5, name: 'Else', emails: [{ email: 'else@x.example' }] },
    });
    fake.faults.next({
      match: 'POST /people/search',
      body: [{ id: 5, name: 'Else', emails: [{ email: 'else@x.example' }] }],
    });
    fake.faults.next({ match: 'POST /companies/search', body: [{ id: 6, name: 'Else', email_domain: 'x.example' }] });
    expect(await connect(fake).lookup(MARA)).toEqual({ contact: null, company: null, matches: [] });
  });

  it.each([403, 404, 422])('goes on without companies where searching them answers %i', async (status) => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'POST /people/fetch_by_email', status: 404, body: {} });
    fake.faults.next({ match: 'POST /companies/search', status, body: {} });
    const answer = await connect(fake).lookup(MARA);
    expect(reasonsOf(answer)).toMatchObject({ 'Lab robots, phase 2': 'primary-contact' });
    expect(answer.company).toEqual({ id: '9607580', name: 'Tessella', domain: null });
  });

  it('fails as a whole when the key is refused while searching companies', async () => {
    const fake = await givenCopper();
    fake.faults.next({ match: 'POST /companies/search', status: 401, body: {} });
    const stranger = connect(fake).lookup(question('new@tessella.example'));
    expect(await failureOf(stranger)).toMatchObject({ kind: 'unauthorized' });
  });

  it('finds what a contact is primary contact of though it is neither related nor of their company', async () => {
    const companies = [{ id: 1, name: 'Tessella', email_domain: 'tessella.example' }];
    const people = [{ id: 2, name: 'Mara', company_id: 1, emails: [{ email: MARA.address, category: 'work' }] }];
    const opportunities = [{ id: 3, name: 'Private', company_id: null, primary_contact_id: 2 }];
    const fake = await givenCopper({ seed: { ...EMPTY_SEED, companies, people, opportunities } });
    fake.faults.next({ match: /related/, body: [] });
    expect(reasonsOf(await connect(fake).lookup(MARA))).toEqual({ Private: 'primary-contact' });
  });

  it('asks by contact where related items are hidden, and for them no more', async () => {
    const fake = await givenCopper();
    fake.faults.next({ match: /related/, status: 403, body: {} });
    const crm = connect(fake);
    const ines = question('ines@brightwater.example');
    expect(reasonsOf(await crm.lookup(ines))).toEqual({ 'Packing line': 'primary-contact' });
    expect(plainCallsOf(fake)).toHaveLength(5);
    expect(reasonsOf(await crm.lookup(ines))).toEqual({ 'Packing line': 'primary-contact' });
    expect(plainCallsOf(fake)).toHaveLength(9);
  });

  it('relies on related items where the account has no filter by contact', async () => {
    const fake = await givenCopper({ hasContactFilter: false });
    expect(reasonsOf(await connect(fake).lookup(question('kim.aalto@gmail.com', null)))).toEqual({
      'Studio gantry': 'primary-contact',
    });
  });

  it.each([
    ['POST /people/fetch_by_email', 401, 'unauthorized'],
    ['GET /people/27140359/related', 401, 'unauthorized'],
    ['POST /opportunities/search', 403, 'forbidden'],
  ])('fails as a whole when %s answers %i', async (match, status, kind) => {
    const fake = await givenCopper();
    fake.faults.next({ match, status, body: {} });
    expect(await failureOf(connect(fake).lookup(MARA))).toMatchObject({ kind });
  });

  it('ends with an AbortError when it is no longer wanted', async () => {
    const fake = await givenCopper();
    const controller = new AbortController();
    fake.faults.next({ match: 'POST', hang: true, times: Infinity });
    const answer = connect(fake).lookup(MARA, controller.signal);
    controller.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('learns from one date how the account writes all of them', async () => {
    const fake = await givenCopper({ dateFormat: 'DMY' });
    const crm = connect(fake);
    await crm.lookup(question('ines@brightwater.example'));
    const { matches } = await crm.lookup(MARA);
    const dates = Object.fromEntries(matches.map(({ opportunity }) => [opportunity.title, opportunity.closeDate]));
    expect(dates).toMatchObject({ 'Pilot, one arm': '2026-03-04', 'Maintenance 2027': '2026-11-03' });
  });

  it('keeps what it learnt of the dates, once', async () => {
    const learnt: object[] = [];
    const crm = connect(await givenCopper({ dateFormat: 'DMY' }), { learn: (facts) => learnt.push(facts) });
    await crm.listOpen();
    await crm.listOpen();
    expect(learnt.filter((facts) => 'dateOrder' in facts)).toEqual([{ dateOrder: 'day-first' }]);
  });

  it('learns the same from the list of open ones', async () => {
    const crm = connect(await givenCopper({ dateFormat: 'DMY' }));
    const { opportunities } = await crm.listOpen();
    expect(opportunities.find(({ title }) => title === 'Maintenance 2027')?.closeDate).toBe('2026-11-03');
  });

  it('reads dates as it is told to', async () => {
    const fake = await givenCopper({ dateFormat: 'DMY' });
    expect((await connect(fake, { facts: { dateOrder: 'day-first' } }).read('2827700')).closeDate).toBe('2026-03-04');
  });
});
