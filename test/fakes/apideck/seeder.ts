import type { Seeder } from '../../crm/contract';
import type { State } from './state';
import { create, find } from './write';

/** Fills a fake account as its own users would: through the same checks the API makes. */
export function seederOf(state: State): Seeder {
  const someone = () => create(state, 'contacts', { name: 'Nobody' }).id;
  const seeder: Seeder = {
    company: async ({ name, domain }) =>
      create(state, 'companies', { name, websites: [{ url: `https://www.${domain}`, type: 'primary' }] }).id,
    person: async ({ name, address, companyId }) =>
      create(state, 'contacts', { name, emails: [{ email: address, type: 'primary' }], company_id: companyId }).id,
    async opportunity({ title, amount = null }, { contactId, companyId }) {
      const contact = contactId ?? (state.profile.isContactRequired ? someone() : null);
      const made = create(state, 'opportunities', {
        title,
        monetary_amount: amount,
        company_id: companyId,
        primary_contact_id: contact,
      });
      if (contactId === null) made.primary_contact_id = null;
      return made.id;
    },
  };
  if (!state.profile.hasContactIds) return seeder;
  return {
    ...seeder,
    async relate(opportunityId, contactId) {
      const opportunity = find(state, 'opportunities', opportunityId);
      opportunity.contact_ids = [...(opportunity.contact_ids as string[]), contactId];
    },
  };
}
