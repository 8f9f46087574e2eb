import type { CustomField } from '../../domain/custom-field';
import type { Catalog, Choice, Owner, Pipeline } from '../../domain/pipeline';
import { type CopperApi, nullWhen } from './api';
import { type DefinitionSource, toCustomField, typeOf } from './definitions';
import type { Links } from './links';
import type { UserNames } from './notes';
import { PAGE_SIZE } from './pages';
import type { WireList } from './wire';
import type { WireDefinition, WireLooseStage, WirePipeline } from './wire-settings';

/** More users than this nobody chooses from in a list. */
const MAX_USER_PAGES = 5;
/** Of large accounts, those used most. */
const MAX_TAGS = 1_000;

/** What is remembered beside the choices themselves. */
interface ChoiceWorld {
  definitions: DefinitionSource;
  links: Links;
  userNames: UserNames;
}

/**
 * All there is to choose from, in one round trip. Without pipelines there is nothing to work with; the rest may be
 * switched off or hidden from the user, and is then empty.
 */
export async function readChoices(api: CopperApi, world: ChoiceWorld, signal?: AbortSignal): Promise<Catalog> {
  const [pipelines, lossReasons, sources, users, tags, definitions] = await Promise.all([
    readPipelines(api, signal),
    api.lossReasons(signal).catch(nullWhen('forbidden', 'not-found')),
    api.customerSources(signal).catch(nullWhen('forbidden', 'not-found')),
    readOwners(api, signal).catch(nullWhen('forbidden', 'not-found')),
    // Younger than the rest of the API: an account may not have it.
    api.tags(signal).catch(nullWhen('forbidden', 'not-found', 'invalid', 'malformed')),
    world.definitions.refresh(),
  ]);
  const owners = users ?? [];
  for (const { id, name } of owners) world.userNames.set(id, name);
  return {
    pipelines,
    lossReasons: toChoices(lossReasons),
    owners,
    sources: toChoices(sources),
    tags: tags?.items.slice(0, MAX_TAGS).map(({ name }) => name) ?? [],
    customFields: [...definitions.values()].map((one) => withTargets(toCustomField(one), one, owners, world.links)),
    limits: {},
    // The API has no word for the account's currency; each opportunity names its own.
    currency: null,
  };
}

/** Pipelines with their stages; where they are hidden, the stages alone, by the pipelines they name. */
async function readPipelines(api: CopperApi, signal?: AbortSignal): Promise<Pipeline[]> {
  const list = await api.pipelines(signal).catch(nullWhen('forbidden', 'not-found'));
  if (!list) return groupStages((await api.allStages(signal)).items);
  return Promise.all(list.items.map(async (pipeline) => toPipeline(pipeline, await stagesOf(api, pipeline, signal))));
}

async function stagesOf(api: CopperApi, { id, stages }: WirePipeline, signal?: AbortSignal) {
  if (stages.length > 0) return stages;
  const list = await api.stagesOf(id, signal).catch(nullWhen('forbidden', 'not-found'));
  return list?.items ?? [];
}

function toPipeline({ id, name, is_revenue }: WirePipeline, stages: WirePipeline['stages']): Pipeline {
  return {
    id,
    name,
    isRevenue: is_revenue,
    stages: stages.map((stage) => ({ id: stage.id, name: stage.name, winProbability: stage.win_probability })),
  };
}

function groupStages(stages: readonly WireLooseStage[]): Pipeline[] {
  const groups = Map.groupBy(stages, ({ pipeline_id }) => pipeline_id);
  return [...groups].map(([id, own]) => toPipeline({ id, name: '', is_revenue: true, stages: [] }, own));
}

function toChoices(list: WireList<Choice> | null): Choice[] {
  return list?.items ?? [];
}

async function readOwners(api: CopperApi, signal?: AbortSignal): Promise<Owner[]> {
  const owners: Owner[] = [];
  for (let page = 1; page <= MAX_USER_PAGES; page += 1) {
    const { items, length } = await api.searchUsers({ page_number: page, page_size: PAGE_SIZE }, signal);
    owners.push(...items.map(({ id, name, email }) => ({ id, name: name ?? email ?? id, address: email })));
    if (length < PAGE_SIZE) break;
  }
  return owners;
}

/**
 * What a `Connect` field can point to is told nowhere: it offers what it was seen to point to. One without another
 * side points to users ("a company user doesn't have a record profile, so this is a uni-directional field",
 * support.copper.com), who are known.
 */
function withTargets(
  field: CustomField,
  definition: WireDefinition,
  owners: readonly Choice[],
  links: Links,
): CustomField {
  if (typeOf(definition) !== 'links') return field;
  const users = definition.connected_id ? [] : owners.map(({ id, name }) => ({ id: `user:${id}`, name }));
  const ids = new Set(users.map(({ id }) => id));
  return { ...field, options: [...users, ...links.options(field.id).filter(({ id }) => !ids.has(id))] };
}
