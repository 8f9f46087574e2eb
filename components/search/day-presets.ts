import type { Range } from '../../lib/domain/search';
import type { FilterKey } from './filter-labels';

/** A span of days a rep asks for often. */
export interface DayPreset {
  label: string;
  range: Range<string>;
}

/** The day `offset` days from the one `now` (epoch milliseconds) lies in, in the rep's time zone. */
function day(now: number, offset: number): string {
  const at = new Date(now);
  return toDay(new Date(at.getFullYear(), at.getMonth(), at.getDate() + offset));
}

function toDay(date: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The month, or the quarter, that is `from` of them after the one `now` lies in. */
function months(now: number, unit: 1 | 3, from: number): Range<string> {
  const at = new Date(now);
  const first = Math.floor(at.getMonth() / unit) * unit + from * unit;
  return {
    min: toDay(new Date(at.getFullYear(), first, 1)),
    max: toDay(new Date(at.getFullYear(), first + unit, 0)),
  };
}

/** Spans for a filter of days, by today: deals close in the days to come, most else has happened. */
export function dayPresets(key: FilterKey, now: number): DayPreset[] {
  const past = [
    { label: 'Today', range: { min: day(now, 0), max: day(now, 0) } },
    { label: 'Last 7 days', range: { min: day(now, -6), max: day(now, 0) } },
    { label: 'Last 30 days', range: { min: day(now, -29), max: day(now, 0) } },
  ];
  const longAgo = [
    { label: 'Over 30 days ago', range: { min: null, max: day(now, -31) } },
    { label: 'Over 90 days ago', range: { min: null, max: day(now, -91) } },
  ];
  const these = [
    { label: 'This month', range: months(now, 1, 0) },
    { label: 'This quarter', range: months(now, 3, 0) },
  ];
  const toCome = [
    { label: 'Before today', range: { min: null, max: day(now, -1) } },
    { label: 'Next 30 days', range: { min: day(now, 0), max: day(now, 29) } },
    ...these,
    { label: 'Next month', range: months(now, 1, 1) },
    { label: 'Next quarter', range: months(now, 3, 1) },
  ];
  if (key === 'closeDate') return toCome;
  return key.startsWith('custom:') ? [...past, ...toCome] : [...past, ...these, ...longAgo];
}
