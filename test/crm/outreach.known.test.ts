import { describe, expect, it } from 'vitest';
import type { Crm } from '../../lib/crm/crm';
import type { PersonQuestion } from '../../lib/domain/lookup';
import type { PersonAnswer } from '../../lib/domain/match';
import type { KnownPerson } from '../../lib/domain/mirror';
import { fetchFrom } from '../fakes/outreach/fetch';
import type { FakeOutreach } from '../fakes/outreach/server';
import { put, tableOf } from '../fakes/outreach/state';
import { failureOf } from './contract';
import { callsOf, connect, givenOutreach, queriesOf } from './outreach-world';
import { inWaves } from './waves';

const MARA = { name: 'Mara', address: 'mara.rossi@tessella.example', domain: 'tessella.example' };
const NOBODY = { ...MARA, name: '', address: 'nobody@tessella.example' };
const KIM = { name: 'Kim', address: 'kim.aalto@gmail.com', domain: null };

/** What a mirror filled just now knows of a person. */
async function mirrorOf(crm: Crm, { address, domain }: PersonQuestion): Promise<KnownPerson> {
  const all = { since: null, from: null };
  const { contacts } = await crm.changes!({ kind: 'contacts', ...all });
  const { companies } = await crm.changes!({ kind: 'companies', ...all });
  const { opportunities } = await crm.changes!({ kind: 'opportunities', ...all });
  const contact = contacts.find(({ addresses }) => addresses.includes(address)) ?? null;
  const company =
    companies.find(({ id, domain: own }) => (contact ? id === contact.companyId : own !== null && own === domain)) ??
    null;
  const isTheirs = ({ contactIds, companyId }: KnownPerson['opportunities'][number]) =>
    (contact && contactIds.includes(contact.id)) || (company && companyId === company.id);
  return { contact, company, opportunities: opportunities.filter(isTheirs) };
}

async function givenMirror(question: PersonQuestion) {
  const fake = await givenOutreach();
  const crm = connect(fake);
  const known = await mirrorOf(crm, question);
  fake.requests.length = 0;
  return { fake, crm, known, ask: () => crm.lookup(question, undefined, known) };
}

const reasonsOf = ({ matches }: PersonAnswer) =>
  Object.fromEntries(matches.map(({ reason, opportunity: { ref } }) => [ref.id, reason]));
const relate = (fake: FakeOutreach, opportunity: number, prospect: number) =>
  put(fake.state, { type: 'opportunityProspectRole', id: 900, attributes: {}, relations: { opportunity, prospect } });
const deal = (fake: FakeOutreach, id: number) => tableOf(fake.state, 'opportunity').get(id)!;

describe('a lookup of somebody the mirror knows', () => {
  it.each([MARA, KIM])('says the same as one of nobody known, by one request', async (question) => {
    const { fake, crm, ask } = await givenMirror(question);
    const answer = await ask();
    expect(callsOf(fake)).toEqual(['GET /opportunities']);
    expect(queriesOf(fake, '/opportunities')[0]).toHaveProperty('filter[prospects][id]', answer.contact?.id);
    expect(answer).toEqual(await crm.lookup(question));
    expect(answer.matches).not.toEqual([]);
  });

  it('finds a deal of theirs that is not the company’s, and takes the company’s from the mirror', async () => {
    const { fake, ask } = await givenMirror(MARA);
    relate(fake, 44, 31);
    tableOf(fake.state, 'opportunityProspectRole').delete(51);
    deal(fake, 42).attributes.name = 'Changed since';
    const answer = await ask();
    expect(reasonsOf(answer)).toEqual({
      41: 'primary-contact',
      42: 'same-company',
      43: 'primary-contact',
      44: 'related-contact',
    });
    expect(answer.matches.find(({ opportunity }) => opportunity.ref.id === '42')?.opportunity.title).toBe(
      'Maintenance 2027',
    );
    expect(callsOf(fake)).toHaveLength(1);
  });

  it('shows theirs as they are now', async () => {
    const { fake, ask } = await givenMirror(MARA);
    deal(fake, 41).attributes.name = 'Renamed';
    expect((await ask()).matches[0]?.opportunity.title).toBe('Renamed');
  });

  it('takes the reason from what is theirs no longer, by one more request', async () => {
    const { fake, ask } = await givenMirror(MARA);
    deal(fake, 41).relations.primaryProspect = 32;
    expect(reasonsOf(await ask())).toMatchObject({ 41: 'same-company', 43: 'primary-contact' });
    expect(queriesOf(fake, '/opportunities').map((query) => query['filter[id]'])).toEqual([undefined, '41']);
  });

  it('leaves out what is gone, in the trash, or neither theirs nor the company’s', async () => {
    const { fake, ask } = await givenMirror(MARA);
    tableOf(fake.state, 'opportunity').delete(41);
    deal(fake, 42).attributes.trashedAt = '2026-11-19T00:00:00.000Z';
    deal(fake, 43).relations = { ...deal(fake, 43).relations, primaryProspect: 33, account: 22 };
    expect((await ask()).matches).toEqual([]);
  });

  it('keeps what it can’t check as the mirror has it', async () => {
    const { fake, known, ask } = await givenMirror(MARA);
    deal(fake, 41).relations.primaryProspect = 32;
    const others = { ...known.opportunities[0]!, contactId: '33', contactIds: ['33', '31'], companyId: '22' };
    known.opportunities.push({ ...others, ref: { ...others.ref, id: '44' } });
    fake.faults.next({ match: /^GET \/opportunities\?.*filter%5Bid%5D/, body: { data: [{ type: 'opportunity' }] } });
    expect(reasonsOf(await ask())).toMatchObject({ 41: 'primary-contact', 44: 'related-contact' });
    expect(queriesOf(fake, '/opportunities')[1]).toHaveProperty('filter[id]', '41,44');
    expect(reasonsOf(await ask())).not.toHaveProperty('44');
  });

  it('does not take what was cut off for what is theirs no longer', async () => {
    const { fake, known, ask } = await givenMirror(MARA);
    const data = Array.from({ length: 200 }, (_, index) => ({ type: 'opportunity', id: 1000 + index, attributes: {} }));
    fake.faults.next({ match: 'GET /opportunities', body: { data } });
    const answer = await ask();
    expect([known.opportunities.length, answer.matches.length]).toEqual([3, 203]);
    expect(reasonsOf(answer)).toMatchObject({ 41: 'primary-contact', 43: 'primary-contact', 1000: 'related-contact' });
    expect(callsOf(fake)).toHaveLength(1);
  });

  it('asks for everything where the contact is gone', async () => {
    const { fake, ask } = await givenMirror(MARA);
    tableOf(fake.state, 'prospect').delete(31);
    fake.faults.next({ match: 'GET /opportunities', status: 404, body: { errors: [] } });
    const { contact, company, matches } = await ask();
    expect([contact, company?.id, matches.map(({ reason }) => reason)]).toEqual([
      null,
      '21',
      ['same-company', 'same-company', 'same-company'],
    ]);
  });

  it.each(['prospects', 'prospect', 'roles'])('asks by %s where that is what the account knows', async (name) => {
    const fake = await givenOutreach({ prospectFilters: name === 'roles' ? [] : [name] });
    const crm = connect(fake);
    const known = await mirrorOf(crm, MARA);
    const reasons = { 41: 'primary-contact', 42: 'related-contact', 43: 'primary-contact' };
    expect(reasonsOf(await crm.lookup(MARA, undefined, known))).toEqual(reasons);
  });

  it('fails as the one request does, and is given up when told to', async () => {
    const { fake, crm, known, ask } = await givenMirror(MARA);
    fake.faults.next({ match: 'GET /opportunities', status: 403, body: {} });
    expect(await failureOf(ask())).toEqual({ kind: 'forbidden' });
    const controller = new AbortController();
    controller.abort();
    await expect(crm.lookup(MARA, controller.signal, known)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a lookup of a stranger to the mirror', () => {
  it('asks whether they still are one, and takes the company’s deals from the mirror', async () => {
    const { fake, crm, known, ask } = await givenMirror(NOBODY);
    expect(known.contact).toBeNull();
    const answer = await ask();
    expect(callsOf(fake)).toEqual(['GET /prospects']);
    expect(reasonsOf(answer)).toEqual({ 41: 'same-company', 42: 'same-company', 43: 'same-company' });
    expect(answer).toEqual(await crm.lookup(NOBODY));
  });

  it('asks for everything where they are there by now', async () => {
    const { fake, ask, known } = await givenMirror(NOBODY);
    const attributes = { firstName: 'New', emails: [NOBODY.address] };
    put(fake.state, { type: 'prospect', id: 800, attributes, relations: { account: 21 } });
    relate(fake, 44, 800);
    const answer = await ask();
    expect([known.contact, answer.contact?.id]).toEqual([null, '800']);
    expect(reasonsOf(answer)).toMatchObject({ 41: 'same-company', 44: 'related-contact' });
  });

  it('finds nothing of a company nobody knows, in one round trip', async () => {
    const fake = await givenOutreach();
    const { fetch, waves } = inWaves(fetchFrom(fake));
    const known = { contact: null, company: null, opportunities: [] };
    const question = { name: '', address: 'x@nowhere.example', domain: 'nowhere.example' };
    expect(await connect(fake, { fetch }).lookup(question, undefined, known)).toEqual({
      contact: null,
      company: null,
      matches: [],
    });
    expect(waves).toEqual([['GET /api/v2/prospects']]);
  });

  it('does not call somebody a stranger while the request fails', async () => {
    const { fake, ask } = await givenMirror(NOBODY);
    fake.faults.next({ match: 'GET /prospects', status: 500, body: {}, times: 3 });
    expect(await failureOf(ask())).toEqual({ kind: 'server', status: 500 });
  });
});
