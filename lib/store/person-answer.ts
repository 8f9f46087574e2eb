import type { Crm } from '../crm/crm';
import type { PersonQuestion } from '../domain/lookup';
import type { Contact } from '../domain/match';
import type { ConnectionId } from '../domain/opportunity';
import type { Found } from './answer-row';
import { isAbout, isPartly, isUnknown, isWhole } from './answer-row';
import type { AnswerRow, Database } from './database';
import { FRESH } from './fresh';
import { withLinked } from './links';
import type { MirroredPerson } from './mirror';
import { findPerson } from './mirror';
import { isRecent } from './recent';
import type { Sync } from './sync';
import { askedAt, isInStep } from './sync-row';
import { stillTold } from './still-told';

/** What answering a person's question needs. */
export interface PersonWorld {
  db: Database;
  sync: Pick<Sync, 'catchUp'>;
  connection: ConnectionId;
  question: PersonQuestion;
  now(): number;
  signal: AbortSignal;
}

/**
 * How old an answer may be, milliseconds: whom nobody knew a moment ago nobody knows now, but for somebody who came
 * into the mirror since.
 */
export async function patienceWith(world: PersonWorld, maxAge: number): Promise<number> {
  const { db, connection, question } = world;
  const row = await answerOf(world);
  if (maxAge === 0 || !row || !isUnknown(row)) return maxAge;
  return (await findPerson(db, connection, question)) ? maxAge : Math.max(maxAge, FRESH.unknown);
}

/**
 * Answers with one request where the mirror is in step: what changed in the whole account or, where that has just been
 * asked for, what the records do not tell of the person. Everything is asked for where the mirror can't be relied on,
 * and where `isAnew`.
 */
export async function answerPerson(world: PersonWorld, crm: Crm, isAnew: boolean): Promise<Found> {
  const { db, connection, question, signal } = world;
  const known = isAnew ? null : await findKnown(world);
  const row = await answerOf(world);
  if (!known?.contact || (await isWholeDue(world, row, known.contact))) return lookUp(world, crm, known);
  const isTold = await world.sync.catchUp(connection, FRESH.person);
  signal.throwIfAborted();
  const mirrored = isTold ? await findPerson(db, connection, question) : null;
  // What is mirrored is behind, or it changed who this is.
  if (!mirrored?.contact || mirrored.isAmbiguous) return lookUp(world, crm, null);
  return fromMirror(world, mirrored, aboutThem(row, mirrored.contact));
}

function aboutThem(row: AnswerRow | undefined, contact: Contact | null): AnswerRow | undefined {
  return row && isAbout(row, contact) ? row : undefined;
}

function answerOf({ db, connection, question }: PersonWorld): Promise<AnswerRow | undefined> {
  return db.get('answers', [connection, `person:${question.address}`]);
}

/** Everything but `known`, which may be nothing. */
async function lookUp(world: PersonWorld, crm: Crm, known: MirroredPerson | null): Promise<Found> {
  const { db, connection, question, signal, now } = world;
  const before = known ?? (await findPerson(db, connection, question));
  const found = await crm.lookup(question, signal, known ?? undefined);
  const reader = known ? readingFirst(world, crm) : crm;
  const matches = await withLinked(db, reader, { connection, address: question.address }, found.matches);
  const absent = found.contact ? null : (before?.contact ?? null);
  return { ...found, matches, isTruncated: false, wholeAt: now(), absent, ...(known ? { mirrored: known } : {}) };
}

/** A CRM whose records are read where they are mirrored: what the rep linked needs no request of its own. */
function readingFirst({ db, connection }: PersonWorld, crm: Crm): Crm {
  return { ...crm, read: async (id) => (await db.get('opportunities', [connection, id])) ?? crm.read(id) };
}

/** `null` where the CRM has to be asked everything. */
async function findKnown({ db, connection, question, now }: PersonWorld): Promise<MirroredPerson | null> {
  if (!isInStep(await db.get('syncs', connection), now())) return null;
  const known = await findPerson(db, connection, question);
  if (known?.isAmbiguous) return null;
  return known ?? { contact: null, company: null, opportunities: [], matches: [], isAmbiguous: false };
}

/** One request each time, for what is due most: the changes first, and the next time what they do not tell. */
async function isWholeDue(world: PersonWorld, row: AnswerRow | undefined, contact: Contact): Promise<boolean> {
  const now = world.now();
  const told = aboutThem(row, contact);
  if (told && isWhole(told, now)) return false;
  if (row && isPartly(row)) return true;
  return isRecent(askedAt(await world.db.get('syncs', world.connection)), FRESH.person, now);
}

/** What the mirror tells of a person, with what only the last whole answer did. */
async function fromMirror({ db, connection }: PersonWorld, mirrored: MirroredPerson, told: AnswerRow | undefined) {
  const matches = await stillTold(db, connection, mirrored, told);
  const company = mirrored.company ?? told?.company ?? null;
  return {
    contact: mirrored.contact,
    company,
    matches,
    isTruncated: false,
    wholeAt: told?.wholeAt ?? null,
    mirrored: { ...mirrored, company, opportunities: matches.map(({ opportunity }) => opportunity) },
  };
}
