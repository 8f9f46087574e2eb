import { askAll, type Found } from './ask';
import type { Session } from './session';
import type { WireOpportunity } from './wire';

/**
 * HubSpot leaves contacts and companies out of opportunities in lists that are filtered or sorted ("connector
 * gotchas" of Apideck). The plain list has them, in whatever order.
 */
export function isUnlinked({ company_id, primary_contact_id, contact_id, contact_ids }: WireOpportunity): boolean {
  return !company_id && !primary_contact_id && !contact_id && contact_ids.length === 0;
}

/**
 * Up to `max` parts of the opportunities with their contacts and companies: newest change first, or plain where only
 * the plain list tells them. Which of the two is found out once.
 */
export async function askLinked(session: Session, max: number, signal?: AbortSignal): Promise<Found<WireOpportunity>> {
  const { opportunities, memory } = session;
  if (!memory.hidesLinks()) {
    const sorted = await askAll(opportunities, {}, max, signal);
    if (sorted && !sorted.items.every(isUnlinked)) return sorted;
    if (sorted?.items.length === 0) return sorted;
  }
  const plain = await askAll(opportunities, { sort: null }, max, signal);
  if (plain?.items.some((record) => !isUnlinked(record))) memory.noteHiddenLinks();
  return plain ?? { items: [], isTruncated: false };
}
