import type { Match } from '../../lib/domain/match';
import { refKey } from '../../lib/domain/opportunity';
import type { Section } from '../../lib/domain/panel-state';
import type { Seen } from '../../lib/domain/same-deal';
import { byMember, findSharedDeals } from '../../lib/domain/same-deal';

/** An opportunity with the part of the panel it belongs to. */
export interface Member {
  section: Section;
  match: Match;
}

/** One item of the list: a deal, in as many CRMs as have it. */
export interface DealEntry {
  /** Of the opportunity longest in sight, whose place it takes: it stays when others join. */
  key: string;
  members: [Member, ...Member[]];
  /** Whose place it takes. */
  home: Section;
  /** The home section's first that is not shared with others. */
  isFirst: boolean;
  /** The home section's last. */
  isLast: boolean;
}

/** The places deals have on the screen, by key, from 0. */
export type Places = ReadonlyMap<string, number>;

/**
 * Sections' opportunities as a list, in order; a deal found in several CRMs once, where it was seen first, or at its
 * best place. Those that have `places` keep their order: what comes later stands below them.
 */
export function listDeals(
  sections: readonly Section[],
  isOnePerson: boolean,
  seen: Seen,
  places: Places = new Map(),
): DealEntry[] {
  const groups = byMember(findSharedDeals(sections, isOnePerson, seen));
  const found = new Map<string, Member>();
  for (const section of sections) {
    for (const match of section.matches) found.set(refKey(match.opportunity.ref), { section, match });
  }
  return sections.flatMap((home) => {
    const own = home.matches.flatMap((match): Pick<DealEntry, 'key' | 'members'>[] => {
      const key = refKey(match.opportunity.ref);
      const [best, ...others] = groups.get(key) ?? [];
      if (best && refKey(best.ref) !== key) return [];
      return [
        { key, members: [{ section: home, match }, ...others.flatMap(({ ref }) => found.get(refKey(ref)) ?? [])] },
      ];
    });
    const placeOf = ({ key }: Pick<DealEntry, 'key'>) => places.get(key) ?? places.size;
    const inPlace = own.toSorted((a, b) => placeOf(a) - placeOf(b));
    const first = inPlace.find(({ members }) => members.length === 1);
    const last = inPlace.at(-1);
    return inPlace.map((entry) => ({ ...entry, home, isFirst: entry === first, isLast: entry === last }));
  });
}

/** What is in sight with these entries, those in sight before first. */
export function seenIn(entries: readonly DealEntry[], before: Seen): Seen {
  const keys = entries.flatMap(({ members }) => members.map(({ match }) => refKey(match.opportunity.ref)));
  const age = (key: string) => before.get(key) ?? before.size;
  return new Map(keys.toSorted((a, b) => age(a) - age(b)).map((key, index) => [key, index]));
}
