import type { Page } from '@playwright/test';
import type { LabPage, MetricName, Metrics } from '../lab/browser.ts';
import { since, startLabBrowser } from '../lab/browser.ts';
import { findIsolatedWorld } from '../lab/isolated-world.ts';
import type { Trapped } from '../lab/traps.ts';
import { setTraps } from '../lab/traps.ts';
import type { InboxSdkStart } from '../peers/inbox-sdk.ts';
import { tryInboxSdk } from '../peers/inbox-sdk.ts';
import type { Lane } from '../lab/server.ts';
import type {} from '../page/gmail-js.ts';
import type { Shape } from '../page/stimulus.ts';
import type { Effort, Row } from '../row.ts';
import { missedBy, noteOf } from '../row.ts';
import { median, pairedRatio, summarise } from '../stats.ts';

const RUNS = 15;
const SHAPES: readonly Shape[] = ['frames', 'tasks', 'burst'];
const LANES = ['nobody', 'emptyObserver', 'dealside', 'gmailJs'] as const satisfies readonly Lane[];
type Watched = (typeof LANES)[number];
type Samples = Record<Shape, Record<Watched, Metrics[]>>;

export const DETECTION_ROWS = [
  'main-thread time of detection while Gmail inserts 2,000 nodes',
  'layouts forced, and changes made to Gmail’s page',
] as const;
const GOAL = 1.3;

/**
 * Processor time of the page's main thread over 2,000 insertions into a page of 24,000 elements, whoever uses it:
 * observers, timers, styles, layout and paint. One page for each lane in one browser, taken in turns.
 */
export async function measureDetection({ isQuick }: Effort): Promise<Row[]> {
  const runs = isQuick ? 2 : RUNS;
  const lab = await startLabBrowser();
  try {
    const pages: LabPage[] = [];
    for (const lane of LANES) {
      const one = await lab.open(lane);
      await openConversation(one.page);
      if (lane === 'emptyObserver') await one.page.evaluate(() => globalThis.bench.observe());
      if (lane === 'gmailJs') await one.page.evaluate(() => globalThis.watchWithGmailJs(['view_thread', 'view_email']));
      pages.push(one);
    }
    const samples = emptySamples();
    const hashes = new Map<Lane, string>();
    // The first round is for compilers.
    for (let run = -1; run < runs; run += 1) {
      for (const one of rotate(pages, run)) {
        await one.page.bringToFront();
        for (const shape of SHAPES) {
          const sample = await sampleOf(one, shape);
          if (run >= 0) samples[shape][one.lane as Watched].push(sample);
        }
        hashes.set(one.lane, await one.page.evaluate(() => globalThis.bench.hash()));
      }
    }
    const size = (await pages[0]?.page.evaluate(() => globalThis.bench.size())) ?? 0;
    const ours = pages.find(({ lane }) => lane === 'dealside');
    if (!ours) throw new Error('Dealside has no page.');
    const trapped = await forcedBy(ours, lab.browser.extensionId);
    return [timeRow(samples, size, await tryInboxSdk()), traceRow(samples, hashes, trapped)];
  } finally {
    await lab.stop();
  }
}

/** With a conversation over the list, as when mail comes in while one reads. */
async function openConversation(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Maintenance 2027: two questions', exact: true }).click();
  await page.locator('[role=main] .adn').first().waitFor();
}

async function sampleOf({ page, metrics }: LabPage, shape: Shape): Promise<Metrics> {
  await page.evaluate(() => globalThis.bench.clear());
  const before = await metrics();
  await page.evaluate((how) => globalThis.bench.insert(how), shape);
  return since(before, await metrics());
}

/** A different lane first in each run: whatever the first one pays, all of them pay in turns. */
function rotate<Item>(items: readonly Item[], by: number): Item[] {
  const start = ((by % items.length) + items.length) % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

function emptySamples(): Samples {
  const lanes = () => ({ nobody: [], emptyObserver: [], dealside: [], gmailJs: [] });
  return { frames: lanes(), tasks: lanes(), burst: lanes() };
}

function timeRow(samples: Samples, size: number, sdk: InboxSdkStart): Row {
  const of = (shape: Shape, lane: Watched, metric: MetricName = 'task') =>
    samples[shape][lane].map((sample) => sample[metric]);
  const ratio = (shape: Shape, lane: Watched, metric: MetricName = 'task') =>
    pairedRatio(of(shape, lane, metric), of(shape, 'nobody', metric));
  const told = (lane: Watched) =>
    `${SHAPES.map((shape) => `${ratio(shape, lane)} × ${shape}`).join(', ')} (${summarise(of('frames', lane)).median} ms)`;
  const worst = Math.max(...SHAPES.map((shape) => ratio(shape, 'dealside')));
  const script = (lane: Watched) => median(of('frames', lane, 'script')) - median(of('frames', 'nobody', 'script'));
  return {
    row: DETECTION_ROWS[0],
    goal: `≤ ${GOAL} × the same page with no observer`,
    ours: told('dealside'),
    peers: [
      { name: 'no observer', value: `1 × (${summarise(of('frames', 'nobody')).median} ms)` },
      { name: 'an observer that does nothing', value: told('emptyObserver') },
      { name: 'gmail.js + jQuery', value: told('gmailJs') },
      { name: 'InboxSDK', value: toldOf(sdk) },
    ],
    isMet: worst <= GOAL,
    note: noteOf(
      missedBy(worst, GOAL),
      `processor time of the main thread, layout and paint included; page of ${size.toLocaleString('en')} elements`,
      'frames: 40 nodes in each of 50; tasks: one node a task; burst: all at once',
      `script alone, frames: +${script('dealside').toFixed(1)} ms, gmail.js +${script('gmailJs').toFixed(1)} ms`,
      `${samples.frames.nobody.length} runs each, in turns`,
    ),
    numbers: Object.fromEntries(
      SHAPES.map((shape) => [
        shape,
        Object.fromEntries(
          LANES.map((lane) => [
            lane,
            { taskMs: summarise(of(shape, lane)), scriptMs: summarise(of(shape, lane, 'script')) },
          ]),
        ),
      ]),
    ),
  };
}

/** It does not start outside the real Gmail; this is what was seen of it. */
function toldOf({ isStarted, reason, taskMs, asked }: InboxSdkStart): string {
  const hosts = Object.entries(asked).map(([host, times]) => `${times} requests to ${host}`);
  const cost = `${Math.round(taskMs)} ms of processor time beyond the page's own`;
  return [isStarted ? 'starts' : `does not start here (${reason})`, cost, ...hosts].join(', ');
}

/** What the content script reads of the page that takes a layout, while nodes come one by one and mail is opened. */
async function forcedBy({ page, session }: LabPage, extensionId: string): Promise<Trapped> {
  const trapped = await setTraps(await findIsolatedWorld(session, extensionId));
  await page.bringToFront();
  await page.evaluate(() => globalThis.bench.insert('tasks'));
  await page.getByRole('link', { name: 'Inbox', exact: true }).click();
  await openConversation(page);
  await page.evaluate(() => globalThis.bench.clear());
  return trapped();
}

function traceRow(samples: Samples, hashes: ReadonlyMap<Lane, string>, { looks, forced }: Trapped): Row {
  const layouts = (lane: Watched) => median(samples.tasks[lane].map((sample) => sample.layouts));
  const isUntouched = hashes.get('dealside') === hashes.get('nobody');
  const told = (lane: Watched) => `${layouts(lane)} layouts in all while nodes came one by one`;
  return {
    row: DETECTION_ROWS[1],
    goal: 'none',
    ours: `${forced.length} layouts forced, page ${isUntouched ? 'the same to the byte' : 'CHANGED'}; ${told('dealside')}`,
    peers: [
      { name: 'no observer', value: told('nobody') },
      { name: 'gmail.js + jQuery', value: told('gmailJs') },
    ],
    isMet: isUntouched && looks > 0 && forced.length === 0,
    note: noteOf(
      [...new Set(forced)].join(', '),
      `everything whose reading takes a layout was watched in the content script’s world, over ${looks} looks at the page`,
      'the page is compared by the hash of its markup; layouts in all come with frames, which differ by a few',
    ),
    numbers: { forced, looks, layouts: { dealside: layouts('dealside'), nobody: layouts('nobody') } },
  };
}
