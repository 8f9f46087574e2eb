import { CrmError } from '../../domain/failure';
import type { SearchRequest } from '../../domain/search';
import type { FilterDialect } from './filters';
import { type RefusedSorts, toSort } from './sorts';

/** Which words an account's search is asked in: there are two generations of the reference, and no way to ask. */
export interface Dialect extends FilterDialect {
  refusedSorts: RefusedSorts;
}

export const DEFAULT_DIALECT: Dialect = { tags: 'list', hasCustomFields: true, refusedSorts: {} };

/**
 * Another way to say what Copper refused (422), or `null` where there is none. Each is tried once: what it names
 * first, else tags, else custom fields. What can't be said at all is then looked through or sorted here.
 */
export function rephrase(dialect: Dialect, { filters, sort }: SearchRequest, error: unknown): Dialect | null {
  if (!(error instanceof CrmError) || error.failure.kind !== 'invalid') return null;
  const { reason } = error.failure;
  const ways: { isNamed: boolean; next: Dialect | null }[] = [
    { isNamed: /\bsort/i.test(reason), next: toSort(sort, dialect.refusedSorts) && withoutSort(dialect, sort.by) },
    { isNamed: /\btags?\b/i.test(reason), next: filters.tags ? withOtherTags(dialect) : null },
    {
      isNamed: /custom/i.test(reason),
      next: filters.custom && dialect.hasCustomFields ? { ...dialect, hasCustomFields: false } : null,
    },
  ];
  const named = ways.find(({ isNamed, next }) => isNamed && next);
  // A refusal that names nothing we know may be about any filter, but it would name an unknown order.
  return (named ?? ways.slice(1).find(({ next }) => next))?.next ?? null;
}

function withoutSort(dialect: Dialect, by: SearchRequest['sort']['by']): Dialect {
  const { refusedSorts } = dialect;
  return { ...dialect, refusedSorts: { ...refusedSorts, [by]: (refusedSorts[by] ?? 0) + 1 } };
}

function withOtherTags(dialect: Dialect): Dialect | null {
  if (dialect.tags === 'refused') return null;
  return { ...dialect, tags: dialect.tags === 'list' ? 'object' : 'refused' };
}
