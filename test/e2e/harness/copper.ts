import { createCompany } from '../../fakes/copper/companies.ts';
import { createOpportunity } from '../../fakes/copper/opportunities.ts';
import { createPerson } from '../../fakes/copper/people.ts';
import type { CompanyRecord, OpportunityRecord, PersonRecord } from '../../fakes/copper/records.ts';
import type { FakeCopper, FakeCopperOptions } from '../../fakes/copper/server.ts';
import { startFakeCopper } from '../../fakes/copper/server.ts';
import type { Endpoint } from './browser.ts';
import type { CopperLogin } from './options.ts';

const COPPER_HOST = 'api.copper.com';

/** The fake Copper, and what tests ask about it. */
export interface Copper extends FakeCopper {
  /** Where the browser finds it by Copper's own name. */
  hosts: Record<string, Endpoint>;
  login: CopperLogin;
  /** The record as it is now. Throws where there is none of this name. */
  opportunity(name: string): OpportunityRecord;
  person(address: string): PersonRecord | undefined;
  company(domain: string): CompanyRecord | undefined;
  /** The bodies of all changes of opportunities, oldest first. */
  updates(): unknown[];
  count(): Record<'opportunities' | 'people' | 'companies', number>;
  /** Id of a stage of the Sales pipeline. */
  stageId(name: string): number | undefined;
  lossReasonId(name: string): number | undefined;
  /** A person of a company of their own, with one deal. */
  addCustomer(customer: { name: string; address: string; deal: string }): void;
}

export async function startCopper(options: FakeCopperOptions = {}): Promise<Copper> {
  const fake = await startFakeCopper({ email: 'jo.keller@northwind.example', ...options });
  const { state } = fake;
  return {
    ...fake,
    hosts: { [COPPER_HOST]: fake },
    login: { apiKey: fake.key, email: fake.email },
    opportunity(name) {
      const found = [...state.opportunities.values()].find((record) => record.name === name);
      if (!found) throw new Error(`Copper has no opportunity "${name}".`);
      return found;
    },
    person: (address) => [...state.people.values()].find(({ emails }) => emails.some(({ email }) => email === address)),
    company: (domain) => [...state.companies.values()].find(({ email_domain }) => email_domain === domain),
    updates: () =>
      fake.requests
        .filter(({ method, path }) => method === 'PUT' && path.startsWith('/opportunities/'))
        .map(({ json }) => json),
    count: () => ({
      opportunities: state.opportunities.size,
      people: state.people.size,
      companies: state.companies.size,
    }),
    stageId: (name) => state.pipelines[0]?.stages.find((stage) => stage.name === name)?.id,
    lossReasonId: (name) => state.lossReasons.find((reason) => reason.name === name)?.id,
    addCustomer({ name, address, deal }) {
      const company = idOf(createCompany(state, { name: `${name} Ltd`, email_domain: address.split('@')[1] }));
      const emails = [{ email: address, category: 'work' }];
      const contact = idOf(createPerson(state, { name, emails, company_id: company }));
      createOpportunity(state, { name: deal, primary_contact_id: contact, company_id: company });
    },
  };
}

function idOf(record: unknown): number {
  return (record as { id: number }).id;
}
