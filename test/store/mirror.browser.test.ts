import fc from 'fast-check';
import { openDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Opportunity } from '../../lib/domain/opportunity';
import { EMPTY_QUERY, fold } from '../../lib/domain/search';
import { compareBy, matchesRequest } from '../../lib/domain/search-match';
import type { Database } from '../../lib/store/database';
import { openDatabase } from '../../lib/store/database';
import { findPerson, putPeople, searchMirror } from '../../lib/store/mirror';
import { wordsIn } from '../../lib/store/words';
import { createKeyring } from '../../lib/vault/keyring';
import { company, contact } from './changing-crm';
import { memory } from './memory';
import { opportunity } from './scripted-crm';

const MARA = contact('mara', { addresses: ['Mara@Tessella.example', 'm.rossi@lab.example'], companyId: 'c1' });
const TESSELLA = company('c1', { name: 'Tessella', domain: 'Tessella.example' });

function deal(id: string, changes: Partial<Opportunity> = {}, connection = 'crm'): Opportunity {
  const none = { contactId: null, contactIds: [], companyId: null, companyName: null };
  return opportunity({ ...none, title: `Deal ${id}`, ref: { connection, id }, ...changes });
}

async function sealedDatabase(name: string): Promise<Database> {
  const keyring = createKeyring(memory(), memory(), 1000);
  await keyring.create('correct horse battery', null);
  return openDatabase(name, keyring);
}

const person = (address: string, domain: string | null = null) => ({ name: '', address, domain });
const request = (text: string, changes: object = {}) => ({ ...EMPTY_QUERY, text, ...changes });

describe.each([
  ['readable', (name: string) => openDatabase(name)],
  ['sealed', sealedDatabase],
] as const)('a mirror that lies %s', (state, open) => {
  let db: Database;
  let name: string;
  beforeEach(async () => {
    name = `test-${crypto.randomUUID()}`;
    db = await open(name);
  });

  const put = (...deals: Opportunity[]) =>
    db.change(async (tx) => deals.forEach((one) => tx.put('opportunities', one)));
  const putOf = (connection: string, contacts = [MARA], companies = [TESSELLA]) =>
    db.change(async (tx) => putPeople(tx, connection, { contacts, companies }));
  const reasons = async (address: string, domain?: string) =>
    (await findPerson(db, 'crm', person(address, domain ?? null)))?.matches.map(({ reason, opportunity: { ref } }) => [
      ref.id,
      reason,
    ]);
  const search = async (text: string, changes: object = {}) =>
    (await searchMirror(db, 'crm', request(text, changes))).map(({ ref }) => ref.id);

  describe('finds a person', () => {
    beforeEach(async () => {
      await putOf('crm');
      await put(
        deal('1', { contactId: 'mara', companyId: 'c1' }),
        deal('2', { contactId: 'joe', contactIds: ['joe', 'mara'] }),
        deal('3', { companyId: 'c1' }),
        deal('4', { contactId: 'joe' }),
        deal('5', { contactId: 'mara', isDeleted: true }),
      );
    });

    it('by any of their addresses, however it is written, with every deal under its reason', async () => {
      const expected = [
        ['1', 'primary-contact'],
        ['2', 'related-contact'],
        ['3', 'same-company'],
      ];
      for (const address of ['mara@tessella.example', 'MARA@TESSELLA.EXAMPLE', 'm.rossi@lab.example']) {
        expect(await reasons(address)).toEqual(expected);
      }
      expect(await findPerson(db, 'crm', person('mara@tessella.example'))).toMatchObject({
        contact: MARA,
        company: TESSELLA,
        isAmbiguous: false,
      });
    });

    it('nobody knows by their company’s domain, and nobody at all by neither', async () => {
      expect(await reasons('new@tessella.example', 'tessella.example')).toEqual([
        ['1', 'same-company'],
        ['3', 'same-company'],
      ]);
      expect(await findPerson(db, 'crm', person('new@tessella.example'))).toBeNull();
      expect(await findPerson(db, 'crm', person('a@b.example', 'b.example'))).toBeNull();
    });

    it('by no address that was taken from them', async () => {
      await putOf('crm', [{ ...MARA, addresses: ['m.rossi@lab.example'] }]);
      expect(await findPerson(db, 'crm', person('mara@tessella.example'))).toBeNull();
      await put(deal('1', { contactId: 'joe', companyId: 'c1' }));
      expect((await reasons('m.rossi@lab.example'))?.[0]).toEqual(['2', 'related-contact']);
    });

    it('with their own company rather than that of the domain, however little of it is known', async () => {
      await putOf('crm', [{ ...MARA, companyId: 'c2', companyName: 'Quarry' }]);
      await put(deal('6', { companyId: 'c2' }));
      const found = await findPerson(db, 'crm', person('mara@tessella.example', 'tessella.example'));
      expect(found?.company).toEqual({ id: 'c2', name: 'Quarry', domain: null });
      expect(found?.matches.map(({ opportunity: { ref } }) => ref.id)).toEqual(['1', '2', '6']);
    });

    it('as several where the address is that of several', async () => {
      const twin = { ...MARA, id: 'twin', companyId: null };
      await putOf('crm', [MARA, twin]);
      await put(deal('7', { contactId: 'twin' }));
      const found = await findPerson(db, 'crm', person('mara@tessella.example'));
      expect(found?.isAmbiguous).toBe(true);
      expect(found?.matches.map(({ opportunity: { ref } }) => ref.id)).toEqual(['1', '7', '2', '3']);
    });

    it('of one connection in no other', async () => {
      await putOf('other', [{ ...MARA, id: 'other mara' }], [{ ...TESSELLA, id: 'c1' }]);
      await put(deal('8', { contactId: 'mara' }, 'other'), deal('9', { companyId: 'c1' }, 'other'));
      const found = await findPerson(db, 'other', person('mara@tessella.example'));
      expect(found?.contact?.id).toBe('other mara');
      expect(found?.matches.map(({ opportunity: { ref } }) => ref)).toEqual([{ connection: 'other', id: '9' }]);
      expect((await reasons('mara@tessella.example'))?.map(([id]) => id)).toEqual(['1', '2', '3']);
    });
  });

  describe('answers a search', () => {
    it('with what the CRM would find, where the text begins with a word of the title or company', async () => {
      await put(
        deal('1', { title: 'Lab robots for Göteborg' }),
        deal('2', { title: 'Robots, lab' }),
        deal('3', { title: 'Renewal', companyName: 'Lab Robots GmbH' }),
        deal('4', { title: 'Lab robots', isDeleted: true }),
        deal('5', { title: 'Lab robots' }, 'other'),
      );
      expect((await search('lab rob')).toSorted()).toEqual(['1', '3']);
      expect(await search('GOTEBORG')).toEqual(['1']);
      expect((await search('robots')).toSorted()).toEqual(['1', '2', '3']);
      expect(await search('rob lab')).toEqual([]);
      for (const text of ['', 'l', '-', '   ']) expect(await search(text)).toEqual([]);
    });

    it('by its filters, and in its order', async () => {
      await put(
        deal('1', { title: 'Robots A', amount: 10, status: 'open' }),
        deal('2', { title: 'Robots B', amount: 30, status: 'won' }),
        deal('3', { title: 'Robots C', amount: 20, status: 'open' }),
      );
      expect(await search('robots', { sort: { by: 'amount', isDescending: true } })).toEqual(['2', '3', '1']);
      const filters = { statuses: ['open'], amount: { min: 15, max: null } };
      expect(await search('robots', { filters })).toEqual(['3']);
    });

    it('by its filters among more deals than are shown', async () => {
      const lost = Array.from({ length: 120 }, (_, index) => deal(`n${index}`, { title: 'Robots', status: 'lost' }));
      await put(...lost, deal('old', { title: 'Robots', status: 'open', updatedAt: '2020-01-01T00:00:00.000Z' }));
      expect(await search('robots', { filters: { statuses: ['open'] } })).toEqual(['old']);
    });

    it('not at all where no record tells what is asked for', async () => {
      await put(deal('1', { title: 'Robots' }));
      expect(await search('robots', { filters: { isFollowed: true } })).toEqual([]);
    });

    it('by its rare words, however common the others', async () => {
      const many = Array.from({ length: 700 }, (_, index) => deal(`n${index}`, { title: `Annual licence ${index}` }));
      await put(...many, deal('z', { title: 'Annual licence Zebra' }));
      expect(await search('annual licence zeb')).toEqual(['z']);
      expect((await search('annual licence')).length).toBe(50);
    });

    it('by the deals that changed last, where its words are too common for all of them', async () => {
      const day = (index: number) => new Date(Date.UTC(2024, 0, index)).toISOString();
      const many = Array.from({ length: 500 }, (_, index) =>
        deal(`n${index}`, { title: 'Annual licence', updatedAt: day((index * 7) % 500) }),
      );
      await put(...many, deal('never', { title: 'Annual licence', updatedAt: null }));
      const newest = many.toSorted(compareBy(EMPTY_QUERY.sort, () => null)).map(({ ref }) => ref.id);
      for (const text of ['annual', 'annual lic']) expect(await search(text)).toEqual(newest.slice(0, 50));
    });

    it('of any part that begins a word with what passes for a match, and nothing else', async () => {
      const word = fc.constantFrom('lab', 'labs', 'robot', 'robots', 'ÅÅ', 'aa', 'x', '2026');
      const title = fc.array(word, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' '));
      await fc.assert(
        fc.asyncProperty(
          fc.array(title, { minLength: 1, maxLength: 6 }),
          fc.nat(),
          fc.nat(),
          async (titles, at, from) => {
            await db.change(async (tx) => tx.clear('opportunities'));
            const deals = titles.map((text, index) => deal(String(index), { title: text, updatedAt: null }));
            await put(...deals);
            const chosen = (titles[at % titles.length] ?? '').split(' ');
            const text = chosen.slice(from % chosen.length).join(' ');
            const expected = deals.filter((one) => matchesRequest(one, request(text)));
            // One that only has it within a word is for the CRM to find.
            const begins = expected.filter((one) => ` ${fold(one.title)}`.includes(` ${fold(text)}`));
            const found = await search(text);
            if (wordsIn(text).length > 0)
              expect(found).toEqual(expect.arrayContaining(begins.map(({ ref }) => ref.id)));
            expect(expected.map(({ ref }) => ref.id)).toEqual(expect.arrayContaining(found));
          },
        ),
        { numRuns: 25 },
      );
    });

    it('in the same order as a list of everything', async () => {
      const deals = ['2026-03-01', '2026-01-01', '2026-02-01'].map((day, index) =>
        deal(String(index), { title: 'Robots', updatedAt: `${day}T00:00:00.000Z` }),
      );
      await put(...deals);
      const order = deals.toSorted(compareBy(EMPTY_QUERY.sort, () => null)).map(({ ref }) => ref.id);
      expect(await search('robots')).toEqual(order);
    });
  });

  it('names nobody and nothing on the disk, once sealed', async () => {
    await putOf('crm');
    await put(deal('1', { title: 'Secret robots', companyName: 'Tessella', contactId: 'mara' }));
    const raw = await openDB(name);
    const rows = await Promise.all([...raw.objectStoreNames].map((store) => raw.getAll(store)));
    const indexed = await Promise.all(
      ['opportunities', 'contacts', 'companies'].map(async (store) => {
        const cursor = await raw.transaction(store).store.index('words').openKeyCursor();
        return cursor?.key;
      }),
    );
    raw.close();
    const text = JSON.stringify([rows, indexed], (_key, value: unknown) =>
      value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value,
    ).toLowerCase();
    const secrets = ['secret', 'robots', 'tessella', 'mara@', 'rossi', 'text:', 'address:', 'domain:', 'contact:'];
    const isThere = secrets.map((secret) => text.includes(secret));
    expect(isThere).toEqual(secrets.map(() => state === 'readable'));
  });
});
