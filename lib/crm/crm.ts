import type { z } from 'zod';
import type { Capabilities } from '../domain/connection';
import type { OpportunityDraft } from '../domain/edit';
import type { PersonQuestion } from '../domain/lookup';
import type { Company, Contact, PersonAnswer } from '../domain/match';
import type { ChangesPage, KnownPerson, RecordKind } from '../domain/mirror';
import type { Note, NoteDraft } from '../domain/note';
import type { ConnectionId, Opportunity, OpportunityPatch } from '../domain/opportunity';
import type { Catalog } from '../domain/pipeline';
import type { SearchRequest } from '../domain/search';

/** A list of opportunities, newest change first. */
export interface Page {
  opportunities: Opportunity[];
  /** True when the CRM has more than these. */
  isTruncated: boolean;
}

/** A part of a search's results, in the order asked for. */
export interface SearchPage {
  opportunities: Opportunity[];
  /** Where the next part begins, in the adapter's own words; `null` after the last. */
  next: string | null;
  /** How many there are altogether, as the CRM counts them; `null` where it does not, or filters are applied here. */
  total: number | null;
}

/** What a new opportunity is attached to. */
export interface CreateContext {
  contactId: string;
  companyId: string | null;
}

/**
 * One connected CRM account. Every method throws `CrmError` and nothing else (but the signal's reason, once aborted),
 * gives up each request within 30 seconds, and returns domain values only. Methods that write send exactly what they
 * are given: a field not named keeps its value.
 */
export interface Crm {
  /**
   * Everything the CRM knows about a person: by address first, then by the company's domain. Whatever of `known` the
   * mirror has in step is not asked for again: what is left is one request, for what records do not tell of a person.
   */
  lookup(question: PersonQuestion, signal?: AbortSignal, known?: KnownPerson): Promise<PersonAnswer>;
  /**
   * A page of all records of a kind, or of those changed at or after `since` (epoch milliseconds by the CRM's clock),
   * in one request where the account knows the filter. `from` is the `next` of the page before, which may have come
   * hours ago: one that leads nowhere any more throws `invalid`. A record that changes meanwhile comes twice rather
   * than not at all. Nobody waits for it, unless told. Left out where the records are on this device anyway.
   */
  changes?(list: {
    kind: RecordKind;
    since: number | null;
    from: string | null;
    isAwaited?: boolean | undefined;
    signal?: AbortSignal | undefined;
  }): Promise<ChangesPage>;
  /**
   * Opportunities whose title or company contains the text and that pass the filters, about 50 at a time. `from` is
   * the `next` of the part before. Filters and sorts beyond the capabilities are not asked for.
   */
  search(request: SearchRequest, from: string | null, signal?: AbortSignal): Promise<SearchPage>;
  /** Open opportunities for the pipeline overview, at most 1,000. */
  listOpen(signal?: AbortSignal): Promise<Page>;
  /** Pipelines, owners, custom fields and whatever else there is to choose from. */
  catalog(signal?: AbortSignal): Promise<Catalog>;
  /** The record as the CRM holds it now. */
  read(id: string): Promise<Opportunity>;
  /**
   * Changes the named fields and returns the record as the CRM holds it afterwards. `before`, where the caller has
   * just read it, saves reading it again in CRMs whose writes need more than what changed.
   *
   * A refusal (`isRefusal` in the store) says that nothing was applied. So once one call of several was applied, a read
   * that fails is done without, and a write that fails is thrown as `isPartly`.
   */
  update(id: string, patch: OpportunityPatch, before?: Opportunity): Promise<Opportunity>;
  /** Once the record is made, whatever else fails is done without: reported as failed it would be made again. */
  createOpportunity(draft: OpportunityDraft, context: CreateContext): Promise<Opportunity>;
  /** Succeeds also when the record is already gone. */
  deleteOpportunity(id: string): Promise<void>;
  /** Newest first, at most 50; empty where notes can't be listed. */
  listNotes(opportunityId: string, signal?: AbortSignal): Promise<Note[]>;
  addNote(note: NoteDraft): Promise<void>;
  findContact(address: string): Promise<Contact | null>;
  createContact(contact: { name: string; address: string; companyId: string | null }): Promise<Contact>;
  /** Succeeds also when the record is already gone. */
  deleteContact(id: string): Promise<void>;
  findCompany(domain: string): Promise<Company | null>;
  createCompany(company: { name: string; domain: string }): Promise<Company>;
  /** Succeeds also when the record is already gone. */
  deleteCompany(id: string): Promise<void>;
}

/** What an adapter found out about an account and wants to know again after a restart: its number, its date format. */
export type Facts = Readonly<Record<string, string>>;

/** What an adapter gets from the worker. */
export interface CrmContext<Credentials> {
  connection: ConnectionId;
  credentials: Credentials;
  facts: Facts;
  /** Keeps what was found out; facts of other names stay. */
  learn(facts: Facts): void;
  /**
   * The credentials as they are stored now, and what replaces them: a token that changes with use. Resolves when they
   * are written down; throws `CrmError` `not-found` once the connection has ended.
   */
  vault: { read(): Promise<Credentials>; write(credentials: Credentials): Promise<void> };
  /** The same as the global one; tests and the rate limit wrap it. */
  fetch: typeof fetch;
}

/** What signing in with the CRM's own page needs from the browser. */
export interface SignIn {
  /** The address the CRM is to send the rep back to. */
  redirectUri: string;
  /** Opens the CRM's page and resolves to the address it led back to; throws `CrmError` when the rep closed it. */
  open(url: string): Promise<string>;
}

/** What a CRM folder exports: one adapter per CRM, listed in `adapters.ts`. */
export interface CrmAdapter<Credentials = unknown> {
  capabilities: Capabilities;
  /** What the options page must have collected, and what is stored; issues carry sentences for the rep. */
  credentials: z.ZodType<Credentials>;
  /** Requests allowed per minute, or `null` where the CRM has no limit. */
  requestsPerMinute: number | null;
  open(context: CrmContext<Credentials>): Crm;
  /**
   * Has the rep sign in at the CRM where these credentials ask for it, and returns them with what that brought.
   * Left out where there is no such thing.
   */
  signIn?(credentials: Credentials, world: { fetch: typeof fetch; signIn: SignIn }): Promise<Credentials>;
  /** Asks the CRM who the credentials belong to. Throws `CrmError` when it refuses. */
  identify(
    context: Pick<CrmContext<Credentials>, 'credentials' | 'fetch'>,
  ): Promise<{ accountName: string; facts: Facts }>;
}
