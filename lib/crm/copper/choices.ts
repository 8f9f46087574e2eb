import type { Catalog, Choice, Pipeline } from '../../domain/pipeline';
import { type CopperApi, nullWhen } from './api';
import { PAGE_SIZE } from './pages';
import type { WireList, WirePipeline } from './wire';

/** More users than this nobody chooses from in a list. */
const MAX_USER_PAGES = 5;

/**
 * All there is to choose from, in one round trip. Without pipelines there is nothing to work with; the rest may be
 * switched off or hidden from the user, and is then empty.
 */
export async function readChoices(api: CopperApi, signal?: AbortSignal): Promise<Catalog> {
  const [pipelines, lossReasons, sources, owners] = await Promise.all([
    api.pipelines(signal),
    api.lossReasons(signal).catch(nullWhen('forbidden', 'not-found')),
    api.customerSources(signal).catch(nullWhen('forbidden', 'not-found')),
    readOwners(api, signal).catch(nullWhen('forbidden', 'not-found')),
  ]);
  return {
    pipelines: pipelines.items.map(toPipeline),
    lossReasons: toChoices(lossReasons),
    owners: owners ?? [],
    sources: toChoices(sources),
    // The API has no word for the account's currency; each opportunity names its own.
    currency: null,
  };
}

function toPipeline({ id, name, is_revenue, stages }: WirePipeline): Pipeline {
  return {
    id,
    name,
    isRevenue: is_revenue,
    stages: stages.map((stage) => ({ id: stage.id, name: stage.name, winProbability: stage.win_probability })),
  };
}

function toChoices(list: WireList<Choice> | null): Choice[] {
  return list?.items ?? [];
}

async function readOwners(api: CopperApi, signal?: AbortSignal): Promise<Choice[]> {
  const owners: Choice[] = [];
  for (let page = 1; page <= MAX_USER_PAGES; page += 1) {
    const { items, length } = await api.searchUsers({ page_number: page, page_size: PAGE_SIZE }, signal);
    owners.push(...items.map(({ id, name, email }) => ({ id, name: name ?? email ?? id })));
    if (length < PAGE_SIZE) break;
  }
  return owners;
}
