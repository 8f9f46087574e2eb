import { describe, expect, it } from 'vitest';
import type { PersonAnswer } from '../../lib/domain/match';
import { fetchFrom } from '../fakes/apideck/fetch';
import { insert } from '../fakes/apideck/state';
import { callsOf, connect, createFacts, givenApideck } from './apideck-world';
import { inWaves } from './waves';

const MARA = { name: 'Mara', address: 'mara.rossi@tessella.example', domain: 'tessella.example' };
const STRANGER = { name: 'New', address: 'new@tessella.example', domain: 'tessella.example' };
const MARAS = [
  ['primary-contact', '41'],
  ['related-contact', '42'],
  ['primary-contact', '43'],
];

const LINKS = ['company_id', 'primary_contact_id'];

const idsOf = ({ matches }: PersonAnswer) => matches.map(({ reason, opportunity: { ref } }) => [reason, ref.id]);

describe('a lookup through Apideck', () => {
  it('takes two round trips for somebody the CRM knows', async () => {
    const fake = await givenApideck();
    const { fetch, waves } = inWaves(fetchFrom(fake));
    const answer = await connect(fake, { fetch }).lookup(MARA);
    expect(waves).toEqual([['GET /crm/contacts'], ['GET /crm/opportunities', 'GET /crm/opportunities']]);
    expect(idsOf(answer)).toEqual(MARAS);
    expect(answer.contact).toMatchObject({ id: '31', name: 'Mara Rossi', companyName: 'Tessella' });
    expect(answer.company).toEqual({ id: '21', name: 'Tessella', domain: null });
  });

  it('asks for the address and for opportunities by contact and by company', async () => {
    const fake = await givenApideck();
    await connect(fake).lookup(MARA);
    expect(callsOf(fake).toSorted()).toEqual([
      'GET /crm/contacts?filter[email]=mara.rossi@tessella.example&limit=200',
      'GET /crm/opportunities?filter[company_id]=21&sort[by]=updated_at&sort[direction]=desc&limit=200',
      'GET /crm/opportunities?filter[primary_contact_id]=31&sort[by]=updated_at&sort[direction]=desc&limit=200',
    ]);
  });

  it('compares addresses again, where the CRM takes a part for the whole', async () => {
    const fake = await givenApideck({ profile: 'hubspot' });
    const crm = connect(fake);
    expect(await crm.findContact('rossi@tessella.example')).toBeNull();
    expect((await crm.findContact('Mara.Rossi@Tessella.example'))?.id).toBe('31');
  });

  it('takes the contact changed last of several with one address', async () => {
    const fake = await givenApideck();
    const emails = [{ id: null, email: MARA.address, type: 'primary' }];
    insert(fake.state, 'contacts', { id: '39', name: 'Mara old', emails, updated_at: '2001-01-01T00:00:00.000Z' });
    insert(fake.state, 'contacts', { id: '38', name: 'Mara new', emails, updated_at: '2039-01-01T00:00:00.000Z' });
    expect((await connect(fake).findContact(MARA.address))?.name).toBe('Mara new');
  });

  it.each(['full', 'hubspot'] as const)('never asks %s again what it refused', async (profile) => {
    const unsupportedFilters = { opportunities: ['primary_contact_id', 'company_id'], contacts: ['email'] };
    const fake = await givenApideck({ profile, differences: { unsupportedFilters, hasOpportunityIds: false } });
    const known = createFacts();
    expect(idsOf(await connect(fake, known).lookup(MARA))).toEqual(MARAS);
    expect(fake.requests.filter(({ status }) => status === 400)).toHaveLength(3);
    const asked = fake.requests.length;
    // A worker that started anew.
    expect(idsOf(await connect(fake, known).lookup(MARA))).toEqual(MARAS);
    expect(fake.requests.slice(asked).filter(({ status }) => status !== 200)).toEqual([]);
    expect(callsOf(fake).slice(asked).join()).not.toContain('filter');
  });

  const FILTERS = ['contacts filter email', ...LINKS.map((link) => `opportunities filter ${link}`)];
  it.each<['mapping' | 'not-found', string[], number]>([
    ['mapping', [...FILTERS, 'opportunities sort updated_at'], 0],
    // As if nobody had been found by the filter: it is tried again.
    ['not-found', ['opportunities sort updated_at'], 3],
  ])('finds everything where filters and sorts are refused by %s', async (refusal, remembered, again) => {
    const unsupportedFilters = { opportunities: ['primary_contact_id', 'company_id'], contacts: ['email'] };
    const unsupportedSorts = { opportunities: ['updated_at'] };
    const differences = { refusal, unsupportedFilters, unsupportedSorts, hasOpportunityIds: false };
    const fake = await givenApideck({ differences });
    const known = createFacts();
    expect(idsOf(await connect(fake, known).lookup(MARA))).toEqual(MARAS);
    expect(known.facts.refused?.split(',').toSorted()).toEqual(remembered);
    const asked = fake.requests.length;
    expect(idsOf(await connect(fake, known).lookup(MARA))).toEqual(MARAS);
    expect(fake.requests.slice(asked).filter(({ status }) => status !== 200)).toHaveLength(again);
  });

  it('does not take a whole list that is missing for a filter refused', async () => {
    const fake = await givenApideck({ differences: { missing: ['contacts'] } });
    const known = createFacts();
    await connect(fake, known).lookup(MARA);
    expect(known.facts.refused).toBeUndefined();
  });

  it('takes nothing for a person’s that a filter passes to everybody', async () => {
    const ignoredFilters = { opportunities: ['primary_contact_id', 'company_id'] };
    const fake = await givenApideck({ differences: { ignoredFilters } });
    insert(fake.state, 'opportunities', { id: '48', title: 'Nobody’s' });
    insert(fake.state, 'opportunities', { id: '49', title: 'Two', primary_contact_id: '33', contact_ids: ['31'] });
    const { matches } = await connect(fake).lookup(MARA);
    const found = matches.map(({ reason, opportunity }) => [opportunity.ref.id, reason, opportunity.contactId]);
    expect(found.toSorted(([a], [b]) => Number(a) - Number(b))).toEqual([
      ['41', 'primary-contact', '31'],
      ['42', 'related-contact', '32'],
      ['43', 'primary-contact', '31'],
      ['49', 'related-contact', '33'],
    ]);
  });

  it('asks for the opportunities of all contacts with one address, up to three', async () => {
    const fake = await givenApideck();
    const emails = [{ id: null, email: MARA.address, type: 'primary' }];
    for (const id of ['35', '36', '37']) {
      insert(fake.state, 'contacts', { id, name: id, emails, company_id: '21', updated_at: `20${id}-01-01T00:00:00Z` });
      insert(fake.state, 'opportunities', { id: `9${id}`, title: id, primary_contact_id: id });
    }
    const { contact, matches } = await connect(fake).lookup(MARA);
    expect(contact?.id).toBe('37');
    const own = matches.filter(({ reason }) => reason === 'primary-contact');
    expect(own.map(({ opportunity }) => opportunity.ref.id).toSorted()).toEqual(['935', '936', '937']);
    expect(fake.requests).toHaveLength(5);
  });

  it('reads one by one what only the contact itself names', async () => {
    const unsupportedFilters = { opportunities: ['primary_contact_id'] };
    const fake = await givenApideck({ differences: { unsupportedFilters } });
    const answer = await connect(fake).lookup({ name: '', address: 'kim.aalto@gmail.com', domain: null });
    expect(idsOf(answer)).toEqual([['primary-contact', '45']]);
    expect(callsOf(fake).at(-1)).toBe('GET /crm/opportunities/45');
  });

  it('survives a contact that names opportunities which are gone, or none at all', async () => {
    const unsupportedFilters = { opportunities: ['primary_contact_id'] };
    const fake = await givenApideck({ differences: { unsupportedFilters } });
    const contact = { id: '34', name: 'Kim', emails: [{ email: 'kim@gmail.com' }] };
    const body = { data: [{ ...contact, opportunity_ids: ['45', '999', '../users'] }] };
    fake.faults.next({ match: 'GET /crm/contacts', body });
    const answer = await connect(fake).lookup({ name: '', address: 'kim@gmail.com', domain: null });
    expect(idsOf(answer)).toEqual([['primary-contact', '45']]);
    expect(callsOf(fake).some((call) => call.includes('users'))).toBe(false);
  });

  it('finds links that ordered lists hide, and remembers where to look', async () => {
    const fake = await givenApideck({ profile: 'hubspot' });
    const known = createFacts();
    expect(idsOf(await connect(fake, known).lookup(MARA))).toEqual(MARAS);
    expect(known.facts.hidesLinks).toBe('true');
    const asked = fake.requests.length;
    expect(idsOf(await connect(fake, known).lookup(STRANGER)).map(([, id]) => id)).toEqual(['41', '42', '43']);
    const lists = callsOf(fake).slice(asked);
    expect(lists.filter((call) => call.includes('/opportunities'))).toEqual(['GET /crm/opportunities?limit=200']);
  });

  it('takes the filter’s word for links a filtered list hides', async () => {
    const fake = await givenApideck({ differences: { dropsLinks: true, hasOpportunityIds: false } });
    const { matches } = await connect(fake).lookup({ name: '', address: 'kim.aalto@gmail.com', domain: null });
    expect(matches[0]).toMatchObject({ reason: 'primary-contact', opportunity: { contactId: '34' } });
  });

  it('finds a company by its website or an address of it, and no other', async () => {
    const fake = await givenApideck();
    const crm = connect(fake);
    insert(fake.state, 'companies', { id: '29', name: 'Rest', emails: [{ email: 'info@lumen.example' }] });
    expect((await crm.findCompany('TESSELLA.example'))?.id).toBe('21');
    expect((await crm.findCompany('lumen.example'))?.id).toBe('29');
    expect(await crm.findCompany('essella.example')).toBeNull();
  });

  it('takes no company from the CRM’s trash', async () => {
    const fake = await givenApideck();
    const company = { id: '28', name: 'Lumen', websites: [{ url: 'https://lumen.example' }] };
    fake.faults.next({ match: 'GET /crm/companies', body: { data: [{ ...company, deleted: true }, company] } });
    fake.faults.next({ match: 'GET /crm/companies', body: { data: [{ ...company, deleted: true }] }, times: 2 });
    const crm = connect(fake);
    expect((await crm.findCompany('lumen.example'))?.id).toBe('28');
    expect(await crm.findCompany('lumen.example')).toBeNull();
  });

  it('asks for a company of the domain’s name before it looks through all', async () => {
    const fake = await givenApideck();
    await connect(fake).findCompany('brightwater-foods.example');
    expect(callsOf(fake)[0]).toBe('GET /crm/companies?filter[name]=Brightwater+Foods&limit=200');
  });

  it.each(['contacts', 'companies'] as const)('does without %s where the CRM has none', async (missing) => {
    const fake = await givenApideck({ differences: { missing: [missing] } });
    const answer = await connect(fake).lookup(STRANGER);
    expect(answer.contact).toBeNull();
    expect(answer.matches).toHaveLength(missing === 'contacts' ? 3 : 0);
  });

  it('fails where the CRM fails, instead of finding nobody', async () => {
    const fake = await givenApideck();
    fake.faults.next({ match: 'GET /crm/contacts', status: 500, body: {}, times: 3 });
    await expect(connect(fake).lookup(MARA)).rejects.toMatchObject({ failure: { kind: 'server', status: 500 } });
  });

  it('looks through a bounded number of parts', async () => {
    const unsupportedFilters = { opportunities: ['primary_contact_id', 'company_id'] };
    const fake = await givenApideck({ differences: { unsupportedFilters, hasOpportunityIds: false } });
    for (let index = 0; index < 1000; index += 1) {
      insert(fake.state, 'opportunities', { id: `9${index}`, title: 'Other', company_id: '22' });
    }
    await connect(fake).lookup(MARA);
    expect(callsOf(fake).filter((call) => call.startsWith('GET /crm/opportunities?sort'))).toHaveLength(3);
  });
});
