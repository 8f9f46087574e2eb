import type { Match } from '../domain/match';
import type { PanelState, Section } from '../domain/panel-state';

type Cut = (section: Section) => Section;

/** A state with the matches of its sections cut so that they take `budget` bytes of JSON at most. */
export function keepWithin(state: PanelState, budget: number): PanelState {
  const sizes = new Map(sectionsOf(state).map((section) => [section, section.matches.map(sizeOf)]));
  const shares = shareOut(new Map([...sizes].map(([section, each]) => [section, sum(each)])), budget);
  return cutSections(state, (section) =>
    keep(section, countWithin(sizes.get(section) ?? [], shares.get(section) ?? 0)),
  );
}

/** How many of `sizes`, from the first on, fit into `room` together. */
function countWithin(sizes: readonly number[], room: number): number {
  let used = 0;
  const end = sizes.findIndex((size) => {
    used += size;
    return used > room;
  });
  return end < 0 ? sizes.length : end;
}

/** A state with `count` matches of each section at most. */
export function keepFirst(state: PanelState, count: number): PanelState {
  return { ...cutSections(state, (section) => keep(section, count)), activity: state.activity.slice(0, count) };
}

/** What is cut off is not missed: the count says that there is more, and how much where that is known. */
function keep(section: Section, count: number): Section {
  const { matches, isTruncated, total } = section;
  if (matches.length <= count) return section;
  return {
    ...section,
    matches: matches.slice(0, count),
    isTruncated: true,
    // A further part would find no room either.
    hasMore: false,
    total: isTruncated ? total : matches.length,
  };
}

function sectionsOf(state: PanelState): Section[] {
  return [...state.sections, ...(state.search?.sections ?? [])];
}

function cutSections(state: PanelState, cut: Cut): PanelState {
  const search = state.search && { ...state.search, sections: state.search.sections.map(cut) };
  return { ...state, sections: state.sections.map(cut), search };
}

/** Each gets what it wants up to an equal share; what the small ones leave goes to the large ones. */
function shareOut<Key>(wanted: ReadonlyMap<Key, number>, budget: number): Map<Key, number> {
  let left = budget;
  const smallFirst = [...wanted].toSorted(([, a], [, b]) => a - b);
  return new Map(
    smallFirst.map(([key, size], index) => {
      const share = Math.min(size, left / (smallFirst.length - index));
      left -= share;
      return [key, share];
    }),
  );
}

const encoder = new TextEncoder();

function sizeOf(match: Match): number {
  return encoder.encode(JSON.stringify(match)).length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
