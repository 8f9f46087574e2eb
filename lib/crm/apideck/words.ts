/**
 * Status and priority are free words here, in each connector's own spelling: Apideck's examples say "Open" and "None",
 * Planhat's statuses are "active", "won" and "lost".
 */
export type Spelling = 'capitalised' | 'lower' | 'upper';

const SPELLINGS: readonly string[] = ['capitalised', 'lower', 'upper'] satisfies Spelling[];

/** How a connector spells, remembered as a fact; as in Apideck's examples until a record shows otherwise. */
export function readSpelling(fact: string | undefined): Spelling {
  return fact !== undefined && SPELLINGS.includes(fact) ? (fact as Spelling) : 'capitalised';
}

/** The spelling a word shows; `null` for one that shows none. */
export function spellingOf(word: string | null): Spelling | null {
  if (!word || !/\p{L}{2}/u.test(word)) return null;
  if (word === word.toLowerCase()) return 'lower';
  return word === word.toUpperCase() ? 'upper' : 'capitalised';
}

/** One of `known` in the connector's spelling; any other word exactly as it came from there. */
export function spell(word: string, known: readonly string[], spelling: Spelling): string {
  if (!known.includes(word) || spelling === 'lower') return word;
  return spelling === 'upper' ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1);
}
