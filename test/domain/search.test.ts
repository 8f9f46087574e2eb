import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CustomField } from '../../lib/domain/custom-field';
import type { Opportunity } from '../../lib/domain/opportunity';
import { blankOpportunity } from '../../lib/domain/opportunity';
import type { Catalog } from '../../lib/domain/pipeline';
import { EMPTY_CATALOG } from '../../lib/domain/pipeline';
import type { SearchFilters, SearchQuery, Sort } from '../../lib/domain/search';
import {
  EMPTY_QUERY,
  fold,
  isEmptyQuery,
  needsCatalog,
  queryKey,
  resolveQuery,
  unsupportedFilters,
} from '../../lib/domain/search';
import { compareBy, matchesRequest, toInstants } from '../../lib/domain/search-match';

const query = (filters: SearchFilters, text = ''): SearchQuery => ({ ...EMPTY_QUERY, text, filters });
const deal = (own: Partial<Opportunity> = {}): Opportunity => ({
  ...blankOpportunity({ connection: 'copper', id: '1' }),
  title: 'Lab robots',
  status: 'open',
  ...own,
});
const matches = (own: Partial<Opportunity>, filters: SearchFilters, text = '') =>
  matchesRequest(deal(own), query(filters, text));

const field = (id: string, label: string, own: Partial<CustomField> = {}): CustomField => ({
  id,
  label,
  type: 'text',
  options: [],
  currency: null,
  isRequired: false,
  isFilterable: true,
  ...own,
});
const stage = (id: string, name: string) => ({ id, name, winProbability: null });
const CATALOG: Catalog = {
  ...EMPTY_CATALOG,
  pipelines: [
    { id: 'p1', name: 'Sales', isRevenue: true, stages: [stage('s1', 'Qualified'), stage('s2', 'Contract')] },
    { id: 'p2', name: 'Partners', isRevenue: false, stages: [stage('s3', 'qualified')] },
  ],
  owners: [{ id: 'o1', name: 'Jo Harbour' }],
  sources: [{ id: 'x1', name: 'Fair' }],
  lossReasons: [{ id: 'l1', name: 'Price' }],
  customFields: [
    field('f1', 'Region', { type: 'choice', options: [{ id: '11', name: 'North' }] }),
    field('f2', 'Fee', { type: 'money' }),
    field('f3', 'Hidden', { isFilterable: false }),
  ],
};

describe('whether anything is asked', () => {
  it('takes an order, and spaces, for nothing', () => {
    expect(isEmptyQuery({ text: '  ', filters: {}, sort: { by: 'title', isDescending: false } })).toBe(true);
    expect(isEmptyQuery(query({}, 'x'))).toBe(false);
    expect(isEmptyQuery(query({ isFollowed: false }))).toBe(false);
  });

  it('names the filters a connection knows nothing of', () => {
    const asked = query({ tags: ['a'], statuses: ['open'], amount: { min: 1, max: null } });
    expect(unsupportedFilters(asked, { filters: ['statuses', 'amount'] })).toEqual(['tags']);
  });

  it('needs the catalog for names only', () => {
    expect(needsCatalog(query({ statuses: ['open'], tags: [null], closeDate: { min: null, max: '2026-01-01' } }))).toBe(
      false,
    );
    expect(needsCatalog(query({ owners: [null] }))).toBe(true);
    expect(needsCatalog(query({ custom: {} }))).toBe(true);
  });
});

describe('the key of a query', () => {
  it('is the same in whatever order its members came', () => {
    const one = query({
      tags: ['a', 'b', null],
      amount: { min: 1, max: 2 },
      custom: { A: { anyOf: [1] }, B: { anyOf: [] } },
    });
    const other = query({
      custom: { B: { anyOf: [] }, A: { anyOf: [1] } },
      amount: { max: 2, min: 1 },
      tags: [null, 'b', 'a'],
    });
    expect(queryKey(other)).toBe(queryKey(one));
  });

  it.each<[string, SearchQuery]>([
    ['text', query({ tags: ['a'] }, 'x')],
    ['a value', query({ tags: ['b'] })],
    ['an end of a range', query({ tags: ['a'], amount: { min: 1, max: null } })],
    ['the order', { ...query({ tags: ['a'] }), sort: { by: 'title', isDescending: true } }],
    ['the direction', { ...query({ tags: ['a'] }), sort: { by: 'updatedAt', isDescending: false } }],
  ])('differs with %s', (_case, other) => {
    expect(queryKey(other)).not.toBe(queryKey(query({ tags: ['a'] })));
  });
});

describe('folding', () => {
  it('is done once and for all, and ignores case', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
    expect(fold('Ångström ＡＧ')).toBe('angstrom ag');
  });
});

describe('a query as one connection is asked it', () => {
  const resolve = (filters: SearchFilters) => resolveQuery(query(filters), CATALOG)?.filters ?? null;

  it.each<[string, SearchFilters, SearchFilters | null]>([
    ['ids for names', { owners: ['JO harbour'], sources: ['Fair'] }, { owners: ['o1'], sources: ['x1'] }],
    ['all ids of one name', { stages: ['Qualified'] }, { stages: ['s1', 's3'] }],
    ['null as it is', { lossReasons: [null, 'Price'] }, { lossReasons: [null, 'l1'] }],
    ['known names beside unknown ones', { owners: ['Jo Harbour', 'Sam'] }, { owners: ['o1'] }],
    ['nothing where no name is known', { pipelines: ['Renewals'] }, null],
    [
      'custom fields and options by id',
      { custom: { region: { anyOf: ['north', null] } } },
      { custom: { 'custom:f1': { anyOf: ['11', null] } } },
    ],
    [
      'ranges of custom fields',
      { custom: { Fee: { range: { min: 1, max: null } } } },
      { custom: { 'custom:f2': { range: { min: 1, max: null } } } },
    ],
    ['nothing where an option is unknown', { custom: { Region: { anyOf: ['East'] } } }, null],
    ['nothing where a field can’t be searched', { custom: { Hidden: { anyOf: ['x'] } } }, null],
    [
      'what needs no ids untouched',
      { statuses: ['open'], tags: ['a', null] },
      { statuses: ['open'], tags: ['a', null] },
    ],
  ])('has %s', (_case, asked, expected) => {
    expect(resolve(asked)).toEqual(expected);
  });
});

describe('what passes', () => {
  it.each<[string, Partial<Opportunity>, SearchFilters, boolean]>([
    ['a status', {}, { statuses: ['won', 'open'] }, true],
    ['another status', {}, { statuses: ['won'] }, false],
    ['no owner', { ownerId: null }, { owners: [null] }, true],
    ['an owner where none is asked for', { ownerId: 'o1' }, { owners: [null] }, false],
    ['no priority as none', { priority: null }, { priorities: ['none'] }, true],
    ['a source by id', { sourceId: 'x1' }, { sources: ['x1'] }, true],
    ['a source by text', { source: 'Fair' }, { sources: ['Fair'] }, true],
    ['no source at all', {}, { sources: [null] }, true],
    ['a source by id where none is asked for', { sourceId: 'x1' }, { sources: [null] }, false],
    ['a source by text where none is asked for', { source: 'Fair' }, { sources: [null] }, false],
    ['a loss reason by text where none is asked for', { lossReason: 'Price' }, { lossReasons: [null] }, false],
    ['one of the tags', { tags: ['Arm', 'robots'] }, { tags: ['arm'] }, true],
    ['no tags', { tags: [] }, { tags: [null] }, true],
    ['tags where none are asked for', { tags: ['arm'] }, { tags: [null] }, false],
    ['both ends of a range', { amount: 5 }, { amount: { min: 5, max: 5 } }, true],
    ['more than a range', { amount: 6 }, { amount: { min: null, max: 5 } }, false],
    ['no value in a range', { amount: null }, { amount: { min: 0, max: null } }, false],
    ['no value where both ends are open', { amount: null }, { amount: { min: null, max: null } }, true],
    ['the last day', { closeDate: '2026-11-30' }, { closeDate: { min: '2026-11-01', max: '2026-11-30' } }, true],
    ['the day after', { closeDate: '2026-12-01' }, { closeDate: { min: null, max: '2026-11-30' } }, false],
    ['a custom choice', { 'custom:f1': '11' }, { custom: { 'custom:f1': { anyOf: ['11'] } } }, true],
    ['one of custom choices', { 'custom:f1': ['10', '11'] }, { custom: { 'custom:f1': { anyOf: ['11'] } } }, true],
    ['an empty list of custom choices', { 'custom:f1': [] }, { custom: { 'custom:f1': { anyOf: [null] } } }, true],
    ['a missing custom field', {}, { custom: { 'custom:f1': { anyOf: [null] } } }, true],
    [
      'a custom number out of range',
      { 'custom:f2': 9 },
      { custom: { 'custom:f2': { range: { min: 10, max: null } } } },
      false,
    ],
  ])('%s', (_case, own, filters, expected) => {
    expect(matches(own, filters)).toBe(expected);
  });

  it('finds text in titles and companies, folded', () => {
    expect(matches({ title: 'Ångström' }, {}, ' angstr ')).toBe(true);
    expect(matches({ companyName: 'TESSELLA' }, {}, 'tess')).toBe(true);
    expect(matches({ companyName: null }, {}, 'tess')).toBe(false);
  });

  it('means days of the rep’s own time zone, in custom fields too', () => {
    const late = new Date(2026, 10, 30, 23, 59).toISOString();
    const next = new Date(2026, 11, 1).toISOString();
    const november = { min: '2026-11-01', max: '2026-11-30' };
    expect(matches({ updatedAt: late }, { updatedAt: november })).toBe(true);
    expect(matches({ updatedAt: next }, { updatedAt: november })).toBe(false);
    expect(matches({ updatedAt: null }, { updatedAt: november })).toBe(false);
    expect(matches({ 'custom:i': late }, { custom: { 'custom:i': { range: november } } })).toBe(true);
    expect(matches({ 'custom:i': next }, { custom: { 'custom:i': { range: november } } })).toBe(false);
  });

  it('turns days into moments that meet without gap or overlap', () => {
    const day = fc.date({ min: new Date(1990, 0, 1), max: new Date(2090, 0, 1), noInvalidDate: true });
    const toText = (date: Date) =>
      [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
    fc.assert(
      fc.property(day, (date) => {
        const next = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1);
        const { from, before } = toInstants({ min: toText(date), max: toText(date) });
        expect(from).toBeLessThanOrEqual(date.getTime());
        expect(before).toBe(toInstants({ min: toText(next), max: null }).from);
        expect(before).toBeGreaterThan(date.getTime());
      }),
    );
  });
});

describe('order', () => {
  const sorted = (sort: Sort, deals: Opportunity[]) =>
    deals.toSorted(compareBy(sort, ({ ownerId }) => ownerId)).map(({ ref }) => ref.id);
  const numbered = (values: Partial<Opportunity>[]) =>
    values.map((own, index) => deal({ ref: { connection: 'copper', id: String(index) }, ...own }));

  it.each<[Sort, Partial<Opportunity>[], string]>([
    [{ by: 'amount', isDescending: false }, [{ amount: 10 }, { amount: null }, { amount: 9 }], '2 0 1'],
    [{ by: 'amount', isDescending: true }, [{ amount: 10 }, { amount: null }, { amount: 9 }], '0 2 1'],
    [{ by: 'title', isDescending: false }, [{ title: 'b' }, { title: 'Ä' }, { title: 'c' }], '1 0 2'],
    [{ by: 'priority', isDescending: true }, [{ priority: 'low' }, { priority: 'high' }, { priority: null }], '1 0 2'],
    [{ by: 'status', isDescending: false }, [{ status: 'lost' }, { status: 'open' }, { status: 'won' }], '1 2 0'],
    [{ by: 'owner', isDescending: false }, [{ ownerId: null }, { ownerId: 'b' }, { ownerId: 'a' }], '2 1 0'],
  ])('%j', (sort, values, expected) => {
    expect(sorted(sort, numbered(values)).join(' ')).toBe(expected);
  });

  it('puts what has no value last either way', () => {
    const amounts = fc.array(fc.option(fc.integer(), { nil: null }));
    fc.assert(
      fc.property(amounts, fc.boolean(), (values, isDescending) => {
        const order = numbered(values.map((amount) => ({ amount })))
          .toSorted(compareBy({ by: 'amount', isDescending }, () => null))
          .map(({ amount }) => amount);
        const present = order.filter((amount) => amount !== null);
        expect(order.slice(0, present.length)).toEqual(present);
        expect(isDescending ? present.toReversed() : present).toEqual(present.toSorted((a, b) => a - b));
      }),
    );
  });
});
