import { orderPerson } from '../../simulator/orders.ts';
import { byEndpoint, duplicatesInFlight } from '../lab/arrivals.ts';
import { dealOf, ORDERS, orderSubject, startCopperApp } from '../lab/copper-app.ts';
import { isMirrorWhole } from '../lab/mirror-state.ts';
import { hashesOf, openAndPaint } from '../lab/opening.ts';
import type { LoggedRequest } from '../../e2e/harness/net-log.ts';
import type { Effort, Row } from '../row.ts';
import { missedBy, noteOf } from '../row.ts';

export const OPENS_ROWS = [
  '100 thread opens over 20 people',
  'requests to anywhere but the CRM the user connected',
] as const;

const OPENS = 100;
const GOAL = 60;
/** The person, their deals and their company's, each time. */
const NAIVE_PER_OPEN = 3;
const ALLOWED = new Set(['api.copper.com']);
/** Gmail's own page asks there. */
const OF_THE_PAGE = 'mail.google.com';

/** As a rep leafs: forth, back, and to and fro, always waiting for the panel. */
export async function measureOpens({ isQuick }: Effort): Promise<Row[]> {
  const opens = isQuick ? 10 : OPENS;
  const { app, panel, arrivals, stop } = await startCopperApp({ hasCustomers: true });
  try {
    const isWhole = await isMirrorWhole(panel);
    const synced = arrivals.length;
    const hashOf = await hashesOf(app.gmail);
    const startedAt = performance.now();
    for (let open = 0; open < opens; open += 1) {
      // 7 has no common divisor with 20: each round goes through all of them, in an order without a pattern.
      const order = ORDERS[(open * 7) % ORDERS.length] ?? 1;
      await openAndPaint(
        { gmail: app.gmail, panel },
        { hash: hashOf(orderSubject(order)), marker: orderPerson(order).address, title: dealOf(order) },
      );
    }
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    const asked = arrivals.slice(synced);
    const duplicates = duplicatesInFlight(asked).length;
    const naive = opens * NAIVE_PER_OPEN;
    const logged = await app.requests();
    return [
      {
        row: OPENS_ROWS[0],
        goal: `≤ ${GOAL} requests, 0 duplicates in flight`,
        ours: `${asked.length} requests, ${duplicates} duplicates in flight`,
        peers: [{ name: 'naive: three requests each time', value: String(naive) }],
        isMet: asked.length <= GOAL && duplicates === 0,
        note: noteOf(
          opens < OPENS ? `only ${opens} opens` : '',
          missedBy(asked.length, GOAL),
          Object.entries(byEndpoint(asked))
            .map(([endpoint, times]) => `${times} × ${endpoint}`)
            .join(', '),
          `${seconds} s for all of them, each person come back to after ${(seconds / (opens / ORDERS.length)).toFixed(0)} s: a slower rep has more answers checked again`,
          'everything the CRM was asked meanwhile counts',
          isWhole ? `the mirror was filled before, by ${synced} requests with connecting` : 'without a mirror',
        ),
        numbers: { requests: asked.length, before: synced, duplicates, byEndpoint: byEndpoint(asked), seconds },
      },
      elsewhereRow(logged),
    ];
  } finally {
    await stop();
  }
}

/** From Chromium's own network log: every request of the extension, and of the page its script is in. */
function elsewhereRow(logged: readonly LoggedRequest[]): Row {
  const ofExtension = logged.filter(({ initiator }) => initiator.startsWith('chrome-extension:'));
  const ofPage = logged.filter(({ initiator }) => !initiator.startsWith('chrome-extension:'));
  const elsewhere = [
    ...ofExtension.filter(({ url }) => !ALLOWED.has(url.hostname)),
    ...ofPage.filter(({ url }) => url.hostname !== OF_THE_PAGE),
  ];
  return {
    row: OPENS_ROWS[1],
    goal: '0',
    ours: String(elsewhere.length),
    peers: [{ name: 'InboxSDK', value: 'registers and logs at api.inboxsdk.com: see the row of detection' }],
    isMet: ofExtension.length > 0 && elsewhere.length === 0,
    note: noteOf(
      `${ofExtension.length} requests of the extension in Chromium's own network log of the same session`,
      [...new Set(elsewhere.map(({ url }) => url.host))].join(', '),
    ),
    numbers: { extension: ofExtension.length, page: ofPage.length, elsewhere: elsewhere.map(({ url }) => url.origin) },
  };
}
