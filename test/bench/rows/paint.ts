import { startConstantApp } from '../floors/constant-app.ts';
import { CONSTANT_TITLE } from '../floors/constant.ts';
import type { Arrival } from '../lab/arrivals.ts';
import type { CopperApp } from '../lab/copper-app.ts';
import { dealOf, LATENCY_MS, ORDERS, orderSubject, startCopperApp } from '../lab/copper-app.ts';
import { isMirrorWhole } from '../lab/mirror-state.ts';
import type { Painted } from '../lab/opening.ts';
import { hashesOf, openAndPaint } from '../lab/opening.ts';
import { orderPerson } from '../../simulator/orders.ts';
import type { Effort, Row } from '../row.ts';
import { missedBy, noteOf } from '../row.ts';
import { pairedRatio, summarise } from '../stats.ts';

export const PAINT_ROWS = ['thread opened → opportunities painted, contact known'] as const;

const GOAL_MS = 100;
const ROUNDS = 3;

/** One opening, and what the CRM was asked meanwhile. */
interface Opening extends Painted {
  requestsBefore: number;
  /** Those of them that were answered by then. */
  answersBefore: number;
}

/** Somebody of the mirror who is opened for the first time, and who was opened before; the floor in turns with them. */
export async function measurePaint({ isQuick }: Effort): Promise<Row[]> {
  const orders = isQuick ? ORDERS.slice(0, 4) : ORDERS;
  const rounds = isQuick ? 1 : ROUNDS;
  const floor = await startConstantApp();
  try {
    const ours = await startCopperApp({ hasCustomers: true });
    try {
      const isWhole = await isMirrorWhole(ours.panel);
      const floorHash = await hashesOf(floor.gmail);
      const floorRun = (order: number) =>
        openAndPaint(floor, {
          hash: floorHash(orderSubject(order)),
          marker: orderSubject(order),
          title: CONSTANT_TITLE,
        });
      const pairs = { first: [] as Pair[], again: [] as Pair[] };
      for (let round = 0; round <= rounds; round += 1) {
        for (const order of orders) {
          const pair = { floor: await floorRun(order), ours: await openOurs(ours, order) };
          (round === 0 ? pairs.first : pairs.again).push(pair);
        }
      }
      return [paintRow(pairs, isWhole)];
    } finally {
      await ours.stop();
    }
  } finally {
    await floor.stop();
  }
}

interface Pair {
  floor: Painted;
  ours: Opening;
}

async function openOurs({ app: { gmail }, panel, arrivals }: CopperApp, order: number): Promise<Opening> {
  const hash = (await hashesOf(gmail))(orderSubject(order));
  const painted = await openAndPaint(
    { gmail, panel },
    { hash, marker: orderPerson(order).address, title: dealOf(order) },
  );
  const isBefore = ({ at }: Arrival) => at >= painted.askedAt && at < painted.paintedAt;
  const before = arrivals.filter(isBefore);
  const answered = before.filter(({ endedAt }) => endedAt < painted.paintedAt);
  return { ...painted, requestsBefore: before.length, answersBefore: answered.length };
}

const took = ({ openedAt, paintedAt }: Painted) => Math.max(0, paintedAt - openedAt);

function told(pairs: readonly Pair[]): string {
  const { median, p95 } = summarise(pairs.map(({ ours }) => took(ours)));
  const before = pairs.filter(({ ours }) => ours.requestsBefore > 0).length;
  return `${median} ms, p95 ${p95} ms, ${ratioOf(pairs)} × the floor, requests before paint in ${before} of ${pairs.length}`;
}

function ratioOf(pairs: readonly Pair[]): number {
  return pairedRatio(
    pairs.map(({ ours }) => took(ours)),
    pairs.map(({ floor }) => took(floor)),
  );
}

function paintRow({ first, again }: { first: Pair[]; again: Pair[] }, isWhole: boolean): Row {
  const counted = isWhole ? [...first, ...again] : again;
  const floor = summarise(counted.map((pair) => took(pair.floor)));
  const { median } = summarise(counted.map(({ ours }) => took(ours)));
  const asked = counted.filter(({ ours }) => ours.requestsBefore > 0).length;
  const answered = counted.filter(({ ours }) => ours.answersBefore > 0).length;
  const clicked = summarise(counted.map(({ ours }) => ours.paintedAt - ours.askedAt));
  return {
    row: PAINT_ROWS[0],
    goal: `≤ ${GOAL_MS} ms, no request before paint`,
    ours: `first time: ${told(first)}; again: ${told(again)}`,
    peers: [{ name: 'a constant answer, same message path', value: `${floor.median} ms, p95 ${floor.p95} ms` }],
    isMet: median <= GOAL_MS && asked === 0,
    note: noteOf(
      missedBy(median, GOAL_MS),
      asked > 0
        ? `the CRM was asked before the paint in ${asked} of ${counted.length} openings, and had answered in ${answered}`
        : '',
      isWhole ? '' : 'the mirror was not whole: the first openings do not count',
      'from the last change of Gmail’s page to the frame after; in the real side panel',
      `from the click it is ${clicked.median} ms, of which the simulator takes two frames`,
      `the CRM takes ${LATENCY_MS} ms for an answer`,
    ),
    numbers: {
      first: summarise(first.map(({ ours }) => took(ours))),
      again: summarise(again.map(({ ours }) => took(ours))),
      floor,
      fromClick: clicked,
      requestsBeforePaint: counted.map(({ ours }) => ours.requestsBefore),
    },
  };
}
