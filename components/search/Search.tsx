import type { TargetedKeyboardEvent } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Section } from '../../lib/domain/panel-state';
import type { SearchQuery } from '../../lib/domain/search';
import { setKeys } from './filter-values';
import { Icon } from '../Icon';
import { lazy } from '../lazy';
import { useSearchDraft } from './search-draft';

const SearchFilters = lazy(async () => (await import('./SearchFilters')).SearchFilters);

/** True where a `/` is meant to be typed. */
function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return target.type !== 'radio' && target.type !== 'checkbox';
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('textarea, select'));
}

interface SearchProps {
  /** What the shown results answer; the empty query while nothing is searched. */
  query: SearchQuery;
  /** Every connection, for what it can be asked. */
  sections: readonly Section[];
  /** What the search belongs to: with another email text and filters go. */
  email: string | null;
  onSearch: (query: SearchQuery) => void;
}

/** `/` goes to it, Escape ends the search, filters included. */
export function Search({ query: asked, sections, email, onSearch }: SearchProps) {
  const root = useRef<HTMLElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const filtersId = useId();
  const [areFiltersOpen, setFiltersOpen] = useState(false);
  const draft = useSearchDraft({
    asked,
    email,
    // What has the focus stays the active element when the focus goes to Gmail.
    isBusy: () => document.hasFocus() && root.current?.contains(document.activeElement) === true,
    onSearch,
  });
  const { query } = draft;
  const setCount = setKeys(query.filters).length;
  const isOffered = sections.some(
    ({ capabilities }) => capabilities.filters.length > 0 || capabilities.sorts.length > 0,
  );

  useEffect(() => setFiltersOpen(false), [email]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  const onEscape = (event: TargetedKeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Escape' || event.isComposing) return;
    // The browser's own clearing sends another input event.
    event.preventDefault();
    if (event.target !== input.current) {
      setFiltersOpen(false);
      opener.current?.focus();
    } else if (query.text === '' && draft.shown.length === 0) input.current?.blur();
    else draft.clear();
  };

  return (
    <search ref={root} class="search" onKeyDown={onEscape}>
      <div class="search-row">
        <input
          ref={input}
          type="search"
          aria-label="Search opportunities"
          aria-keyshortcuts="/"
          placeholder="Search opportunities"
          autocomplete="off"
          maxLength={200}
          value={query.text}
          onInput={(event) => draft.setText(event.currentTarget.value)}
        />
        <kbd aria-hidden="true">/</kbd>
        <button
          ref={opener}
          type="button"
          class={`icon-button has-count filters-opener ${isOffered ? '' : 'is-unavailable'}`}
          aria-label="Filters"
          aria-describedby={`${filtersId}-count`}
          title="Filters and order"
          aria-expanded={areFiltersOpen}
          aria-controls={areFiltersOpen ? filtersId : undefined}
          // Drawn by the style sheet: the button's name is to be the text in it.
          data-count={setCount > 0 ? setCount : undefined}
          onPointerEnter={SearchFilters.preload}
          onFocus={SearchFilters.preload}
          onClick={() => setFiltersOpen(!areFiltersOpen)}
        >
          <Icon name="filter" />
        </button>
        <span id={`${filtersId}-count`} class="visually-hidden">
          {setCount > 0 ? `${setCount} set` : 'None set'}
        </span>
      </div>
      {areFiltersOpen && <SearchFilters id={filtersId} sections={sections} draft={draft} />}
    </search>
  );
}
