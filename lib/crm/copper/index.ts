import { CrmError } from '../../domain/failure';
import { mergeMatches } from '../../domain/match';
import { FIELDS, type OpportunityPatch } from '../../domain/opportunity';
import type { Crm, CrmAdapter, CrmContext } from '../crm';
import type { HttpOptions } from '../http';
import { createCopperApi } from './api';
import { readChoices } from './choices';
import { sendWithDate } from './close-date';
import { createCompany, createPerson } from './contacts';
import { type CopperCredentials, copperCredentials } from './credentials';
import { createDateFormat, readOrder } from './dates';
import { findCompany, findPerson, lookUp } from './lookup';
import { toCompany, toContact, toOpportunity, toWire, toWireId } from './map';
import { searchAll } from './pages';
import { searchText } from './search';
import type { WireCompany, WireOpportunity, WirePerson } from './wire';

/** What tests shorten. */
export type CopperOptions = Partial<Pick<HttpOptions, 'baseUrl' | 'timeout' | 'totalTimeout' | 'backoff'>>;

/** Copper over its Developer API with a user's API key. */
export const copperAdapter: CrmAdapter<CopperCredentials> = {
  capabilities: {
    fields: FIELDS,
    isLossReasonRequired: false,
    canDelete: true,
  },
  credentials: copperCredentials,
  requestsPerMinute: 180,
  open: (context) => openCopper(context),
  async identify({ credentials, fetch }) {
    const api = createCopperApi(credentials, { fetch });
    // Only links into Copper need the account's number; they are left out where it can't be had.
    const [{ email, name }, account] = await Promise.all([
      api.me().catch(whenMissing),
      api.account().catch(() => null),
    ]);
    return { accountName: email ?? name ?? credentials.email, facts: account ? { accountId: account.id } : {} };
  },
};

/** One Copper account. Holds what it learns of the account, nothing of its records. */
export function openCopper(
  { connection, credentials, fetch, facts, learn }: CrmContext<CopperCredentials>,
  options: CopperOptions = {},
): Crm {
  const api = createCopperApi(credentials, { fetch, ...options });
  const dates = createDateFormat(readOrder(facts.dateOrder), (dateOrder) => learn({ dateOrder }));
  const accountId = facts.accountId ?? null;
  const context = { connection, accountId, dates };

  async function toOpportunities(work: Promise<{ items: WireOpportunity[]; isTruncated: boolean }>) {
    const { items, isTruncated } = await work;
    dates.learn(items.map(({ close_date }) => close_date));
    return { opportunities: items.map((record) => toOpportunity(record, context)), isTruncated };
  }

  async function toOne(work: Promise<WireOpportunity>) {
    const record = await work;
    dates.learn([record.close_date]);
    return toOpportunity(record, context);
  }

  /** Sends the changed fields, and once more where the close date was misread. */
  function write(patch: OpportunityPatch, send: (json: Record<string, unknown>) => Promise<WireOpportunity>) {
    if (!patch.closeDate) return send(toWire(patch, dates));
    const { closeDate } = patch;
    const again = (id: string) => api.updateOpportunity(id, toWire({ closeDate }, dates));
    return sendWithDate(api, dates, closeDate, { first: () => send(toWire(patch, dates)), again });
  }

  return {
    async lookup(question, signal) {
      const { person, company, opportunities } = await lookUp(api, question, signal);
      dates.learn(opportunities.map(({ record }) => record.close_date));
      return {
        contact: person && toContact(person, accountId),
        company: companyOf(person, company),
        matches: mergeMatches(
          opportunities.map(({ reason, record }) => ({ reason, opportunity: toOpportunity(record, context) })),
        ),
      };
    },
    search: (text, signal) => toOpportunities(searchText(api, text, signal)),
    listOpen: (signal) =>
      toOpportunities(searchAll((body) => api.searchOpportunities(body, signal), { status_ids: [0] })),
    catalog: (signal) => readChoices(api, signal),

    read: async (id) => toOne(api.readOpportunity(`${toWireId(id)}`)),
    async update(id, patch) {
      const path = `${toWireId(id)}`;
      return toOne(write(patch, (json) => api.updateOpportunity(path, json)));
    },
    async createOpportunity(draft, { contactId, companyId }) {
      const links = {
        primary_contact_id: toWireId(contactId),
        ...(companyId === null ? {} : { company_id: toWireId(companyId) }),
      };
      return toOne(write(draft, (json) => api.createOpportunity({ ...json, ...links })));
    },
    deleteOpportunity: async (id) => api.remove('opportunities', `${toWireId(id)}`),

    async findContact(address) {
      const person = await findPerson(api, address);
      return person && toContact(person, accountId);
    },
    createContact: async (contact) => toContact(await createPerson(api, contact), accountId),
    deleteContact: async (id) => api.remove('people', `${toWireId(id)}`),
    async findCompany(domain) {
      const company = await findCompany(api, domain);
      return company && toCompany(company);
    },
    createCompany: async (company) => toCompany(await createCompany(api, company)),
    deleteCompany: async (id) => api.remove('companies', `${toWireId(id)}`),
  };
}

/** The person's own company; for a stranger, or somebody without one, the company of their domain. */
function companyOf(person: WirePerson | null, company: WireCompany | null) {
  if (!person?.company_id || person.company_id === company?.id) return company && toCompany(company);
  return { id: person.company_id, name: person.company_name ?? '', domain: null };
}

/** There is always a user behind a key: where "me" is not found, something else than Copper answered. */
function whenMissing(error: unknown): never {
  if (error instanceof CrmError && error.failure.kind === 'not-found') {
    throw new CrmError({ kind: 'malformed', where: 'GET /users/me: not found' });
  }
  throw error;
}
