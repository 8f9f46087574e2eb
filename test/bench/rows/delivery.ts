import type { LabPage } from '../lab/browser.ts';
import { startLabBrowser } from '../lab/browser.ts';
import type { EvaluateInWorld, SentMessage } from '../lab/isolated-world.ts';
import { findIsolatedWorld, noteMessages } from '../lab/isolated-world.ts';
import { fullMailbox } from '../lab/mailbox.ts';
import { pretendHidden, setTraps } from '../lab/traps.ts';
import type {} from '../page/gmail-js.ts';
import type { Opening } from '../page/stimulus.ts';
import type { Effort, Row } from '../row.ts';
import { missedBy, noteOf } from '../row.ts';
import { median, round, summarise } from '../stats.ts';

export const DELIVERY_ROWS = [
  'thread inserted → `email.opened` sent',
  'the same under constant churn',
  'work while the tab is hidden',
] as const;

const OPENINGS = 20;
const FRAMES_GOAL = 1;
const CHURN_GOAL_MS = 250;

/** How long after a conversation's last node it was told of: milliseconds, and animation frames begun meanwhile. */
interface Delay {
  ms: number;
  frames: number;
}

export async function measureDelivery({ isQuick }: Effort): Promise<Row[]> {
  const openings = isQuick ? 5 : OPENINGS;
  const lab = await startLabBrowser();
  try {
    const ours = await lab.open('dealside');
    const world = await findIsolatedWorld(ours.session, lab.browser.extensionId);
    const sent = await noteMessages(world);
    const told = async (subject: string) => (await sent()).filter((one) => isAbout(one, subject)).map(({ at }) => at);
    const still = await delaysOf(ours, { openings, first: 100, isChurning: false, told });
    const churned = await delaysOf(ours, { openings, first: 300, isChurning: true, told });
    const hidden = await workWhileHidden(ours, world, sent);

    const theirs = await lab.open('gmailJs');
    // With `view_thread` beside it, gmail.js never gets as far as `view_email` here: see its `insertion_observer`.
    await theirs.page.evaluate(() => globalThis.watchWithGmailJs(['view_email']));
    const toldByPeer = async () => {
      const events = await theirs.page.evaluate(() => globalThis.told.splice(0));
      return events.flatMap(({ what, at }) => (what === 'view_email' ? [at] : []));
    };
    const peer = await delaysOf(theirs, { openings, first: 500, isChurning: false, told: toldByPeer });
    const churnedPeer = await delaysOf(theirs, { openings, first: 700, isChurning: true, told: toldByPeer });
    return [stillRow(still, peer), churnRow(churned, churnedPeer), hiddenRow(hidden)];
  } finally {
    await lab.stop();
  }
}

const isAbout = ({ name, subject }: SentMessage, wanted: string) => name === 'email.opened' && subject === wanted;

interface Openings {
  openings: number;
  /** Place of the first conversation in the list: each is opened once, for what was shown before is shown at once. */
  first: number;
  isChurning: boolean;
  /** When a conversation of this subject was told of, since the last call. */
  told(subject: string): Promise<number[]>;
}

async function delaysOf({ page }: LabPage, { openings, first, isChurning, told }: Openings): Promise<Delay[]> {
  const threads = fullMailbox().threads.slice(first, first + openings);
  const delays: Delay[] = [];
  await page.bringToFront();
  for (const { opaqueId, subject } of threads) {
    await told(subject);
    const opening = await page.evaluate(openConversation, { opaqueId, isChurning });
    const at = (await told(subject)).find((time) => time >= opening.insertedAt);
    if (at === undefined) throw new Error(`"${subject}" was never told of.`);
    delays.push(delayOf(opening, at));
  }
  return delays;
}

/** Runs in the page. */
async function openConversation({ opaqueId, isChurning }: { opaqueId: string; isChurning: boolean }): Promise<Opening> {
  const stop = isChurning ? globalThis.bench.churn() : () => undefined;
  const opening = await globalThis.bench.open(opaqueId);
  stop();
  return opening;
}

function delayOf({ insertedAt, frames }: Opening, at: number): Delay {
  return { ms: at - insertedAt, frames: frames.filter((frame) => frame > insertedAt && frame <= at).length };
}

/** What the content script does while Gmail changes a lot in a tab that is hidden. */
async function workWhileHidden(
  { page }: LabPage,
  world: EvaluateInWorld,
  sent: () => Promise<SentMessage[]>,
): Promise<HiddenWork> {
  const trapped = await setTraps(world);
  // That the traps see anything has to be seen: the same while the tab is shown.
  await page.evaluate(() => globalThis.bench.insert('frames'));
  const { looks: looksShown } = await trapped();
  await page.evaluate(() => globalThis.bench.clear());
  await pretendHidden(world);
  await trapped();
  await sent();
  await page.evaluate(() => globalThis.bench.insert('frames'));
  return { looksShown, looks: (await trapped()).looks, messages: (await sent()).length };
}

interface HiddenWork {
  looksShown: number;
  looks: number;
  messages: number;
}

const told = (delays: readonly Delay[]) => {
  const { median: middle, p95 } = summarise(delays.map(({ ms }) => ms));
  return `${middle} ms, p95 ${p95} ms; frames: ${framesOf(delays)}, at most ${maxFrames(delays)}`;
};
const framesOf = (delays: readonly Delay[]) => median(delays.map(({ frames }) => frames));
const maxFrames = (delays: readonly Delay[]) => Math.max(...delays.map(({ frames }) => frames));

function stillRow(ours: readonly Delay[], peer: readonly Delay[]): Row {
  return {
    row: DELIVERY_ROWS[0],
    goal: '≤ 1 frame after the DOM settles',
    ours: told(ours),
    peers: [{ name: 'gmail.js `view_email`', value: told(peer) }],
    isMet: framesOf(ours) <= FRAMES_GOAL,
    note: noteOf(
      missedBy(framesOf(ours), FRAMES_GOAL),
      'from the last node of the conversation to the call of `runtime.sendMessage`, the way to the worker not included',
      `the quiet that counts as settled is part of it; median over ${ours.length} conversations`,
      'gmail.js waits for nothing: it tells of each piece as it comes',
    ),
    numbers: { ours: summarise(ours.map(({ ms }) => ms)), gmailJs: summarise(peer.map(({ ms }) => ms)) },
  };
}

function churnRow(ours: readonly Delay[], peer: readonly Delay[]): Row {
  const longest = round(Math.max(...ours.map(({ ms }) => ms)));
  return {
    row: DELIVERY_ROWS[1],
    goal: `at most ${CHURN_GOAL_MS} ms`,
    ours: `at most ${longest} ms, median ${summarise(ours.map(({ ms }) => ms)).median} ms`,
    peers: [{ name: 'gmail.js `view_email`', value: told(peer) }],
    isMet: longest <= CHURN_GOAL_MS,
    note: noteOf(missedBy(longest, CHURN_GOAL_MS), 'the page changes every 4 ms, so it never settles'),
    numbers: { ours: summarise(ours.map(({ ms }) => ms)), gmailJs: summarise(peer.map(({ ms }) => ms)) },
  };
}

function hiddenRow({ messages, looks, looksShown }: HiddenWork): Row {
  return {
    row: DELIVERY_ROWS[2],
    goal: 'none',
    ours: `${looks} looks at the page, ${messages} messages`,
    peers: [{ name: 'the same tab while it is shown', value: `${looksShown} looks` }],
    isMet: looksShown > 0 && looks === 0 && messages === 0,
    note: '2,000 nodes inserted while the tab counts as hidden; a look is any search in the page',
    numbers: { messages, looks, looksShown },
  };
}
