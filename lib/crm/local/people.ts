import { normaliseAddress } from '../../domain/address';
import { CrmError } from '../../domain/failure';
import { parse, refusal } from './change';
import type { AnyTransaction, WriteTransaction } from './database';
import type { CompanyRecord, ContactRecord, OpportunityRecord } from './records';
import { companySchema, contactSchema } from './records';

/** Contacts and companies inside a transaction: one contact per address, one company per domain. */

/** The opportunity. Throws `CrmError` `not-found`. */
export async function readRecord(tx: AnyTransaction, id: string): Promise<OpportunityRecord> {
  const record = await tx.objectStore('opportunities').get(id);
  if (!record) throw new CrmError({ kind: 'not-found' });
  return record;
}

export function findContactRecord(tx: AnyTransaction, address: string): Promise<ContactRecord | undefined> {
  return tx.objectStore('contacts').index('address').get(normaliseAddress(address));
}

export function findCompanyRecord(tx: AnyTransaction, domain: string): Promise<CompanyRecord | undefined> {
  return tx.objectStore('companies').index('domain').get(domain.trim().toLowerCase());
}

/** The contact that has the id or one of the addresses; made when nobody has. */
export async function ensureContact(tx: WriteTransaction, contact: ContactRecord): Promise<ContactRecord> {
  const record = parse(contactSchema, contact, 'The contact');
  const same = await tx.objectStore('contacts').get(record.id);
  if (same) return same;
  for (const address of record.addresses) {
    const existing = await findContactRecord(tx, address);
    if (existing) return existing;
  }
  await requireRecord(tx, 'companies', record.companyId);
  await tx.objectStore('contacts').add(record);
  return record;
}

/** The company that has the id or the domain; made when there is none. */
export async function ensureCompany(tx: WriteTransaction, company: CompanyRecord): Promise<CompanyRecord> {
  const record = parse(companySchema, company, 'The company');
  const same = await tx.objectStore('companies').get(record.id);
  const existing = same ?? (record.domain === null ? undefined : await findCompanyRecord(tx, record.domain));
  if (existing) return existing;
  await tx.objectStore('companies').add(record);
  return record;
}

/** Refuses a reference to a record that is not there (any more). */
export async function requireRecord(
  tx: AnyTransaction,
  store: 'companies' | 'contacts',
  id: string | null,
): Promise<void> {
  if (id === null || (await tx.objectStore(store).getKey(id)) !== undefined) return;
  throw refusal(`The ${store === 'companies' ? 'company' : 'contact'} is no longer there.`);
}

/** Removes a contact, and the references to it. */
export async function removeContact(tx: WriteTransaction, id: string, now: string): Promise<void> {
  const store = tx.objectStore('opportunities');
  for (const record of await store.index('contact').getAll(id)) {
    await store.put({ ...record, contactId: null, updatedAt: now });
  }
  for (const record of await store.index('related').getAll(id)) {
    const relatedContactIds = record.relatedContactIds.filter((related) => related !== id);
    await store.put({ ...record, relatedContactIds, updatedAt: now });
  }
  await tx.objectStore('contacts').delete(id);
}

/** Removes a company, and the references to it. */
export async function removeCompany(tx: WriteTransaction, id: string, now: string): Promise<void> {
  const contacts = tx.objectStore('contacts');
  for (const record of await contacts.index('company').getAll(id)) {
    await contacts.put({ ...record, companyId: null });
  }
  const opportunities = tx.objectStore('opportunities');
  for (const record of await opportunities.index('company').getAll(id)) {
    await opportunities.put({ ...record, companyId: null, updatedAt: now });
  }
  await tx.objectStore('companies').delete(id);
}
