import { CrmError } from '../../domain/failure';
import { mergeMatches } from '../../domain/match';
import type { Crm, CrmAdapter, CrmContext } from '../crm';
import type { HttpOptions } from '../http';
import { createAccount } from './account';
import { createOutreachApi, type OutreachApi } from './api';
import { createChanges } from './changes';
import { readChoices } from './choices';
import { addNote, createAccountFor, createContact, findContact } from './contacts';
import { isOwnApp, outreachCredentials, type OutreachCredentials } from './credentials';
import { lookUpKnown } from './known';
import { findAccount, type Found, lookUp } from './lookup';
import { toCompany, toContact } from './map';
import { createExchange } from './oauth';
import { listOpen } from './open';
import { createOpportunity, readOpportunity, updateOpportunity } from './save';
import { OUTREACH_FILTERS, OUTREACH_SORTS, searchPart } from './search';
import { signInToOutreach } from './sign-in';
import { createTokenSource, withTokens } from './tokens';
import { toWireId, WRITABLE } from './write';

/** What tests shorten. */
export type OutreachOptions = Partial<Pick<HttpOptions, 'baseUrl' | 'timeout' | 'totalTimeout' | 'backoff'>> & {
  /** Milliseconds a record waits for the custom fields' types. */
  patience?: number;
  /** Records of a page of changes. */
  pageSize?: number;
};

/** Outreach over its REST API v2, with an app of the rep's own or with a pasted access token. */
export const outreachAdapter: CrmAdapter<OutreachCredentials> = {
  capabilities: {
    fields: WRITABLE,
    // A status follows from the stage and can't be written.
    statuses: [],
    isLossReasonRequired: false,
    canDelete: true,
    notes: 'contact',
    // A note does not tell which opportunity it is shown with.
    canListNotes: false,
    filters: OUTREACH_FILTERS,
    sorts: OUTREACH_SORTS,
  },
  credentials: outreachCredentials,
  // 10,000 per hour and user.
  requestsPerMinute: 166,
  open: (context) => openOutreach(context),
  signIn: signInToOutreach,
  async identify({ credentials, fetch }) {
    const accessToken = isOwnApp(credentials) ? credentials.tokens?.accessToken : credentials.accessToken;
    if (!accessToken) throw new CrmError({ kind: 'unauthorized' });
    const api = createOutreachApi({ fetch, headers: bearer(accessToken), ...baseOf(credentials) });
    const [root] = await Promise.all([
      // Only the account's name comes of it.
      api.root().catch(() => null),
      api.users({ 'page[size]': '1', count: 'false' }),
    ]);
    return { accountName: root?.meta.user.email ?? '', facts: {} };
  },
};

/** One Outreach account. Holds what it learns of the account, nothing of its records. */
export function openOutreach(
  context: CrmContext<OutreachCredentials>,
  { patience, pageSize, ...options }: OutreachOptions = {},
): Crm {
  const { api, urgent, idle } = connect(context, options);
  // Also where it is a lookup that asks for the fields' types: a write may wait for the same answer.
  const account = createAccount(urgent, context, patience);

  async function toOne(work: Promise<Found>) {
    // The definitions are asked for at the same time.
    const [found] = await Promise.all([work, account.prepare()]);
    const [opportunity] = await account.toOpportunities([found]);
    if (!opportunity) throw new CrmError({ kind: 'internal', reason: 'nothing mapped' });
    return opportunity;
  }

  return {
    async lookup(question, signal, known) {
      const short = known && (await lookUpKnown(api, account, question, known, signal));
      if (short) return short;
      const [{ prospect, accounts, account: company, opportunities }] = await Promise.all([
        lookUp(api, question, account.prospectFilter, signal),
        account.prepare(),
      ]);
      const mapped = await account.toOpportunities(opportunities);
      return {
        contact: prospect && toContact(prospect, accounts),
        company: company ? toCompany(company) : null,
        matches: mergeMatches(
          mapped.map((opportunity, index) => ({ reason: opportunities[index]?.reason ?? null, opportunity })),
        ),
      };
    },
    changes: createChanges({ ...context, awaited: api, idle, account, pageSize }),
    async search(request, from, signal) {
      if (request.filters.custom) await account.requireFields();
      return searchPart(api, request, from, (found) => account.toOpportunities(found), signal);
    },
    async listOpen(signal) {
      const { found, isTruncated } = await listOpen(api, signal);
      const opportunities = await account.toOpportunities(found);
      return { opportunities: opportunities.filter(({ status }) => status === 'open' || status === ''), isTruncated };
    },
    catalog: (signal) => readChoices(api, account.fields(), signal),

    read: async (id) => toOne(readOpportunity(urgent, id)),
    update: async (id, patch) => toOne(updateOpportunity(urgent, id, patch, await account.writing(patch))),
    createOpportunity: async (draft, of) => toOne(createOpportunity(urgent, draft, of, await account.writing(draft))),
    deleteOpportunity: async (id) => urgent.remove('opportunities', `${toWireId(id)}`),
    listNotes: () => Promise.resolve([]),
    addNote: (note) => addNote(urgent, note),

    findContact: (address) => findContact(urgent, address),
    createContact: (contact) => createContact(urgent, contact),
    deleteContact: async (id) => urgent.remove('prospects', `${toWireId(id)}`),
    async findCompany(domain) {
      const found = await findAccount(urgent, domain);
      return found && toCompany(found);
    },
    createCompany: async (company) => toCompany(await createAccountFor(urgent, company)),
    deleteCompany: async (id) => urgent.remove('accounts', `${toWireId(id)}`),
  };
}

/** The account's endpoints, for what the panel asks, and with what goes before and after it. */
interface Endpoints {
  api: OutreachApi;
  /** For what a rep's click waits for. */
  urgent: OutreachApi;
  /** For what nobody waits for. */
  idle: OutreachApi;
}

/** The endpoints under the account's credentials. */
function connect(
  { credentials, vault, fetch }: CrmContext<OutreachCredentials>,
  options: Omit<OutreachOptions, 'patience' | 'pageSize'>,
): Endpoints {
  const shared = { ...baseOf(credentials), ...options };
  if (!isOwnApp(credentials)) {
    return endpointsOf({ ...shared, fetch, headers: bearer(credentials.accessToken) });
  }
  const tokens = createTokenSource(credentials, vault, createExchange(credentials, { ...shared, fetch }));
  return endpointsOf({ ...shared, fetch: withTokens(fetch, tokens) });
}

function endpointsOf(options: Parameters<typeof createOutreachApi>[0]): Endpoints {
  return {
    api: createOutreachApi(options),
    urgent: createOutreachApi({ ...options, priority: 'high' }),
    idle: createOutreachApi({ ...options, priority: 'low' }),
  };
}

function bearer(accessToken: string): Record<string, string> {
  return { Authorization: `Bearer ${accessToken}` };
}

function baseOf({ baseUrl }: OutreachCredentials): { baseUrl?: string } {
  return baseUrl ? { baseUrl } : {};
}
