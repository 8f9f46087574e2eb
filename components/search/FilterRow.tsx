import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Range } from '../../lib/domain/search';
import { ChoiceFilter } from './ChoiceFilter';
import { DayFilter } from './DayFilter';
import { cap, plain } from '../display';
import type { FilterOffer } from './filter-offers';
import type { FilterValue } from './filter-values';
import { Icon } from '../Icon';
import { NumberFilter } from './RangeFilter';
import { TagFilter } from './TagFilter';

interface FilterRowProps {
  offer: FilterOffer;
  value: FilterValue | undefined;
  /** True for one just added. */
  takesFocus: boolean;
  onChange: (value: FilterValue | undefined) => void;
  onRemove: () => void;
}

/** One filter: what it is about, what it is set to, and the way to be rid of it. */
export function FilterRow({ offer, value, takesFocus, onChange, onRemove }: FilterRowProps) {
  const row = useRef<HTMLDivElement>(null);
  const label = plain(offer.label);
  useLayoutEffect(() => {
    if (takesFocus) row.current?.querySelector<HTMLElement>('select, input')?.focus();
  }, []);
  return (
    <div ref={row} class="filter" role="group" aria-label={cap(label)}>
      <span class="filter-label" dir="auto" title={cap(label)}>
        {label}
      </span>
      <div class="filter-control">
        <FilterControlFor offer={offer} value={value} onChange={onChange} />
      </div>
      <button
        type="button"
        class="icon-button"
        aria-label={`Remove filter ${cap(label, 80)}`}
        title="Remove filter"
        onClick={onRemove}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

type ControlProps = Pick<FilterRowProps, 'offer' | 'value' | 'onChange'>;

function FilterControlFor({ offer: { key, label, control }, value, onChange }: ControlProps) {
  const chosen = Array.isArray(value) ? (value as readonly (string | boolean | null)[]) : [];
  const range = typeof value === 'object' && 'min' in value ? value : undefined;
  switch (control.is) {
    case 'choices':
      return <ChoiceFilter label={label} groups={control.groups} chosen={chosen} onChange={onChange} />;
    case 'tags':
      return <TagFilter label={label} known={control.known} noneLabel="No tags" chosen={chosen} onChange={onChange} />;
    case 'words':
      return <TagFilter label={label} known={[]} chosen={chosen} onChange={onChange} />;
    case 'numbers':
      return (
        <NumberFilter
          label={label}
          unit={control.unit}
          range={range as Range<number> | undefined}
          onChange={onChange}
        />
      );
    case 'days':
      return <DayFilter filter={key} label={label} range={range as Range<string> | undefined} onChange={onChange} />;
    case 'flag':
      return (
        <select
          aria-label={label}
          value={String(value === true)}
          onChange={(event) => onChange(event.currentTarget.value === 'true')}
        >
          {control.options.map((option) => (
            <option key={option.label} value={String(option.value)}>
              {option.label}
            </option>
          ))}
        </select>
      );
  }
}
