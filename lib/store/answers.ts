import type { Crm } from '../crm/crm';
import type { Capabilities } from '../domain/connection';
import type { Failure } from '../domain/failure';
import { toFailure } from '../domain/failure';
import type { PersonQuestion } from '../domain/lookup';
import type { Company, Contact, MatchReason } from '../domain/match';
import type { ConnectionId, Opportunity } from '../domain/opportunity';
import type { SearchQuery } from '../domain/search';
import { needsCatalog } from '../domain/search';
import type { Found, RowKey } from './answer-row';
import { append, emptyRow, isPartly, merge, questionKey } from './answer-row';
import type { AnswerRow, Change, Database } from './database';
import { LONGEST_WAIT } from './delivery';
import type { Lifetimes } from './lifetimes';
import { FRESH } from './fresh';
import { createInFlight } from './in-flight';
import { keepFound, withoutGone } from './keep-found';
import { putPeople } from './mirror';
import { answerPerson, patienceWith } from './person-answer';
import { isRecent } from './recent';
import type { Records } from './records';
import { fetchPart } from './search-part';
import type { Sync } from './sync';

/** A CRM out of reach gives no sign when it is back: it is asked again this often, milliseconds. */
const OFFLINE_PAUSE = 30_000;

/** What the answers need from the worker. */
export interface AnswersContext {
  db: Database;
  records: Records;
  lifetimes: Lifetimes;
  sync: Pick<Sync, 'catchUp'>;
  openCrm(connection: ConnectionId): Promise<Crm>;
  /** What the connection can do, by what is known of its account so far. */
  capabilitiesOf(connection: ConnectionId): Promise<Capabilities>;
  now(): number;
  /** Something that may be shown has changed. */
  changed(): void;
  /** How the connection did: the options page shows its state. */
  report(connection: ConnectionId, failure: Failure | null): Promise<void>;
  /** Has unanswered questions asked again at `at` (epoch milliseconds). */
  wakeAt(at: number): void;
}

/** Questions to one connection. Each resolves when the answer or the failure is stored; none throws. */
export interface Answers {
  askPerson(connection: ConnectionId, question: PersonQuestion, maxAge?: number): Promise<void>;
  askSearch(connection: ConnectionId, query: SearchQuery, maxAge?: number): Promise<void>;
  /** The next part of a search's results; nothing where there is none, or another part is on its way. */
  askMore(connection: ConnectionId, query: SearchQuery): Promise<void>;
  askOpen(connection: ConnectionId, maxAge?: number): Promise<void>;
  askCatalog(connection: ConnectionId, maxAge?: number): Promise<void>;
  /** Gives up people and searches other than these questions: nobody waits for them any more. */
  keepOnly(questions: ReadonlySet<string>): void;
  /** Puts what was just created or linked into the answer about its person, to be shown before the CRM is asked again. */
  add(address: string, added: Added): Promise<void>;
}

/** An opportunity that became a person's; with the contact and company where they are new. */
export interface Added {
  reason: MatchReason;
  opportunity: Opportunity;
  contact: Contact | null;
  company: Company | null;
}

/** Answers over the worker's database; the same question in flight is asked once. */
export function createAnswers(context: AnswersContext): Answers {
  const { db, now, changed } = context;
  const { once, keepOnly } = createInFlight();

  /** Changes a row as it is now, where the connection still is: what else came meanwhile stays. */
  async function update(
    key: RowKey,
    next: (row: AnswerRow) => AnswerRow,
    { isCurrent = () => true, also }: { isCurrent?: () => boolean; also?: (tx: Change) => Promise<void> } = {},
  ): Promise<void> {
    await db.change(async (tx) => {
      if (!isCurrent()) return;
      await also?.(tx);
      tx.put('answers', next((await tx.get('answers', key)) ?? emptyRow(...key)));
    });
    changed();
  }

  async function ask(
    key: RowKey,
    maxAge: number,
    fetchAnswer: (crm: Crm) => Promise<Found>,
    signal?: AbortSignal,
    combine: typeof merge = merge,
  ): Promise<void> {
    const [connection] = key;
    const row = await db.get('answers', key);
    const retryAt = row?.failure?.kind === 'rate-limited' ? row.failure.retryAt : 0;
    // A clock that was set back must not keep it from being asked for good.
    const blockedUntil = retryAt - now() > LONGEST_WAIT ? 0 : retryAt;
    const patience = row && isPartly(row) ? Math.min(maxAge, FRESH.person) : maxAge;
    if (row?.status === 'ready' && isRecent(row.asOf, patience, now())) return;
    if (blockedUntil > now()) {
      // Woken for another question that may go sooner: this one's turn is still to come.
      context.wakeAt(blockedUntil);
      return;
    }
    const isCurrent = context.lifetimes.begin(connection);
    const askedAt = now();
    await update(key, (before) => ({ ...before, status: 'loading', askedAt }), { isCurrent });
    const found = await context
      .openCrm(connection)
      .then(fetchAnswer)
      .catch((error: unknown) => toFailure(error));
    // Given up: the row stays `loading`, and whoever needs it asks again.
    if (!isCurrent() || signal?.aborted) return;
    if ('kind' in found) {
      await update(key, (before) => ({ ...before, status: 'failed', failure: found }), { isCurrent });
      if (found.kind === 'rate-limited') context.wakeAt(found.retryAt);
      if (found.kind === 'offline') context.wakeAt(now() + OFFLINE_PAUSE);
    } else {
      const next = (before: AnswerRow) => combine(before, withoutGone(context.records, found, askedAt), askedAt, now());
      await update(key, next, {
        isCurrent,
        also: (tx) => keepFound(tx, context.records, connection, found, askedAt),
      });
    }
    await context.report(connection, 'kind' in found ? found : null);
  }

  const asFound = ({ opportunities, isTruncated }: Awaited<ReturnType<Crm['listOpen']>>): Found => ({
    contact: null,
    company: null,
    matches: opportunities.map((opportunity) => ({ reason: null, opportunity })),
    isTruncated,
  });

  function askCatalog(connection: ConnectionId, maxAge = FRESH.catalog): Promise<void> {
    return once([connection, 'catalog'], async () => {
      const row = await db.get('catalogs', connection);
      if (row && isRecent(row.asOf, row.failure ? Math.min(maxAge, FRESH.person) : maxAge, now())) return;
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
  }

  async function searchPart(
    crm: Crm,
    connection: ConnectionId,
    query: SearchQuery,
    from: string | null,
    signal: AbortSignal,
  ): Promise<Found> {
    if (needsCatalog(query)) await askCatalog(connection, FRESH.catalog);
    const known = {
      row: await db.get('catalogs', connection),
      capabilities: await context.capabilitiesOf(connection),
    };
    const { opportunities, next, total } = await fetchPart(crm, query, from, known, signal);
    return { ...asFound({ opportunities, isTruncated: next !== null }), next, total };
  }

  async function askPart(key: RowKey, query: SearchQuery, from: string, signal: AbortSignal): Promise<void> {
    await ask(key, -1, (crm) => searchPart(crm, key[0], query, from, signal), signal, append);
  }

  return {
    askPerson(connection, question, maxAge = FRESH.person) {
      const key: RowKey = [connection, questionKey.person(question.address)];
      return once(key, async (signal) => {
        const world = { db, sync: context.sync, connection, question, now, signal };
        const patience = await patienceWith(world, maxAge);
        await ask(key, patience, (crm) => answerPerson(world, crm, maxAge === 0), signal);
        const row = await db.get('answers', key);
        // The rest is asked for if the person is still looked at then.
        if (row?.status === 'ready' && isPartly(row)) context.wakeAt(now() + FRESH.person);
      });
    },
    askSearch(connection, query, maxAge = FRESH.search) {
      const key: RowKey = [connection, questionKey.search(query)];
      return once(key, async (signal) => {
        const row = await db.get('answers', key);
        // Asked again it would be cut to its first part, under the eyes of somebody who scrolls through the others.
        const isScrolled = maxAge > 0 && (row?.parts ?? 0) > 1;
        const patience = isScrolled ? Math.max(maxAge, FRESH.scrolled) : maxAge;
        const isOld = !isRecent(row?.asOf, patience, now());
        // What was not answered is a further part: that alone is missing.
        if (isScrolled && !isOld && row?.status !== 'ready' && row?.next) await askPart(key, query, row.next, signal);
        else await ask(key, patience, (crm) => searchPart(crm, connection, query, null, signal), signal);
      });
    },
    askMore(connection, query) {
      const key: RowKey = [connection, questionKey.search(query)];
      return once(key, async (signal) => {
        const next = (await db.get('answers', key))?.next;
        if (next) await askPart(key, query, next, signal);
      });
    },
    askOpen(connection, maxAge = FRESH.open) {
      const key: RowKey = [connection, questionKey.open];
      return once(key, () => ask(key, maxAge, async (crm) => asFound(await crm.listOpen())));
    },
    askCatalog,
    keepOnly: (questions) => keepOnly((question) => !/^(person|search):/.test(question) || questions.has(question)),
    async add(address, { reason, opportunity, contact, company }) {
      const { connection, id } = opportunity.ref;
      const match = { reason, id, addedAt: now() };
      await update(
        [connection, questionKey.person(address)],
        (row) => ({
          ...row,
          matches: [match, ...row.matches.filter((other) => other.id !== id)],
          contact: contact ?? row.contact,
          company: company ?? row.company,
        }),
        {
          async also(tx) {
            context.records.confirm(tx, opportunity);
            putPeople(tx, connection, { contacts: contact ? [contact] : [], companies: company ? [company] : [] });
          },
        },
      );
    },
  };
}
