import type { Creation, Edit } from '../domain/edit';
import { applyEdits, isPending } from '../domain/edit';
import type { OpportunityRef } from '../domain/opportunity';
import { blankOpportunity, fieldsOf, pick, refKey } from '../domain/opportunity';
import type { ActivityEntry } from '../domain/panel-state';
import type { Database } from './database';

/** More of what is saved than this nobody looks through; what is pending is always told. */
const MOST_SAVED = 50;

/** What the rep did of late, the newest first, with what the panel shows of it now. */
export async function readActivity(db: Database): Promise<ActivityEntry[]> {
  const [edits, creations] = await Promise.all([db.getAll('edits'), db.getAll('creations')]);
  const told = withoutOldest([...edits, ...creations]);
  const refs = told.flatMap((one) => ('ref' in one ? [one.ref] : []));
  const records = await recordsOf(db, refs);
  return told.map((one): ActivityEntry => {
    if (!('ref' in one)) return { is: 'creation', creation: one };
    // A record may be in no answer any more; the edit tells what it was.
    const confirmed = records.get(refKey(one.ref)) ?? { ...blankOpportunity(one.ref), ...one.base };
    const now = pick(applyEdits(confirmed, edits), fieldsOf(one.patch));
    return { is: 'edit', edit: one, title: confirmed.title, currency: confirmed.currency, now };
  });
}

function withoutOldest(all: readonly (Edit | Creation)[]): (Edit | Creation)[] {
  const newestFirst = all.toSorted((a, b) => b.at - a.at);
  const saved = newestFirst.filter(({ delivery }) => !isPending(delivery)).slice(0, MOST_SAVED);
  return newestFirst.filter((one) => isPending(one.delivery) || saved.includes(one));
}

async function recordsOf(db: Database, refs: readonly OpportunityRef[]) {
  const keys = new Map(refs.map((ref): [string, [string, string]] => [refKey(ref), [ref.connection, ref.id]]));
  const records = await db.getMany('opportunities', [...keys.values()]);
  return new Map(records.map((record) => [refKey(record.ref), record]));
}
