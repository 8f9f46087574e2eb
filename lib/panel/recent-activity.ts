import type { Edit } from '../domain/edit';
import { applyEdits, isPending } from '../domain/edit';
import type { OpportunityPatch } from '../domain/opportunity';
import { refKey } from '../domain/opportunity';
import type { ActivityEntry, PanelState } from '../domain/panel-state';
import { shownOpportunities } from '../domain/panel-state';

type EditEntry = Extract<ActivityEntry, { is: 'edit' }>;

function editEntries(state: Pick<PanelState, 'activity'>): EditEntry[] {
  return state.activity.filter((entry) => entry.is === 'edit');
}

/**
 * What an undo of `edit` starts from: at least its fields, as the rep sees them with everything pending on top;
 * `undefined` where they are not known. `local` are the edits made here that the worker has not acknowledged.
 */
export function valuesNow(state: PanelState, edit: Edit, local: readonly Edit[]): OpportunityPatch | undefined {
  // First, as the overview has its opportunities in part only.
  const entry = editEntries(state).find((one) => one.edit.id === edit.id);
  if (!entry) {
    const shown = shownOpportunities(state).find(({ ref }) => refKey(ref) === refKey(edit.ref));
    return shown && applyEdits(shown, state.edits);
  }
  const pending = local.filter(({ ref, delivery }) => refKey(ref) === refKey(edit.ref) && isPending(delivery));
  const patches = pending.map(({ patch }) => patch);
  return Object.assign({}, entry.now, ...patches) as OpportunityPatch;
}

/** The activity of a published state with the edits made here on top, newest first, until the worker lists them. */
export function activityWith(state: PanelState, local: readonly Edit[]): ActivityEntry[] {
  const known = new Set(editEntries(state).map(({ edit }) => edit.id));
  const coming = local.filter(({ id }) => !known.has(id)).flatMap((edit) => entryFor(state, edit) ?? []);
  return [...coming.toReversed(), ...state.activity];
}

/** As the worker would list it; its title and currency are those of the record, or of an earlier edit of it. */
function entryFor(state: PanelState, edit: Edit): EditEntry | null {
  const key = refKey(edit.ref);
  const shown = shownOpportunities(state).find(({ ref }) => refKey(ref) === key);
  const known = shown ? applyEdits(shown, state.edits) : editEntries(state).find((one) => refKey(one.edit.ref) === key);
  return known ? { is: 'edit', edit, title: known.title, currency: known.currency, now: edit.patch } : null;
}
