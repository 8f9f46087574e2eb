import { z } from 'zod';
import { isAddress } from '../domain/address';
import { isCustomKey } from '../domain/custom-field';
import type { OpportunityDraft } from '../domain/edit';
import { MAX_PASSPHRASE, MIN_PASSPHRASE } from '../domain/lock-state';
import { MAX_PARTICIPANTS } from '../domain/open-email';
import type { OpportunityPatch, StandardField } from '../domain/opportunity';
import { FIELDS } from '../domain/opportunity';
import type { FilterName } from '../domain/search';
import { SORTS } from '../domain/search';

/** What the parts of messages must look like. What Gmail or a CRM wrote is bounded here, whatever it says. */

export const text = (max: number) => z.string().transform((value) => value.slice(0, max));
export const id = z.string().min(1).max(200);
export const address = z.string().refine(isAddress);
export const person = z.object({ name: text(300), address });
export const tabId = z.number().int().nonnegative();

export const openEmail = z.object({
  account: z.object({ index: z.number().int().min(0).max(99), address: address.nullable().catch(null) }),
  threadId: id.nullable(),
  messageId: id.nullable(),
  subject: text(1000).nullable(),
  sender: person.nullable(),
  participants: z.array(person.extend({ role: z.enum(['from', 'to']) })).max(MAX_PARTICIPANTS),
  senders: z.array(address).max(MAX_PARTICIPANTS),
  isPopOut: z.boolean(),
  viaGroup: z.boolean(),
});

const long = z.string().max(65_535).nullable();
const ids = z.array(id).max(500);
const instant = z.iso.datetime().nullable();

const standard = {
  title: z.string().trim().min(1).max(1000),
  // A CRM's own word passes the gate too: undoing a change away from it needs it. Adapters refuse what they can't write.
  status: z.string().max(200),
  statusId: id.nullable(),
  pipelineId: id.nullable(),
  stageId: id.nullable(),
  winProbability: z.number().int().min(0).max(100).nullable(),
  amount: z.number().finite().min(0).nullable(),
  currency: z.string().max(10).nullable(),
  closeDate: z.iso.date().nullable(),
  priority: z.string().max(200).nullable(),
  ownerId: id.nullable(),
  lossReasonId: id.nullable(),
  lossReason: long,
  wonReasonId: id.nullable(),
  wonReason: long,
  sourceId: id.nullable(),
  source: long,
  type: long,
  nextStep: long,
  description: long,
  tags: z.array(z.string().trim().min(1).max(200)).max(100),
  forecastCategory: long,
  contactId: id.nullable(),
  contactIds: ids,
  companyId: id.nullable(),
  leadId: id.nullable(),
  externalId: long,
  externalCreatedAt: instant,
  externalUpdatedAt: instant,
  recordType: long,
  mapLink: long,
  mapNextSteps: long,
  mapStatus: long,
  prospectingRepId: id.nullable(),
  sharingTeamId: id.nullable(),
} satisfies Record<StandardField, z.ZodType>;

const customValue = z.union([long, z.number().finite(), z.boolean(), z.array(z.string().max(1000)).max(500)]);

/** Standard fields by their own schemas, custom ones by shape, nothing else. zod has no word for "keys that begin with". */
const patch = z
  .object(standard)
  .partial()
  .catchall(customValue)
  .refine((value) => Object.keys(value).every(isField))
  .transform(definedOnly) as unknown as z.ZodType<OpportunityPatch, OpportunityPatch>;

function isField(key: string): boolean {
  return isCustomKey(key) || FIELDS.some((field) => field === key);
}

/** Optional members may come as `undefined`; in a patch only present ones count. */
function definedOnly(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
}

export const draft = patch.refine((value) => value.title !== undefined) as unknown as z.ZodType<
  OpportunityDraft,
  OpportunityDraft
>;

const words = z.array(z.string().max(300).nullable()).max(100);
const knownWords = z.array(z.string().max(300)).max(100);
const numbers = z.object({ min: z.number().finite().nullable(), max: z.number().finite().nullable() });
const days = z.object({ min: z.iso.date().nullable(), max: z.iso.date().nullable() });
const customFilter = z.union([
  z.object({ anyOf: z.array(z.union([z.string().max(300), z.number(), z.boolean(), z.null()])).max(100) }),
  z.object({ range: z.union([numbers, days]) }),
]);

const filters = z.strictObject({
  statuses: knownWords.exactOptional(),
  owners: words.exactOptional(),
  pipelines: knownWords.exactOptional(),
  stages: knownWords.exactOptional(),
  priorities: knownWords.exactOptional(),
  sources: words.exactOptional(),
  lossReasons: words.exactOptional(),
  tags: words.exactOptional(),
  companies: words.exactOptional(),
  isFollowed: z.boolean().exactOptional(),
  amount: numbers.exactOptional(),
  winProbability: numbers.exactOptional(),
  interactionCount: numbers.exactOptional(),
  closeDate: days.exactOptional(),
  createdAt: days.exactOptional(),
  updatedAt: days.exactOptional(),
  stageChangedAt: days.exactOptional(),
  lastContactedAt: days.exactOptional(),
  custom: z.record(z.string().max(300), customFilter).exactOptional(),
} satisfies Record<FilterName, z.ZodType>);

export const query = z.object({
  text: text(200),
  filters,
  sort: z.object({ by: z.enum(SORTS), isDescending: z.boolean() }),
});

/** What the CRM holds may break our own limits (an unknown status, an empty title): a base is taken as it is. */
export const base = z
  .record(z.string(), z.json())
  .refine((value) => Object.keys(value).every(isField)) as unknown as z.ZodType<OpportunityPatch, OpportunityPatch>;

export const ref = z.object({ connection: id, id });

/** An undo goes back to what the CRM held, whatever that was; adapters refuse what they can't write. */
export const edit = z.union([
  z.object({ id: z.uuid(), ref, patch, base, undoes: z.null() }),
  z.object({ id: z.uuid(), ref, patch: base, base, undoes: z.uuid() }),
]);

/** One that is too short for a new one is simply wrong. */
export const passphrase = z.string().max(MAX_PASSPHRASE);
export const newPassphrase = passphrase.min(MIN_PASSPHRASE);
export const idleMinutes = z.number().int().min(1).max(1440).nullable();
