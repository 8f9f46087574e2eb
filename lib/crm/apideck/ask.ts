import { CrmError } from '../../domain/failure';
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
 * looks through the list itself then. What is surely refused is not asked again.
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
    const what = refusedPart(error);
    // A part that goes on was taken before with the very same question.
    if (what === null || query.cursor) throw error;
    if (isSorted && what !== 'filter') {
      const part = await ask(source, rest, signal);
      if (part || what === 'sort') memory.noteRefusal(`${name} sort ${sort.by}`);
      return part;
    }
    if (what === 'sort' || filters.length === 0) throw error;
    // A 404 may also say that nobody was found by the filter: it is no reason never to use it again.
    if (!(error instanceof Unsupported)) return null;
    // Refused without a word about filters: whether the list is there at all tells what was refused.
    if (what === 'something') await list({ limit: 1 }, signal);
    noteFilters(source, filters, error.words);
    return null;
  }
}

/**
 * What a connector does not take of a question. Not all say it in Apideck's words: a filter or a sort may also be
 * answered with a 501 of another type ("MappingError"), or as if there were no such list (404). `null` for all else.
 */
function refusedPart(error: unknown): 'filter' | 'sort' | 'something' | null {
  if (error instanceof Unsupported) return error.what === 'resource' ? 'something' : error.what;
  return error instanceof CrmError && error.failure.kind === 'not-found' ? 'something' : null;
}

/** Pipedrive takes each of two filters, and not both: what was not named is only known of a single one. */
function noteFilters({ name, memory }: Source<unknown>, filters: readonly string[], words: string): void {
  const named = filters.filter((filter) => new RegExp(`\\b${filter}\\b`).test(words));
  const refused = filters.length === 1 ? filters : named.length < filters.length ? named : [];
  for (const filter of refused) memory.noteRefusal(`${name} filter ${filter}`);
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
