import { deleteDB } from 'idb';
import { localAdapter } from '../../lib/crm/local';
import { newOpportunity } from '../../lib/crm/local/change';
import { DATABASE, write } from '../../lib/crm/local/database';
import type { Seeder, World } from './contract';
import { describeCrm } from './contract';
import { localContext } from './local-deal';

const seed: Seeder = {
  company: (company) => write(async (tx) => tx.objectStore('companies').add({ id: crypto.randomUUID(), ...company })),
  person: ({ name, address, companyId }) =>
    write(async (tx) =>
      tx.objectStore('contacts').add({ id: crypto.randomUUID(), name, addresses: [address], title: null, companyId }),
    ),
  opportunity: (draft, of) =>
    write(async (tx) => {
      const record = newOpportunity(
        draft,
        { id: crypto.randomUUID(), currency: 'EUR', ...of },
        new Date().toISOString(),
      );
      return tx.objectStore('opportunities').add(record);
    }),
  relate: (opportunityId, contactId) =>
    write(async (tx) => {
      const store = tx.objectStore('opportunities');
      const record = (await store.get(opportunityId))!;
      await store.put({ ...record, relatedContactIds: [...record.relatedContactIds, contactId] });
    }),
};

async function setup(): Promise<World> {
  await deleteDB(DATABASE);
  return {
    crm: localAdapter.open(localContext()),
    capabilities: localAdapter.capabilities,
    seed,
    missingId: crypto.randomUUID(),
    close: () => deleteDB(DATABASE),
  };
}

describeCrm('The CRM on this device', setup);
