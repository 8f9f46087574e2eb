import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { BUILD } from '../e2e/harness/build.ts';
import { provideBrowser } from '../scripts/browser.ts';
import { outputOf, say, succeeds } from '../scripts/run.ts';
import { growthTable } from './growth.ts';
import { describeMachine, machineLine } from './machine.ts';
import { MEASURES } from './measures.ts';
import { growthPlot } from './plot.ts';
import type { Effort, Measure, Row } from './row.ts';
import { failedRow } from './row.ts';
import { lastGrowth } from './rows/mirror.ts';
import { toMarkdown, toText } from './table.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const JSON_FILE = join(ROOT, '.output/bench.json');
const TABLE_FILE = join(ROOT, '.output/bench.md');
const PLOT_FILE = join(ROOT, '.github/growth.svg');

const HELP = `npm run bench -- [--only=name,name] [--quick] [--no-build]

  --only      some of: ${MEASURES.map(({ name }) => name).join(', ')}
  --quick     few runs, to try the bench itself: the numbers are not to be told
  --no-build  measures the build that is there`;

/** `npm run bench`: every row of the quality table, with its peers, in one run. */
async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) return say(HELP);
  const effort: Effort = { isQuick: args.includes('--quick') };
  const measures = pickMeasures(args.find((arg) => arg.startsWith('--only='))?.slice('--only='.length));
  const machine = describeMachine(await provideBrowser());
  if (!args.includes('--no-build') || !existsSync(BUILD)) build();
  say(machineLine(machine));

  const rows: Row[] = [];
  for (const one of measures) {
    const startedAt = performance.now();
    const measured = await measureOne(one, effort);
    rows.push(...measured);
    say(`\n── ${one.name}, ${((performance.now() - startedAt) / 1000).toFixed(0)} s\n${toText(measured)}`);
  }

  const growth = lastGrowth();
  const growthText = growth ? `\n\n${growthTable(growth)}` : '';
  const text = `${machineLine(machine)}\n\n${toMarkdown(rows)}${growthText}\n`;
  save(JSON_FILE, JSON.stringify({ at: new Date().toISOString(), machine, ...effort, rows, growth }, null, 2));
  save(TABLE_FILE, text);
  // A quick run has too few points to be shown to anybody.
  if (growth && !effort.isQuick) save(PLOT_FILE, growthPlot(growth));
  say(`\n${text}\n${summary(rows)}\n${JSON_FILE}\n${TABLE_FILE}`);
}

async function measureOne({ rows, measure }: Measure, effort: Effort): Promise<Row[]> {
  try {
    return await measure(effort);
  } catch (error) {
    return rows.map((row) => failedRow(row, '', error));
  }
}

function pickMeasures(only: string | undefined): readonly Measure[] {
  if (only === undefined) return MEASURES;
  const names = only.split(',');
  const unknown = names.filter((name) => !MEASURES.some((one) => one.name === name));
  if (unknown.length > 0) throw new Error(`Nothing is called ${unknown.join(', ')}.\n\n${HELP}`);
  return MEASURES.filter(({ name }) => names.includes(name));
}

function build(): void {
  say('Building the extension…');
  // What this file is loaded by says "development", and the build would follow.
  const env = { ...process.env, NODE_ENV: 'production' };
  if (outputOf('wxt', ['build'], env) === undefined && !succeeds('wxt', ['build'], env)) {
    throw new Error('The build failed.');
  }
}

function summary(rows: readonly Row[]): string {
  const count = (isMet: boolean | null) => rows.filter((row) => row.isMet === isMet).length;
  return `${count(true)} met, ${count(false)} missed, ${count(null)} not told`;
}

function save(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${text.trimEnd()}\n`);
}

await main(process.argv.slice(2)).catch((error: unknown) => {
  say(`✗ ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
