import type { CustomField } from '../../domain/custom-field';
import type { Catalog, Stage } from '../../domain/pipeline';
import { nullWhen, type OutreachApi } from './api';
import { PIPELINE_ID, toOwner } from './map';
import { readParts } from './pages';
import type { WireStage } from './wire';

/** More users than 5,000 nobody chooses from in a list. */
const MAX_USER_PARTS = 5;
const MAX_STAGE_PARTS = 5;

/**
 * All there is to choose from, in one round trip. Without stages there is nothing to work with; the rest may be hidden
 * from the user, or the token's scopes may not cover it. Loss reasons and sources are free texts, and so are tags.
 */
export async function readChoices(
  api: OutreachApi,
  customFields: Promise<CustomField[]>,
  signal?: AbortSignal,
): Promise<Catalog> {
  const [stages, owners, fields] = await Promise.all([
    readStages(api, signal),
    readOwners(api, signal).catch(nullWhen('forbidden', 'scope', 'not-found')),
    customFields,
  ]);
  return {
    pipelines: [{ id: PIPELINE_ID, name: '', isRevenue: true, stages: stages.map(toStage) }],
    lossReasons: [],
    owners: owners ?? [],
    sources: [],
    tags: [],
    customFields: fields,
    limits: {},
    // Each opportunity names its own; no endpoint tells the account's.
    currency: null,
  };
}

/** In their order. */
export async function readStages(api: OutreachApi, signal?: AbortSignal): Promise<WireStage[]> {
  const first = { sort: 'order', 'page[size]': '1000', count: 'false' };
  const { parts } = await readParts((cursor) => api.stages(cursor ?? first, signal), MAX_STAGE_PARTS);
  const stages = parts.flatMap(({ items }) => items);
  return stages.toSorted((a, b) => (a.attributes.order ?? Infinity) - (b.attributes.order ?? Infinity) || 0);
}

/** The first stage in which a deal is open. */
export function firstStage(stages: readonly WireStage[]): WireStage | undefined {
  return stages.find(({ attributes }) => attributes.isClosed !== true) ?? stages[0];
}

function toStage({ id, attributes: { name, isClosed } }: WireStage): Stage {
  // Stages have no likelihood here.
  return { id, name: name ?? id, winProbability: null, ...(typeof isClosed === 'boolean' ? { isClosed } : {}) };
}

async function readOwners(api: OutreachApi, signal?: AbortSignal) {
  const first = {
    'filter[locked]': 'false',
    'fields[user]': 'name,firstName,lastName,email',
    sort: 'lastName,firstName',
    'page[size]': '1000',
    count: 'false',
  };
  const { parts } = await readParts((cursor) => api.users(cursor ?? first, signal), MAX_USER_PARTS);
  return parts.flatMap(({ items }) => items).map(toOwner);
}
