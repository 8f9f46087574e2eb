import { normaliseAddress } from '../domain/address';
import type { RecordKind } from '../domain/mirror';
import { fold } from '../domain/search';
import type { Rows } from './rows';

/** Beginnings of words that are kept, by their length: a longer word is found by one of these, and then compared. */
const LENGTHS = [2, 3, 4, 5, 6, 7, 8, 12];
/** Longer titles are found by the words they begin with. */
const MAX_WORDS = 16;

function partsOf(text: string): string[] {
  return fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '')
    .slice(0, MAX_WORDS);
}

/** The words a record of the mirror is found by, whatever is asked: exact ones, so that they can be sealed. */
export const words = {
  contact: (id: string) => `contact:${id}`,
  company: (id: string) => `company:${id}`,
  address: (address: string) => `address:${normaliseAddress(address)}`,
  domain: (domain: string) => `domain:${domain.trim().toLowerCase()}`,
};

function textWords(texts: readonly string[]): string[] {
  return texts.flatMap(partsOf).flatMap((part) => {
    const letters = Array.from(part);
    return LENGTHS.filter((length) => length <= letters.length).map(
      (length) => `text:${letters.slice(0, length).join('')}`,
    );
  });
}

/**
 * What finds the records that may contain a searched text, each of them finding all of it; none where the text is too
 * short to tell. Only records in which each of its words begins a word.
 */
export function wordsIn(text: string): string[] {
  return partsOf(text).flatMap((part) => textWords([part]).at(-1) ?? []);
}

const WORDS: { [Kind in RecordKind]: (row: Rows[Kind]) => string[] } = {
  opportunities: ({ title, companyName, contactId, contactIds, companyId }) => [
    ...[contactId, ...contactIds].flatMap((id) => (id === null ? [] : words.contact(id))),
    ...(companyId === null ? [] : [words.company(companyId)]),
    ...textWords([title, companyName ?? '']),
  ],
  contacts: ({ contact }) => contact.addresses.map(words.address),
  companies: ({ company }) => (company.domain === null ? [] : [words.domain(company.domain)]),
};

/** Milliseconds. */
const SECOND = 1_000;
const DAY = 86_400_000;

/**
 * Rows of one word come in this order: opportunities that changed last come first, to the second. Of sealed ones only
 * the day is told.
 */
export function orderOf(row: Rows[RecordKind], isSealed: boolean): number {
  const changedAt = 'updatedAt' in row ? Date.parse(row.updatedAt ?? '') : NaN;
  return -Math.floor(changedAt / (isSealed ? DAY : SECOND)) || 0;
}

/** The words a row is found by, each once. */
export function wordsOf<Kind extends RecordKind>(store: Kind, row: Rows[Kind]): string[] {
  return [...new Set(WORDS[store](row))];
}
