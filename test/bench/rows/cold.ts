import { orderPerson } from '../../simulator/orders.ts';
import type { Arrival } from '../lab/arrivals.ts';
import { byEndpoint, wavesOf } from '../lab/arrivals.ts';
import { addCustomer, dealOf, LATENCY_MS, ORDERS, orderSubject, startCopperApp } from '../lab/copper-app.ts';
import { isMirrorWhole } from '../lab/mirror-state.ts';
import { hashesOf, openAndPaint } from '../lab/opening.ts';
import type { Effort, Row } from '../row.ts';
import { missedBy, noteOf } from '../row.ts';
import { median, summarise } from '../stats.ts';

export const COLD_ROWS = ['the same, contact unknown, Copper'] as const;

const GOAL = { roundTrips: 2, requests: 4 };
/** Below the requests Copper allows in a minute. */
const PEOPLE = 12;
/** What may still be asked once the panel has painted, milliseconds. */
const REST_MS = 1_000;

/** Of one opening: what the CRM was asked, and how long it took to be painted, milliseconds from Gmail's last change. */
interface Lookup {
  waves: Arrival[][];
  requests: Arrival[];
  ms: number;
}

/** Customers the CRM has got a moment ago: neither the extension nor its mirror has ever heard of them. */
export async function measureCold({ isQuick }: Effort): Promise<Row[]> {
  const { app, copper, panel, arrivals, stop } = await startCopperApp({ hasCustomers: false });
  try {
    await isMirrorWhole(panel);
    const hashOf = await hashesOf(app.gmail);
    const lookups: Lookup[] = [];
    for (const order of ORDERS.slice(0, isQuick ? 3 : PEOPLE)) {
      addCustomer(copper, order);
      const before = arrivals.length;
      const { openedAt, paintedAt } = await openAndPaint(
        { gmail: app.gmail, panel },
        { hash: hashOf(orderSubject(order)), marker: orderPerson(order).address, title: dealOf(order) },
      );
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
      const requests = arrivals.slice(before);
      lookups.push({ waves: wavesOf(requests), requests, ms: paintedAt - openedAt });
    }
    return [coldRow(lookups)];
  } finally {
    await stop();
  }
}

function coldRow(lookups: readonly Lookup[]): Row {
  const [first, ...others] = lookups;
  const trips = median(others.map(({ waves }) => waves.length));
  const requests = median(others.map(({ requests: asked }) => asked.length));
  const time = summarise(others.map(({ ms }) => ms));
  const example = others
    .at(-1)
    ?.waves.map((wave) => Object.entries(byEndpoint(wave)).map(([call, n]) => (n > 1 ? `${n} × ${call}` : call)));
  return {
    row: COLD_ROWS[0],
    goal: `${GOAL.roundTrips} round trips in sequence, ≤ ${GOAL.requests} requests`,
    ours: `${trips} round trips, ${requests} requests; painted after ${time.median} ms (p95 ${time.p95})`,
    peers: [
      { name: 'the least the API allows', value: `${GOAL.roundTrips} round trips, ${2 * LATENCY_MS} ms of waiting` },
    ],
    isMet: trips <= GOAL.roundTrips && requests <= GOAL.requests,
    note: noteOf(
      missedBy(trips, GOAL.roundTrips),
      missedBy(requests, GOAL.requests),
      `the CRM takes ${LATENCY_MS} ms for an answer; medians over ${others.length} people it has got since`,
      `the very first lookup after connecting: ${first?.waves.length} round trips, ${first?.requests.length} requests`,
      `in order: ${(example ?? []).map((wave) => wave.join(' + ')).join(' → ')}`,
      'all requests until a second after the paint count, whatever they are for',
    ),
    numbers: {
      paintMs: time,
      lookups: lookups.map(({ waves }) => waves.map((wave) => wave.map(({ call }) => call))),
    },
  };
}
