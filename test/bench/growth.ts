import { markdownTable } from './table.ts';

/** How the mirror does with this many opportunities in it; times in milliseconds. */
export interface GrowthPoint {
  opportunities: number;
  lookupP50: number;
  lookupP95: number;
  searchP50: number;
  searchP95: number;
  /** Of the whole mirror, bytes as the browser counts them. */
  bytes: number;
  /** How long it took to grow to this size from the one before. */
  fillMs: number;
  /** Searches that found nothing of what is there. */
  missed: number;
}

/** The numbers of the plot as a Markdown table. */
export function growthTable(points: readonly GrowthPoint[]): string {
  return markdownTable(
    ['opportunities', 'lookup, median ms', 'lookup, p95 ms', 'search, median ms', 'search, p95 ms', 'on disk, MB'],
    points.map((point) => [
      point.opportunities.toLocaleString('en'),
      ...[point.lookupP50, point.lookupP95, point.searchP50, point.searchP95].map((ms) => ms.toFixed(2)),
      (point.bytes / 1e6).toFixed(1),
    ]),
  );
}
