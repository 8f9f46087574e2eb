import { isRestoration } from '../domain/conflict';
import type { Creation, Edit } from '../domain/edit';
import { applyEdits, isPending } from '../domain/edit';
import type { Opportunity, OpportunityPatch, OpportunityRef } from '../domain/opportunity';
import { blankOpportunity, fieldsOf, pick, refKey } from '../domain/opportunity';
import type { ActivityEntry } from '../domain/panel-state';
import type { Database } from './database';

/** More of what is saved than this nobody looks through; what is pending is always told. */
const MOST_SAVED = 50;

/** What was discarded and has been put back, or was nothing from the start, is nothing to tell. */
export function isTold(edit: Edit): boolean {
  return isPending(edit.delivery) || !isRestoration(edit);
}

/** What the rep did of late, the newest first, with what the panel shows of it now. */
export async function describeActivity(
  db: Pick<Database, 'getMany'>,
  edits: readonly Edit[],
  creations: readonly Creation[],
): Promise<ActivityEntry[]> {
  const told = withoutOldest([...edits.filter(isTold), ...creations]);
  const refs = told.flatMap((one) => ('ref' in one ? [one.ref] : []));
  const records = await recordsOf(db, refs);
  return told.map((one): ActivityEntry => {
    if (!('ref' in one)) return { is: 'creation', creation: one };
    const own = edits.filter(({ ref }) => refKey(ref) === refKey(one.ref)).toSorted((a, b) => a.at - b.at);
    const confirmed = records.get(refKey(one.ref)) ?? recall(one, own);
    const now = { ...pick(applyEdits(confirmed, own), fieldsOf(one.patch)), ...unexplained(one, own) };
    return { is: 'edit', edit: one, title: confirmed.title, currency: confirmed.currency, now };
  });
}

/** A record may be in no answer any more; the edits tell what they made of it. */
function recall(edit: Edit, own: readonly Edit[]): Opportunity {
  const saved = own.filter(({ delivery }) => !isPending(delivery)).map(({ patch }) => patch);
  return Object.assign(blankOpportunity(edit.ref), edit.base, ...saved) as Opportunity;
}

/**
 * The list tells what an edit made, not what somebody else has made of that since: for fields no later edit of the
 * rep's names, an undo starts from there, and is asked about where it is otherwise by now.
 */
function unexplained(edit: Edit, own: readonly Edit[]): OpportunityPatch {
  const later = own.filter(({ at }) => at > edit.at);
  const fields = fieldsOf(edit.patch).filter((field) => !later.some(({ patch }) => field in patch));
  return isPending(edit.delivery) ? {} : pick(edit.patch, fields);
}

function withoutOldest(all: readonly (Edit | Creation)[]): (Edit | Creation)[] {
  const newestFirst = all.toSorted((a, b) => b.at - a.at);
  const saved = new Set(newestFirst.filter(({ delivery }) => !isPending(delivery)).slice(0, MOST_SAVED));
  return newestFirst.filter((one) => isPending(one.delivery) || saved.has(one));
}

async function recordsOf(db: Pick<Database, 'getMany'>, refs: readonly OpportunityRef[]) {
  const keys = new Map(refs.map((ref): [string, [string, string]] => [refKey(ref), [ref.connection, ref.id]]));
  const records = await db.getMany('opportunities', [...keys.values()]);
  return new Map(records.map((record) => [refKey(record.ref), record]));
}
