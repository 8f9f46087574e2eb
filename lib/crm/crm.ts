import type { z } from 'zod';
import type { Capabilities } from '../domain/connection';
import type { OpportunityDraft } from '../domain/edit';
import type { PersonQuestion } from '../domain/lookup';
import type { Company, Contact, PersonAnswer } from '../domain/match';
import type { ConnectionId, Opportunity, OpportunityPatch } from '../domain/opportunity';
import type { Catalog } from '../domain/pipeline';

/** A list of opportunities, newest change first. */
export interface Page {
  opportunities: Opportunity[];
  /** True when the CRM has more than these. */
  isTruncated: boolean;
}

/** What a new opportunity is attached to. */
export interface CreateContext {
  contactId: string;
  companyId: string | null;
}

/**
 * One connected CRM account. Every method throws `CrmError` and nothing else (but the signal's reason, once aborted),
 * gives up each request within 30 seconds, and returns domain values only. Methods that write send exactly what they are given: a field not named keeps its value.
 */
export interface Crm {
  /** Everything the CRM knows about a person: by address first, then by the company's domain. */
  lookup(question: PersonQuestion, signal?: AbortSignal): Promise<PersonAnswer>;
  /** Opportunities whose title or company contains `text`, at most 50. */
  search(text: string, signal?: AbortSignal): Promise<Page>;
  /** Open opportunities for the pipeline overview, at most 1,000. */
  listOpen(signal?: AbortSignal): Promise<Page>;
  /** Pipelines, loss reasons, owners and sources to choose from. */
  catalog(signal?: AbortSignal): Promise<Catalog>;
  /** The record as the CRM holds it now. */
  read(id: string): Promise<Opportunity>;
  /** Changes the named fields and returns the record as the CRM holds it afterwards. */
  update(id: string, patch: OpportunityPatch): Promise<Opportunity>;
  createOpportunity(draft: OpportunityDraft, context: CreateContext): Promise<Opportunity>;
  /** Succeeds also when the record is already gone. */
  deleteOpportunity(id: string): Promise<void>;
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
  /** The same as the global one; tests and the rate limit wrap it. */
  fetch: typeof fetch;
}

/** What a CRM folder exports: one adapter per CRM, listed in `adapters.ts`. */
export interface CrmAdapter<Credentials = unknown> {
  capabilities: Capabilities;
  /** What the options page must have collected; issues carry sentences for the rep. */
  credentials: z.ZodType<Credentials>;
  /** Requests allowed per minute, or `null` where the CRM has no limit. */
  requestsPerMinute: number | null;
  open(context: CrmContext<Credentials>): Crm;
  /** Asks the CRM who the credentials belong to. Throws `CrmError` when it refuses. */
  identify(
    context: Pick<CrmContext<Credentials>, 'credentials' | 'fetch'>,
  ): Promise<{ accountName: string; facts: Facts }>;
}
