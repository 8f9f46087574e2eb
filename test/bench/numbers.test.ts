// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import type { GrowthPoint } from './growth';
import { growthTable } from './growth';
import type { Arrival } from './lab/arrivals';
import { byEndpoint, duplicatesInFlight, wavesOf } from './lab/arrivals';
import { growthPlot } from './plot';
import { missedBy } from './row';
import { deviation, median, pairedRatio, quantile } from './stats';
import { markdownTable } from './table';

const arrival = (call: string, at: number, endedAt: number): Arrival => ({ call, key: call, at, endedAt });

describe('the numbers of many runs', () => {
  it('are told by the middle one, and between the two of an even count', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([1, 2, 3, 10])).toBe(2.5);
    expect(quantile([0, 10], 0.95)).toBe(9.5);
    expect(() => median([])).toThrow();
  });

  it('do not spread by one run that went wrong', () => {
    expect(deviation([10, 11, 12, 13, 900])).toBe(1);
  });

  it('are compared with the floor of the same moment', () => {
    // The machine became ten times slower half way: for both.
    expect(pairedRatio([2, 2, 20, 20], [1, 1, 10, 10])).toBe(2);
  });

  it('tell by how much a goal is missed', () => {
    expect(missedBy(5, 5)).toBe('');
    expect(missedBy(6, 5)).toBe('missed by 1 (20 %)');
  });
});

describe('requests', () => {
  const parallel = [arrival('a', 0, 50), arrival('b', 10, 60)];

  it('are one round trip as long as none of them had ended', () => {
    expect(wavesOf(parallel)).toHaveLength(1);
    expect(wavesOf([...parallel, arrival('c', 51, 100)])).toHaveLength(2);
    expect(wavesOf([arrival('c', 70, 120), ...parallel]).map((wave) => wave.map(({ call }) => call))).toEqual([
      ['a', 'b'],
      ['c'],
    ]);
  });

  it('are duplicates only while the same one is on its way', () => {
    expect(duplicatesInFlight([...parallel, arrival('a', 20, 70)])).toHaveLength(1);
    expect(duplicatesInFlight([...parallel, arrival('a', 55, 70)])).toHaveLength(0);
    expect(duplicatesInFlight([arrival('a', 0, Infinity), arrival('a', 500, Infinity)])).toHaveLength(1);
  });

  it('are counted by endpoint, whichever record they are about', () => {
    expect(byEndpoint([arrival('GET /people/1/related', 0, 1), arrival('GET /people/22/related', 0, 1)])).toEqual({
      'GET /people/:id/related': 2,
    });
  });
});

describe('the growth', () => {
  const point = (opportunities: number, ms: number): GrowthPoint => ({
    opportunities,
    lookupP50: ms,
    lookupP95: ms * 2,
    searchP50: ms,
    searchP95: ms * 3,
    bytes: opportunities * 1_000,
    fillMs: 1,
    missed: 0,
  });
  const points = [point(1_000, 1), point(10_000, 1.1), point(100_000, 1.3)];

  it('is drawn as a picture that holds its numbers in words, with every point within it', () => {
    const drawing = new DOMParser().parseFromString(growthPlot(points), 'image/svg+xml');
    expect(drawing.querySelector('parsererror')).toBeNull();
    expect(drawing.querySelector('desc')?.textContent).toContain('100,000 opportunities: lookup 1.3 ms median');
    const [, , width = 0, height = 0] = (drawing.documentElement.getAttribute('viewBox') ?? '').split(' ').map(Number);
    const dots = [...drawing.querySelectorAll('circle')];
    expect(dots).toHaveLength(points.length * 3 + 3);
    for (const dot of dots) {
      expect(Number(dot.getAttribute('cx'))).toBeLessThanOrEqual(width);
      expect(Number(dot.getAttribute('cy'))).toBeGreaterThan(0);
      expect(Number(dot.getAttribute('cy'))).toBeLessThanOrEqual(height);
    }
  });

  it('comes with the same numbers as a table', () => {
    expect(growthTable(points).split('\n')).toHaveLength(5);
    expect(growthTable(points)).toContain('| 100,000 | 1.30 | 2.60 |');
  });

  it('keeps a cell in its column', () => {
    expect(markdownTable(['a'], [['x | y']])).toContain('x \\| y');
  });
});
