import { useEffect, useState } from 'preact/hooks';
import type { SearchFilters, SearchQuery } from '../../lib/domain/search';
import { EMPTY_QUERY, queryKey } from '../../lib/domain/search';
import type { FilterKey } from './filter-labels';
import type { FilterValue } from './filter-values';
import { setKeys, writeFilter } from './filter-values';

/** The search as the rep is making it. */
interface Draft {
  query: SearchQuery;
  /** The filters shown, in the order they were added; one may still be without a value. */
  shown: FilterKey[];
  /** Changes when the search came from elsewhere: what was typed for another is not kept. */
  generation: number;
}

interface DraftOptions {
  /** What the shown results answer. */
  asked: SearchQuery;
  /** What the search belongs to: another email begins with none. */
  email: string | null;
  /** True while the rep is at it. */
  isBusy: () => boolean;
  onSearch: (query: SearchQuery) => void;
}

/** A search under way: what is typed and chosen leads and is asked at once; results follow when they come. */
export function useSearchDraft({ asked, email, isBusy, onSearch }: DraftOptions) {
  const [draft, setDraft] = useState<Draft>(() => ({ query: asked, shown: setKeys(asked.filters), generation: 0 }));
  const { query, shown } = draft;

  const follow = () =>
    setDraft(({ generation }) => ({ query: asked, shown: setKeys(asked.filters), generation: generation + 1 }));
  const askedKey = queryKey(asked);
  // Another tab has another search: it comes in, but never under the fingers of somebody at work on this one.
  useEffect(() => {
    if (askedKey !== queryKey(query) && !isBusy()) follow();
  }, [askedKey]);
  useEffect(follow, [email]);

  const ask = (next: SearchQuery, nextShown = shown) => {
    setDraft({ ...draft, query: next, shown: nextShown });
    onSearch(next);
  };
  const setFilters = (filters: SearchFilters, nextShown = shown) => ask({ ...query, filters }, nextShown);
  return {
    ...draft,
    setText: (text: string) => ask({ ...query, text }),
    setSort: (sort: SearchQuery['sort']) => ask({ ...query, sort }),
    setFilter: (key: FilterKey, value: FilterValue | undefined) => setFilters(writeFilter(query.filters, key, value)),
    /** Shows a filter; with a `value` it is asked for at once. */
    addFilter(key: FilterKey, value?: FilterValue) {
      const next = [...shown.filter((other) => other !== key), key];
      if (value === undefined) setDraft({ ...draft, shown: next });
      else setFilters(writeFilter(query.filters, key, value), next);
    },
    removeFilter: (key: FilterKey) =>
      setFilters(
        writeFilter(query.filters, key, undefined),
        shown.filter((other) => other !== key),
      ),
    clearFilters: () => setFilters({}, []),
    clear: () => ask(EMPTY_QUERY, []),
  };
}

export type SearchDraft = ReturnType<typeof useSearchDraft>;
