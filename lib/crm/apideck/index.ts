import { CrmError } from '../../domain/failure';
import { STATUSES } from '../../domain/opportunity';
import type { NoteDraft } from '../../domain/note';
import type { Crm, CrmAdapter, CrmContext } from '../crm';
import type { HttpOptions } from '../http';
import { NotAuthorised, Unsupported } from './answers';
import { type ApideckApi, createApideckApi } from './api';
import { listChanges } from './changes';
import { readChoices } from './choices';
import { createCompany, createContact, findCompany, findContacts } from './contacts';
import { apideckCredentials, type ApideckCredentials } from './credentials';
import { findStranger, lookUpKnown, strangerOf, toAnswer } from './known';
import { lookUp } from './lookup';
import { toCompany, toContact, toOpportunity, toPathId } from './map';
import { listOpen } from './open';
import { createMemory } from './memory';
import { parsePassThrough } from './pass-through';
import { createOpportunity, updateOpportunity } from './save';
import { APIDECK_FILTERS, APIDECK_SORTS, searchPart } from './search';
import { createSession } from './session';
import type { WireOpportunity } from './wire';
import { WRITABLE } from './write';

/** What tests shorten. */
export type ApideckOptions = Partial<Pick<HttpOptions, 'baseUrl' | 'timeout' | 'totalTimeout' | 'backoff'>>;

/** Any CRM that Apideck's Unified CRM API connects, with an application's own key or through a team's proxy. */
export const apideckAdapter: CrmAdapter<ApideckCredentials> = {
  capabilities: {
    fields: WRITABLE,
    statuses: STATUSES,
    isLossReasonRequired: false,
    canDelete: true,
    notes: 'opportunity',
    // Notes have no filter by opportunity.
    canListNotes: false,
    filters: APIDECK_FILTERS,
    sorts: APIDECK_SORTS,
  },
  credentials: apideckCredentials,
  // Apideck has no limit of its own; this keeps below most of those behind it.
  requestsPerMinute: 300,
  open: (context) => openApideck(context),
  async identify({ credentials, fetch }) {
    const { consumerId, serviceId } = credentials;
    const api = createApideckApi(credentials, { fetch });
    const answer = await api.opportunities({ limit: 1 }).catch(explainRefusal);
    const service = answer.service ?? serviceId;
    return { accountName: [consumerId, service].filter(Boolean).join(' · '), facts: service ? { service } : {} };
  },
};

/** One CRM behind Apideck. Holds what it learns of the connector, nothing of its records. */
export function openApideck(context: CrmContext<ApideckCredentials>, options: ApideckOptions = {}): Crm {
  const { connection, credentials, fetch } = context;
  const memory = createMemory(context);
  const session = createSession(createApideckApi(credentials, { fetch, ...options }), memory);
  // What a rep's click waits for goes ahead of what the panel asks.
  const urgent = createSession(createApideckApi(credentials, { fetch, ...options, priority: 'high' }), memory);
  // What nobody waits for goes last.
  const idle = createSession(createApideckApi(credentials, { fetch, ...options, priority: 'low' }), memory);
  // Checked when it was typed in.
  const passThrough = parsePassThrough(credentials.passThrough) ?? [];
  const toOne = async (work: Promise<WireOpportunity>) => toOpportunity(await work, connection);

  return {
    async lookup(question, signal, known) {
      if (known?.contact) {
        const answer = await lookUpKnown(session, connection, question, { ...known, contact: known.contact }, signal);
        if (answer) return answer;
      }
      const isStranger = known !== undefined && known.contact === null;
      const contacts = isStranger ? await findStranger(session, question.address, signal) : undefined;
      if (known && contacts?.length === 0) return strangerOf(known);
      return toAnswer(await lookUp(session, question, signal, contacts), connection);
    },
    changes: ({ isAwaited = false, ...list }) => listChanges(isAwaited ? session : idle, connection, list),
    search: (request, from, signal) => searchPart(session, connection, request, from, signal),
    listOpen: (signal) => listOpen(session, connection, signal),
    catalog: (signal) => readChoices(session, signal),

    read: async (id) => toOne(urgent.read(toPathId(id))),
    update: (id, patch, before) => updateOpportunity(urgent, connection, id, patch, before, passThrough),
    createOpportunity: (draft, of) => toOne(createOpportunity(urgent, draft, of, passThrough)),
    deleteOpportunity: async (id) => urgent.api.remove('opportunities', toPathId(id)),
    listNotes: () => Promise.resolve([]),
    addNote: (note) => addNote(urgent.api, note),

    async findContact(address) {
      const [contact] = await findContacts(urgent, address);
      return contact ? toContact(contact) : null;
    },
    createContact: async (contact) => toContact(await createContact(urgent, contact)),
    deleteContact: async (id) => urgent.api.remove('contacts', toPathId(id)),
    async findCompany(domain) {
      const company = await findCompany(urgent, domain);
      return company && toCompany(company);
    },
    createCompany: async (company) => toCompany(await createCompany(urgent, company)),
    deleteCompany: async (id) => urgent.api.remove('companies', toPathId(id)),
  };
}

const MAX_TITLE = 80;

/** Some CRMs title their notes: the first line is the title, and stands in the text as well. */
async function addNote(api: ApideckApi, { text, opportunityId }: NoteDraft): Promise<void> {
  const [title = ''] = text.trim().split('\n');
  await api.createNote({
    title: title.trim().slice(0, MAX_TITLE) || 'Note',
    content: text,
    opportunity_id: toPathId(opportunityId),
  });
}

/** The rep is connecting: these two are for somebody to put right in Apideck, not on the options page. */
function explainRefusal(error: unknown): never {
  const reason =
    error instanceof NotAuthorised
      ? "The consumer's CRM is not authorised in Apideck: connect it in Apideck Vault first"
      : error instanceof Unsupported && 'This CRM has no opportunities in Apideck';
  if (reason) throw new CrmError({ kind: 'invalid', reason, field: null });
  throw error;
}
