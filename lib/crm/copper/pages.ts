import type { WireList } from './wire';

/** The most Copper gives at once. */
export const PAGE_SIZE = 200;

/** Paging is only sound in a stated order; of those old and new accounts know, this one puts what matters first. */
export const NEWEST_FIRST = { sort_by: 'date_modified', sort_direction: 'desc' } as const;

/** What was found, each record once, and whether there is more. */
export interface Found<Item> {
  items: Item[];
  isTruncated: boolean;
}

type Search<Item> = (body: Record<string, unknown>) => Promise<WireList<Item>>;

/**
 * All pages up to `max` records. A page shorter than asked for is the last; `X-PW-TOTAL` is an upper bound only.
 * A record changed meanwhile moves to the front and pushes others onto the next page: each is kept once.
 */
export async function searchAll<Item extends { id: string }>(
  search: Search<Item>,
  filters: Record<string, unknown>,
  max = 1_000,
): Promise<Found<Item>> {
  const byId = new Map<string, Item>();
  for (let page = 1; page <= Math.ceil(max / PAGE_SIZE); page += 1) {
    const { items, length } = await search({ ...filters, ...NEWEST_FIRST, page_number: page, page_size: PAGE_SIZE });
    for (const item of items) byId.set(item.id, item);
    if (length < PAGE_SIZE) return { items: [...byId.values()], isTruncated: false };
  }
  return { items: [...byId.values()], isTruncated: true };
}
