import type { ConnectionId, Opportunity } from './opportunity';
import { refKey } from './opportunity';
import { fold } from './search';

/** What each connection found, best first. */
interface Found {
  connection: { id: ConnectionId };
  matches: readonly { opportunity: Opportunity }[];
}

interface Candidate {
  opportunity: Opportunity;
  /** Place in its connection's list. */
  rank: number;
  /** `Infinity` for what comes into sight now. */
  seen: number;
}

/** Opportunities in sight, by key: the smaller the number, the longer. */
export type Seen = ReadonlyMap<string, number>;

/** A title or company's name as people mean it: case, accents, punctuation and spaces are typed as they come. */
function bareName(name: string | null): string {
  return fold(name ?? '').replace(/[^\p{L}\p{N}]+/gu, '');
}

/** What is in sight comes first, so that who reads or types there is not disturbed; then the best-ranked. */
function byPrecedence(a: Candidate, b: Candidate): number {
  return a.seen === b.seen ? a.rank - b.rank : a.seen - b.seen;
}

/** The first candidate of each connection: two records of one CRM are two deals. */
function oneEach(candidates: readonly Candidate[]): Candidate[] {
  const byConnection = Map.groupBy(candidates, ({ opportunity }) => opportunity.ref.connection);
  return [...byConnection.values()].map((own) => own.reduce((best, one) => (byPrecedence(one, best) < 0 ? one : best)));
}

function isShared(group: readonly Candidate[]): boolean {
  return group.length > 1;
}

/**
 * Candidates of one title as deals: the same company first; for one person's deals a company spelled otherwise too, so
 * that a deal already joined is not split again by one that comes later.
 */
function groupTitle(candidates: readonly Candidate[], isOnePerson: boolean): Candidate[][] {
  const named = candidates.filter(({ opportunity }) => bareName(opportunity.companyName) !== '');
  const byCompany = Map.groupBy(named, ({ opportunity }) => bareName(opportunity.companyName));
  const groups = [...byCompany.values()].map(oneEach).filter(isShared);
  if (!isOnePerson || groups.length > 1) return groups;
  const [group = []] = groups;
  const taken = new Set(group.map(({ opportunity }) => opportunity.ref.connection));
  const others = oneEach(candidates.filter(({ opportunity }) => !taken.has(opportunity.ref.connection)));
  return [[...group, ...others]].filter(isShared);
}

/**
 * Deals kept in several CRMs: opportunities of different connections with the same title and the same company, or,
 * where all were found for one person, with the same title. Each group holds at most one opportunity of a connection,
 * the one longest in sight first, then the best-ranked, and no opportunity is in two groups; those without a title are
 * in none.
 */
export function findSharedDeals(
  found: readonly Found[],
  isOnePerson: boolean,
  seen: Seen = new Map(),
): Opportunity[][] {
  const candidates = found.flatMap(({ matches }) =>
    matches.map(({ opportunity }, rank) => ({
      opportunity,
      rank,
      seen: seen.get(refKey(opportunity.ref)) ?? Number.POSITIVE_INFINITY,
    })),
  );
  const titled = candidates.filter(({ opportunity }) => bareName(opportunity.title) !== '');
  const byTitle = Map.groupBy(titled, ({ opportunity }) => bareName(opportunity.title));
  return [...byTitle.values()]
    .flatMap((sameTitle) => groupTitle(sameTitle, isOnePerson))
    .map((group) => group.toSorted(byPrecedence).map(({ opportunity }) => opportunity));
}

/** The groups by the key of each opportunity in them. */
export function byMember(groups: readonly Opportunity[][]): ReadonlyMap<string, readonly Opportunity[]> {
  return new Map(groups.flatMap((group) => group.map(({ ref }) => [refKey(ref), group] as const)));
}
