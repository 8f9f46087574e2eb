import type { CustomKey, CustomType } from '../../domain/custom-field';
import { customId, isCustomKey } from '../../domain/custom-field';
import { CrmError } from '../../domain/failure';
import { fieldsOf, type Opportunity, type OpportunityPatch } from '../../domain/opportunity';
import { keepProbability } from '../keep-probability';
import { throwPartly } from '../partly';
import type { CopperApi } from './api';
import { sendWithDate } from './close-date';
import { readCustom } from './custom';
import { type Definitions, typeOf } from './definitions';
import type { Records } from './records';
import type { WireOpportunity } from './wire';
import { toWire } from './write';

type Json = Record<string, unknown>;

/** A patch by the calls it takes: `Connect` fields are no part of the record. */
interface Split {
  own: OpportunityPatch;
  /** Targets by the definition's id. */
  links: [string, string[]][];
}

/** The calls of one write: what is sent first, and what has to be put right of the record that made or changed. */
interface Calls {
  first(json: Json): Promise<WireOpportunity>;
  later(record: WireOpportunity, json: Json): Promise<WireOpportunity>;
}

/** Changes the named fields. Connections are made after the rest, and throw by themselves. */
export async function update(
  api: CopperApi,
  records: Records,
  id: string,
  patch: OpportunityPatch,
  before?: Opportunity,
): Promise<Opportunity> {
  const known = await definitionsFor(records, patch);
  const { own: named, links } = split(patch, known);
  const own = await keepProbability(named, async () =>
    before ? before.winProbability : (await api.readOpportunity(id)).win_probability,
  );
  const isOnlyLinks = links.length > 0 && fieldsOf(own).length === 0;
  const record = isOnlyLinks
    ? await api.readOpportunity(id)
    : await write(api, records, own, known, {
        first: (json) => api.updateOpportunity(id, json),
        later: (_, json) => api.updateOpportunity(id, json).catch(throwPartly),
      });
  await writeLinks(records, id, links, !isOnlyLinks);
  return records.written(record, links.length > 0 ? undefined : before);
}

/** `isApplied`: the rest of the write was. */
async function writeLinks({ links }: Records, id: string, wanted: Split['links'], isApplied: boolean): Promise<void> {
  let isPartly = isApplied;
  for (const [definitionId, targets] of wanted) {
    try {
      isPartly = (await links.write(id, definitionId, targets)) || isPartly;
    } catch (error) {
      if (isPartly) throwPartly(error);
      throw error;
    }
  }
}

/**
 * Makes an opportunity. One whose connections or dates can't be put right is there all the same and shown as it is:
 * reported as failed it would be made again.
 */
export async function create(
  api: CopperApi,
  records: Records,
  draft: OpportunityPatch,
  attached: Json,
): Promise<Opportunity> {
  const known = await definitionsFor(records, draft);
  const { own, links } = split(draft, known);
  const record = await write(api, records, own, known, {
    first: (json) => api.createOpportunity({ ...json, ...attached }),
    later: (made, json) => api.updateOpportunity(made.id, json).catch(() => made),
  });
  for (const [definitionId, targets] of links) {
    await records.links.write(record.id, definitionId, targets).catch(() => undefined);
  }
  return records.written(record);
}

/** Values of custom fields are written by their definitions; nothing else waits for them, but the answer's reading. */
async function definitionsFor({ definitions }: Records, patch: OpportunityPatch): Promise<Definitions> {
  if (fieldsOf(patch).some(isCustomKey)) return definitions.get();
  void definitions.tryGet();
  return new Map();
}

function split(patch: OpportunityPatch, known: Definitions): Split {
  const keys = fieldsOf(patch).filter(isCustomKey);
  const linkKeys = new Set<string>(keys.filter((key) => isOfType(known, key, 'links')));
  const own = Object.fromEntries(Object.entries(patch).filter(([field]) => !linkKeys.has(field)));
  const links = keys
    .filter((key) => linkKeys.has(key))
    .map((key): [string, string[]] => [customId(key), [patch[key] ?? []].flat().map(String)]);
  return { own, links };
}

/** Sends the changed fields, and those dates once more that Copper took for others than were meant. */
async function write(
  api: CopperApi,
  records: Records,
  patch: OpportunityPatch,
  known: Definitions,
  calls: Calls,
): Promise<WireOpportunity> {
  const { dates } = records;
  const context = records.contextWith(known);
  const first = () => calls.first(toWire(patch, context)).catch((error: unknown) => throwNamed(error, patch, known));
  if (!patch.closeDate) return settleDays(records, patch, known, calls, await first());
  const { closeDate } = patch;
  const again = (record: WireOpportunity) => calls.later(record, toWire({ closeDate }, context));
  return settleDays(records, patch, known, calls, await sendWithDate(api, dates, closeDate, { first, again }));
}

/** Copper says which custom field it refuses by its label, if at all. */
function throwNamed(error: unknown, patch: OpportunityPatch, known: Definitions): never {
  if (!(error instanceof CrmError) || error.failure.kind !== 'invalid' || error.failure.field) throw error;
  const { reason } = error.failure;
  const keys = fieldsOf(patch).filter(isCustomKey);
  const field = keys.find((key) => reason.includes(known.get(customId(key))?.name ?? '\n')) ?? null;
  throw new CrmError({ ...error.failure, field });
}

/** Where the answer shows that midnights of UTC fall on the day before, custom dates are sent as noons. */
async function settleDays(
  records: Records,
  patch: OpportunityPatch,
  known: Definitions,
  { later }: Calls,
  record: WireOpportunity,
): Promise<WireOpportunity> {
  const dated = fieldsOf(patch)
    .filter(isCustomKey)
    .filter((key) => patch[key] && isOfType(known, key, 'date'));
  if (dated.length === 0 || records.days.isWestern) return record;
  const context = records.contextWith(known);
  const held = readCustom(record.custom_fields, context);
  const wrong = dated.filter((key) => held[key] !== patch[key]);
  if (wrong.length === 0 || !records.days.isWestern) return record;
  const again = Object.fromEntries(wrong.map((key) => [key, patch[key] ?? null]));
  return later(record, toWire(again, context));
}

function isOfType(known: Definitions, key: CustomKey, type: CustomType): boolean {
  const definition = known.get(customId(key));
  return definition !== undefined && typeOf(definition) === type;
}
