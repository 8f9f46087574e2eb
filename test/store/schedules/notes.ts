import type { Edit } from '../../../lib/domain/edit';
import type { Field } from '../../../lib/domain/opportunity';
import { fieldsOf } from '../../../lib/domain/opportunity';
import type { Written } from './mortal-database';
import type { Course } from './record';
import { keysOf } from './record';

/** Writes down what happens in a course: in words, and what the rep is asked. */
export function createNotes(course: Course, timeNow: () => number) {
  const { server, story } = course;
  /** Fields of edits that stand in question. */
  const asked = new Map<string, Field[]>();

  function tell(what: string): void {
    story.push(`${timeNow() % 1_000_000_000} [${server.journal.length}] ${what}`);
  }

  function noteEdit(edit: Edit): void {
    const { id, patch, base, delivery, wasSent, ours } = edit;
    tell(`  ${id} is ${delivery.is} ${JSON.stringify({ patch, base, wasSent, ours })}`);
    if (delivery.is === 'rejected' || delivery.is === 'conflict') keysOf(edit).forEach((key) => course.heldUp.add(key));
    const open = asked.get(id) ?? [];
    const theirs = delivery.is === 'conflict' ? delivery.theirs : {};
    asked.set(id, fieldsOf(theirs));
    for (const field of fieldsOf(theirs).filter((one) => one in patch)) {
      course.questions.push({
        opportunity: edit.ref.id,
        field,
        value: patch[field],
        theirs: theirs[field],
        isOpen: open.includes(field),
        since: server.journal.length,
      });
    }
  }

  /** Notes rows that are there for good. */
  function written(rows: readonly Written[]): void {
    for (const one of rows) {
      if (one.store === 'edits') noteEdit(one.row);
      if (one.store !== 'creations') continue;
      const { id, delivery, isUndo, made } = one.row;
      tell(`  ${id} is ${delivery.is}${isUndo ? ', undoing' : ''} ${JSON.stringify(made)}`);
      if (delivery.is === 'sending') server.making = id;
      if (delivery.is === 'similar') course.similar.push({ creation: id, opportunity: delivery.opportunity });
    }
  }

  return { tell, written };
}
