import { useState } from 'preact/hooks';
import type { Range } from '../../lib/domain/search';
import { dayPresets } from './day-presets';
import type { FilterKey } from './filter-labels';
import { usePanel } from '../panel/panel-context';
import { DayRange } from './RangeFilter';

const ANY = '';
const OWN = 'own';

interface DayFilterProps {
  filter: FilterKey;
  label: string;
  range: Range<string> | undefined;
  onChange: (range: Range<string> | undefined) => void;
}

/** A span of days: one of those asked for often, or any other. */
export function DayFilter({ filter, label, range, onChange }: DayFilterProps) {
  const { now } = usePanel();
  const presets = dayPresets(filter, now);
  const preset = presets.findIndex((one) => one.range.min === range?.min && one.range.max === range?.max);
  const [isOwnChosen, setOwn] = useState(false);
  const isOwn = isOwnChosen || (range !== undefined && preset < 0);
  const choose = (value: string) => {
    setOwn(value === OWN);
    if (value !== OWN) onChange(value === ANY ? undefined : presets[Number(value)]?.range);
  };
  return (
    <>
      <select
        aria-label={label}
        value={isOwn ? OWN : preset < 0 ? ANY : String(preset)}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        <option value={ANY}>Any day</option>
        {presets.map((one, index) => (
          <option key={one.label} value={index}>
            {one.label}
          </option>
        ))}
        <option value={OWN}>From – to…</option>
      </select>
      {isOwn && <DayRange label={label} range={range} onChange={onChange} />}
    </>
  );
}
