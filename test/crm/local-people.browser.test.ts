import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DATABASE, read, write } from '../../lib/crm/local/database';
import { failureOf } from './contract';
import { crm, laterBy, relate, resetClock, seedDeal } from './local-deal';

beforeEach(async () => {
  resetClock();
  await deleteDB(DATABASE);
});
afterEach(() => vi.restoreAllMocks());

/** Puts copies beside an opportunity; the same copies again when called again. */
function copyDeal(id: string, copies: number): Promise<unknown> {
  return write(async (tx) => {
    const record = (await tx.objectStore('opportunities').get(id))!;
    const ids = Array.from({ length: copies }, (_, index) => `copy-${index}`);
    return Promise.all(ids.map((copy) => tx.objectStore('opportunities').put({ ...record, id: copy })));
  });
}

describe('people and companies', () => {
  it('makes one contact of two parallel creations of an address', async () => {
    const [one, other] = await Promise.all([
      crm.createContact({ name: 'Mara', address: 'Mara@Tessella.example', companyId: null }),
      crm.createContact({ name: 'M. Rossi', address: ' mara@tessella.example', companyId: null }),
    ]);
    expect(one).toEqual(other);
    expect(await read((tx) => tx.objectStore('contacts').count())).toBe(1);
  });

  it('makes one company of two parallel creations of a domain', async () => {
    const names = ['Tessella', 'Tessella Ltd'];
    const made = await Promise.all(names.map((name) => crm.createCompany({ name, domain: 'tessella.example' })));
    expect(made[0]).toEqual(made[1]);
    expect(await read((tx) => tx.objectStore('companies').count())).toBe(1);
  });

  it('leaves no opportunity pointing at a deleted contact or company', async () => {
    const { company, contact, id } = await seedDeal();
    await crm.deleteContact(contact.id);
    await crm.deleteCompany(company.id);
    expect(await crm.read(id)).toMatchObject({ contactId: null, companyId: null, companyName: null });
  });

  it('takes a deleted contact off the further contacts, and a deleted company off its contacts', async () => {
    const { company, contact, id } = await seedDeal();
    const ben = await crm.createContact({ name: 'Ben', address: 'ben@tessella.example', companyId: company.id });
    await relate(id, ben.id, contact.id);
    await crm.deleteContact(ben.id);
    await crm.deleteCompany(company.id);
    const record = await read((tx) => tx.objectStore('opportunities').get(id));
    expect(record?.relatedContactIds).toEqual([contact.id]);
    expect(await crm.findContact('mara@tessella.example')).toMatchObject({ companyId: null, companyName: null });
  });

  it('never stores an address or a domain twice, whoever writes', async () => {
    const { company, contact } = await seedDeal();
    const { companyName: _, url: __, ...twin } = { ...contact, id: 'twin' };
    const second = write(async (tx) => tx.objectStore('contacts').add(twin));
    expect(await failureOf(second)).toEqual({ kind: 'internal', reason: 'ConstraintError' });
    const branch = write(async (tx) => tx.objectStore('companies').add({ ...company, id: 'branch' }));
    expect(await failureOf(branch)).toEqual({ kind: 'internal', reason: 'ConstraintError' });
  });

  it('names a company without a name after its domain', async () => {
    expect((await crm.createCompany({ name: ' ', domain: 'acme-robotics.example' })).name).toBe('Acme Robotics');
  });

  it('knows the company a contact at a free mail provider is filed under', async () => {
    const { company, id } = await seedDeal();
    await crm.createContact({ name: 'Ben', address: 'ben@gmail.com', companyId: company.id });
    const answer = await crm.lookup({ name: '', address: 'ben@gmail.com', domain: null });
    expect(answer.company).toEqual(company);
    expect(answer.matches).toMatchObject([{ reason: 'same-company', opportunity: { ref: { id } } }]);
  });

  it('looks a person up by index, reading no store as a whole', async () => {
    const { id } = await seedDeal();
    const getAll = vi.spyOn(IDBObjectStore.prototype, 'getAll');
    const openCursor = vi.spyOn(IDBObjectStore.prototype, 'openCursor');
    const answer = await crm.lookup({ name: '', address: 'mara@tessella.example', domain: 'tessella.example' });
    expect(answer.matches.map(({ opportunity }) => opportunity.ref)).toEqual([{ connection: 'local-1', id }]);
    expect(getAll).not.toHaveBeenCalled();
    expect(openCursor).not.toHaveBeenCalled();
  });
});

describe('lists', () => {
  it('lists 1,000 open opportunities at most, and says that there are more', async () => {
    const { id } = await seedDeal();
    const isTruncated = async () => (await crm.listOpen()).isTruncated;
    await copyDeal(id, 999);
    expect(await isTruncated()).toBe(false);
    await copyDeal(id, 1000);
    expect(await isTruncated()).toBe(true);
    expect((await crm.listOpen()).opportunities).toHaveLength(1000);
  });

  it('lists the newest change first', async () => {
    const { contact } = await seedDeal();
    for (const title of ['Older', 'Newer']) {
      laterBy(1000);
      await crm.createOpportunity({ title }, { contactId: contact.id, companyId: null });
    }
    const { opportunities } = await crm.listOpen();
    expect(opportunities.map(({ title }) => title)).toEqual(['Newer', 'Older', 'Lab robots']);
  });
});
