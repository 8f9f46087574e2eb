/** The value a share of all values does not exceed, between neighbours in proportion. `share` from 0 to 1. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  if (low === undefined || high === undefined) throw new Error('There is no quantile of nothing.');
  return low + (high - low) * (place - Math.floor(place));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Median absolute deviation: how far a run usually is from the median, whatever the outliers. */
export function deviation(values: readonly number[]): number {
  const middle = median(values);
  return median(values.map((value) => Math.abs(value - middle)));
}

/** What a list of measurements comes to, in their own unit. */
export interface Summary {
  runs: number;
  median: number;
  p95: number;
  deviation: number;
}

export function summarise(values: readonly number[]): Summary {
  return {
    runs: values.length,
    median: round(median(values)),
    p95: round(quantile(values, 0.95)),
    deviation: round(deviation(values)),
  };
}

/** To three significant digits: no measurement here is better than that. */
export function round(value: number): number {
  return Number(value.toPrecision(3));
}

/**
 * How many times as much as the floor, run by run: each is compared with the floor's run beside it, so that a machine
 * that slows down for a while slows both.
 */
export function pairedRatio(values: readonly number[], floors: readonly number[]): number {
  return round(median(values.flatMap((value, run) => (floors[run] ? [value / floors[run]] : []))));
}
