import type { CopperApi } from './api';
import { type Found, NEWEST_FIRST, PAGE_SIZE } from './pages';
import type { WireOpportunity } from './wire';

const MAX_FOUND = 50;

/**
 * Opportunities whose title or company contains `text`. Copper's own `name` filter finds whole names only, its
 * reference says, while others report parts: so it is asked, and beside it the opportunities changed last are
 * looked through here. Older ones can be missed, and then the answer says that there may be more.
 */
export async function searchText(api: CopperApi, text: string, signal?: AbortSignal): Promise<Found<WireOpportunity>> {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return { items: [], isTruncated: false };
  const [named, recent] = await Promise.all([
    api.searchOpportunities({ name: text.trim(), ...NEWEST_FIRST, page_size: MAX_FOUND }, signal),
    api.searchOpportunities({ ...NEWEST_FIRST, page_size: PAGE_SIZE }, signal),
  ]);
  const byId = new Map([...recent.items, ...named.items].map((record) => [record.id, record]));
  const found = [...byId.values()]
    .filter(({ name, company_name }) =>
      [name, company_name ?? ''].some((words) => words.toLowerCase().includes(wanted)),
    )
    .toSorted((a, b) => (b.date_modified ?? 0) - (a.date_modified ?? 0));
  return {
    items: found.slice(0, MAX_FOUND),
    isTruncated: found.length > MAX_FOUND || named.length === MAX_FOUND || recent.length === PAGE_SIZE,
  };
}
