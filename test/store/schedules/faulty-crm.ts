import type { Crm } from '../../../lib/crm/crm';
import type { Failure } from '../../../lib/domain/failure';
import { CrmError, toFailure } from '../../../lib/domain/failure';
import type { Match, PersonAnswer } from '../../../lib/domain/match';
import { mergeMatches } from '../../../lib/domain/match';
import type { PersonQuestion } from '../../../lib/domain/lookup';
import { EMPTY_CATALOG } from '../../../lib/domain/pipeline';
import type { Weather } from '../store';
import type { CrmServer } from './crm-server';
import type { Life, Turns } from './turns';

/**
 * What may become of a call. `-before`: nothing was done; `-after`: it was, and only the answer is lost. `resend`:
 * Chromium sends a request of its own accord again.
 */
export const FAULTS = {
  read: ['busy', 'error-before', 'hang-before', 'drop-before', 'refusal'],
  write: [
    'busy',
    'error-before',
    'error-after',
    'hang-before',
    'hang-after',
    'drop-before',
    'drop-after',
    'garbled-after',
    'refusal',
  ],
  create: ['error-before', 'error-after', 'hang-after', 'drop-after', 'garbled-after', 'refusal', 'resend', 'resend'],
} as const;
/** Calls that ask, that change or remove, and that make an opportunity. */
export type CallKind = keyof typeof FAULTS;
export type Fault = (typeof FAULTS)[CallKind][number] | 'none';

/** How long a call that hangs takes to be given up, milliseconds. */
const PATIENCE = 15_000;
/** How long a CRM that is too busy wants to be left alone, milliseconds. */
const BUSY = 7_000;

interface Wire {
  server: CrmServer;
  turns: Turns;
  life: Life;
  weather: Weather;
  /** What becomes of the next call. */
  nextFault(call: CallKind): Fault;
  /** Reports what must never be. */
  accuse(what: string): void;
}

type Answer<Result> = { value: Result } | { failure: Failure };

/** A CRM server at the other end of a bad line; each call takes two turns, one to get there and one to be answered. */
export function faultyCrm({ server, turns, life, weather, nextFault, accuse }: Wire): Crm {
  const writing = new Set<string>();

  function failureOf(fault: Fault, isWrite: boolean): Failure | null {
    if (fault === 'busy') return { kind: 'rate-limited', retryAt: weather.now + BUSY };
    if (fault.startsWith('error')) return { kind: 'server', status: 500 };
    if (fault.startsWith('hang')) return { kind: 'timeout' };
    if (fault.startsWith('drop')) return { kind: 'offline' };
    if (fault.startsWith('garbled')) return { kind: 'malformed', where: 'the answer' };
    if (fault !== 'refusal') return null;
    return isWrite ? { kind: 'invalid', reason: 'No.', field: 'title' } : { kind: 'forbidden' };
  }

  async function call<Result>(kind: CallKind, work: () => Result): Promise<Result> {
    const fault = nextFault(kind);
    let [done, end] = [0, 0];
    const answer = await turns.wait(life, 'crm', async (): Promise<Answer<Result>> => {
      if (!weather.isOnline) return { failure: { kind: 'offline' } };
      const failure = failureOf(fault, kind !== 'read');
      if (failure && !fault.endsWith('-after')) return { failure };
      try {
        done = server.journal.length;
        const first = structuredClone(work());
        const value = fault === 'resend' ? structuredClone(work()) : first;
        end = server.journal.length;
        for (const entry of server.journal.slice(done, end)) entry.isUnanswered = true;
        return failure ? { failure } : { value };
      } catch (error) {
        if (error instanceof CrmError) return { failure: failure ?? error.failure };
        throw error;
      }
    });
    const from = 'failure' in answer && answer.failure.kind === 'timeout' ? weather.now + PATIENCE : weather.now;
    await turns.wait(life, 'crm', async () => undefined, from);
    if ('failure' in answer) throw new CrmError(answer.failure);
    for (const entry of server.journal.slice(done, end)) entry.isUnanswered = false;
    return answer.value;
  }

  /** One write of a record at a time. */
  async function alone<Result>(id: string, work: () => Promise<Result>): Promise<Result> {
    if (writing.has(id)) accuse(`two writes of ${id} at once`);
    writing.add(id);
    try {
      return await work();
    } finally {
      writing.delete(id);
    }
  }

  function lookUp({ address, domain }: PersonQuestion): PersonAnswer {
    const contact = server.contacts.find(({ addresses }) => addresses.includes(address)) ?? null;
    const companyOf = () => server.companies.find((company) => domain !== null && company.domain === domain) ?? null;
    const company = server.companies.find(({ id }) => id === contact?.companyId) ?? companyOf();
    const all = [...server.opportunities.values()];
    const own = all.filter(({ contactId }) => contact !== null && contactId === contact.id);
    const others = all.filter(({ companyId }) => company !== null && companyId === company.id);
    const found: Match[] = [
      ...own.map((opportunity) => ({ reason: 'primary-contact' as const, opportunity })),
      ...others.map((opportunity) => ({ reason: 'same-company' as const, opportunity })),
    ];
    return { contact, company, matches: mergeMatches(found) };
  }

  const ask = <Result>(work: () => Result) => call('read', work);
  const tell = <Result>(work: () => Result) => call('write', work);

  return {
    lookup: (question) => ask(() => lookUp(question)),
    search: () => ask(() => ({ opportunities: [], next: null, total: 0 })),
    listOpen: () => ask(() => ({ opportunities: [], isTruncated: false })),
    catalog: () => ask(() => EMPTY_CATALOG),
    listNotes: () => ask(() => []),
    addNote: () => tell(() => undefined),
    read: (id) => ask(() => server.read(id)),
    update: (id, patch, before) => alone(id, () => tell(() => server.write(id, patch, 'us', before))),
    createOpportunity: (draft, context) => call('create', () => server.create(draft, context)),
    deleteOpportunity: (id) =>
      alone(id, () => tell(() => server.delete('opportunity', id))).catch((error: unknown) => {
        if (toFailure(error).kind === 'invalid') server.undeletable.add(id);
        throw error;
      }),
    findContact: (address) => ask(() => server.contacts.find(({ addresses }) => addresses.includes(address)) ?? null),
    createContact: (contact) => tell(() => server.createContact(contact)),
    deleteContact: (id) => tell(() => server.delete('contact', id)),
    findCompany: (domain) => ask(() => server.companies.find((company) => company.domain === domain) ?? null),
    createCompany: (company) => tell(() => server.createCompany(company)),
    deleteCompany: (id) => tell(() => server.delete('company', id)),
  };
}
