import type { Database } from '../../../lib/store/database';
import type { ChangedField, Happening } from './commands';
import type { Messages } from './messages';
import type { Course } from './record';
import type { createValues } from './values';
import type { Worker } from './worker';

/** A happening of one kind. */
export type Do<Name extends Happening['do']> = Extract<Happening, { do: Name }>;

/** Where the rep sits: what the panel shows, and whom it can tell what to do. */
export interface Desk {
  course: Course;
  /** The store's rows as they are, without waiting for anybody's turn. */
  rows: Database;
  values: ReturnType<typeof createValues>;
  messages: Messages;
  worker(): Worker;
  /** Epoch milliseconds. */
  timeNow(): number;
}

/** The one of `items` that `which` counts to, over and over. */
export function at<Item>(items: readonly Item[], which: number): Item | undefined {
  return items[which % Math.max(1, items.length)];
}

/** Changes a field as a colleague does, in the CRM itself. */
export function changeAsColleague(
  course: Course,
  values: ReturnType<typeof createValues>,
  which: number,
  field: ChangedField,
): string {
  const id = at([...course.server.opportunities.keys()], which);
  if (id === undefined) return 'nothing there';
  const patch = values.of([field], 'colleague');
  course.server.write(id, patch, 'colleague');
  return `colleague: ${id} ${JSON.stringify(patch)}`;
}
