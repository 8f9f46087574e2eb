import { applyEdits } from '../../../lib/domain/edit';
import type { Opportunity } from '../../../lib/domain/opportunity';
import { FIELDS } from '../../../lib/domain/opportunity';
import { isSameValue } from '../../../lib/domain/same-value';
import type { Database } from '../../../lib/store/database';
import { CHANGED } from './commands';
import { historyOf } from './history';
import type { Course } from './record';

/**
 * Says where the panel shows something else than the CRM holds. What a colleague changed last, it may not know yet;
 * what we wrote last, it must.
 */
export async function checkPanel(course: Course, rows: Database): Promise<string[]> {
  const edits = await rows.getAll('edits');
  const known = await rows.getAll('opportunities');
  const left = edits.filter(({ delivery }) => delivery.is !== 'saved').map(({ id }) => `${id} is left lying`);
  return [...left, ...known.flatMap((record) => differences(course, applyEdits(record, edits)))];
}

function differences(course: Course, shown: Opportunity): string[] {
  const { id } = shown.ref;
  const held = course.server.opportunities.get(id);
  if (!held) return [`${id} is shown, and the CRM does not hold it`];
  const isOfColleague = (field: string) =>
    CHANGED.some((one) => one === field && historyOf(course, id, one).writes.at(-1)?.by === 'colleague');
  return FIELDS.filter((field) => !isSameValue(shown[field], held[field]) && !isOfColleague(field)).map(
    (field) => `${field} of ${id}: shown as ${JSON.stringify(shown[field])}, held as ${JSON.stringify(held[field])}`,
  );
}
