import type { Seeder } from '../../crm/contract';
import { allOf, type State } from './state';
import { create } from './write';

/** Fills a fake account as its own users would: through the same checks the API makes. */
export function seederOf(state: State): Required<Seeder> {
  const make = (type: Parameters<typeof create>[1], attributes: object, relations: Record<string, string | null>) => {
    const relationships = Object.fromEntries(
      Object.entries(relations).map(([name, id]) => [
        name,
        { data: id === null ? null : { type: TYPES[name], id: Number(id) } },
      ]),
    );
    return String(create(state, type, { data: { type, attributes, relationships } }).id);
  };
  return {
    company: async ({ name, domain }) => make('account', { name, domain }, {}),
    async person({ name, address, companyId }) {
      const [firstName, ...rest] = name.split(' ');
      const attributes = { firstName, lastName: rest.join(' ') || null, emails: [address] };
      return make('prospect', attributes, { account: companyId });
    },
    async opportunity({ title, amount = null }, { contactId, companyId }) {
      const stages = allOf(state, 'opportunityStage');
      const [first] = stages.toSorted((a, b) => Number(a.attributes.order) - Number(b.attributes.order));
      const relations = { account: companyId, primaryProspect: contactId, opportunityStage: `${first?.id}` };
      const id = make('opportunity', { name: title, amount }, relations);
      // The contact has a role in the deal as well, as one added in Outreach has.
      if (contactId !== null)
        make('opportunityProspectRole', { primary: true }, { opportunity: id, prospect: contactId });
      return id;
    },
    async relate(opportunityId, contactId) {
      make('opportunityProspectRole', { primary: false }, { opportunity: opportunityId, prospect: contactId });
    },
  };
}

const TYPES: Record<string, string> = {
  account: 'account',
  opportunity: 'opportunity',
  opportunityStage: 'opportunityStage',
  primaryProspect: 'prospect',
  prospect: 'prospect',
};
