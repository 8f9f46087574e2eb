/**
 * The proof that nothing is lost, nothing applied twice and nothing made twice: a thousand courses of events, of edits,
 * undos, creations, colleagues, faults of the CRM, lost connections and workers that die wherever they wait, over the
 * real database. Each takes the same course every time.
 *
 * One that fails is printed with its seed and path, and what happened in it. To see it again:
 *
 *     VITE_SEED=<seed> VITE_PATH=<path> npx vitest run --project browser test/store/schedules -t '<the test>'
 *
 * `VITE_SEED` alone runs other courses, `VITE_RUNS` more or fewer of them. The lines of a story begin with the time in
 * milliseconds and how long the CRM's journal is; what is indented is the worker's doing, the rest happens to it.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../lib/store/database';
import { BREAKAGES } from './schedules/breakages';
import type { Schedule } from './schedules/commands';
import { SCHEDULES } from './schedules/commands';
import { judge } from './schedules/judge';
import type { Stage } from './schedules/play';

const seed = Number(import.meta.env.VITE_SEED ?? 20_261_121);
const path: string | undefined = import.meta.env.VITE_PATH;
const runs = Number(import.meta.env.VITE_RUNS ?? 0);

/** Of a test that plays hundreds of schedules, milliseconds. */
const PATIENCE = 300_000;

let stage: Stage;

beforeAll(async () => {
  const name = `schedules-${crypto.randomUUID()}`;
  stage = { name, rows: await openDatabase(name) };
});

afterAll(() => stage.rows.close());

async function expectPeace(schedule: Schedule): Promise<void> {
  const { complaints, course } = await judge(stage, schedule);
  if (complaints.length > 0) throw new Error([...complaints, '', 'What happened:', ...course.story].join('\n'));
}

describe('whatever happens', () => {
  it.each([
    ['edits', 450],
    ['creations', 250],
    ['both', 300],
  ] as const)(
    'around %s, all is in the CRM once, in order, and as the panel shows it',
    async (kind, numRuns) => {
      const replay = path === undefined ? {} : { path };
      await fc.assert(fc.asyncProperty(SCHEDULES[kind], expectPeace), { numRuns: runs || numRuns, seed, ...replay });
    },
    PATIENCE,
  );

  it(
    'takes the same course again',
    async () => {
      for (const schedule of fc.sample(SCHEDULES.both, { numRuns: 10, seed })) {
        const first = await judge(stage, schedule);
        const second = await judge(stage, schedule);
        expect(second.course.story).toEqual(first.course.story);
        expect(second.course.server.journal).toEqual(first.course.server.journal);
      }
    },
    PATIENCE,
  );
});

describe('a store', () => {
  it.each(Object.entries(BREAKAGES))(
    'that %s is found out',
    async (_name, { kind, breakage }) => {
      const found = await fc.check(
        fc.asyncProperty(SCHEDULES[kind], async (schedule) => {
          const { complaints } = await judge(stage, schedule, breakage);
          // What is wrong without it is another matter.
          return complaints.length === 0 || (await judge(stage, schedule)).complaints.length > 0;
        }),
        { numRuns: 300, seed, endOnFailure: true },
      );
      expect(found.failed).toBe(true);
    },
    PATIENCE,
  );
});
