import type { Crm, SearchPage } from '../crm/crm';
import type { Capabilities } from '../domain/connection';
import { CrmError } from '../domain/failure';
import type { SearchQuery } from '../domain/search';
import { EMPTY_QUERY, needsCatalog, resolveQuery, unsupportedFilters } from '../domain/search';
import type { CatalogRow } from './database';
import { EMPTY_CATALOG } from '../domain/pipeline';

const NOTHING: SearchPage = { opportunities: [], next: null, total: 0 };

/**
 * One part of a search at one connection. A connection that knows nothing of a filter, or of a name chosen for it, has
 * nothing that matches and is not asked; one that can't sort so is asked for the newest. `from` begins a later part.
 * Throws `CrmError`: the CRM's, or the catalog's where the query can't be understood without it.
 */
export async function fetchPart(
  crm: Crm,
  query: SearchQuery,
  from: string | null,
  known: { row: CatalogRow | undefined; capabilities: Capabilities },
  signal?: AbortSignal,
): Promise<SearchPage> {
  const { row, capabilities } = known;
  if (unsupportedFilters(query, capabilities).length > 0) return NOTHING;
  if (needsCatalog(query) && !row?.catalog) {
    throw new CrmError(row?.failure ?? { kind: 'internal', reason: 'no catalog' });
  }
  const request = resolveQuery(query, row?.catalog ?? EMPTY_CATALOG);
  if (!request) return NOTHING;
  const canSort = capabilities.sorts.includes(request.sort.by);
  return crm.search(canSort ? request : { ...request, sort: EMPTY_QUERY.sort }, from, signal);
}
