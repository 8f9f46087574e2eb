import { type OutreachApi, nullWhen } from './api';
import { readStages } from './choices';
import { type Found, foundIn } from './lookup';
import { readParts } from './pages';

/** Parts of this size, and as many of them as hold the 1,000 opportunities of the overview. */
const PAGE_SIZE = 250;
const MAX_PARTS = 4;

/** Opportunities in open stages and those in none, newest change first. */
export async function listOpen(
  api: OutreachApi,
  signal?: AbortSignal,
): Promise<{ found: Found[]; isTruncated: boolean }> {
  const stages = await readStages(api, signal);
  const open = stages.filter(({ attributes }) => attributes.isClosed !== true).map(({ id }) => id);
  const [staged, stageless] = await Promise.all([
    open.length > 0 ? listIn(api, open.join(','), signal) : null,
    // Documented for filters as such; whether for relations is not known, and refused it only costs these.
    listIn(api, '__null__', signal).catch(nullWhen('invalid')),
  ]);
  const lists = [staged, stageless].filter((list) => list !== null);
  return {
    found: [...new Map(lists.flatMap(({ found }) => found).map((one) => [one.record.id, one])).values()],
    isTruncated: lists.some(({ isTruncated }) => isTruncated),
  };
}

async function listIn(api: OutreachApi, stageIds: string, signal?: AbortSignal) {
  const first = {
    'filter[stage][id]': stageIds,
    sort: '-updatedAt',
    'page[size]': `${PAGE_SIZE}`,
    count: 'false',
  };
  const { parts, isTruncated } = await readParts((cursor) => api.opportunities(cursor ?? first, signal), MAX_PARTS);
  const found = parts.flatMap(foundIn).filter(({ record }) => record.attributes.trashedAt === null);
  return { found, isTruncated };
}
