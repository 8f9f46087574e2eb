import type { Crm } from '../crm/crm';
import type { Failure } from '../domain/failure';
import { toFailure } from '../domain/failure';
import type { PersonQuestion } from '../domain/lookup';
import type { Company, Contact, Match } from '../domain/match';
import type { ConnectionId, Opportunity } from '../domain/opportunity';
import type { AnswerRow, Database } from './database';
import type { Lifetimes } from './lifetimes';
import type { Records } from './records';

/** How long an answer is good enough not to ask again, milliseconds. */
export const FRESH = { person: 20_000, open: 5 * 60_000, search: 20_000, catalog: 10 * 60_000 };

/** A CRM out of reach gives no sign when it is back: it is asked again this often, milliseconds. */
const OFFLINE_PAUSE = 30_000;

/** The keys answers are kept under. */
export const questionKey = {
  person: (address: string) => `person:${address}`,
  search: (text: string) => `search:${text.toLowerCase()}`,
  open: 'open',
};

/** What the answers need from the worker. */
export interface AnswersContext {
  db: Database;
  records: Records;
  lifetimes: Lifetimes;
  openCrm(connection: ConnectionId): Promise<Crm>;
  now(): number;
  /** Something that may be shown has changed. */
  changed(): void;
  /** How the connection did: the options page shows its state. */
  report(connection: ConnectionId, failure: Failure | null): Promise<void>;
  /** Has unanswered questions asked again at `at` (epoch milliseconds). */
  wakeAt(at: number): void;
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
  askSearch(connection: ConnectionId, text: string, maxAge?: number): Promise<void>;
  askOpen(connection: ConnectionId, maxAge?: number): Promise<void>;
  askCatalog(connection: ConnectionId, maxAge?: number): Promise<void>;
  /** Gives up what is being asked about people other than these: nobody waits for it any more. */
  keepOnly(addresses: ReadonlySet<string>): void;
  /** Puts a just created opportunity into the answer about its person, so that it shows before the CRM is asked again. */
  add(opportunity: Opportunity, address: string, contact: Contact | null, company: Company | null): Promise<void>;
}

/** Answers over the worker's database; the same question in flight is asked once. */
export function createAnswers(context: AnswersContext): Answers {
  const { db, now, changed } = context;
  const inFlight = new Map<string, { question: string; work: Promise<void>; controller: AbortController }>();

  function once([connection, question]: RowKey, begin: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const key = `${connection} ${question}`;
    const running = inFlight.get(key);
    if (running && !running.controller.signal.aborted) return running.work;
    const controller = new AbortController();
    const started = { question, controller, work: begin(controller.signal) };
    inFlight.set(key, started);
    return started.work.finally(() => {
      if (inFlight.get(key) === started) inFlight.delete(key);
    });
  }

  /** Changes a row as it is now: what else came meanwhile stays. */
  async function update(key: RowKey, next: (row: AnswerRow) => AnswerRow, opportunities: Opportunity[] = []) {
    const tx = db.transaction(['answers', 'opportunities'], 'readwrite');
    for (const opportunity of opportunities) void tx.objectStore('opportunities').put(opportunity);
    const row = (await tx.objectStore('answers').get(key)) ?? emptyRow(...key);
    void tx.objectStore('answers').put(next(row));
    await tx.done;
    changed();
  }

  async function ask(
    key: RowKey,
    maxAge: number,
    fetchAnswer: (crm: Crm) => Promise<Found>,
    signal?: AbortSignal,
  ): Promise<void> {
    const [connection] = key;
    const row = await db.get('answers', key);
    const blockedUntil = row?.failure?.kind === 'rate-limited' ? row.failure.retryAt : 0;
    const isFresh = row?.status === 'ready' && row.asOf !== null && now() - row.asOf < maxAge;
    if (isFresh) return;
    if (blockedUntil > now()) {
      // Woken for another question that may go sooner: this one's turn is still to come.
      context.wakeAt(blockedUntil);
      return;
    }
    const isCurrent = context.lifetimes.begin(connection);
    const askedAt = now();
    await update(key, (before) => ({ ...before, status: 'loading' }));
    const found = await context
      .openCrm(connection)
      .then(fetchAnswer)
      .catch((error: unknown) => toFailure(error));
    // Given up: the row stays `loading`, and whoever needs it asks again.
    if (!isCurrent() || signal?.aborted) return;
    if ('kind' in found) {
      await update(key, (before) => ({ ...before, status: 'failed', failure: found }));
      if (found.kind === 'rate-limited') context.wakeAt(found.retryAt);
      if (found.kind === 'offline') context.wakeAt(now() + OFFLINE_PAUSE);
    } else {
      const opportunities = found.matches.map((match) => match.opportunity);
      const current = context.records.stillCurrent(opportunities, askedAt);
      await update(key, (before) => merge(before, found, askedAt, now()), current);
    }
    await context.report(connection, 'kind' in found ? found : null);
  }

  const asFound = ({ opportunities, isTruncated }: Awaited<ReturnType<Crm['listOpen']>>): Found => ({
    contact: null,
    company: null,
    matches: opportunities.map((opportunity) => ({ reason: null, opportunity })),
    isTruncated,
  });

  return {
    askPerson(connection, question, maxAge = FRESH.person) {
      const key: RowKey = [connection, questionKey.person(question.address)];
      return once(key, (signal) =>
        ask(key, maxAge, async (crm) => ({ ...(await crm.lookup(question, signal)), isTruncated: false }), signal),
      );
    },
    askSearch(connection, text, maxAge = FRESH.search) {
      const key: RowKey = [connection, questionKey.search(text)];
      return once(key, () => ask(key, maxAge, async (crm) => asFound(await crm.search(text))));
    },
    askOpen(connection, maxAge = FRESH.open) {
      const key: RowKey = [connection, questionKey.open];
      return once(key, () => ask(key, maxAge, async (crm) => asFound(await crm.listOpen())));
    },
    askCatalog(connection, maxAge = FRESH.catalog) {
      return once([connection, 'catalog'], async () => {
        const row = await db.get('catalogs', connection);
        if (row && !row.failure && now() - row.asOf < maxAge) return;
        const isCurrent = context.lifetimes.begin(connection);
        const found = await context
          .openCrm(connection)
          .then((crm) => crm.catalog())
          .catch((error: unknown) => toFailure(error));
        if (!isCurrent()) return;
        // After a failure the last known one stays.
        const known =
          'kind' in found ? { catalog: row?.catalog ?? null, failure: found } : { catalog: found, failure: null };
        await db.put('catalogs', { connection, asOf: now(), ...known });
        changed();
      });
    },
    keepOnly(addresses) {
      const kept = new Set([...addresses].map((address) => questionKey.person(address)));
      for (const { question, controller } of inFlight.values()) {
        if (question.startsWith(questionKey.person('')) && !kept.has(question)) controller.abort();
      }
    },
    async add(opportunity, address, contact, company) {
      const { connection, id } = opportunity.ref;
      const match = { reason: 'primary-contact' as const, id, addedAt: now() };
      await update(
        [connection, questionKey.person(address)],
        (row) => ({
          ...row,
          matches: [match, ...row.matches.filter((other) => other.id !== id)],
          contact: contact ?? row.contact,
          company: company ?? row.company,
        }),
        [opportunity],
      );
    },
  };
}

type RowKey = [ConnectionId, string];

/**
 * A row with a new answer. What was added while the question, asked at `askedAt`, was on its way is not in the answer
 * yet, and neither is the contact made for it.
 */
function merge(row: AnswerRow, found: Found, askedAt: number, now: number): AnswerRow {
  const answered = found.matches.map(({ reason, opportunity }) => ({ reason, id: opportunity.ref.id }));
  const added = row.matches.filter(
    ({ id, addedAt }) => (addedAt ?? 0) >= askedAt && !answered.some((match) => match.id === id),
  );
  return {
    ...row,
    status: 'ready',
    failure: null,
    asOf: now,
    contact: found.contact ?? (added.length > 0 ? row.contact : null),
    company: found.company ?? (added.length > 0 ? row.company : null),
    matches: [...added, ...answered],
    isTruncated: found.isTruncated,
  };
}

/** Before anybody asked: what a creation adds is an answer too. */
function emptyRow(connection: ConnectionId, question: string): AnswerRow {
  return {
    connection,
    question,
    status: 'ready',
    failure: null,
    asOf: null,
    contact: null,
    company: null,
    matches: [],
    isTruncated: false,
  };
}
