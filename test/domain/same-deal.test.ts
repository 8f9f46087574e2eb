import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Opportunity } from '../../lib/domain/opportunity';
import { blankOpportunity, refKey } from '../../lib/domain/opportunity';
import { findSharedDeals } from '../../lib/domain/same-deal';

const CONNECTIONS = ['copper', 'outreach', 'local'];

/** `[connection, id, title, company]` of each opportunity, as sections. */
function sections(rows: readonly [string, string, string, string?][]) {
  return CONNECTIONS.map((connection) => ({
    connection: { id: connection },
    matches: rows
      .filter(([of]) => of === connection)
      .map(([, id, title, companyName = null]) => ({
        opportunity: { ...blankOpportunity({ connection, id }), title, companyName },
      })),
  }));
}

const keys = (groups: readonly Opportunity[][]) => groups.map((group) => group.map(({ ref }) => refKey(ref)));

describe('the same deal', () => {
  it.each([
    ['titles typed alike', 'Lab robots, phase 2', 'Lab robots, phase 2'],
    ['case and punctuation', 'Lab robots, phase 2', 'LAB ROBOTS – Phase #2'],
    ['accents and width', 'Café Ångström', 'cafe  ａngstrom'],
  ])('is found in two CRMs by %s', (_case, one, other) => {
    const found = sections([
      ['copper', '1', one, 'Tessella AG'],
      ['outreach', '7', other, 'TESSELLA  A.G.'],
    ]);
    expect(keys(findSharedDeals(found, false))).toEqual([['copper:1', 'outreach:7']]);
  });

  it.each<[string, [string, string, string, string?][]]>([
    [
      'another company',
      [
        ['copper', '1', 'Renewal', 'Tessella'],
        ['outreach', '7', 'Renewal', 'Alpenwerk'],
      ],
    ],
    [
      'no company on one side',
      [
        ['copper', '1', 'Renewal', 'Tessella'],
        ['outreach', '7', 'Renewal'],
      ],
    ],
    [
      'no company on both sides',
      [
        ['copper', '1', 'Renewal'],
        ['outreach', '7', 'Renewal'],
      ],
    ],
    [
      'another title',
      [
        ['copper', '1', 'Renewal 2026', 'Tessella'],
        ['outreach', '7', 'Renewal 2027', 'Tessella'],
      ],
    ],
    [
      'the same connection',
      [
        ['copper', '1', 'Renewal', 'Tessella'],
        ['copper', '2', 'Renewal', 'Tessella'],
      ],
    ],
    [
      'no title',
      [
        ['copper', '1', ' – ', 'Tessella'],
        ['outreach', '7', '', 'Tessella'],
      ],
    ],
  ])('is not assumed with %s in a search', (_case, rows) => {
    expect(findSharedDeals(sections(rows), false)).toEqual([]);
  });

  it('may have its company spelled otherwise, or not at all, where all is one person’s', () => {
    const found = sections([
      ['copper', '1', 'Renewal', 'Tessella'],
      ['outreach', '7', 'Renewal', 'Tessella Holding'],
      ['local', '9', 'Renewal'],
    ]);
    expect(keys(findSharedDeals(found, true))).toEqual([['copper:1', 'outreach:7', 'local:9']]);
  });

  it('is taken for the one with the same company before another', () => {
    const found = sections([
      ['copper', '1', 'Renewal', 'Alpenwerk'],
      ['copper', '2', 'Renewal', 'Tessella'],
      ['outreach', '7', 'Renewal', 'Tessella'],
    ]);
    expect(keys(findSharedDeals(found, true))).toEqual([['outreach:7', 'copper:2']]);
  });

  it('is the best-ranked of each connection, best first', () => {
    const found = sections([
      ['copper', '1', 'Other', 'Tessella'],
      ['copper', '2', 'Renewal', 'Tessella'],
      ['copper', '3', 'Renewal', 'Tessella'],
      ['outreach', '7', 'Renewal', 'Tessella'],
    ]);
    expect(keys(findSharedDeals(found, false))).toEqual([['outreach:7', 'copper:2']]);
  });

  it('stays with what is in sight, longest first, whatever is ranked better', () => {
    const found = sections([
      ['copper', '1', 'Renewal', 'Tessella'],
      ['copper', '2', 'Renewal', 'Tessella'],
      ['outreach', '6', 'Other', 'Tessella'],
      ['outreach', '7', 'Renewal', 'Tessella'],
      ['local', '9', 'Renewal', 'Tessella'],
    ]);
    const seen = new Map([
      ['outreach:7', 0],
      ['copper:2', 1],
    ]);
    expect(keys(findSharedDeals(found, false, seen))).toEqual([['outreach:7', 'copper:2', 'local:9']]);
  });

  it('is not split by a third CRM that has the company of one of them', () => {
    const found = sections([
      ['copper', '1', 'Renewal'],
      ['outreach', '7', 'Renewal', 'Tessella'],
      ['local', '9', 'Renewal', 'Tessella'],
    ]);
    expect(keys(findSharedDeals(found, true)).map((group) => group.toSorted())).toEqual([
      ['copper:1', 'local:9', 'outreach:7'],
    ]);
    expect(keys(findSharedDeals(found, false))).toEqual([['outreach:7', 'local:9']]);
  });
});

describe('groups, whatever is found', () => {
  const row = fc.tuple(
    fc.constantFrom(...CONNECTIONS),
    fc.string({ minLength: 1 }),
    fc.constantFrom('Renewal', 'renewal!', 'Pilot', '', '–'),
    fc.constantFrom('Tessella', 'TESSELLA', 'Alpenwerk', ''),
  );
  const rows = fc.uniqueArray(row, { selector: ([connection, id]) => `${connection} ${id}` });

  it('hold several connections, one opportunity of each, and no opportunity twice', () => {
    fc.assert(
      fc.property(rows, fc.boolean(), (found, isOnePerson) => {
        const groups = findSharedDeals(sections(found), isOnePerson);
        const all = groups.flat().map(({ ref }) => refKey(ref));
        expect(new Set(all).size).toBe(all.length);
        for (const group of groups) {
          expect(group.length).toBeGreaterThan(1);
          expect(new Set(group.map(({ ref }) => ref.connection)).size).toBe(group.length);
          expect(new Set(group.map(({ title }) => title.replace('!', '').toLowerCase())).size).toBe(1);
        }
      }),
    );
  });
});
