import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TestOutcome } from '../lab/test-run.ts';
import { runPlaywright, runVitest, tally } from '../lab/test-run.ts';
import type { Effort, Row } from '../row.ts';
import { noteOf } from '../row.ts';

/** Rows that tests of the project prove: they are run, and counted. */

export const SCHEDULE_ROWS = ['edits over 1,000 random fault schedules'] as const;
export const SENDER_ROWS = ['wrong sender reported'] as const;
export const AXE_ROWS = ['axe violations, every screen, light and dark'] as const;

/** Of each kind in the test itself; `VITE_RUNS` takes their place. */
const SCHEDULES = { edits: 450, creations: 250, both: 300 };
const QUICK_SCHEDULES = 10;

/** Worker killed, 429, 500, timeout after the server applied it, offline, two editors. */
export async function proveSchedules({ isQuick }: Effort): Promise<Row[]> {
  const env: Record<string, string> = isQuick ? { VITE_RUNS: String(QUICK_SCHEDULES) } : {};
  const { tests, seconds } = runVitest('browser', ['test/store/schedules.browser.test.ts'], env);
  const played = tests.filter(({ title }) => title.includes('all is in the CRM once'));
  const breakages = tests.filter(({ title }) => title.includes('is found out'));
  const kinds = Object.keys(SCHEDULES).length;
  const total = Object.values(SCHEDULES).reduce((sum, runs) => sum + runs, 0);
  const schedules = isQuick ? QUICK_SCHEDULES * kinds : total;
  const isPeaceful = played.length === kinds && played.every(({ status }) => status === 'passed');
  const found = breakages.filter(({ status }) => status === 'passed').length;
  return [
    {
      row: SCHEDULE_ROWS[0],
      goal: '0 lost, 0 applied twice, 0 duplicate creates',
      ours: isPeaceful
        ? `0 lost, 0 applied twice, 0 duplicate creates in ${schedules.toLocaleString('en')} schedules`
        : `broken in ${failedTitles(tests)}`,
      peers: [
        { name: 'the same store, broken on purpose', value: `found out in ${found} of ${breakages.length} ways` },
      ],
      isMet: isPeaceful && found === breakages.length,
      note: noteOf(`${seconds} s, the ways to break it included`, 'test/store/schedules.browser.test.ts'),
      numbers: { schedules, seconds, tests: tally(tests) },
    },
  ];
}

const GMAIL_TESTS = ['captured', 'layouts', 'dom-detector', 'header', 'unrecognised'].map(
  (name) => `test/gmail/${name}.test.ts`,
);
const CAPTURES = join(import.meta.dirname, '../../../../shared/gmail/fixtures/expected.json');

/** On every page that was captured, and on every way of changing it that a reader would not notice. */
export async function proveSenders(): Promise<Row[]> {
  const { tests, seconds } = runVitest('unit', GMAIL_TESTS);
  const { failed, passed } = tally(tests);
  const isThere = existsSync(CAPTURES);
  const tried = tests.filter(({ title, status }) => status !== 'skipped' && isReading(title));
  const captured = tried.flatMap(({ title }) => /[\w-]+\.html/.exec(title) ?? []);
  const pages = new Set(captured).size;
  const [readings, own] = [captured.length, tried.length - captured.length];
  return [
    {
      row: SENDER_ROWS[0],
      goal: '0 on every captured page and variant',
      ours:
        failed === 0
          ? `0 in ${readings} readings of ${pages} captured pages, and ${own} of pages of our own`
          : `wrong in ${failedTitles(tests)}`,
      peers: [],
      // Without the captures the goal is not tried: pages of our own are no proof of it.
      isMet: failed > 0 ? false : isThere ? readings > 0 : null,
      note: noteOf(
        isThere ? '' : 'captured pages: not run, they are not on this machine; pages of our own only',
        `a reading is a page as it is, or changed in one of the ways of test/gmail/variants.ts and layouts.ts; ${passed} tests in ${seconds} s`,
      ),
      numbers: { readings, pages, own, tests: tally(tests), seconds },
    },
  ];
}

const isReading = (title: string) =>
  /is read the same|still shows no open email|shows no open email|names nobody else|tells the sender/.test(title);

/** By the end-to-end tests that look for them, each screen in both colours. */
export async function proveAccessibility(): Promise<Row[]> {
  const { tests, seconds } = runPlaywright('accessible');
  const { failed, passed } = tally(tests);
  // The expectation that fails is called as the colours are; whatever else fails tells nothing of violations.
  const violating = tests.filter(({ status, reason }) => status === 'failed' && /^Error: (light|dark)\b/.test(reason));
  const others = tests.filter((test) => test.status === 'failed' && !violating.includes(test));
  const isUntold = others.length > 0 || passed === 0;
  return [
    {
      row: AXE_ROWS[0],
      goal: '0',
      ours: violating.length > 0 ? `in ${failedTitles(violating)}` : isUntold ? 'not all screens were reached' : '0',
      peers: [],
      isMet: violating.length > 0 ? false : isUntold ? null : failed === 0,
      note: noteOf(
        ...others.map(({ title, reason }) => `"${title}" failed before: ${reason}`),
        `${passed} of ${tests.length} tests in ${seconds} s, several screens each, in light and in dark`,
      ),
      numbers: { tests: tally(tests), seconds },
    },
  ];
}

function failedTitles(tests: readonly TestOutcome[]): string {
  const failed = tests.filter(({ status }) => status === 'failed').map(({ title }) => `"${title}"`);
  return failed.slice(0, 3).join(', ') + (failed.length > 3 ? ` and ${failed.length - 3} more` : '');
}
