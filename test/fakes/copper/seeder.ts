import type { Seeder } from '../../crm/contract';
import { createCompany } from './companies';
import { createOpportunity, updateOpportunity } from './opportunities';
import { createPerson } from './people';
import type { State } from './state';

/** Fills a fake account as its own users would: through the same checks the API makes. */
export function seederOf(state: State): Required<Seeder> {
  const someone = () => idOf(createPerson(state, { name: 'Nobody' }));
  return {
    company: async ({ name, domain }) => idOf(createCompany(state, { name, email_domain: domain })),
    async person({ name, address, companyId }) {
      const emails = [{ email: address, category: 'work' }];
      return idOf(createPerson(state, { name, emails, company_id: companyId === null ? null : Number(companyId) }));
    },
    async opportunity({ title, amount = null }, { contactId, companyId }) {
      const contact = Number(contactId ?? someone());
      const company_id = companyId === null ? null : Number(companyId);
      const id = idOf(
        createOpportunity(state, { name: title, monetary_value: amount, primary_contact_id: contact, company_id }),
      );
      if (contactId === null) updateOpportunity(state, Number(id), { primary_contact_id: null });
      return id;
    },
    async relate(opportunityId, contactId) {
      state.links.add(`${opportunityId}:${contactId}`);
    },
  };
}

function idOf(record: unknown): string {
  return String((record as { id: number }).id);
}
