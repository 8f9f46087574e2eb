import { normaliseAddress } from '../../domain/address';
import { CrmError } from '../../domain/failure';
import type { PersonQuestion } from '../../domain/lookup';
import type { MatchReason } from '../../domain/match';
import { nullWhen, type OutreachApi } from './api';
import type { Included, ListDocument } from './document';
import type { WireAccount, WireOpportunity, WireProspect } from './wire';

/** An opportunity with what came along with it. */
export interface Found {
  record: WireOpportunity;
  included: Included;
}

/** Records found about a person, in Outreach's own shape. */
interface Findings {
  prospect: WireProspect | null;
  /** The prospect's own, and that of the question's domain. */
  accounts: WireAccount[];
  /** The company to be shown: the prospect's, else the domain's. */
  account: WireAccount | null;
  opportunities: (Found & { reason: MatchReason })[];
}

/** Which of the two names of the filter by prospect this account knows. */
export interface ProspectFilter {
  name: 'prospects' | 'prospect';
  learn(name: 'prospects' | 'prospect'): void;
}

/** As many opportunities of one prospect or account as anybody looks through. */
export const MAX_OPPORTUNITIES = 200;
/** Ids in one address. */
const MAX_IDS = 100;
/** Milliseconds for the account of a domain, which must not hold up the person's own opportunities. */
const ACCOUNT_TIMEOUT = 10_000;

/**
 * Two round trips: the prospect and beside it the account of their domain, then the opportunities of both at once.
 * A third is needed where a prospect's opportunities are not told with the prospect and the first filter is refused.
 */
export async function lookUp(
  api: OutreachApi,
  question: PersonQuestion,
  filter: ProspectFilter,
  signal?: AbortSignal,
): Promise<Findings> {
  const [person, answer] = await Promise.all([
    findProspect(api, question.address, signal),
    question.domain ? findAccount(api, question.domain, signal, ACCOUNT_TIMEOUT).catch(asValue) : null,
  ]);
  const byDomain = accountOf(answer, person !== null);
  const accountId = person?.prospect.relationships.account ?? byDomain?.id;
  const [own, ofAccount] = await Promise.all([
    person ? opportunitiesOf(api, person.prospect, filter, signal) : [],
    accountId ? list(api, { 'filter[account][id]': accountId, sort: '-updatedAt' }, signal) : [],
  ]);
  const accounts = [...(person?.accounts ?? []), ...(byDomain ? [byDomain] : [])];
  return {
    prospect: person?.prospect ?? null,
    accounts,
    account: accounts.find(({ id }) => id === accountId) ?? null,
    opportunities: [
      ...own.map((found) => ({ ...found, reason: reasonFor(found, person?.prospect, true) })),
      ...ofAccount.map((found) => ({ ...found, reason: reasonFor(found, person?.prospect, false) })),
    ].filter(({ record }) => record.attributes.trashedAt === null),
  };
}

/**
 * Whoever may not see accounts still gets the person's opportunities, and so does everybody while accounts can't be
 * had. For a stranger the account is all there is to be found: "nobody known" must not be said before it was asked.
 */
function accountOf(answer: WireAccount | CrmError | null, isKnown: boolean): WireAccount | null {
  if (!(answer instanceof CrmError)) return answer;
  const passing = isKnown ? (['server', 'timeout', 'malformed'] as const) : [];
  return nullWhen('forbidden', 'scope', 'not-found', 'invalid', ...passing)(answer);
}

function asValue(error: unknown): CrmError {
  if (error instanceof CrmError) return error;
  throw error;
}

/**
 * The prospect with this very address, or `null`. Whether the filter tells cases apart is documented nowhere: it is
 * asked in lower case, as addresses are kept, and compared here. Of several the one changed last counts.
 */
export async function findProspect(
  api: OutreachApi,
  address: string,
  signal?: AbortSignal,
): Promise<{ prospect: WireProspect; accounts: WireAccount[] } | null> {
  const wanted = normaliseAddress(address);
  // A comma would part two addresses.
  if (wanted.includes(',')) return null;
  const query = { 'filter[emails]': wanted, sort: '-updatedAt', count: 'false' };
  const { items, included } = await api.prospects(query, signal);
  const [prospect] = items
    .filter(({ attributes }) => attributes.emails.some((email) => normaliseAddress(email) === wanted))
    .toSorted((a, b) => (b.attributes.updatedAt ?? '').localeCompare(a.attributes.updatedAt ?? ''));
  return prospect ? { prospect, accounts: included.accounts } : null;
}

/** The account with this very domain, or `null`; of several the one changed last. */
export async function findAccount(
  api: OutreachApi,
  domain: string,
  signal?: AbortSignal,
  totalTimeout?: number,
): Promise<WireAccount | null> {
  const wanted = domain.toLowerCase();
  if (wanted.includes(',')) return null;
  const query = { 'filter[domain]': wanted, 'fields[account]': 'name,domain', sort: '-updatedAt', count: 'false' };
  const { items } = await api.accounts(query, signal, totalTimeout);
  return items.find(({ attributes }) => attributes.domain?.toLowerCase() === wanted) ?? null;
}

/**
 * Recorded prospects tell the ids of their opportunities; where one does not, they are asked for: by the filter of
 * the reference, by the one every recorded link uses, or by the roles, whichever is not refused (422).
 */
export async function opportunitiesOf(
  api: OutreachApi,
  prospect: Pick<WireProspect, 'id' | 'relationships'>,
  filter: ProspectFilter,
  signal?: AbortSignal,
): Promise<Found[]> {
  const ids = prospect.relationships.opportunities;
  if (ids) return byIds(api, ids, signal);
  const first = filter.name;
  for (const name of [first, first === 'prospects' ? 'prospect' : 'prospects'] as const) {
    const found = await list(api, { [`filter[${name}][id]`]: prospect.id, sort: '-updatedAt' }, signal).catch(
      nullWhen('invalid'),
    );
    if (!found) continue;
    if (name !== first) filter.learn(name);
    return found;
  }
  const { items } = await api.roles(
    { 'filter[prospect][id]': prospect.id, 'page[size]': `${MAX_OPPORTUNITIES}` },
    signal,
  );
  const known = items.flatMap(({ relationships }) => relationships.opportunity ?? []);
  return byIds(api, [...new Set(known)], signal);
}

/** Those of the records that still are there. */
export async function byIds(api: OutreachApi, ids: readonly string[], signal?: AbortSignal): Promise<Found[]> {
  const chunks = Array.from({ length: Math.ceil(ids.length / MAX_IDS) }, (_, index) =>
    ids.slice(index * MAX_IDS, (index + 1) * MAX_IDS),
  );
  const lists = await Promise.all(chunks.map((chunk) => list(api, { 'filter[id]': chunk.join(',') }, signal)));
  return lists.flat();
}

async function list(api: OutreachApi, query: Record<string, string>, signal?: AbortSignal): Promise<Found[]> {
  return foundIn(await api.opportunities({ ...query, 'page[size]': `${MAX_OPPORTUNITIES}`, count: 'false' }, signal));
}

/** Each record of a list with what came along with the list. */
export function foundIn({ items, included }: ListDocument<WireOpportunity>): Found[] {
  return items.map((record) => ({ record, included }));
}

function reasonFor({ record }: Found, prospect: WireProspect | undefined, isLinked: boolean): MatchReason {
  if (prospect && record.relationships.primaryProspect === prospect.id) return 'primary-contact';
  return isLinked ? 'related-contact' : 'same-company';
}
