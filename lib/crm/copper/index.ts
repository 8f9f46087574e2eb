import { CrmError } from '../../domain/failure';
import { mergeMatches, type PersonAnswer } from '../../domain/match';
import { STATUSES } from '../../domain/opportunity';
import type { Crm, CrmAdapter, CrmContext } from '../crm';
import type { HttpOptions } from '../http';
import { createCopperApi } from './api';
import { createChanges } from './changes';
import { readChoices } from './choices';
import { createCompany, createPerson } from './contacts';
import { type CopperCredentials, copperCredentials } from './credentials';
import type { Definitions } from './definitions';
import { COPPER_FILTERS } from './filters';
import { findCompany, findPerson } from './find';
import { createHabits } from './habits';
import { toWireId } from './ids';
import { type Findings, lookUp } from './lookup';
import { lookUpKnown } from './lookup-known';
import { toCompany, toContact } from './map';
import { addNote, listNotes, type UserNames } from './notes';
import { searchAll } from './pages';
import { createRecords } from './records';
import { create, update } from './save';
import { createSearcher, type SearchWorld } from './search';
import { COPPER_SORTS } from './sorts';
import type { WireCompany, WireOpportunity, WirePerson } from './wire';
import { COPPER_FIELDS } from './write';

/** What tests shorten. */
export type CopperOptions = Partial<Pick<HttpOptions, 'baseUrl' | 'timeout' | 'totalTimeout' | 'backoff'>>;

/** Copper over its Developer API with a user's API key. */
export const copperAdapter: CrmAdapter<CopperCredentials> = {
  capabilities: {
    fields: COPPER_FIELDS,
    statuses: STATUSES,
    isLossReasonRequired: false,
    canDelete: true,
    notes: 'opportunity',
    canListNotes: true,
    filters: COPPER_FILTERS,
    sorts: COPPER_SORTS,
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
export function openCopper(context: CrmContext<CopperCredentials>, options: CopperOptions = {}): Crm {
  const api = createCopperApi(context.credentials, { fetch: context.fetch, ...options });
  // What a rep's click waits for goes ahead of what the panel asks.
  const urgent = createCopperApi(context.credentials, { fetch: context.fetch, ...options, priority: 'high' });
  // Nobody waits for what fills the mirror.
  const background = createCopperApi(context.credentials, { fetch: context.fetch, ...options, priority: 'low' });
  const records = createRecords(api, urgent, context);
  const { accountId, definitions, links } = records;
  const search = createSearcher();
  const habits = createHabits(context);
  const changes = createChanges(records, context);
  const userNames: UserNames = new Map();

  async function toAnswer(findings: Findings, known: Definitions, signal?: AbortSignal): Promise<PersonAnswer> {
    const { person, company, opportunities } = findings;
    const wire = opportunities.map(({ record }) => record);
    const found = await records.finish(wire, known, signal);
    return {
      contact: person && toContact(person, accountId),
      company: companyOf(person, company),
      matches: mergeMatches(opportunities.map(({ reason }, index) => ({ reason, opportunity: found[index]! }))),
    };
  }

  return {
    async lookup(question, signal, known) {
      const asked = { api, habits, signal };
      const finish = {
        opportunities: async (found: readonly WireOpportunity[]) =>
          records.finish(found, await definitions.tryGet(), signal),
        answer: async (findings: Findings) => toAnswer(findings, await definitions.tryGet(), signal),
      };
      const quick = known && (await lookUpKnown(asked, question, known, finish));
      if (quick) return quick;
      const [findings, fields] = await Promise.all([lookUp(asked, question), definitions.tryGet()]);
      // Where the contact is there all the same, it is their related items that are not.
      if (known?.contact && known.contact.id === findings.person?.id) habits.isRelatedHidden = true;
      return toAnswer(findings, fields, signal);
    },
    changes: ({ isAwaited, ...asked }) => changes(isAwaited ? api : background, asked),
    async search(request, from, signal) {
      const known = definitions.tryGet();
      const world: SearchWorld = {
        api,
        definitions: request.filters.custom ? await definitions.get() : new Map(),
        map: async (found) => records.map(found, await known),
        finish: async (found) => records.finish(found, await known, signal),
      };
      return search(world, request, from, signal);
    },
    async listOpen(signal) {
      const open = searchAll((body) => api.searchOpportunities(body, signal), { status_ids: [0] });
      const opportunities = await records.many(
        open.then(({ items }) => items),
        signal,
      );
      return { opportunities, isTruncated: (await open).isTruncated };
    },
    catalog: (signal) => readChoices(api, { definitions, links, userNames }, signal),

    async read(id) {
      const path = `${toWireId(id)}`;
      return records.whole(path, urgent.readOpportunity(path));
    },
    update: async (id, patch, before) => update(urgent, records, `${toWireId(id)}`, patch, before),
    async createOpportunity(draft, { contactId, companyId }) {
      const attached = {
        primary_contact_id: toWireId(contactId),
        ...(companyId === null ? {} : { company_id: toWireId(companyId) }),
      };
      return create(urgent, records, draft, attached);
    },
    deleteOpportunity: async (id) => urgent.remove('opportunities', `${toWireId(id)}`),
    listNotes: (id, signal) => listNotes(api, userNames, id, signal),
    addNote: (note) => addNote(urgent, note),

    async findContact(address) {
      const person = await findPerson(urgent, address);
      return person && toContact(person, accountId);
    },
    createContact: async (contact) => toContact(await createPerson(urgent, contact), accountId),
    deleteContact: async (id) => urgent.remove('people', `${toWireId(id)}`),
    async findCompany(domain) {
      const company = await findCompany(urgent, domain);
      return company && toCompany(company);
    },
    createCompany: async (company) => toCompany(await createCompany(urgent, company)),
    deleteCompany: async (id) => urgent.remove('companies', `${toWireId(id)}`),
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
