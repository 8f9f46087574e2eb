import { useId, useRef, useState } from 'preact/hooks';
import type { Section } from '../../lib/domain/panel-state';
import type { SortName } from '../../lib/domain/search';
import { AddSelect } from './AddSelect';
import type { FilterKey } from './filter-labels';
import { SORT_LABELS } from './filter-labels';
import { describeFilter, describeOrder, offeredFilters, offeredSorts, usualDirection } from './filter-offers';
import { readFilter } from './filter-values';
import { FilterRow } from './FilterRow';
import type { SearchDraft } from './search-draft';

interface SearchFiltersProps {
  id: string;
  /** Every connection: what any of them can be asked is offered. */
  sections: readonly Section[];
  draft: SearchDraft;
}

/** What a search is narrowed and ordered by: one row per filter in use, and a list to add others from. */
export function SearchFilters({ id, sections, draft }: SearchFiltersProps) {
  const { query, shown, generation } = draft;
  const [fresh, setFresh] = useState<FilterKey | null>(null);
  const adder = useRef<HTMLDivElement>(null);
  const left = offeredFilters(sections).filter(({ key }) => !shown.includes(key));
  const toOptions = (offers: typeof left) => offers.map(({ key, label }) => ({ value: key, label }));
  const isCustom = ({ key }: { key: FilterKey }) => key.startsWith('custom:');
  // In the order of the groups below.
  const inOrder = [...left.filter((offer) => !isCustom(offer)), ...left.filter(isCustom)];
  const groups = [
    { name: '', options: toOptions(left.filter((offer) => !isCustom(offer))) },
    { name: 'Custom fields', options: toOptions(left.filter(isCustom)) },
  ].filter(({ options }) => options.length > 0);
  /** What was clicked goes away; the focus stays nearby. */
  const focusAdder = () => adder.current?.querySelector('select')?.focus();

  const add = (index: number) => {
    const offer = inOrder[index];
    if (!offer) return;
    setFresh(offer.key);
    draft.addFilter(offer.key, offer.control.is === 'flag' ? true : undefined);
  };
  return (
    <div class="filters" id={id} role="group" aria-label="Filters and order">
      <SortRow sections={sections} draft={draft} />
      {shown.map((key) => (
        <FilterRow
          key={`${generation} ${key}`}
          offer={describeFilter(key, sections)}
          value={readFilter(query.filters, key)}
          takesFocus={fresh === key}
          onChange={(value) => draft.setFilter(key, value)}
          onRemove={() => {
            focusAdder();
            draft.removeFilter(key);
          }}
        />
      ))}
      <div class="filters-end" ref={adder}>
        <AddSelect label="Add filter" prompt="Add filter…" groups={groups} onAdd={add} />
        {shown.length > 0 && (
          <button
            type="button"
            class="text-button is-soft"
            onClick={() => {
              focusAdder();
              draft.clearFilters();
            }}
          >
            Clear filters
          </button>
        )}
      </div>
    </div>
  );
}

function SortRow({ sections, draft: { query, setSort } }: Pick<SearchFiltersProps, 'sections' | 'draft'>) {
  const id = useId();
  const { by, isDescending } = query.sort;
  const offered = offeredSorts(sections);
  const sorts = offered.includes(by) ? offered : [by, ...offered];
  return (
    <div class="filter is-sort">
      <label class="filter-label" for={id}>
        Sort by
      </label>
      <div class="filter-control">
        <select
          id={id}
          value={by}
          onChange={(event) => {
            const next = event.currentTarget.value as SortName;
            setSort({ by: next, isDescending: usualDirection(next) });
          }}
        >
          {sorts.map((sort) => (
            <option key={sort} value={sort}>
              {SORT_LABELS[sort]}
            </option>
          ))}
        </select>
        <button
          type="button"
          class="quiet order"
          title="Reverse the order"
          onClick={() => setSort({ by, isDescending: !isDescending })}
        >
          {describeOrder(by, isDescending)}
        </button>
      </div>
    </div>
  );
}
