import { withoutPrefixes } from './naming';
import type { Opportunity } from './opportunity';
import { fold } from './search';

/** From how alike two titles are on for them to be taken for one deal's, 0–1: a slip of the keys, a plural. */
const ALIKE = 0.85;

const CLOSED = new Set(['won', 'lost', 'abandoned']);

/** A title without what mail and suggestions put in front of it, and without the company's name. */
function coreOf(title: string, companies: readonly string[]): string {
  const bare = fold(withoutPrefixes(title.trim()));
  const core = companies.reduce((text, company) => text.replace(fold(company), ' '), bare);
  const letters = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '');
  // A title that is nothing but the company's name is one all the same.
  return letters(core) || letters(bare);
}

function pairsOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, index) => text.slice(index, index + 2));
}

/** Share of the pairs of neighbouring letters two texts have in common (Dice's coefficient). */
function likeness(a: string, b: string): number {
  const left = [...pairsOf(b)];
  const shared = pairsOf(a).filter((pair) => {
    const index = left.indexOf(pair);
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
  return (2 * shared.length) / Math.max(1, pairsOf(a).length + pairsOf(b).length);
}

/** "Phase 1" and "phase 2" differ in one letter and are two deals. */
function numbersIn(text: string): string {
  return (text.match(/\p{N}+/gu) ?? []).join(' ');
}

/** True where two titles are very likely the same deal's. `companies`: names that may stand in them. */
export function isAlike(a: string, b: string, companies: readonly string[]): boolean {
  // The longest first: "Tessella" stands in "Tessella Labs", too.
  const names = companies.filter((name) => name.trim() !== '').toSorted((a, b) => b.length - a.length);
  const [one, other] = [coreOf(a, names), coreOf(b, names)];
  if (one === '' || other === '') return false;
  return one === other || (numbersIn(one) === numbersIn(other) && likeness(one, other) >= ALIKE);
}

/** Of a person's opportunities the open one that is very likely the deal called `title`. */
export function findAlike(
  title: string,
  opportunities: readonly Opportunity[],
  companies: readonly string[],
): Opportunity | undefined {
  return opportunities.find(
    ({ title: other, status, companyName, isDeleted }) =>
      !CLOSED.has(status) && !isDeleted && isAlike(title, other, [...companies, companyName ?? '']),
  );
}
