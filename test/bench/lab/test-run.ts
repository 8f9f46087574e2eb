import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** What became of one test. */
export interface TestOutcome {
  /** With the titles around it. */
  title: string;
  status: 'passed' | 'failed' | 'skipped';
  /** The first line of what went wrong; empty where nothing did. */
  reason: string;
}

/** Tests of the project's own that were run. */
export interface TestRun {
  tests: TestOutcome[];
  seconds: number;
}

interface VitestReport {
  testResults: {
    assertionResults: { fullName: string; status: string; failureMessages?: string[] }[];
    message: string;
    status: string;
  }[];
}

interface PlaywrightSuite {
  title: string;
  specs: { title: string; ok: boolean; tests: { status: string; results: { error?: { message?: string } }[] }[] }[];
  suites?: PlaywrightSuite[];
}

/** Throws where there is no report. Tests of vitest; `project` is "unit" or "browser". */
export function runVitest(
  project: 'unit' | 'browser',
  files: readonly string[],
  env: Record<string, string> = {},
): TestRun {
  return withReport((report) => {
    const output = ['--reporter=json', `--outputFile.json=${report}`];
    return { args: ['vitest', 'run', '--project', project, ...files, ...output], env };
  }, readVitest);
}

/** Tests in Chromium with the production build, those whose titles match. */
export function runPlaywright(titles: string): TestRun {
  return withReport(
    (report) => ({
      args: ['playwright', 'test', '--reporter=json', '--project=headless', '--grep', titles],
      env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    }),
    readPlaywright,
  );
}

interface Command {
  args: readonly string[];
  env: Record<string, string>;
}

function withReport(commandFor: (report: string) => Command, read: (text: string) => TestOutcome[]): TestRun {
  const folder = mkdtempSync(join(tmpdir(), 'bench-tests-'));
  const report = join(folder, 'report.json');
  const {
    args: [program = '', ...args],
    env,
  } = commandFor(report);
  try {
    const startedAt = performance.now();
    const { stderr, stdout } = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, ...env } });
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    if (!existsSync(report)) throw new Error(`${program} left no report: ${stderr || stdout}`);
    return { tests: read(readFileSync(report, 'utf8')), seconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readVitest(text: string): TestOutcome[] {
  const { testResults }: VitestReport = JSON.parse(text);
  const broken = testResults.find(
    ({ assertionResults, status }) => assertionResults.length === 0 && status === 'failed',
  );
  if (broken) throw new Error(`A file of tests did not run: ${broken.message}`);
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ fullName, status, failureMessages = [] }) => ({
      title: fullName,
      status: status === 'passed' || status === 'failed' ? status : 'skipped',
      reason: firstLine(failureMessages[0]),
    })),
  );
}

function readPlaywright(text: string): TestOutcome[] {
  const { suites }: { suites: PlaywrightSuite[] } = JSON.parse(text);
  return suites.flatMap(outcomesOf);
}

function outcomesOf({ title, specs, suites = [] }: PlaywrightSuite): TestOutcome[] {
  const own = specs.map((spec): TestOutcome => {
    const isSkipped = spec.tests.every(({ status }) => status === 'skipped');
    const error = spec.tests.flatMap(({ results }) => results).findLast((result) => result.error)?.error;
    return {
      title: `${title} ${spec.title}`,
      status: isSkipped ? 'skipped' : spec.ok ? 'passed' : 'failed',
      reason: spec.ok ? '' : firstLine(error?.message),
    };
  });
  return [...own, ...suites.flatMap(outcomesOf)];
}

/** Without the colours of a terminal. */
function firstLine(text = ''): string {
  return stripVTControlCharacters(text).split('\n', 1)[0] ?? '';
}

/** How many there are of each outcome. */
export function tally(tests: readonly TestOutcome[]): Record<TestOutcome['status'], number> {
  const of = (status: TestOutcome['status']) => tests.filter((test) => test.status === status).length;
  return { passed: of('passed'), failed: of('failed'), skipped: of('skipped') };
}
