import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptySource, parseAmount, toPatch, toText } from '../../components/form-values';

describe('parseAmount', () => {
  it.each([
    ['84000', 84_000],
    ['84,000', 84_000],
    [' €1,234,567.89 ', 1_234_567.89],
    ['0', 0],
  ])('reads %j in English', (text, amount) => {
    expect(parseAmount(text, 'en')).toBe(amount);
  });

  it.each(['84,5', '8,40,000', '-1', '1.2.3', 'ten', '', '1e5', ',000', '5.', '9'.repeat(20)])(
    'refuses %j rather than guess',
    (text) => {
      expect(parseAmount(text, 'en')).toBeUndefined();
    },
  );

  it('reads what the locale writes', () => {
    expect(parseAmount('84.000,50', 'de')).toBe(84_000.5);
    expect(parseAmount('84.5', 'de')).toBeUndefined();
  });

  it('reads back every amount it shows', () => {
    const cents = fc.integer({ min: 0, max: 1e12 }).map((value) => value / 100);
    fc.assert(
      fc.property(cents, fc.constantFrom('en', 'de', 'fr', 'de-CH', 'ar'), (amount, locale) => {
        expect(parseAmount(toText('amount', { ...emptySource(''), amount }, locale), locale)).toBe(amount);
      }),
    );
  });
});

describe('toPatch', () => {
  it('takes only what differs from what was seen', () => {
    const texts = { title: 'New', amount: '5', tags: 'a, b', description: '', priority: 'none', ownerId: '' } as const;
    const base = { title: 'Old', amount: 5, tags: ['a', 'b'], description: null, priority: null, ownerId: 'jo' };
    expect(toPatch(texts, base, 'en')).toEqual({ patch: { title: 'New', ownerId: null }, problems: {} });
  });

  it('empties what was emptied', () => {
    const texts = { amount: ' ', closeDate: '', tags: ' , ', description: '  ' };
    const base = { amount: 5, closeDate: '2026-12-12', tags: ['a'], description: 'x' };
    const patch = { amount: null, closeDate: null, tags: [], description: null };
    expect(toPatch(texts, base, 'en')).toEqual({ patch, problems: {} });
  });

  it.each([
    ['title', ' '],
    ['title', 'x'.repeat(1001)],
    ['amount', 'ten'],
    ['closeDate', '12026-01-01'],
    ['closeDate', '2026-13-01'],
    ['tags', 'x'.repeat(201)],
    ['description', 'x'.repeat(65_536)],
  ] as const)('says what is wrong with a %s of %j', (field, text) => {
    const { patch, problems } = toPatch({ [field]: text }, {}, 'en');
    expect(patch).toEqual({});
    expect(problems[field]).toMatch(/\.$/);
  });
});
