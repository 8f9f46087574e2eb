import { isSameValue } from '../../../lib/domain/same-value';
import type { FieldHistory, FieldWrite } from './history';
import { everHeld, historiesOf, historyOf } from './history';
import type { Course, Decision, Intent } from './record';
import { keyOf } from './record';

/** Says where the CRM does not hold, at the end, the last thing the rep wanted. */
export function checkEnd(course: Course): string[] {
  return historiesOf(course).flatMap((history) => {
    const last = history.intents.at(-1);
    if (!last) return [];
    const later = history.decisions.filter(({ after }) => after > course.intents.indexOf(last));
    // The worker died over a decision: whether it was taken, nobody can tell.
    if (later.some(({ isSure }) => !isSure)) return [];
    const givenUp = later.findLast(({ is }) => is === 'discard' || is === 'theirs');
    const problem = givenUp ? problemAfter(givenUp, history) : problemWith(last, history, course);
    return problem === null ? [] : [`${last.id}, ${history.field} of ${history.id}: ${problem}`];
  });
}

/** What was given up is not there, and is not written any more. */
function problemAfter(givenUp: Decision, { held, writes, field }: FieldHistory): string | null {
  if (givenUp.is === 'discard') {
    // Of stages there are few: it may be there for another reason. A restoration that is given up has left nothing.
    const canTell = field !== 'stageId' && !isSameValue(givenUp.value, givenUp.base);
    return canTell && isSameValue(held, givenUp.value)
      ? `discarded, and the CRM holds it: ${JSON.stringify(held)}`
      : null;
  }
  const ours = writes.find(({ by, isBrought, index }) => by === 'us' && !isBrought && index >= givenUp.since);
  return ours ? `given up for theirs, and written all the same: ${JSON.stringify(ours.to)}` : null;
}

/** It is there, or was until a colleague or a later stage changed it. */
function problemWith(last: Intent, history: FieldHistory, course: Course): string | null {
  const { field, held, writes } = history;
  const wanted = last.patch[field];
  if (isSameValue(held, wanted)) return null;
  const newest = writes.at(-1);
  // Taken back before it had arrived: what has become of it meanwhile is nobody's business of ours.
  const isBack = last.before.some((one) => one.field === field && isSameValue(one.value, wanted));
  if (newest?.by === 'colleague' && (isBack || everHeld(history, wanted, last.since))) return null;
  if (newest?.isBrought && (isBack || isOfLaterStage(course, history, newest, last))) return null;
  return `should be ${JSON.stringify(wanted)}, and the CRM holds ${JSON.stringify(held)}`;
}

/** True where a stage that the rep chose later, or that arrived later, has brought another probability. */
function isOfLaterStage(course: Course, { id }: FieldHistory, { index }: FieldWrite, last: Intent): boolean {
  const stages = historyOf(course, id, 'stageId');
  const stage = stages.writes.findLast((write) => write.index < index);
  if (!stage) return false;
  const isLater = (one: Intent) => course.intents.indexOf(one) > course.intents.indexOf(last);
  const isLate = course.heldUp.has(keyOf(id, 'stageId', stage.to)) || stages.decisions.length > 0;
  return isLate || stages.intents.some((one) => isLater(one) && isSameValue(one.patch.stageId, stage.to));
}
