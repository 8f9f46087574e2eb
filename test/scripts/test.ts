import { provideBrowser, provideDisplay } from './browser.ts';
import type { ReportName } from './reports.ts';
import { clearReports, readTally, reportFile } from './reports.ts';
import { say, succeeds } from './run.ts';

/** One `npm run`, in the order of cost; `report` names the runs that count tests. */
interface Step {
  script: string;
  report?: ReportName;
  args?: string[];
}

const vitestReport = (name: ReportName) => [
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${reportFile(name)}`,
];

const STEPS: Step[] = [
  { script: 'types' },
  { script: 'lint' },
  { script: 'format:check' },
  { script: 'knip' },
  { script: 'unit', report: 'unit', args: vitestReport('unit') },
  { script: 'build:firefox' },
  { script: 'build' },
  { script: 'browser', report: 'browser', args: vitestReport('browser') },
  { script: 'e2e', report: 'e2e' },
];

/** Runs every check, stops at the first that fails, and ends with one line that counts the tests. */
async function main(): Promise<number> {
  clearReports();
  say(`\n▶ browser: ${await provideBrowser()}`);
  provideDisplay();
  const failed = STEPS.find((step) => !runStep(step));
  const tallies = STEPS.flatMap(({ report }) => (report ? (readTally(report) ?? []) : []));
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failures = tallies.reduce((sum, tally) => sum + tally.failed, 0);
  if (failed) say(`\n✗ npm run ${failed.script}`);
  say(`${passed} passed, ${failed ? Math.max(failures, 1) : failures} failed`);
  return failed || failures > 0 || passed === 0 ? 1 : 0;
}

/** A test run that left no report, or counted nothing, proves nothing: it failed. */
function runStep({ script, report, args = [] }: Step): boolean {
  say(`\n▶ npm run ${script}`);
  const isDone = succeeds('npm', ['run', '--silent', script, ...(args.length > 0 ? ['--', ...args] : [])]);
  return isDone && (!report || (readTally(report)?.passed ?? 0) > 0);
}

process.exitCode = await main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  say('0 passed, 1 failed');
  return 1;
});
