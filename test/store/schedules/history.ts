import type { Opportunity } from '../../../lib/domain/opportunity';
import { isSameValue } from '../../../lib/domain/same-value';
import type { ChangedField } from './commands';
import { CHANGED } from './commands';
import type { Entry } from './crm-server';
import type { Course, Decision, Intent, Question } from './record';

/** A write of one field, with its place in the CRM's journal. */
export type FieldWrite = Extract<Entry, { is: 'write' }> & { index: number };

/** One field of one opportunity over a whole schedule: what was written, wanted, decided and asked. */
export interface FieldHistory {
  id: string;
  field: ChangedField;
  /** What the CRM holds at the end. */
  held: Opportunity[ChangedField];
  writes: FieldWrite[];
  intents: Intent[];
  decisions: Decision[];
  questions: Question[];
}

/** The histories of all fields of the opportunities that are still there. */
export function historiesOf(course: Course): FieldHistory[] {
  return [...course.server.opportunities.keys()].flatMap((id) => CHANGED.map((field) => historyOf(course, id, field)));
}

/** The history of one field of an opportunity. */
export function historyOf(course: Course, id: string, field: ChangedField): FieldHistory {
  const isOfIt = (one: { opportunity: string; field: string }) => one.opportunity === id && one.field === field;
  return {
    id,
    field,
    held: course.server.find(id)[field],
    writes: course.server.journal.flatMap((entry, index) =>
      entry.is === 'write' && entry.id === id && entry.field === field ? [{ ...entry, index }] : [],
    ),
    intents: course.intents.filter(
      ({ opportunity, patch, base, state }) =>
        opportunity === id && state !== 'refused' && field in patch && !isSameValue(patch[field], base[field]),
    ),
    decisions: course.decisions.filter(isOfIt),
    questions: course.questions.filter(isOfIt),
  };
}

/** True where the CRM held `value` at some time from the journal's `since` on. */
export function everHeld({ held, writes }: FieldHistory, value: unknown, since: number): boolean {
  const later = writes.filter(({ index }) => index >= since);
  const atFirst = later[0] ? later[0].from : held;
  return [atFirst, ...later.map(({ to }) => to)].some((one) => isSameValue(one, value));
}
