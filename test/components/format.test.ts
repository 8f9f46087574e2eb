import { describe, expect, it } from 'vitest';
import {
  describeClose,
  describeStageAge,
  calendarDay,
  formatAge,
  formatAsOf,
  formatDay,
  formatDayOf,
  formatMoment,
  formatMoney,
  formatTotal,
  formatWait,
} from '../../components/format';
import { NOW } from './samples';

const en = 'en-US';

it.each([
  [0, 'as of now'],
  [59_999, 'as of now'],
  [60_000, 'as of 1 min ago'],
])('says how old an answer of %d ms is', (age, said) => {
  expect(formatAsOf(1_000_000, 1_000_000 + age)).toBe(said);
});

it.each([
  [1, '1 s'],
  [59_001, '60 s'],
  [60_001, '2 min'],
])('says how long %d ms are', (wait, said) => {
  expect(formatWait(wait)).toBe(said);
});

describe('money', () => {
  it.each([
    [84_000, 'EUR', '€84,000'],
    [9000.5, 'EUR', '€9,000.50'],
    [0, 'USD', '$0'],
    [12, 'POINTS', '12 POINTS'],
    [1234.5, null, '1,234.5'],
  ])('shows %d %s as %s', (amount, currency, shown) => {
    expect(formatMoney(amount, currency, en)).toBe(shown);
  });

  it('writes amounts as the locale does', () => {
    expect(formatMoney(84_000, 'EUR', 'de')).toMatch(/^84\.000\s€$/);
  });

  it('sums each currency by itself, leaving out what has no value', () => {
    const worth = [
      { amount: 10, currency: 'EUR' },
      { amount: null, currency: 'GBP' },
      { amount: 1, currency: 'USD' },
      { amount: 5, currency: 'EUR' },
    ];
    expect(formatTotal(worth, en)).toBe('€15 + $1');
    expect(formatTotal([{ amount: null, currency: 'EUR' }], en)).toBe('');
  });
});

describe('dates', () => {
  it('names the year only when it is another', () => {
    expect(formatDay('2026-12-12', NOW, en)).toBe('Dec 12');
    expect(formatDay('2027-01-31', NOW, en)).toBe('Jan 31, 2027');
    expect(formatDay('soon', NOW, en)).toBeNull();
  });

  it.each([
    ['open', '2026-12-12', 'closes Dec 12', 'soft'],
    ['open', calendarDay(NOW), 'closes today', 'soft'],
    ['open', '2026-11-03', 'was due Nov 3', 'late'],
    ['won', '2026-03-04', 'Won Mar 4', 'won'],
    ['won', '2026-12-12', 'Won', 'won'],
    ['won', null, 'Won', 'won'],
    ['lost', '2026-03-04', 'Lost', 'lost'],
    ['abandoned', null, 'Abandoned', 'soft'],
    ['closed', '2026-03-04', 'Closed', 'soft'],
    ['active', '2026-11-03', 'was due Nov 3', 'late'],
  ] as const)('says of a deal that is %s with the date %s: %s', (status, closeDate, text, tone) => {
    expect(describeClose({ status, closeDate }, NOW, en)).toEqual({ text, tone });
  });

  it('says nothing of an open deal without a date', () => {
    expect(describeClose({ status: 'open', closeDate: null }, NOW, en)).toBeNull();
    expect(describeClose({ status: 'open', closeDate: 'soon' }, NOW, en)).toBeNull();
  });

  it('reads instants in the rep’s own time zone', () => {
    const late = new Date(2025, 11, 31, 23, 5).toISOString();
    expect(formatMoment(late, NOW, en)).toMatch(/^Dec 31, 2025, 11:05\sPM$/);
    expect(formatDayOf(late, NOW, en)).toBe('Dec 31, 2025');
    expect(formatMoment('soon', NOW, en)).toBeNull();
    expect(formatDayOf('soon', NOW, en)).toBeNull();
  });

  it.each([
    [0, 'new in stage'],
    [1, '1 day in stage'],
    [18, '18 days in stage'],
    [-1, 'new in stage'],
  ])('counts %d days in stage', (days, text) => {
    expect(describeStageAge(new Date(NOW - days * 86_400_000).toISOString(), NOW)).toBe(text);
  });

  it.each([
    [-5000, 'just now'],
    [59_000, 'just now'],
    [120_000, '2 min ago'],
    [3 * 3_600_000, '3 h ago'],
    [86_400_000, '1 day ago'],
    [5 * 86_400_000, '5 days ago'],
  ])('names an age of %d ms', (age, text) => {
    expect(formatAge(NOW - age, NOW)).toBe(text);
  });
});
