import { Unsupported } from './answers';
import { type ListQuery, PAGE_SIZE } from './api';
import type { Memory } from './memory';
import type { WireList } from './wire';

/** One list of Apideck's, with what is known of what the connector refuses about it. */
export interface Source<Item> {
  name: 'opportunities' | 'contacts' | 'companies';
  list(query: ListQuery, signal?: AbortSignal): Promise<WireList<Item>>;
  memory: Memory;
}

/** Paging is only sound in a stated order; this one puts what matters first. */
export const NEWEST_FIRST = { by: 'updated_at', isDescending: true } as const;

/**
 * A part of a list. A sort the connector refuses is left out. `null` where it refuses one of the filters: the caller
 * looks through the list itself then. Either is asked once only.
 */
export async function ask<Item>(
  source: Source<Item>,
  query: ListQuery,
  signal?: AbortSignal,
): Promise<WireList<Item> | null> {
  const { name, memory, list } = source;
  const filters = Object.keys(query.filter ?? {});
  if (filters.some((filter) => memory.refuses(`${name} filter ${filter}`))) return null;
  const { sort, ...rest } = query;
  const isSorted = sort && !memory.refuses(`${name} sort ${sort.by}`);
  try {
    return await list(isSorted ? query : rest, signal);
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    if (error.what === 'sort' && isSorted) {
      memory.noteRefusal(`${name} sort ${sort.by}`);
      return ask(source, rest, signal);
    }
    if (error.what !== 'filter' || filters.length === 0) throw error;
    // Pipedrive takes each of two filters, and not both: what was not named is only known of a single one.
    const named = filters.filter((filter) => new RegExp(`\\b${filter}\\b`).test(error.words));
    const refused = filters.length === 1 ? filters : named.length < filters.length ? named : [];
    for (const filter of refused) memory.noteRefusal(`${name} filter ${filter}`);
    return null;
  }
}

/** What was found, and whether there is more. */
export interface Found<Item> {
  items: Item[];
  isTruncated: boolean;
}

/**
 * Up to `max` parts of a list, newest change first unless told; `null` where the connector refuses the filter. A
 * record changed meanwhile may come twice: each is kept once.
 */
export async function askAll<Item extends { id: string }>(
  source: Source<Item>,
  { filter, sort = NEWEST_FIRST }: Pick<ListQuery, 'filter' | 'sort'>,
  max: number,
  signal?: AbortSignal,
): Promise<Found<Item> | null> {
  const byId = new Map<string, Item>();
  let cursor: string | null = null;
  for (let parts = 1; parts <= max; parts += 1) {
    const part: WireList<Item> | null = await ask(
      source,
      { ...(filter ? { filter } : {}), sort, limit: PAGE_SIZE, cursor },
      signal,
    );
    if (!part) return null;
    for (const item of part.items) byId.set(item.id, item);
    // A cursor that leads nowhere else would never end.
    if (part.next === null || part.next === cursor) return { items: [...byId.values()], isTruncated: false };
    cursor = part.next;
  }
  return { items: [...byId.values()], isTruncated: true };
}
