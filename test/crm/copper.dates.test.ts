import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDateFormat, findOrder, formatDate, parseDate, swapped } from '../../lib/crm/copper/dates';

const anyDate = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2090-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe.each(['month-first', 'day-first'] as const)('%s dates', (order) => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        expect(parseDate(formatDate(date, order), order)).toBe(date);
      }),
    );
  });

  it('are written without padding', () => {
    expect(formatDate('2026-03-04', order)).toBe(order === 'day-first' ? '4/3/2026' : '3/4/2026');
  });

  it('read as one of the two dates they can mean, or as none', () => {
    const part = fc.nat({ max: 40 });
    fc.assert(
      fc.property(part, part, fc.boolean(), (first, second, isPadded) => {
        const [a, b] = [first, second].map((value) => `${value}`.padStart(isPadded ? 2 : 1, '0'));
        const date = parseDate(`${a}/${b}/2026`, order);
        if (date)
          expect([`${first}-${second}`, `${second}-${first}`]).toContain(
            date.slice(5).split('-').map(Number).join('-'),
          );
        else expect(Math.max(first, second) > 12 || Math.min(first, second) === 0).toBe(true);
      }),
    );
  });
});

describe('a date', () => {
  it.each([
    ['1/15/2018', '2018-01-15'],
    ['15/1/2018', '2018-01-15'],
    ['01/05/2018', '2018-01-05'],
    [' 2/29/2024 ', '2024-02-29'],
    ['2/29/2023', null],
    ['2/30/2024', null],
    ['13/13/2024', null],
    ['0/5/2024', null],
    ['2024-05-01', null],
    ['5/1/24', null],
    ['', null],
    [null, null],
    [undefined, null],
  ])('written %j is %j', (text, expected) => {
    expect(parseDate(text, 'month-first')).toBe(expected);
  });

  it.each(['2026-02-30', '2026-13-01', '26-01-01', 'soon', ''])('like %j cannot be written', (date) => {
    expect(formatDate(date, 'month-first')).toBeNull();
  });

  it('gives its order away only with a part above 12', () => {
    expect(['1/23/2017', '23/1/2017', '3/4/2017', '7/7/2017', '31/31/2017', null].map(findOrder)).toEqual([
      'month-first',
      'day-first',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('has a mirror image only when that is another date', () => {
    expect(['2026-03-04', '2026-07-07', '2026-12-25'].map(swapped)).toEqual(['2026-04-03', null, null]);
  });
});

describe('the format of an account', () => {
  it('is month-first until a record shows otherwise', () => {
    const dates = createDateFormat();
    expect(dates.parse('3/4/2026')).toBe('2026-03-04');
    dates.learn([null, '5/6/2026', '25/12/2026']);
    expect(dates).toMatchObject({ order: 'day-first', isKnown: true });
    expect(dates.parse('3/4/2026')).toBe('2026-04-03');
  });

  it('is not changed by dates that show nothing', () => {
    const dates = createDateFormat('day-first');
    dates.learn(['3/4/2026', null, 'garbage']);
    expect(dates.order).toBe('day-first');
  });

  it('may be told', () => {
    expect(createDateFormat('day-first')).toMatchObject({ order: 'day-first', isKnown: true });
    expect(createDateFormat().isKnown).toBe(false);
  });
});
