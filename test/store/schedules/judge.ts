import type { Schedule } from './commands';
import { checkCreations } from './check-creations';
import { checkEnd } from './check-end';
import { checkPanel } from './check-panel';
import { checkWrites } from './check-writes';
import type { Stage } from './play';
import { play } from './play';
import type { Course } from './record';
import type { Breakage } from './worker';

/** What came of a schedule: everything that is wrong, and what happened. */
export interface Verdict {
  complaints: string[];
  course: Course;
}

/** Lets a schedule happen and says what is wrong with how it ended. */
export async function judge(stage: Stage, schedule: Schedule, breakage?: Breakage): Promise<Verdict> {
  const course = await play(stage, schedule, breakage);
  const complaints = [
    ...course.accusations,
    ...checkEnd(course),
    ...checkWrites(course),
    ...checkCreations(course, await stage.rows.getAll('creations')),
    ...(await checkPanel(course, stage.rows)),
  ];
  return { complaints, course };
}
