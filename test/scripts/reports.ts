import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';

const FOLDER = resolve(import.meta.dirname, '../../.output/reports');

/** The runs that leave a report, by what `npm run` calls them. */
export type ReportName = 'unit' | 'browser' | 'e2e';

export interface Tally {
  passed: number;
  failed: number;
}

/** Where the run of this name writes its JSON report. */
export function reportFile(name: ReportName): string {
  return resolve(FOLDER, `${name}.json`);
}

/** Forgets the reports of earlier runs. */
export function clearReports(): void {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numFailedTestSuites: number;
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number };
  errors: unknown[];
}

/** What a report counts; a test that passed only at its second try counts as failed. `undefined` without a report. */
export function readTally(name: ReportName): Tally | undefined {
  if (!existsSync(reportFile(name))) return undefined;
  const report: VitestReport | PlaywrightReport = JSON.parse(readFileSync(reportFile(name), 'utf8'));
  if ('stats' in report) {
    const { expected, unexpected, flaky } = report.stats;
    return { passed: expected, failed: Math.max(unexpected + flaky, Math.min(report.errors.length, 1)) };
  }
  // A file that does not load fails as a suite, without a failed test in it.
  const failed = Math.max(report.numFailedTests, Math.min(report.numFailedTestSuites, 1));
  return { passed: report.numPassedTests, failed };
}
