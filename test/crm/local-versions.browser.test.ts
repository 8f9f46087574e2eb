import { deleteDB, openDB } from 'idb';
import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { exportJson, importJson } from '../../lib/crm/local';
import { DATABASE } from '../../lib/crm/local/database';
import type { ExportDocument } from '../../lib/crm/local/export-document';
import { failureOf } from './contract';
import { crm, resetClock } from './local-deal';
import { documents } from './local-documents';

/** What older versions of Dealside stored and exported. Written out here: it stays what it was. */

const OPPORTUNITY = {
  id: 'deal-1',
  title: 'Lab robots',
  status: 'open',
  pipelineId: 'sales',
  stageId: 'sales-presentation',
  winProbability: 20,
  amount: 84_000,
  closeDate: '2027-03-31',
  priority: 'high',
  lossReasonId: null,
  sourceId: 'referral',
  description: 'Four arms',
  tags: ['robotics'],
  currency: 'CHF',
  contactId: 'mara',
  relatedContactIds: ['ben'],
  companyId: 'tessella',
  stageChangedAt: '2026-11-02T09:00:00.000Z',
  createdAt: '2026-10-23T09:00:00.000Z',
  updatedAt: '2026-11-19T09:00:00.000Z',
};
const FIRST = {
  format: 'dealside-export',
  version: 1,
  currency: 'CHF',
  companies: [{ id: 'tessella', name: 'Tessella', domain: 'tessella.example' }],
  contacts: [
    { id: 'ben', name: 'Ben Okafor', addresses: ['ben@tessella.example'], title: null, companyId: null },
    { id: 'mara', name: 'Mara Rossi', addresses: ['mara@tessella.example'], title: 'Buyer', companyId: 'tessella' },
  ],
  opportunities: [OPPORTUNITY],
};
const PRESENT = { ...FIRST, version: 2, opportunities: [{ ...OPPORTUNITY, nextStep: null, notes: [] }] };

/** The database as its first version made and filled it. */
async function storeFirstVersion(): Promise<void> {
  const db = await openDB(DATABASE, 1, {
    upgrade(made) {
      const contacts = made.createObjectStore('contacts', { keyPath: 'id' });
      contacts.createIndex('address', 'addresses', { multiEntry: true, unique: true });
      contacts.createIndex('company', 'companyId');
      made.createObjectStore('companies', { keyPath: 'id' }).createIndex('domain', 'domain', { unique: true });
      const opportunities = made.createObjectStore('opportunities', { keyPath: 'id' });
      opportunities.createIndex('contact', 'contactId');
      opportunities.createIndex('related', 'relatedContactIds', { multiEntry: true });
      opportunities.createIndex('company', 'companyId');
      opportunities.createIndex('status', ['status', 'updatedAt']);
      made.createObjectStore('settings');
    },
  });
  for (const company of FIRST.companies) await db.add('companies', company);
  for (const contact of FIRST.contacts) await db.add('contacts', contact);
  for (const opportunity of FIRST.opportunities) await db.add('opportunities', opportunity);
  await db.put('settings', FIRST.currency, 'currency');
  db.close();
}

beforeEach(async () => {
  resetClock();
  await deleteDB(DATABASE);
});

it('brings a database of the first version along, losing nothing', async () => {
  await storeFirstVersion();
  const { contact, matches } = await crm.lookup({ name: '', address: 'mara@tessella.example', domain: null });
  expect(contact).toMatchObject({ id: 'mara', title: 'Buyer', companyName: 'Tessella' });
  expect(matches).toMatchObject([
    { opportunity: { title: 'Lab robots', nextStep: null, contactIds: ['mara', 'ben'] } },
  ]);
  expect(await crm.listNotes('deal-1')).toEqual([]);
  expect(JSON.parse(await exportJson())).toEqual(PRESENT);
});

it('keeps next steps and notes in a record that came along', async () => {
  await storeFirstVersion();
  await crm.update('deal-1', { nextStep: 'Send the layout' });
  await crm.addNote({ text: 'Called', opportunityId: 'deal-1', contactId: null, companyId: null });
  expect((await crm.read('deal-1')).nextStep).toBe('Send the layout');
  expect(await crm.listNotes('deal-1')).toMatchObject([{ text: 'Called' }]);
});

it('imports an export of the first version', async () => {
  expect(await importJson(JSON.stringify(FIRST))).toEqual({ opportunities: 1 });
  expect(JSON.parse(await exportJson())).toEqual(PRESENT);
});

/** The document as the first version would have exported it. */
function toFirst(document: ExportDocument) {
  const opportunities = document.opportunities.map((record) => {
    const { nextStep: _, notes: __, ...first } = record;
    return first;
  });
  return { ...document, version: 1, opportunities };
}

it('imports any export of the first version, adding no more than what is new', async () => {
  await fc.assert(
    fc.asyncProperty(documents, async (document) => {
      await importJson(JSON.stringify(toFirst(document)));
      const exported = JSON.parse(await exportJson()) as ExportDocument;
      const added = document.opportunities.map((record) => ({ ...record, nextStep: null, notes: [] }));
      expect(exported).toEqual({ ...document, opportunities: added });
    }),
    { numRuns: 30 },
  );
});

it.each([
  [{ ...FIRST, opportunities: PRESENT.opportunities }, 'opportunities[0] has an unknown member "nextStep"'],
  [{ ...FIRST, notes: [] }, 'the whole has an unknown member "notes"'],
  [{ ...FIRST, companies: [] }, 'contacts[1].companyId names no company'],
  [{ ...PRESENT, opportunities: FIRST.opportunities }, 'opportunities[0].nextStep is missing'],
  [{ ...PRESENT, version: 3 }, 'version must be 1 or 2; a newer Dealside may read it'],
])('refuses a file that is neither the one version nor the other (%#)', async (document, fault) => {
  const failure = await failureOf(importJson(JSON.stringify(document)));
  expect(failure).toMatchObject({ kind: 'invalid', reason: `This file is not a Dealside export: ${fault}.` });
});
