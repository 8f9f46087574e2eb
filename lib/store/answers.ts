import type { Crm } from '../crm/crm';
import type { Failure } from '../domain/failure';
import { toFailure } from '../domain/failure';
import type { PersonQuestion } from '../domain/lookup';
import type { Company, Contact, Match } from '../domain/match';
import type { ConnectionId, Opportunity } from '../domain/opportunity';
import type { AnswerRow, Database } from './database';
import type { Records } from './records';

/** How long an answer is good enough not to ask again, milliseconds. */
export const FRESH = { person: 20_000, open: 5 * 60_000, search: 20_000, catalog: 10 * 60_000 };

export const questionKey = {
  person: (address: string) => `person:${address}`,
  search: (text: string) => `search:${text.toLowerCase()}`,
  open: 'open',
};

/** What the answers need from the worker. */
export interface AnswersContext {
  db: Database;
  records: Records;
  openCrm(connection: ConnectionId): Promise<Crm>;
  now(): number;
  /** Something that may be shown has changed. */
  changed(): void;
  /** How the connection did: the options page shows its state. */
  report(connection: ConnectionId, failure: Failure | null): Promise<void>;
}

interface Found {
  contact: Contact | null;
  company: Company | null;
  matches: Match[];
  isTruncated: boolean;
}

/** Questions to one connection. Each resolves when the answer or the failure is stored; none throws. */
export interface Answers {
  askPerson(connection: ConnectionId, question: PersonQuestion, maxAge?: number): Promise<void>;
  askSearch(connection: ConnectionId, text: string): Promise<void>;
  askOpen(connection: ConnectionId, maxAge?: number): Promise<void>;
  askCatalog(connection: ConnectionId, maxAge?: number): Promise<void>;
  /** Puts a just created opportunity into the answer about its person, so that it shows before the CRM is asked again. */
  add(opportunity: Opportunity, address: string, contact: Contact | null, company: Company | null): Promise<void>;
}

/** Answers over the worker's database; the same question in flight is asked once. */
export function createAnswers(context: AnswersContext): Answers {
  const { db, now, changed } = context;
  const inFlight = new Map<string, Promise<void>>();

  function once(key: string, work: () => Promise<void>): Promise<void> {
    const running = inFlight.get(key) ?? work().finally(() => inFlight.delete(key));
    inFlight.set(key, running);
    return running;
  }

  async function ask(
    connection: ConnectionId,
    question: string,
    maxAge: number,
    fetchAnswer: (crm: Crm) => Promise<Found>,
  ): Promise<void> {
    const before = (await db.get('answers', [connection, question])) ?? emptyRow(connection, question);
    const isBlocked = before.failure?.kind === 'rate-limited' && before.failure.retryAt > now();
    const isFresh = before.status === 'ready' && before.asOf !== null && now() - before.asOf < maxAge;
    if (isFresh || isBlocked) return;
    await db.put('answers', { ...before, status: 'loading' });
    changed();
    const askedAt = now();
    try {
      const found = await fetchAnswer(await context.openCrm(connection));
      await store(found, askedAt, { connection, question });
      await context.report(connection, null);
    } catch (error) {
      const failure = toFailure(error);
      await db.put('answers', { ...before, status: 'failed', failure });
      await context.report(connection, failure);
    }
    changed();
  }

  async function store(found: Found, askedAt: number, row: Pick<AnswerRow, 'connection' | 'question'>): Promise<void> {
    const opportunities = found.matches.map((match) => match.opportunity);
    const tx = db.transaction(['answers', 'opportunities'], 'readwrite');
    for (const opportunity of context.records.stillCurrent(opportunities, askedAt)) {
      void tx.objectStore('opportunities').put(opportunity);
    }
    void tx.objectStore('answers').put({
      ...row,
      status: 'ready',
      failure: null,
      asOf: now(),
      contact: found.contact,
      company: found.company,
      matches: found.matches.map(({ reason, opportunity }) => ({ reason, id: opportunity.ref.id })),
      isTruncated: found.isTruncated,
    });
    await tx.done;
  }

  const asFound = ({ opportunities, isTruncated }: Awaited<ReturnType<Crm['listOpen']>>): Found => ({
    contact: null,
    company: null,
    matches: opportunities.map((opportunity) => ({ reason: null, opportunity })),
    isTruncated,
  });

  return {
    askPerson(connection, question, maxAge = FRESH.person) {
      const key = questionKey.person(question.address);
      return once(`${connection} ${key}`, () =>
        ask(connection, key, maxAge, async (crm) => ({ ...(await crm.lookup(question)), isTruncated: false })),
      );
    },
    askSearch(connection, text) {
      const key = questionKey.search(text);
      return once(`${connection} ${key}`, () =>
        ask(connection, key, FRESH.search, async (crm) => asFound(await crm.search(text))),
      );
    },
    askOpen(connection, maxAge = FRESH.open) {
      return once(`${connection} open`, () =>
        ask(connection, questionKey.open, maxAge, async (crm) => asFound(await crm.listOpen())),
      );
    },
    askCatalog(connection, maxAge = FRESH.catalog) {
      return once(`${connection} catalog`, async () => {
        const row = await db.get('catalogs', connection);
        if (row && now() - row.asOf < maxAge) return;
        // A failure here shows with the answer asked for at the same time; the last known catalog stays.
        const catalog = await context
          .openCrm(connection)
          .then((crm) => crm.catalog())
          .catch(() => undefined);
        if (!catalog) return;
        await db.put('catalogs', { connection, catalog, asOf: now() });
        changed();
      });
    },
    async add(opportunity, address, contact, company) {
      const { connection, id } = opportunity.ref;
      const question = questionKey.person(address);
      const tx = db.transaction('answers', 'readwrite');
      const row = (await tx.store.get([connection, question])) ?? emptyRow(connection, question);
      const matches = [{ reason: 'primary-contact' as const, id }, ...row.matches.filter((match) => match.id !== id)];
      await tx.store.put({ ...row, matches, contact: contact ?? row.contact, company: company ?? row.company });
      await tx.done;
    },
  };
}

function emptyRow(connection: ConnectionId, question: string): AnswerRow {
  return {
    connection,
    question,
    status: 'loading',
    failure: null,
    asOf: null,
    contact: null,
    company: null,
    matches: [],
    isTruncated: false,
  };
}
