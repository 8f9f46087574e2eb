import type { WriteTransaction } from './database';
import { write } from './database';
import { ensureCompany, ensureContact } from './people';
import { SAMPLE_COMPANIES, SAMPLE_CONTACTS, toSampleOpportunities } from './sample-records';

/**
 * Adds opportunities to try Dealside with, dated around `now` (epoch milliseconds). Loading them again restores what
 * was deleted, and neither doubles nor resets what is there. Throws `CrmError`.
 */
export function loadSamples(now: number): Promise<void> {
  return write(async (tx) => {
    const people = await ensurePeople(tx);
    const opportunities = tx.objectStore('opportunities');
    for (const sample of toSampleOpportunities(now)) {
      if ((await opportunities.getKey(sample.id)) !== undefined) continue;
      await opportunities.add({
        ...sample,
        contactId: people.idOf(sample.contactId),
        companyId: people.idOf(sample.companyId),
        relatedContactIds: sample.relatedContactIds.map(people.idOf),
      });
    }
  });
}

/** The samples' companies and contacts; `idOf` tells the stored id, which differs where the rep had made them before. */
async function ensurePeople(tx: WriteTransaction) {
  const stored = new Map<string, string>();
  const idOf = <Id extends string | null>(id: Id): Id | string => (id !== null && stored.get(id)) || id;
  for (const company of SAMPLE_COMPANIES) stored.set(company.id, (await ensureCompany(tx, company)).id);
  for (const contact of SAMPLE_CONTACTS) {
    stored.set(contact.id, (await ensureContact(tx, { ...contact, companyId: idOf(contact.companyId) })).id);
  }
  return { idOf };
}
