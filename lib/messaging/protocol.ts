import { z } from 'zod';
import type { Failure } from '../domain/failure';
import type { Note } from '../domain/note';
import {
  address,
  base,
  draft,
  edit,
  id,
  idleMinutes,
  newPassphrase,
  openEmail,
  passphrase,
  person,
  query,
  ref,
  tabId,
  text,
} from './schemas';

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

  /** Whether what the CRMs answered may lie on this device's disk. */
  'mirror.set': message('page', z.object({ isOn: z.boolean() })).returns<null>(),

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
