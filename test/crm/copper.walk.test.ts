import { describe, expect, it } from 'vitest';
import { nextOf, parseCursor, type Place, startOf, toCursor, toSearch } from '../../lib/crm/copper/walk';

/** What a page holds: the first record's number, and the first after it. */
function windowOf(place: Place): [number, number] {
  const { page_number, page_size } = toSearch(place) as { page_number: number; page_size: number };
  return [(page_number - 1) * page_size, page_number * page_size];
}

describe('pages by number', () => {
  it('begin a little before where the last one ended, and reach well beyond', () => {
    for (let at = 200; at < 99_800; at += 7) {
      const [start, end] = windowOf({ ...startOf('name', 0), at });
      expect(start).toBeLessThanOrEqual(at - 10);
      expect(end - at).toBeGreaterThan(100);
      expect(end - start).toBeLessThanOrEqual(200);
    }
  });

  it('reach as far as Copper does, and not further', () => {
    for (let at = 99_800; at < 100_000; at += 1) {
      const [, end] = windowOf({ ...startOf('recent', 0), at });
      expect(end).toBeGreaterThan(at);
      expect(end).toBeLessThanOrEqual(100_000);
    }
    expect(() => windowOf({ ...startOf('recent', 0), at: 100_000 })).toThrow('malformed');
  });

  it('are told apart by their cursors', () => {
    const place: Place = { order: 'recent', since: 1, at: 200, lastId: 3, lastDate: 4, newest: 5 };
    expect(parseCursor(toCursor(place))).toEqual(place);
  });
});

describe('pages by date', () => {
  it('do not skip what is older than a change that shows its new date in its old place', () => {
    const items = Array.from({ length: 200 }, (_, n) => ({ id: `${n + 1}`, date_modified: 1_000 + n }));
    const changed = [...items.slice(0, -1), { id: '200', date_modified: 9_000_000 }];
    expect(nextOf(startOf('changed', 0), { items: changed, length: 200 })?.since).toBeLessThanOrEqual(1_198);
  });
});
