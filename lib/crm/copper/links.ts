import type { CustomKey } from '../../domain/custom-field';
import { customKey } from '../../domain/custom-field';
import { CrmError, toFailure } from '../../domain/failure';
import type { Choice } from '../../domain/pipeline';
import { throwPartly } from '../partly';
import { type CopperApi, nullWhen } from './api';
import { connectIds, type Definitions } from './definitions';
import { toWireId } from './ids';
import type { WireOpportunity } from './wire';
import type { WireLink } from './wire-settings';

/**
 * `Connect` fields: what they hold is not in the record but in `/related_links`, one connection each
 * (developer.copper.com, "Connect fields"). A record lists something for them that no document explains; recorded ones
 * list nothing.
 */

/** Targets as `type:id`, by the definition's id. */
type Linked = Map<string, string[]>;

/** More records than this at once are shown without what they are connected to. */
const MAX_RECORDS = 20;
/** Names kept for a field: enough for its options, and no memory to fill. */
const MAX_NAMES = 500;

export type Links = ReturnType<typeof createLinks>;

type LinksApi = Pick<CopperApi, 'links' | 'createLink' | 'removeLink'>;

/** `api` asks for lists; `urgent` for single records, which writes wait for, and writes. */
export function createLinks(api: LinksApi, urgent: LinksApi) {
  const names = new Map<string, Map<string, string>>();

  async function linksOf(
    { links }: LinksApi,
    opportunityId: string,
    definitionId: string,
    signal?: AbortSignal,
  ): Promise<WireLink[]> {
    const asked = { custom_field_definition_id: definitionId, source_type: 'opportunity', source_id: opportunityId };
    const { items } = await links(new URLSearchParams(asked).toString(), signal);
    const known = names.get(definitionId) ?? new Map<string, string>();
    names.set(definitionId, known);
    for (const link of items) {
      const { name } = targetOf(link, opportunityId);
      if (name && known.size < MAX_NAMES) known.set(keyOf(link, opportunityId), name);
    }
    return items;
  }

  /** What one opportunity is connected to. Fields whose connections are hidden are left out. */
  async function ofOne(
    via: LinksApi,
    opportunityId: string,
    definitionIds: readonly string[],
    signal?: AbortSignal,
  ): Promise<Linked> {
    const found = await Promise.all(
      definitionIds.map(async (definitionId): Promise<[string, string[]] | null> => {
        const links = await linksOf(via, opportunityId, definitionId, signal).catch(
          nullWhen('forbidden', 'not-found', 'invalid'),
        );
        return links && [definitionId, links.map((link) => keyOf(link, opportunityId))];
      }),
    );
    return new Map(found.filter((entry) => entry !== null));
  }

  return {
    of: (opportunityId: string, definitionIds: readonly string[]) => ofOne(urgent, opportunityId, definitionIds),

    /**
     * The same for a list, by the opportunities' ids: asked only of those whose record lists something, for each costs
     * a request. What can't be had is left out.
     */
    async ofMany(
      records: readonly WireOpportunity[],
      definitions: Definitions,
      signal?: AbortSignal,
    ): Promise<Map<string, Linked>> {
      const wanted = new Set(connectIds(definitions));
      const byId = new Map(records.map((record) => [record.id, record]));
      const asked = [...byId.values()]
        .map(({ id, custom_fields }) => ({ id, fields: custom_fields.filter(isListing(wanted)) }))
        .filter(({ fields }) => fields.length > 0)
        .slice(0, MAX_RECORDS);
      const found = await Promise.all(
        asked.map(async ({ id, fields }) => {
          const ids = fields.map((field) => field.custom_field_definition_id);
          const linked = await ofOne(api, id, ids, signal).catch(() => new Map<string, string[]>());
          return [id, linked] as const;
        }),
      );
      return new Map(found);
    },

    /**
     * Makes and removes connections until the field holds `wanted`; true where there was something to do. Throws
     * `invalid` for what is no `type:id`, and `isPartly` where some of it was done.
     */
    async write(opportunityId: string, definitionId: string, wanted: readonly string[]): Promise<boolean> {
      const key = customKey(definitionId);
      const custom_field_definition_id = toWireId(definitionId, key);
      const source = { id: toWireId(opportunityId), entity_type: 'opportunity' };
      const ends = new Map(wanted.map((target) => [target, parseTarget(target, key)]));
      const now = await linksOf(urgent, opportunityId, definitionId);
      const held = new Set(now.map((link) => keyOf(link, opportunityId)));
      const missing = [...ends].filter(([target]) => !held.has(target));
      const extra = now.filter((link) => !ends.has(keyOf(link, opportunityId)));
      const results = await Promise.allSettled([
        ...missing.map(([, target]) => urgent.createLink({ custom_field_definition_id, source, target })),
        ...extra.map(({ id }) => urgent.removeLink(id)),
      ]);
      throwFailed(results);
      return results.length > 0;
    },

    /** Records a field was seen to point to, by name. */
    options(definitionId: string): Choice[] {
      return [...(names.get(definitionId) ?? [])].map(([id, name]) => ({ id, name }));
    },
  };
}

/** Where all failed for the same reason, that tells whether anything was applied. */
function throwFailed(results: readonly PromiseSettledResult<unknown>[]): void {
  const failed = results.filter((result) => result.status === 'rejected');
  const [first] = failed;
  if (!first) return;
  const kinds = new Set(failed.map(({ reason }) => toFailure(reason).kind));
  if (failed.length < results.length || kinds.size > 1) throwPartly(first.reason);
  throw first.reason;
}

function isListing(wanted: ReadonlySet<string>) {
  return ({ custom_field_definition_id: id, value }: WireOpportunity['custom_fields'][number]): boolean =>
    wanted.has(id) && Array.isArray(value) && value.length > 0;
}

/** The other end: connections go both ways, and an answer may name ours as the target. */
function targetOf({ source, target }: WireLink, opportunityId: string): WireLink['target'] {
  return target.entity_type === 'opportunity' && target.id === opportunityId ? source : target;
}

function keyOf(link: WireLink, opportunityId: string): string {
  const { entity_type, id } = targetOf(link, opportunityId);
  return `${entity_type}:${id}`;
}

function parseTarget(target: string, key: CustomKey): { id: number; entity_type: string } {
  const [, entity_type, id = ''] = /^([a-z_]+):(\d+)$/.exec(target) ?? [];
  if (entity_type) return { id: toWireId(id, key), entity_type };
  throw new CrmError({ kind: 'invalid', reason: 'Copper can connect records of its own only', field: key });
}
