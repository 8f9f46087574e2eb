import { isSameValue } from '../../../lib/domain/same-value';
import type { ChangedField } from './commands';
import type { FieldHistory, FieldWrite } from './history';
import { historiesOf } from './history';
import type { Course, Intent } from './record';
import { keyOf } from './record';

/** Says what we should not have written, or asked. */
export function checkWrites(course: Course): string[] {
  return [
    ...historiesOf(course).flatMap((history) => [
      ...checkOnce(history),
      ...checkOverwritten(history),
      ...checkQuestions(history),
    ]),
    ...[...course.server.opportunities.keys()].flatMap((id) => checkOrder(course, id)),
  ];
}

/** Each value is written once for each time the rep asked for it. Of stages there are few: they cannot be told apart. */
function checkOnce({ id, field, writes, intents, decisions }: FieldHistory): string[] {
  if (field === 'stageId') return [];
  const ours = writes.filter(({ by, isBrought }) => by === 'us' && !isBrought);
  const values = new Map(ours.map(({ to }) => [keyOf(id, field, to), to]));
  return [...values.values()].flatMap((value) => {
    const count = ours.filter(({ to }) => isSameValue(to, value)).length;
    const asked = intents.filter(({ patch }) => isSameValue(patch[field], value)).length;
    // Tried again after a stage of ours has brought another, it is to be there again.
    const isBroughtOver = writes.some(({ isBrought }) => isBrought);
    const again = decisions.filter(
      ({ is, value: mine, base }) =>
        ((is === 'mine' || (is === 'retry' && isBroughtOver)) && isSameValue(mine, value)) ||
        (is === 'discard' && isSameValue(base, value)),
    ).length;
    if (count <= asked + again) return [];
    return [`${field} of ${id}: ${JSON.stringify(value)} written ${count} times, asked for ${asked + again} times`];
  });
}

/** A colleague's value is overwritten only where the rep had seen it. */
function checkOverwritten({ id, field, writes, intents, decisions }: FieldHistory): string[] {
  return writes.flatMap((write, place) => {
    const before = writes[place - 1];
    if (write.by !== 'us' || write.isBrought || before?.by !== 'colleague') return [];
    const { from, to, seen } = write;
    // Between our look and our write: no CRM here writes on condition.
    const isRace = !isSameValue(seen, from);
    const hasSeen = intents.some(({ base }) => isSameValue(base[field], from));
    const wasAsked = decisions.some(({ is, theirs }) => is === 'mine' && isSameValue(theirs, from));
    if (isRace || hasSeen || wasAsked || isSameValue(from, to)) return [];
    return [`${field} of ${id}: a colleague's ${JSON.stringify(from)} overwritten by ${JSON.stringify(to)} unasked`];
  });
}

/** The rep is asked only about what a colleague did. */
function checkQuestions({ id, field, writes, questions, intents }: FieldHistory): string[] {
  return questions.flatMap(({ theirs, since, value, isOpen }) => {
    const source = writes.findLast(({ index, to }) => index < since && isSameValue(to, theirs));
    if (isOpen || source?.by === 'colleague') return [];
    // A stage of ours has brought its own over what a colleague had set: there is something to ask all the same.
    if (source?.isBrought && writes[writes.indexOf(source) - 1]?.by === 'colleague') return [];
    if (intents.some((one) => isSameValue(one.patch[field], value) && isBlind(one, field, writes))) return [];
    return [`${field} of ${id}: asked whether ${JSON.stringify(value)} or our own ${JSON.stringify(theirs)}`];
  });
}

/** True for an edit made when the panel had not heard yet of our own last write of the field. */
function isBlind({ base, since }: Intent, field: ChangedField, writes: readonly FieldWrite[]): boolean {
  const last = writes.findLast(({ index }) => index < since);
  return last?.by === 'us' && !isSameValue(base[field], last.to);
}

/** What went straight through was written in the order the rep made it. */
function checkOrder(course: Course, id: string): string[] {
  const places = course.server.journal.flatMap((entry) => {
    if (entry.is !== 'write' || entry.by !== 'us' || entry.isBrought || entry.id !== id) return [];
    const { field, to } = entry;
    const sources = course.intents.filter(
      ({ opportunity, patch }) => opportunity === id && field in patch && isSameValue(patch[field], to),
    );
    const [source] = sources;
    const isPutBack = course.decisions.some(
      (one) => one.opportunity === id && one.field === field && one.is === 'discard' && isSameValue(one.base, to),
    );
    const canTell = sources.length === 1 && !isPutBack && !course.heldUp.has(keyOf(id, field, to));
    return source && canTell ? [course.intents.indexOf(source)] : [];
  });
  const isInOrder = places.every((place, index) => place >= (places[index - 1] ?? 0));
  return isInOrder ? [] : [`edits of ${id} written out of order: ${places.join(', ')}`];
}
