import { describe, expect, it } from 'vitest';
import type { PanelState, Section } from '../../lib/domain/panel-state';
import { EMPTY_PANEL } from '../../lib/domain/panel-state';
import { EMPTY_QUERY } from '../../lib/domain/search';
import { keepFirst, keepWithin } from '../../lib/store/room';
import { CAPABILITIES, CONNECTION, opportunity } from './scripted-crm';

function section(count: number, own: Partial<Section> = {}): Section {
  return {
    connection: CONNECTION,
    capabilities: CAPABILITIES,
    catalog: null,
    status: 'ready',
    failure: null,
    asOf: 1,
    contact: null,
    company: null,
    matches: Array.from({ length: count }, (_, id) => ({
      reason: null,
      // Two bytes each: what counts is not the number of characters.
      opportunity: opportunity({ ref: { connection: 'crm', id: `${id}` }, description: 'ü'.repeat(5000) }),
    })),
    isTruncated: false,
    hasMore: false,
    total: null,
    unsupported: [],
    offersSamples: false,
    isMirrored: false,
    ...own,
  };
}

const stateOf = (sections: Section[], results: Section[]): PanelState => ({
  ...EMPTY_PANEL,
  sections,
  search: { query: EMPTY_QUERY, sections: results },
});
const countsOf = ({ sections, search }: PanelState) =>
  [...sections, ...(search?.sections ?? [])].map(({ matches }) => matches.length);
const bytesOf = (state: PanelState) => new Blob([JSON.stringify(state)]).size;

describe('a state', () => {
  it('that fits is published whole', () => {
    const state = stateOf([section(3)], [section(20, { isTruncated: true, hasMore: true, total: 40 })]);
    expect(keepWithin(state, 1_000_000)).toEqual(state);
  });

  it('too large is cut where most is, and keeps what is small', () => {
    const fitted = keepWithin(stateOf([section(3)], [section(100), section(100), section(1)]), 500_000);
    const [first, second, third, fourth] = countsOf(fitted);
    expect([first, second, fourth]).toEqual([3, third, 1]);
    expect(bytesOf(fitted)).toBeLessThan(520_000);
    expect(bytesOf(fitted)).toBeGreaterThan(450_000);
  });

  it('says of what was cut that there is more, how much, and that it is not to be had', () => {
    const unknown = { isTruncated: true, hasMore: true };
    const cut = keepFirst(stateOf([], [section(5), section(5, { ...unknown, total: 40 }), section(5, unknown)]), 2);
    expect(cut.search?.sections).toMatchObject([
      { isTruncated: true, hasMore: false, total: 5 },
      { isTruncated: true, hasMore: false, total: 40 },
      { isTruncated: true, hasMore: false, total: null },
    ]);
    expect(countsOf(cut)).toEqual([2, 2, 2]);
  });
});
