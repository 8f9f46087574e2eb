import fc from 'fast-check';
import { describe, it } from 'vitest';
import { openDatabase } from '../../lib/store/database';
import { checkCreations } from './schedules/check-creations';
import { checkEdits } from './schedules/check-edits';
import { checkPanel } from './schedules/check-panel';
import { SCHEDULES } from './schedules/commands';
import { play } from './schedules/play';

const seed = Number(import.meta.env.VITE_SEED ?? 1);
const numRuns = Number(import.meta.env.VITE_RUNS ?? 100);
const kinds = (import.meta.env.VITE_KINDS ?? 'edits,creations,both').split(',') as (keyof typeof SCHEDULES)[];

describe('schedules', () => {
  it.each(kinds)(
    '%s',
    async (kind) => {
      const name = `schedules-${crypto.randomUUID()}`;
      const rows = await openDatabase(name);
      const t = performance.now();
      await fc.assert(
        fc.asyncProperty(SCHEDULES[kind], async (schedule) => {
          const course = await play({ name, rows }, schedule);
          const complaints = [
            ...course.accusations,
            ...checkEdits(course),
            ...checkCreations(course, await rows.getAll('creations')),
            ...(await checkPanel(course, rows)),
          ];
          if (complaints.length > 0) throw new Error([...complaints, ...course.story].join('\n'));
        }),
        { numRuns, seed },
      );
      console.log((performance.now() - t) / numRuns, 'ms per run');
    },
    300_000,
  );
});
