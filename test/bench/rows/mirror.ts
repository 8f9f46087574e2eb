import type { Page } from '@playwright/test';
import type { GrowthPoint } from '../growth.ts';
import { startMirrorBrowser } from '../mirror/browser.ts';
import type {} from '../mirror/page.ts';
import type { Effort, Row } from '../row.ts';
import { missedBy, noteOf } from '../row.ts';
import { quantile, round } from '../stats.ts';

export const MIRROR_ROWS = [
  'lookup in the mirror, 100,000 opportunities',
  'search in the mirror, as one types',
] as const;

const SIZES = [1_000, 3_000, 10_000, 30_000, 100_000];
const QUICK_SIZES = [1_000, 3_000];
const ROUNDS = 10;
/** Of a round. */
const LOOKUPS = 100;
const SEARCHES = 30;
const GOAL = { p95: 5, growth: 1.5 };
/** Of a second, while somebody types. */
const SEARCH_GOAL_MS = 50;

let growth: GrowthPoint[] | undefined;

/** What the last measurement of the mirror came to; `undefined` before the first. */
export function lastGrowth(): GrowthPoint[] | undefined {
  return growth;
}

/** A mirror of each size, asked in turns: people and words are drawn evenly from all of it. */
export async function measureMirror({ isQuick }: Effort): Promise<Row[]> {
  const browser = await startMirrorBrowser();
  try {
    const mirrors: Mirror[] = [];
    for (const size of isQuick ? QUICK_SIZES : SIZES) mirrors.push(await fill(await browser.open(`m${size}`), size));
    // The first round is for compilers and caches.
    for (let round = -1; round < ROUNDS; round += 1) {
      for (const mirror of mirrors) await ask(mirror, round >= 0);
    }
    growth = mirrors.map(pointOf);
    return [lookupRow(growth), searchRow(growth)];
  } finally {
    await browser.stop();
  }
}

interface Mirror extends Pick<GrowthPoint, 'opportunities' | 'bytes' | 'fillMs' | 'missed'> {
  page: Page;
  /** Milliseconds each. */
  lookups: number[];
  searches: number[];
}

async function fill(page: Page, opportunities: number): Promise<Mirror> {
  const fillMs = await page.evaluate((size) => globalThis.mirrorBench.fillTo(size), opportunities);
  const bytes = await page.evaluate(() => globalThis.mirrorBench.size());
  return { page, opportunities, bytes, fillMs: Math.round(fillMs), missed: 0, lookups: [], searches: [] };
}

async function ask(mirror: Mirror, isCounted: boolean): Promise<void> {
  const { page } = mirror;
  await page.bringToFront();
  const looked = await page.evaluate((times) => globalThis.mirrorBench.lookUp(times), LOOKUPS);
  const { took, missed } = await page.evaluate((times) => globalThis.mirrorBench.search(times), SEARCHES);
  if (!isCounted) return;
  mirror.lookups.push(...looked);
  mirror.searches.push(...took);
  mirror.missed += missed;
}

function pointOf({ opportunities, bytes, fillMs, missed, lookups, searches }: Mirror): GrowthPoint {
  return {
    opportunities,
    lookupP50: round(quantile(lookups, 0.5)),
    lookupP95: round(quantile(lookups, 0.95)),
    searchP50: round(quantile(searches, 0.5)),
    searchP95: round(quantile(searches, 0.95)),
    bytes,
    fillMs,
    missed,
  };
}

function ends(points: readonly GrowthPoint[]): { least: GrowthPoint; most: GrowthPoint } {
  const [least] = points;
  const most = points.at(-1);
  if (!least || !most) throw new Error('Nothing was measured.');
  return { least, most };
}

const count = (number: number) => number.toLocaleString('en');

function lookupRow(points: readonly GrowthPoint[]): Row {
  const { least, most } = ends(points);
  const times = round(most.lookupP95 / least.lookupP95);
  return {
    row: MIRROR_ROWS[0],
    goal: `p95 ≤ ${GOAL.p95} ms, ≤ ${GOAL.growth} × that of 1,000`,
    ours: `p95 ${most.lookupP95} ms, median ${most.lookupP50} ms, ${times} × that of ${count(least.opportunities)}`,
    peers: [{ name: `${count(least.opportunities)} opportunities`, value: `p95 ${least.lookupP95} ms` }],
    isMet: most.lookupP95 <= GOAL.p95 && times <= GOAL.growth,
    note: noteOf(
      `${count(most.opportunities)} opportunities, half as many contacts, a tenth as many companies`,
      missedBy(most.lookupP95, GOAL.p95),
      missedBy(times, GOAL.growth),
      `a person with their ten deals and company; ${count(LOOKUPS * ROUNDS)} lookups of each mirror, one after the other, in turns; IndexedDB of real Chromium`,
      `${(most.bytes / 1e6).toFixed(0)} MB on disk`,
    ),
    numbers: { points },
  };
}

function searchRow(points: readonly GrowthPoint[]): Row {
  const { least, most } = ends(points);
  return {
    row: MIRROR_ROWS[1],
    goal: `p95 ≤ ${SEARCH_GOAL_MS} ms with ${count(most.opportunities)} opportunities (not in the table of goals)`,
    ours: `p95 ${most.searchP95} ms, median ${most.searchP50} ms`,
    peers: [{ name: `${count(least.opportunities)} opportunities`, value: `p95 ${least.searchP95} ms` }],
    isMet: most.searchP95 <= SEARCH_GOAL_MS && most.missed === 0,
    note: noteOf(
      missedBy(most.searchP95, SEARCH_GOAL_MS),
      most.missed > 0 ? `nothing found in ${most.missed} of ${ROUNDS * SEARCHES} searches for what is there` : '',
      'beginnings of a title’s word, and names of companies, in turns',
    ),
  };
}
