import { z } from 'zod';
import { isAddress } from '../domain/address';
import type { Failure } from '../domain/failure';
import { MAX_PARTICIPANTS } from '../domain/open-email';
import { PRIORITIES, STATUSES } from '../domain/opportunity';

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

const patch = z.strictObject({
  title: z.string().trim().min(1).max(1000).optional(),
  // `unknown` passes the gate and no adapter: undoing a change away from a word we do not know ends in a sentence.
  status: z.enum([...STATUSES, 'unknown']).optional(),
  pipelineId: id.nullable().optional(),
  stageId: id.nullable().optional(),
  winProbability: z.number().int().min(0).max(100).nullable().optional(),
  amount: z.number().finite().min(0).nullable().optional(),
  closeDate: z.iso.date().nullable().optional(),
  priority: z.enum(PRIORITIES).nullable().optional(),
  lossReasonId: id.nullable().optional(),
  ownerId: id.nullable().optional(),
  sourceId: id.nullable().optional(),
  description: z.string().max(65_535).nullable().optional(),
  tags: z.array(z.string().trim().min(1).max(200)).max(100).optional(),
});

const draft = patch.extend({ title: z.string().trim().min(1).max(1000) });

/** What the CRM holds may break our own limits (an unknown status, an empty title): a base is taken as it is. */
const base = z.record(z.string(), z.json());

const edit = z.object({
  id: z.uuid(),
  ref: z.object({ connection: id, id }),
  patch,
  base,
  undoes: z.uuid().nullable(),
});

export const protocol = {
  /** The content script: the open email changed; `null` when none is open. */
  'email.opened': message('gmail', z.object({ email: openEmail.nullable() })).returns<null>(),

  /** The panel came to show this tab: publish its state, ask again what is old. */
  'panel.shown': message('page', z.object({ tabId })).returns<null>(),
  /** Look somebody else up: a participant, or an address typed by hand. */
  'person.chosen': message('page', z.object({ tabId, person })).returns<null>(),
  /** Ask the CRMs again, whatever the age of what is shown. */
  'panel.refresh': message('page', z.object({ tabId })).returns<null>(),
  /** Empty text ends the search. */
  'search.asked': message('page', z.object({ tabId, text: text(200) })).returns<null>(),

  'opportunity.edit': message('page', edit).returns<null>(),
  'edit.retry': message('page', z.object({ id: z.uuid() })).returns<null>(),
  'edit.discard': message('page', z.object({ id: z.uuid() })).returns<null>(),
  'edit.resolve': message('page', z.object({ id: z.uuid(), keep: z.enum(['mine', 'theirs']) })).returns<null>(),

  /**
   * Creates for the person the rep saw when clicking, whatever is open by the time the message arrives. Without a
   * connection: in the CRM connected last, else on this device.
   */
  'opportunity.create': message(
    'page',
    z.object({
      id: z.uuid(),
      connection: id.nullable(),
      person,
      domain: z.string().max(255).nullable(),
      threadId: id.nullable(),
      draft,
    }),
  ).returns<null>(),
  /** With a draft: what was refused, corrected. */
  'creation.retry': message('page', z.object({ id: z.uuid(), draft: draft.nullable() })).returns<null>(),
  'creation.discard': message('page', z.object({ id: z.uuid() })).returns<null>(),
  'creation.undo': message('page', z.object({ id: z.uuid() })).returns<null>(),

  /** The only message that carries credentials, and only towards the worker. */
  'connection.connect': message(
    'page',
    z.object({ crm: z.enum(['local', 'copper']), credentials: z.record(z.string(), z.string().max(4000)) }),
  ).returns<null>(),
  /** With changes the CRM has not got yet it only says how many, unless told to give them up. */
  'connection.disconnect': message('page', z.object({ connection: id, evenUnsent: z.boolean() })).returns<{
    unsent: number;
  }>(),

  'local.loadSamples': message('page', z.object({})).returns<null>(),
  'local.export': message('page', z.object({})).returns<{ json: string }>(),
  /** Replaces what is there, after checking all of it. */
  'local.import': message('page', z.object({ json: z.string().max(50_000_000) })).returns<{ opportunities: number }>(),
  /** Deletes every record on this device for good. */
  'local.deleteAll': message('page', z.object({})).returns<null>(),
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
