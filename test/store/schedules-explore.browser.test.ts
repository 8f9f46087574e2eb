import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openDatabase } from '../../lib/store/database';
import { SCHEDULES } from './schedules/commands';
import { judge } from './schedules/judge';

const seed = Number(import.meta.env.VITE_SEED ?? 1);
const numRuns = Number(import.meta.env.VITE_RUNS ?? 100);
const kinds = (import.meta.env.VITE_KINDS ?? 'edits,creations,both').split(',') as (keyof typeof SCHEDULES)[];
const skip = (import.meta.env.VITE_ALLOW ?? '').split(',');

it('explores', async () => {
  const name = `schedules-${crypto.randomUUID()}`;
  const rows = await openDatabase(name);
  const found = new Map<string, { count: number; text: string }>();
  for (const kind of kinds) {
    const t = performance.now();
    for (const [index, schedule] of fc.sample(SCHEDULES[kind], { numRuns, seed }).entries()) {
      try {
        const { complaints, course } = await judge({ name, rows }, schedule);
        for (const complaint of complaints) {
          if (skip.includes(complaint.split(' ')[0] ?? '')) continue;
          const type = complaint
            .replaceAll(/"[^"]*"/g, '_')
            .replaceAll(/\d+/g, '#')
            .replaceAll(/\b(title|amount|tags|winProbability|stageId)\b/g, 'F')
            .replaceAll(/\bn#,?( n#)*/g, 'n#');
          const text = [kind, String(index), complaint, JSON.stringify(schedule.faults), ...course.story].join('\n');
          const known = found.get(type);
          if (!known || known.text.length > text.length) found.set(type, { count: (known?.count ?? 0) + 1, text });
          else known.count += 1;
        }
      } catch (error) {
        const message = String(error);
        found.set(message, { count: 1, text: message + kind + index });
      }
    }
    console.log(kind, (performance.now() - t) / numRuns, 'ms per run');
  }
  for (const [type, { count, text }] of found) console.log(`=== ${count} x ${type}\n${text}`);
  expect([...found.keys()]).toEqual([]);
}, 600_000);
