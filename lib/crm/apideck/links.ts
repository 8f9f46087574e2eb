import { askAll, type Found } from './ask';
import type { Session } from './session';
import type { WireOpportunity } from './wire';

type Link = 'primary_contact_id' | 'company_id';

/** Everybody an opportunity names as its contact, the primary one first; or its company. */
export function linksOf(record: WireOpportunity, link: Link): string[] {
  const { company_id, primary_contact_id, contact_id, contact_ids } = record;
  const ids = link === 'company_id' ? [company_id] : [primary_contact_id, contact_id, ...contact_ids];
  return [...new Set(ids.flatMap((id) => id ?? []))];
}

/**
 * Those of a filtered list that are linked to `id`. Records that name nobody are taken at the filter's word, for
 * HubSpot leaves out the very member that was filtered by; unless another record proves that the connector passes
 * what the filter should have held back.
 */
export function onlyLinked(records: readonly WireOpportunity[], link: Link, id: string): WireOpportunity[] {
  const isFiltered = records.every((record) => {
    const ids = linksOf(record, link);
    return ids.length === 0 || ids.includes(id);
  });
  return records.flatMap((record) => {
    const ids = linksOf(record, link);
    if (ids.includes(id)) return record;
    return isFiltered && ids.length === 0 ? { ...record, [link]: id } : [];
  });
}

/**
 * HubSpot leaves contacts and companies out of opportunities in lists that are filtered or sorted ("connector
 * gotchas" of Apideck). The plain list has them, in whatever order.
 */
export function isUnlinked(record: WireOpportunity): boolean {
  return linksOf(record, 'company_id').length === 0 && linksOf(record, 'primary_contact_id').length === 0;
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
