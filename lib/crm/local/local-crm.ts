import { companyNameOf } from '../../domain/company-name';
import type { Catalog } from '../../domain/pipeline';
import type { ConnectionId, Opportunity } from '../../domain/opportunity';
import type { Crm } from '../crm';
import { applyPatch, newOpportunity } from './change';
import { CHOICES } from './choices';
import type { AnyTransaction } from './database';
import { read, write } from './database';
import { lookUp, readOpen } from './find';
import { readCompanyNames, toContact, toOpportunity } from './map';
import { addNote, listNotes } from './notes';
import {
  ensureCompany,
  ensureContact,
  findCompanyRecord,
  findContactRecord,
  readRecord,
  removeCompany,
  removeContact,
  requireRecord,
} from './people';
import type { ContactRecord, OpportunityRecord } from './records';
import { searchPart } from './search';

/** The currency new amounts are in. */
export async function readCurrency(tx: AnyTransaction): Promise<string> {
  return (await tx.objectStore('settings').get('currency')) ?? 'USD';
}

/** Every tag, those used most first. */
async function readTags(tx: AnyTransaction): Promise<string[]> {
  const uses = new Map<string, number>();
  for (const { tags } of await tx.objectStore('opportunities').getAll()) {
    for (const tag of new Set(tags)) uses.set(tag, (uses.get(tag) ?? 0) + 1);
  }
  const byUse = [...uses].toSorted(([a, countA], [b, countB]) => countB - countA || a.localeCompare(b));
  return byUse.map(([tag]) => tag);
}

/**
 * The CRM on this device. Every method is one transaction, so a worker killed in the middle leaves nothing half done;
 * creating a contact or a company that is there already returns it. `now` gives epoch milliseconds.
 */
export function createLocalCrm(connection: ConnectionId, now: () => number = Date.now): Crm {
  const instant = () => new Date(now()).toISOString();
  const show = async (tx: AnyTransaction, record: OpportunityRecord): Promise<Opportunity> =>
    toOpportunity(record, connection, await readCompanyNames(tx, [record]));
  const showContact = async (tx: AnyTransaction, record: ContactRecord) =>
    toContact(record, await readCompanyNames(tx, [record]));

  return {
    lookup: (question) => read((tx) => lookUp(tx, question, connection)),
    search: (request, from) => read((tx) => searchPart(tx, request, from, connection)),
    listOpen: () => read((tx) => readOpen(tx, connection)),
    catalog: () =>
      read(async (tx): Promise<Catalog> => ({
        ...CHOICES,
        tags: await readTags(tx),
        currency: await readCurrency(tx),
      })),
    read: (id) => read(async (tx) => show(tx, await readRecord(tx, id))),

    update: (id, patch) =>
      write(async (tx) => {
        const record = applyPatch(await readRecord(tx, id), patch, instant());
        await tx.objectStore('opportunities').put(record);
        return show(tx, record);
      }),

    createOpportunity: (draft, { contactId, companyId }) =>
      write(async (tx) => {
        const currency = await readCurrency(tx);
        await requireRecord(tx, 'contacts', contactId);
        await requireRecord(tx, 'companies', companyId);
        const record = newOpportunity(draft, { id: crypto.randomUUID(), contactId, companyId, currency }, instant());
        await tx.objectStore('opportunities').add(record);
        return show(tx, record);
      }),
    deleteOpportunity: (id) => write((tx) => tx.objectStore('opportunities').delete(id)),

    listNotes: (opportunityId) => read((tx) => listNotes(tx, opportunityId)),
    addNote: (note) => write((tx) => addNote(tx, note, instant())),

    findContact: (address) =>
      read(async (tx) => {
        const record = await findContactRecord(tx, address);
        return record ? showContact(tx, record) : null;
      }),
    createContact: ({ name, address, companyId }) =>
      write(async (tx) => {
        // An email may show no name: the mailbox's is the next best.
        const known = name.trim() || address.slice(0, address.lastIndexOf('@'));
        const contact = { id: crypto.randomUUID(), name: known, addresses: [address], title: null, companyId };
        return showContact(tx, await ensureContact(tx, contact));
      }),
    deleteContact: (id) => write((tx) => removeContact(tx, id, instant())),

    findCompany: (domain) => read(async (tx) => (await findCompanyRecord(tx, domain)) ?? null),
    createCompany: ({ name, domain }) =>
      write((tx) => ensureCompany(tx, { id: crypto.randomUUID(), name: name.trim() || companyNameOf(domain), domain })),
    deleteCompany: (id) => write((tx) => removeCompany(tx, id, instant())),
  };
}
