import type { Crm } from '../../lib/crm/crm';
import type { Capabilities, Connection } from '../../lib/domain/connection';
import type { Failure } from '../../lib/domain/failure';
import { CrmError } from '../../lib/domain/failure';
import type { Company, Contact } from '../../lib/domain/match';
import type { Opportunity, OpportunityPatch } from '../../lib/domain/opportunity';
import { blankOpportunity, FIELDS, STATUSES } from '../../lib/domain/opportunity';
import { EMPTY_CATALOG } from '../../lib/domain/pipeline';

/** The connection its records belong to. */
export const CONNECTION: Connection = {
  id: 'crm',
  crm: 'copper',
  label: 'Copper',
  accountName: 'jo',
  origins: ['https://api.copper.com/*'],
  connectedAt: 0,
  isDefault: false,
};

export const CAPABILITIES: Capabilities = {
  fields: FIELDS,
  statuses: STATUSES,
  isLossReasonRequired: false,
  canDelete: true,
  notes: 'opportunity',
  canListNotes: true,
  filters: ['statuses', 'owners', 'amount'],
  sorts: ['updatedAt', 'title'],
};

/** An opportunity with every field set; `changes` on top. */
export function opportunity(changes: Partial<Opportunity> = {}): Opportunity {
  return {
    ...blankOpportunity({ connection: 'crm', id: '1' }),
    title: 'Lab robots',
    status: 'open',
    pipelineId: 'sales',
    stageId: 'qualified',
    winProbability: 5,
    amount: 84_000,
    currency: 'EUR',
    closeDate: '2026-12-12',
    priority: 'none',
    lossReasonId: null,
    ownerId: null,
    sourceId: null,
    description: null,
    tags: [],
    contactId: 'p1',
    companyId: 'c1',
    companyName: 'Tessella',
    stageChangedAt: null,
    createdAt: '2026-11-01T09:00:00.000Z',
    updatedAt: '2026-11-01T09:00:00.000Z',
    url: null,
    ...changes,
  };
}

type Moment = 'before' | 'after';
type Call = [name: string, ...args: unknown[]];

/**
 * A CRM in memory that keeps a log of its calls and fails where told: `before` it did what it was asked, or `after`,
 * when it has done it and only the answer is lost.
 */
export function scriptedCrm(records: Opportunity[] = [opportunity()]) {
  const opportunities = new Map(records.map((record) => [record.ref.id, record]));
  const contacts: Contact[] = [];
  const companies: Company[] = [];
  const log: Call[] = [];
  const failures: { call: string; when: Moment; failure: Failure }[] = [];
  const gates = new Map<string, Promise<void>>();
  let ids = 100;

  async function perform<Result>(call: Call, work: () => Result): Promise<Result> {
    log.push(call);
    await gates.get(call[0]);
    const index = failures.findIndex((one) => one.call === call[0]);
    const failure = index < 0 ? undefined : failures.splice(index, 1)[0];
    if (failure?.when === 'before') throw new CrmError(failure.failure);
    const result = work();
    if (failure) throw new CrmError(failure.failure);
    return result;
  }

  function find(id: string): Opportunity {
    const record = opportunities.get(id);
    if (!record) throw new CrmError({ kind: 'not-found' });
    return record;
  }

  function put(record: Opportunity): Opportunity {
    opportunities.set(record.ref.id, record);
    return record;
  }

  const crm: Crm = {
    lookup: (question) =>
      perform(['lookup', question.address], () => {
        const contact = contacts.find(({ addresses }) => addresses.includes(question.address)) ?? null;
        const matches = [...opportunities.values()]
          .filter(({ contactId }) => contactId === contact?.id)
          .map((record) => ({ reason: 'primary-contact' as const, opportunity: record }));
        return { contact, company: null, matches };
      }),
    // Two at a time, so that a few records make several parts.
    search: (request, from) =>
      perform(['search', request, from], () => {
        const all = [...opportunities.values()];
        const start = Number(from ?? 0);
        const next = start + 2 < all.length ? String(start + 2) : null;
        return { opportunities: all.slice(start, start + 2), next, total: all.length };
      }),
    listOpen: () => perform(['listOpen'], () => ({ opportunities: [...opportunities.values()], isTruncated: false })),
    catalog: () => perform(['catalog'], () => EMPTY_CATALOG),
    listNotes: (id) => perform(['listNotes', id], () => []),
    addNote: (note) => perform(['addNote', note], () => undefined),
    read: (id) => perform(['read', id], () => find(id)),
    update: (id, patch) => perform(['update', id, patch], () => put({ ...find(id), ...patch })),
    createOpportunity: (draft, context) =>
      perform(['createOpportunity', draft, context], () =>
        put(
          opportunity({
            ...draft,
            ...context,
            ref: { connection: 'crm', id: String(ids++) },
            createdAt: new Date().toISOString(),
          }),
        ),
      ),
    deleteOpportunity: (id) => perform(['deleteOpportunity', id], () => void opportunities.delete(id)),
    findContact: (address) =>
      perform(['findContact', address], () => contacts.find(({ addresses }) => addresses.includes(address)) ?? null),
    createContact: ({ name, address, companyId }) =>
      perform(['createContact', address], () => {
        const contact = {
          id: `p${ids++}`,
          name,
          addresses: [address],
          title: null,
          companyId,
          companyName: null,
          url: null,
        };
        contacts.push(contact);
        return contact;
      }),
    deleteContact: (id) =>
      perform(['deleteContact', id], () => {
        contacts.splice(0, contacts.length, ...contacts.filter((contact) => contact.id !== id));
      }),
    findCompany: (domain) =>
      perform(['findCompany', domain], () => companies.find((one) => one.domain === domain) ?? null),
    createCompany: ({ name, domain }) =>
      perform(['createCompany', domain], () => {
        const company = { id: `c${ids++}`, name, domain };
        companies.push(company);
        return company;
      }),
    deleteCompany: (id) =>
      perform(['deleteCompany', id], () => {
        companies.splice(0, companies.length, ...companies.filter((company) => company.id !== id));
      }),
  };

  return {
    crm,
    /** Answers a call as the others are: it is noted, held and made to fail. */
    perform,
    put,
    contacts,
    companies,
    /** What was asked, in order. */
    log,
    calls: (name: string) => log.filter(([called]) => called === name),
    held: () => [...opportunities.values()],
    get: find,
    /** Somebody else deletes a record. */
    remove: (id: string) => opportunities.delete(id),
    /** Somebody else changes a record. */
    meanwhile: (id: string, patch: OpportunityPatch & Partial<Pick<Opportunity, 'updatedAt'>>) =>
      put({ ...find(id), ...patch }),
    /** The next call of that name fails. */
    fail: (call: string, when: Moment, failure: Failure) => failures.push({ call, when, failure }),
    /** One failure that was to come does not; false where there is none. */
    heal: () => failures.pop() !== undefined,
    /** The calls held so far never come back: their worker died. Later ones go through. */
    abandon: (call: string) => void gates.delete(call),
    /** Calls of that name wait until the returned function is called. */
    hold(call: string): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      gates.set(call, promise);
      return () => {
        gates.delete(call);
        resolve();
      };
    },
  };
}
