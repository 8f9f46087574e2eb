import type { Capabilities } from '../../domain/connection';
import { CrmError } from '../../domain/failure';
import type { StandardField } from '../../domain/opportunity';
import type { Catalog, Choice, Pipeline } from '../../domain/pipeline';
import type { FilterName } from '../../domain/search';
import { type ApideckApi, type ListQuery, PAGE_SIZE } from './api';
import { ask, NEWEST_FIRST } from './ask';
import { nullWhenHidden } from './contacts';
import { observeCustom } from './custom';
import { inOrder, toOwner, toPipeline } from './map';
import { observeChoices, observeCurrency, observePipelines, observeTags } from './observe';
import { APIDECK_FILTERS, APIDECK_SORTS, SORTED_BY } from './search';
import type { Session } from './session';
import type { WireList } from './wire';
import { WRITABLE } from './write';

/** More than 1,000 users nobody chooses from in a list. */
const MAX_PARTS = 5;

/**
 * All there is to choose from, in one round trip. What a connector has no endpoint for is taken from the opportunities
 * changed last, or becomes a limit: Copper through Apideck has neither pipelines nor users nor notes.
 */
export async function readChoices(session: Session, signal?: AbortSignal): Promise<Catalog> {
  const { api } = session;
  const query = { sort: NEWEST_FIRST, limit: PAGE_SIZE };
  const [{ pipelines, currency }, owners, isNoting, newest] = await Promise.all([
    readPipelines(api, signal),
    readAll(api.users, signal).catch(nullWhenHidden),
    canTakeNotes(api, signal),
    ask(session.opportunities, query, signal),
  ]);
  const records = newest?.items ?? [];
  const known = pipelines.length > 0 ? pipelines : observePipelines(records);
  return {
    pipelines: known,
    lossReasons: observeChoices(records, 'loss_reason_id', 'loss_reason'),
    owners: (owners ?? []).map(toOwner),
    sources: observeChoices(records, 'source_id', 'lead_source'),
    tags: observeTags(records),
    customFields: observeCustom(records),
    limits: limitsOf(session, { pipelines: known, hasOwners: (owners ?? []).length > 0, hasNotes: isNoting }),
    currency: currency ?? observeCurrency(records),
  };
}

/** False only where the connector says so: other failures are told when a note is written. */
async function canTakeNotes(api: ApideckApi, signal?: AbortSignal): Promise<boolean> {
  try {
    return (await api.notes({ limit: 1 }, signal).catch(nullWhenHidden)) !== null;
  } catch (error) {
    if (error instanceof CrmError) return true;
    throw error;
  }
}

/** In the CRM's order, without those put away; none where the connector has none. */
export async function readPipelines(
  api: ApideckApi,
  signal?: AbortSignal,
): Promise<{ pipelines: Pipeline[]; currency: string | null }> {
  const all = (await readAll(api.pipelines, signal).catch(nullWhenHidden)) ?? [];
  const used = inOrder(all.filter(({ archived, active }) => archived !== true && active !== false));
  return { pipelines: used.map(toPipeline), currency: used.find(({ currency }) => currency)?.currency ?? null };
}

async function readAll<Item>(
  list: (query: ListQuery, signal?: AbortSignal) => Promise<WireList<Item>>,
  signal?: AbortSignal,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  for (let parts = 1; parts <= MAX_PARTS; parts += 1) {
    const part: WireList<Item> = await list({ limit: PAGE_SIZE, cursor }, signal);
    items.push(...part.items);
    if (part.next === null || part.next === cursor) break;
    cursor = part.next;
  }
  return items;
}

/** What this connector can't do although Apideck can. */
function limitsOf(
  { memory }: Session,
  { pipelines, hasOwners, hasNotes }: { pipelines: readonly Choice[]; hasOwners: boolean; hasNotes: boolean },
): Partial<Capabilities> {
  // Stages of no pipeline: there are some, and nothing to put a pipeline's id to.
  const hasPipelines = pipelines.some(({ id }) => id !== '');
  const fields: StandardField[] = [
    ...(hasOwners ? [] : (['ownerId'] as const)),
    ...(pipelines.length > 0 ? [] : (['stageId'] as const)),
    ...(hasPipelines ? [] : (['pipelineId'] as const)),
  ];
  const filters: FilterName[] = [
    ...(hasOwners ? [] : (['owners'] as const)),
    ...(pipelines.length > 0 ? [] : (['stages'] as const)),
    ...(hasPipelines ? [] : (['pipelines'] as const)),
  ];
  const sorts = APIDECK_SORTS.filter((sort) => !memory.refuses(`opportunities sort ${SORTED_BY[sort]}`));
  return {
    ...(fields.length > 0 ? { fields: WRITABLE.filter((field) => !fields.includes(field)) } : {}),
    ...(filters.length > 0 ? { filters: APIDECK_FILTERS.filter((filter) => !filters.includes(filter)) } : {}),
    ...(sorts.length < APIDECK_SORTS.length ? { sorts } : {}),
    ...(hasNotes ? {} : { notes: null }),
  };
}
