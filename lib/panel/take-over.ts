import type { Edit } from '../domain/edit';
import type { Field, OpportunityPatch } from '../domain/opportunity';
import { fieldsOf, pick, refKey } from '../domain/opportunity';
import { withoutFields } from '../domain/supersede';

type Change = Pick<Edit, 'ref' | 'patch' | 'base'>;

interface TakenOver<Made extends Change> {
  change: Made;
  /** The edits made here, without what `change` speaks for now; those with nothing left are gone. */
  local: Edit[];
}

/**
 * A change on top of edits made here (`local`) that the worker refused and has not got; `taken` are the ids of those it
 * has. What they say of the change's fields was never in the CRM: the change is measured against what stood there
 * before them, and they say it no more, or they would paint over what it saves.
 */
export function takeOver<Made extends Change>(
  change: Made,
  local: readonly Edit[],
  taken: ReadonlySet<string>,
): TakenOver<Made> {
  const fields = fieldsOf(change.patch);
  const isRefused = (edit: Edit) =>
    edit.delivery.is === 'rejected' && !taken.has(edit.id) && refKey(edit.ref) === refKey(change.ref);
  const refused = local.filter(isRefused).toSorted((a, b) => b.at - a.at);
  const bases = refused.map(({ base }) =>
    pick(
      base,
      fields.filter((field) => field in base),
    ),
  );
  const base = Object.assign({}, change.base, ...bases) as OpportunityPatch;
  const left = local.map((edit) => (isRefused(edit) ? leaveOut(edit, fields) : edit));
  return { change: { ...change, base }, local: left.filter(({ patch }) => fieldsOf(patch).length > 0) };
}

/** What is left of an edit that no longer speaks for `fields`. */
function leaveOut(edit: Edit, fields: readonly Field[]): Edit {
  return { ...edit, patch: withoutFields(edit.patch, fields), base: withoutFields(edit.base, fields) };
}
