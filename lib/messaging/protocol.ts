import { z } from 'zod';
import { isAddress } from '../domain/address';
import type { OpportunityDraft } from '../domain/edit';
import type { Failure } from '../domain/failure';
import { MAX_PARTICIPANTS } from '../domain/open-email';
import { isCustomKey } from '../domain/custom-field';
import { MAX_PASSPHRASE, MIN_PASSPHRASE } from '../domain/lock-state';
import type { Note } from '../domain/note';
import type { OpportunityPatch, StandardField } from '../domain/opportunity';
import { FIELDS } from '../domain/opportunity';
import type { FilterName } from '../domain/search';
import { SORTS } from '../domain/search';

/**
 * Every message there is. One table: who may send it, what it must look like, what comes back. Types of the client
 * and of the server derive from it. No output can carry a credential.
 */

/** Proven by the browser, not claimed by the message: Gmail's page (our content script) or one of our own pages. */
export type Sender = 'gmail' | 'page';

interface Message<Input extends z.ZodType, Output> {
  from: Sender;
  input: Input;
  /** Never set: carries the type of the answer. */
  output?: Output;
}

function message<Input extends z.ZodType>(from: Sender, input: Input) {
  return { returns: <Output>(): Message<Input, Output> => ({ from, input }) };
}

const text = (max: number) => z.string().transform((value) => value.slice(0, max));
const id = z.string().min(1).max(200);
const address = z.string().refine(isAddress);
const person = z.object({ name: text(300), address });
const tabId = z.number().int().nonnegative();

const openEmail = z.object({
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

const draft = patch.refine((value) => value.title !== undefined) as unknown as z.ZodType<
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

const query = z.object({
  text: text(200),
  filters,
  sort: z.object({ by: z.enum(SORTS), isDescending: z.boolean() }),
});

/** What the CRM holds may break our own limits (an unknown status, an empty title): a base is taken as it is. */
const base = z
  .record(z.string(), z.json())
  .refine((value) => Object.keys(value).every(isField)) as unknown as z.ZodType<OpportunityPatch, OpportunityPatch>;

const ref = z.object({ connection: id, id });

/** An undo goes back to what the CRM held, whatever that was; adapters refuse what they can't write. */
const edit = z.union([
  z.object({ id: z.uuid(), ref, patch, base, undoes: z.null() }),
  z.object({ id: z.uuid(), ref, patch: base, base, undoes: z.uuid() }),
]);

/** One that is too short for a new one is simply wrong. */
const passphrase = z.string().max(MAX_PASSPHRASE);
const newPassphrase = passphrase.min(MIN_PASSPHRASE);
const idleMinutes = z.number().int().min(1).max(1440).nullable();

export const protocol = {
  /**
   * The content script: the open email changed; `null` when none is open. `isUnrecognised`: a conversation is open all
   * the same, in a layout that does not tell whose email it is.
   */
  'email.opened': message(
    'gmail',
    z.object({ email: openEmail.nullable(), isUnrecognised: z.boolean().exactOptional() }),
  ).returns<null>(),

  /** The panel came to show this tab: publish its state, ask again what is old. */
  'panel.shown': message('page', z.object({ tabId })).returns<null>(),
  /** Look somebody else up: a participant, or an address typed by hand. */
  'person.chosen': message('page', z.object({ tabId, person })).returns<null>(),
  /** Ask the CRMs again, whatever the age of what is shown. */
  'panel.refresh': message('page', z.object({ tabId })).returns<null>(),
  /** An empty query ends the search. */
  'search.asked': message('page', z.object({ tabId, query })).returns<null>(),
  /** How the Gmail page of this tab is built: tags, roles and class names, without any content. */
  'gmail.structure': message('page', z.object({ tabId })).returns<{ structure: string }>(),
  /** The next part of one connection's results. */
  'search.more': message('page', z.object({ tabId, connection: id })).returns<null>(),

  'opportunity.edit': message('page', edit).returns<null>(),
  'edit.retry': message('page', z.object({ id: z.uuid() })).returns<null>(),
  'edit.discard': message('page', z.object({ id: z.uuid() })).returns<null>(),
  /** `theirs`: the other side's values as the rep saw them. */
  'edit.resolve': message(
    'page',
    z.object({ id: z.uuid(), keep: z.enum(['mine', 'theirs']), theirs: base }),
  ).returns<null>(),
  /** For good, with what is still pending of it. */
  'opportunity.delete': message('page', z.object({ ref })).returns<null>(),
  'note.add': message('page', z.object({ ref, text: z.string().trim().min(1).max(20_000) })).returns<null>(),
  'note.list': message('page', z.object({ ref })).returns<{ notes: Note[] }>(),

  /**
   * Creates for the person the rep saw when clicking, whatever is open by the time the message arrives. Without a
   * connection: in the default one, else on this device.
   */
  'opportunity.create': message(
    'page',
    z.object({
      id: z.uuid(),
      connection: id.nullable(),
      person,
      domain: z.string().max(255).nullable(),
      threadId: id.nullable(),
      account: address.nullable(),
      draft,
    }),
  ).returns<null>(),
  /** With a draft: what was refused, corrected. */
  'creation.retry': message('page', z.object({ id: z.uuid(), draft: draft.nullable() })).returns<null>(),
  'creation.discard': message('page', z.object({ id: z.uuid() })).returns<null>(),
  'creation.undo': message('page', z.object({ id: z.uuid() })).returns<null>(),
  /** Answers what a similar opportunity asks: link that one, or create another. */
  'creation.resolve': message('page', z.object({ id: z.uuid(), use: z.enum(['existing', 'new']) })).returns<null>(),

  /** The only message that carries credentials, and only towards the worker. */
  'connection.connect': message(
    'page',
    z.object({
      crm: z.enum(['local', 'copper', 'outreach', 'apideck']),
      credentials: z.record(z.string(), z.string().max(4000)),
    }),
  ).returns<null>(),
  /** With changes the CRM has not got yet it only says how many, unless told to give them up. */
  'connection.disconnect': message('page', z.object({ connection: id, evenUnsent: z.boolean() })).returns<{
    unsent: number;
  }>(),
  /** An empty label goes back to the CRM's own name. */
  'connection.rename': message('page', z.object({ connection: id, label: text(60) })).returns<null>(),
  /** Where new opportunities go. */
  'connection.makeDefault': message('page', z.object({ connection: id })).returns<null>(),

  'local.loadSamples': message('page', z.object({})).returns<null>(),
  'local.export': message('page', z.object({})).returns<{ json: string }>(),
  /** Replaces what is there, after checking all of it. */
  'local.import': message('page', z.object({ json: z.string().max(50_000_000) })).returns<{ opportunities: number }>(),
  /** Deletes every record on this device for good. */
  'local.deleteAll': message('page', z.object({})).returns<null>(),

  /** Whether the worker's storage can be used, and how many edits and creations in it nobody can read any more. */
  'storage.check': message('page', z.object({})).returns<{ damaged: number }>(),
  /** Deletes what was answered and what is pending, for good. */
  'storage.reset': message('page', z.object({})).returns<null>(),
  /** What the CRMs have not got yet, as JSON, and how much that is; also of a storage that can't be used. */
  'pending.export': message('page', z.object({})).returns<{ json: string; count: number }>(),

  /** Passphrases, too, go towards the worker only. */
  'lock.turnOn': message('page', z.object({ passphrase: newPassphrase, idleMinutes })).returns<null>(),
  'lock.turnOff': message('page', z.object({ passphrase })).returns<null>(),
  'lock.change': message('page', z.object({ passphrase, next: newPassphrase })).returns<null>(),
  'lock.unlock': message('page', z.object({ passphrase })).returns<null>(),
  'lock.now': message('page', z.object({})).returns<null>(),
  /** Gives up the passphrase and with it every key. */
  'lock.forget': message('page', z.object({})).returns<null>(),
  'lock.setIdle': message('page', z.object({ idleMinutes })).returns<null>(),
} satisfies Record<string, Message<z.ZodType, unknown>>;

type Protocol = typeof protocol;
export type MessageName = keyof Protocol;
/** As the sender writes it. */
export type Input<Name extends MessageName> = z.input<Protocol[Name]['input']>;
/** As the handler gets it, validated. */
export type Validated<Name extends MessageName> = z.output<Protocol[Name]['input']>;
export type Output<Name extends MessageName> =
  | NonNullable<Protocol[Name]['output']>
  | (null extends Protocol[Name]['output'] ? null : never);

/** What travels back. */
export type Reply<Value> = { ok: true; value: Value } | { ok: false; failure: Failure };
