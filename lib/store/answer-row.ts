import type { Company, Contact, Match } from '../domain/match';
import type { KnownPerson } from '../domain/mirror';
import type { ConnectionId } from '../domain/opportunity';
import type { SearchQuery } from '../domain/search';
import { queryKey } from '../domain/search';
import type { AnswerRow } from './database';
import { LAG } from './clocks';
import { isRecent } from './recent';

/** The keys answers are kept under. */
export const questionKey = {
  person: (address: string) => `person:${address}`,
  search: (query: SearchQuery) => `search:${queryKey(query)}`,
  open: 'open',
};

/** More results of one search than this nobody scrolls through; they would fill the session's storage. */
const MAX_RESULTS = 1000;

/** An answer as it came. */
export interface Found {
  contact: Contact | null;
  company: Company | null;
  matches: Match[];
  isTruncated: boolean;
  next?: string | null;
  total?: number | null;
  /** Of a person: epoch milliseconds of when the CRM told all it knows, where that counts here. */
  wholeAt?: number | null;
  /** What was taken from the mirror: it may be newer there by now. */
  mirrored?: KnownPerson;
  /** A mirrored contact who turned out to be none of the CRM's any more. */
  absent?: Contact | null;
}

/** The connection and the question. */
export type RowKey = [ConnectionId, string];

/**
 * A row with a new answer. What was added while the question, asked at `askedAt`, was on its way is not in the answer
 * yet, and neither is the contact made for it; just before, it may be missing there, too.
 */
export function merge(row: AnswerRow, found: Found, askedAt: number, now: number): AnswerRow {
  const answered = found.matches.map(({ reason, opportunity }) => ({ reason, id: opportunity.ref.id }));
  const added = row.matches.filter(
    ({ id, addedAt }) => (addedAt ?? -Infinity) >= askedAt - LAG && !answered.some((match) => match.id === id),
  );
  return {
    ...row,
    status: 'ready',
    failure: null,
    asOf: now,
    wholeAt: found.wholeAt ?? null,
    contact: found.contact ?? (added.length > 0 ? row.contact : null),
    company: found.company ?? (added.length > 0 ? row.company : null),
    matches: [...added, ...answered],
    isTruncated: found.isTruncated,
    next: found.next ?? null,
    parts: 1,
    total: found.total ?? null,
  };
}

/** How long a whole answer counts, milliseconds: then the CRM is to be asked everything again. */
export const WHOLE = 10 * 60_000;

export function isWhole({ wholeAt }: AnswerRow, now: number): boolean {
  return isRecent(wholeAt, WHOLE, now);
}

/** Of a person only what the mirror and the latest changes tell: the CRM knows more, maybe. */
export function isPartly(row: AnswerRow): boolean {
  const { question, asOf, wholeAt } = row;
  return question.startsWith('person:') && asOf !== null && wholeAt !== undefined && !isWhole(row, asOf);
}

/** True for somebody the CRM knows nothing of, as far as the answer tells. */
export function isUnknown({ asOf, contact, company, matches }: AnswerRow): boolean {
  return asOf !== null && contact === null && company === null && matches.length === 0;
}

/** False for an answer from before somebody got their address or their company: it tells nothing of who they are now. */
export function isAbout({ contact: before }: AnswerRow, contact: Contact | null): boolean {
  return before?.id === contact?.id && before?.companyId === contact?.companyId;
}

/** A row with one more part of a search. A record that moved since the part before is kept once, where it was. */
export function append(row: AnswerRow, found: Found, askedAt: number, now: number): AnswerRow {
  const part = merge(row, found, askedAt, now);
  const known = new Set(row.matches.map(({ id }) => id));
  const matches = [...row.matches, ...part.matches.filter(({ id }) => !known.has(id))];
  // The CRM has more all the same: `isTruncated` stays as the part says.
  const next = matches.length >= MAX_RESULTS ? null : part.next;
  return { ...part, matches, parts: row.parts + 1, asOf: row.asOf, next };
}

/** Before anybody asked: what a creation adds is an answer too. */
export function emptyRow(connection: ConnectionId, question: string): AnswerRow {
  return {
    connection,
    question,
    status: 'ready',
    failure: null,
    asOf: null,
    askedAt: null,
    wholeAt: null,
    contact: null,
    company: null,
    matches: [],
    isTruncated: false,
    next: null,
    parts: 0,
    total: null,
  };
}
