import type { AnyTransaction, WriteTransaction } from './database';
import { read, write } from './database';
import type { ExportDocument } from './export-document';
import { FORMAT, FORMAT_VERSION, parseDocument, printDocument } from './export-document';
import { readCurrency } from './local-crm';

/** Everything, as readable JSON; the same records always give the same text. Throws `CrmError`. */
export function exportJson(): Promise<string> {
  return read(async (tx) => printDocument(await readDocument(tx)));
}

async function readDocument(tx: AnyTransaction): Promise<ExportDocument> {
  const [currency, companies, contacts, opportunities] = await Promise.all([
    readCurrency(tx),
    tx.objectStore('companies').getAll(),
    tx.objectStore('contacts').getAll(),
    tx.objectStore('opportunities').getAll(),
  ]);
  return { format: FORMAT, version: FORMAT_VERSION, currency, companies, contacts, opportunities };
}

/**
 * Replaces everything by what an export holds; when any of it is wrong, nothing changes. Throws `CrmError` `invalid`
 * with a sentence that names the first fault ("… opportunities[3].title is missing.").
 */
export async function importJson(text: string): Promise<{ opportunities: number }> {
  const document = parseDocument(text);
  await write(async (tx) => {
    await clear(tx);
    await tx.objectStore('settings').put(document.currency, 'currency');
    await addAll(tx.objectStore('companies'), document.companies);
    await addAll(tx.objectStore('contacts'), document.contacts);
    await addAll(tx.objectStore('opportunities'), document.opportunities);
  });
  return { opportunities: document.opportunities.length };
}

async function addAll<T>(store: { add(record: T): Promise<unknown> }, records: readonly T[]): Promise<void> {
  // The inner `async` makes a rejection of what `add` throws, so that Promise.all sees the others through as well.
  await Promise.all(records.map(async (record) => store.add(record)));
}

/** Removes every record for good; the currency stays. Never part of disconnecting. Throws `CrmError`. */
export function deleteEverything(): Promise<void> {
  return write(clear);
}

async function clear(tx: WriteTransaction): Promise<void> {
  await Promise.all([
    tx.objectStore('companies').clear(),
    tx.objectStore('contacts').clear(),
    tx.objectStore('opportunities').clear(),
  ]);
}
