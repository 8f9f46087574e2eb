import { describe, expect, it } from 'vitest';
import type { Crm } from '../../lib/crm/crm';
import type { PersonAnswer } from '../../lib/domain/match';
import type { ChangesPage, KnownPerson, RecordKind } from '../../lib/domain/mirror';
import { RECORD_KINDS } from '../../lib/domain/mirror';
import { fetchFrom } from '../fakes/apideck/fetch';
import type { FakeApideck, FakeApideckOptions } from '../fakes/apideck/server';
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
const OWN = 'GET /crm/opportunities?filter[primary_contact_id]=31&sort[by]=updated_at&sort[direction]=desc&limit=200';
const REFUSING = { unsupportedFilters: { opportunities: ['primary_contact_id', 'company_id'] } };

const idsOf = ({ matches }: PersonAnswer) => matches.map(({ reason, opportunity: { ref } }) => [reason, ref.id]);

async function allOf(crm: Crm, kind: RecordKind): Promise<ChangesPage[]> {
  const pages: ChangesPage[] = [];
  for (let from: string | null = null; from !== null || pages.length === 0;) {
    const page: ChangesPage | undefined = await crm.changes?.({ kind, since: null, from });
    if (!page) throw new Error('no feed');
    pages.push(page);
    from = page.next;
  }
  return pages;
}

/** An account with what a mirror of it knows about somebody, and nothing asked since. */
async function given(contactId: string | null, options?: FakeApideckOptions) {
  const fake = await givenApideck(options);
  const facts = createFacts();
  const pages = (await Promise.all(RECORD_KINDS.map((kind) => allOf(connect(fake, facts), kind)))).flat();
  const contact = pages.flatMap(({ contacts }) => contacts).find(({ id }) => id === contactId) ?? null;
  const companyId = contactId === null ? '21' : (contact?.companyId ?? null);
  const company = pages.flatMap(({ companies }) => companies).find(({ id }) => id === companyId) ?? null;
  const isTheirs = ({ contactIds, companyId: own }: KnownPerson['opportunities'][number]) =>
    (contactId !== null && contactIds.includes(contactId)) || (companyId !== null && own === companyId);
  const opportunities = pages.flatMap((page) => page.opportunities).filter(isTheirs);
  fake.requests.length = 0;
  return { fake, facts, known: { contact, company, opportunities } satisfies KnownPerson };
}

function rowOf(fake: FakeApideck, id: string) {
  const row = fake.state.tables.opportunities.get(id);
  if (!row) throw new Error('no such row');
  return row;
}

describe('a lookup of somebody known, through Apideck', () => {
  it('asks for the person’s own opportunities and nothing else', async () => {
    const { fake, known } = await given('31');
    const answer = await connect(fake).lookup(MARA, undefined, known);
    expect(callsOf(fake)).toEqual([OWN]);
    expect(idsOf(answer)).toEqual(MARAS);
    expect(answer.contact).toEqual(known.contact);
    expect(answer.company).toEqual({ id: '21', name: 'Tessella', domain: 'tessella.example' });
  });

  it('answers as if nothing had been known', async () => {
    const { fake, known } = await given('32');
    const BEN = { ...MARA, address: 'ben.okafor@tessella.example' };
    const { matches } = await connect(fake).lookup(BEN, undefined, known);
    expect(matches).toEqual((await connect(fake).lookup(BEN)).matches);
    expect(matches.map(({ reason }) => reason)).toContain('same-company');
  });

  it('takes the person’s own as they are now, and those that came since', async () => {
    const { fake, known } = await given('31');
    rowOf(fake, '41').title = 'Renamed';
    insert(fake.state, 'opportunities', { id: '49', title: 'New', status: 'Open', primary_contact_id: '31' });
    const { matches } = await connect(fake).lookup(MARA, undefined, known);
    const titles = matches.map(({ opportunity, reason }) => [opportunity.title, reason]);
    expect(titles).toContainEqual(['Renamed', 'primary-contact']);
    expect(titles).toContainEqual(['New', 'primary-contact']);
    expect(fake.requests).toHaveLength(1);
  });

  it('reads what is not the person’s any more: it may be the company’s, another’s, or gone', async () => {
    const { fake, known } = await given('31');
    Object.assign(rowOf(fake, '41'), { primary_contact_id: '32' });
    fake.state.tables.opportunities.delete('43');
    insert(fake.state, 'opportunities', { id: '48', title: 'Moved', primary_contact_id: '33', company_id: '22' });
    const moved = known.opportunities.find(({ ref }) => ref.id === '43');
    if (!moved) throw new Error('no such record');
    const { fetch, waves } = inWaves(fetchFrom(fake));
    const opportunities = [...known.opportunities, { ...moved, ref: { ...moved.ref, id: '48' } }];
    const answer = await connect(fake, { fetch }).lookup(MARA, undefined, { ...known, opportunities });
    expect(idsOf(answer)).toEqual([
      ['related-contact', '42'],
      ['same-company', '41'],
    ]);
    expect(waves).toHaveLength(2);
    expect(waves[1]?.toSorted()).toEqual(['41', '43', '48'].map((id) => `GET /crm/opportunities/${id}`));
  });

  it('leaves out what is in the CRM’s trash', async () => {
    const { fake, known } = await given('31');
    rowOf(fake, '41').deleted = true;
    expect(idsOf(await connect(fake).lookup(MARA, undefined, known))).toEqual(MARAS.slice(1));
  });

  it('takes no known one for disproved by a list that was cut off', async () => {
    const { fake, known } = await given('31');
    for (let index = 0; index < 200; index += 1) {
      const updated_at = '2039-01-01T00:00:00.000Z';
      insert(fake.state, 'opportunities', { id: `9${index}`, title: 'x', primary_contact_id: '31', updated_at });
    }
    const { matches } = await connect(fake).lookup(MARA, undefined, known);
    expect(matches).toHaveLength(203);
    expect(fake.requests).toHaveLength(1);
  });

  it('reads the contact instead where the connector has no such filter, and is refused once', async () => {
    const { fake, facts, known } = await given('31', { differences: REFUSING });
    const opportunities = known.opportunities.filter(({ ref }) => ref.id !== '43');
    const ask = () => connect(fake, facts).lookup(MARA, undefined, { ...known, opportunities });
    await ask();
    fake.requests.length = 0;
    const answer = await ask();
    expect(callsOf(fake)).toEqual(['GET /crm/contacts/31', 'GET /crm/opportunities/43']);
    expect(idsOf(answer)).toEqual(MARAS);
  });

  it('asks for everything where the contact is gone, or somebody else’s by now', async () => {
    const { fake, facts, known } = await given('31', { differences: REFUSING });
    const mara = fake.state.tables.contacts.get('31');
    if (!mara) throw new Error('no such row');
    mara.emails = [{ id: null, email: 'other@tessella.example', type: 'primary' }];
    const other = await connect(fake, facts).lookup(MARA, undefined, known);
    fake.state.tables.contacts.delete('31');
    const gone = await connect(fake, facts).lookup(MARA, undefined, known);
    expect([other.contact, gone.contact]).toEqual([null, null]);
    expect(gone.company?.name).toBe('Tessella');
  });

  it.each([
    ['has the filter', []],
    ['has none', ['primary_contact_id']],
  ])('keeps contacts and companies that the connector leaves out of lists and that %s', async (_, filters) => {
    const differences = { unsupportedFilters: { opportunities: filters } };
    const { fake, facts, known } = await given('31', { profile: 'hubspot', differences });
    expect(facts.facts.hidesLinks).toBe('true');
    insert(fake.state, 'opportunities', { id: '49', title: 'New', primary_contact_id: '31', company_id: '21' });
    const { matches } = await connect(fake, facts).lookup(MARA, undefined, known);
    expect(matches.map(({ opportunity }) => opportunity.ref.id).toSorted()).toEqual(['41', '42', '43', '49']);
    expect(matches.filter(({ opportunity }) => opportunity.companyId !== '21')).toEqual([]);
    expect(callsOf(fake).at(-1)).toBe('GET /crm/opportunities/49');
  });

  it('fails as a whole where the request does', async () => {
    const { fake, known } = await given('31');
    fake.faults.next({ status: 500, body: {}, times: 3 });
    await expect(connect(fake).lookup(MARA, undefined, known)).rejects.toMatchObject({ failure: { kind: 'server' } });
  });
});

describe('a lookup of somebody nobody knows, through Apideck', () => {
  it('asks whether the address has come since, and takes the rest from what is known', async () => {
    const { fake, known } = await given(null);
    const answer = await connect(fake).lookup(STRANGER, undefined, known);
    expect(callsOf(fake)).toEqual(['GET /crm/contacts?filter[email]=new@tessella.example&limit=200']);
    expect(answer.contact).toBeNull();
    expect(answer.company).toEqual(known.company);
    expect(idsOf(answer)).toEqual(['41', '42', '43'].map((id) => ['same-company', id]));
  });

  it('asks for everything else where somebody has', async () => {
    const { fake, known } = await given(null);
    const emails = [{ id: null, email: STRANGER.address, type: 'primary' }];
    insert(fake.state, 'contacts', { id: '39', name: 'New One', emails, company_id: '21' });
    insert(fake.state, 'opportunities', { id: '49', title: 'New', status: 'Open', primary_contact_id: '39' });
    const answer = await connect(fake).lookup(STRANGER, undefined, known);
    expect(answer.contact?.id).toBe('39');
    expect(idsOf(answer)[0]).toEqual(['primary-contact', '49']);
    expect(callsOf(fake).filter((call) => call.startsWith('GET /crm/contacts'))).toHaveLength(1);
  });

  it('looks among those changed last only, where the connector can’t be asked for an address', async () => {
    const differences = { unsupportedFilters: { contacts: ['email'] } };
    const { fake, facts, known } = await given(null, { differences });
    for (let index = 0; index < 450; index += 1) insert(fake.state, 'contacts', { id: `9${index}`, name: 'x' });
    await connect(fake, facts).lookup(STRANGER, undefined, known);
    fake.requests.length = 0;
    await connect(fake, facts).lookup(STRANGER, undefined, known);
    expect(callsOf(fake)).toEqual(['GET /crm/contacts?sort[by]=updated_at&sort[direction]=desc&limit=200']);
  });

  it('knows nothing of somebody from nowhere', async () => {
    const { fake } = await given(null);
    const known = { contact: null, company: null, opportunities: [] };
    const answer = await connect(fake).lookup({ ...STRANGER, domain: null }, undefined, known);
    expect(answer).toEqual({ contact: null, company: null, matches: [] });
    expect(fake.requests).toHaveLength(1);
  });
});
