import type { ConnectionId, Opportunity } from '../../domain/opportunity';
import type { FilterName, SearchRequest, Sort, SortName } from '../../domain/search';
import { fold, filtersBut } from '../../domain/search';
import { compareBy, matchesRequest } from '../../domain/search-match';
import type { SearchPage } from '../crm';
import { refusal } from './change';
import { CHOICES } from './choices';
import type { AnyTransaction } from './database';
import type { CompanyNames } from './map';
import { toOpportunity } from './map';
import type { OpportunityRecord } from './records';
import { opportunitySchema } from './records';

const PART = 50;

/** What the records tell. One person uses a device, and nobody counts the messages here. */
export const LOCAL_FILTERS: readonly FilterName[] = filtersBut(
  'owners',
  'isFollowed',
  'interactionCount',
  'lastContactedAt',
  'custom',
);

export const LOCAL_SORTS: readonly SortName[] = [
  'updatedAt',
  'createdAt',
  'title',
  'company',
  'contact',
  'amount',
  'currency',
  'winProbability',
  'closeDate',
  'status',
  'stage',
  'priority',
  'source',
  'stageChangedAt',
];

type Order = (a: Opportunity, b: Opportunity) => number;

/**
 * One part of a search; the text is looked for in the names of people too. Reads everything: a substring has no
 * index, and one rep's records fit in memory many times over.
 */
export async function searchPart(
  tx: AnyTransaction,
  request: SearchRequest,
  from: string | null,
  connection: ConnectionId,
): Promise<SearchPage> {
  const [contacts, companies, records] = await Promise.all([
    tx.objectStore('contacts').getAll(),
    tx.objectStore('companies').getAll(),
    tx.objectStore('opportunities').getAll(),
  ]);
  const people = toNames(contacts);
  const firms = toNames(companies);
  const order = orderBy(request.sort, people);
  const found = records
    .map((record) => toOpportunity(record, connection, firms))
    .filter((opportunity) => isFound(opportunity, request, people))
    .toSorted(order);
  const last = from === null ? null : toOpportunity(parseCursor(from), connection, firms);
  const rest = last === null ? found : found.filter((opportunity) => order(last, opportunity) < 0);
  const opportunities = rest.slice(0, PART);
  const end = rest.length > PART ? records.find(({ id }) => id === opportunities.at(-1)?.ref.id) : undefined;
  return { opportunities, next: end ? toCursor(end) : null, total: found.length };
}

function toNames(records: readonly { id: string; name: string }[]): CompanyNames {
  return new Map(records.map(({ id, name }) => [id, name]));
}

function isFound(opportunity: Opportunity, request: SearchRequest, people: ReadonlyMap<string, string>): boolean {
  if (matchesRequest(opportunity, request)) return true;
  const wanted = fold(request.text.trim());
  const isPersonFound = opportunity.contactIds.some((id) => fold(people.get(id) ?? '').includes(wanted));
  return isPersonFound && matchesRequest(opportunity, { ...request, text: '' });
}

/** A strict order: equals by newest change, title and id, so that every part goes on where the one before ended. */
function orderBy(sort: Sort, people: ReadonlyMap<string, string>): Order {
  const orders: Order[] = [
    compareBy(sort, (opportunity, by) => nameOf(opportunity, by, people)),
    compareBy({ by: 'updatedAt', isDescending: true }, () => null),
    compareBy({ by: 'title', isDescending: false }, () => null),
    // By code units: a locale may take different ids for the same.
    (a, b) => Number(a.ref.id > b.ref.id) - Number(a.ref.id < b.ref.id),
  ];
  return (a, b) => orders.reduce((found, order) => found || order(a, b), 0);
}

const STAGES = CHOICES.pipelines.flatMap(({ stages }) => stages);

/** What an opportunity is sorted under; stages by their place on the way, not by their name. */
function nameOf(
  { stageId, sourceId, contactId }: Opportunity,
  by: 'owner' | 'stage' | 'source' | 'contact',
  people: ReadonlyMap<string, string>,
): string | number | null {
  switch (by) {
    case 'owner':
      return null;
    case 'stage':
      return STAGES.findIndex(({ id }) => id === stageId);
    case 'source':
      return CHOICES.sources.find(({ id }) => id === sourceId)?.name ?? null;
    case 'contact':
      return people.get(contactId ?? '') ?? null;
  }
}

const UNSORTED = { tags: true, nextStep: true, description: true, relatedContactIds: true, notes: true } as const;
const cursorSchema = opportunitySchema.omit(UNSORTED);

/**
 * Where the next part begins: after this record as it is now, whatever becomes of it. A mere number of records would
 * skip some once those before them were deleted or changed.
 */
function toCursor(record: OpportunityRecord): string {
  return JSON.stringify(record, Object.keys(cursorSchema.shape));
}

function parseCursor(from: string): OpportunityRecord {
  try {
    const sorted = cursorSchema.parse(JSON.parse(from));
    return { ...sorted, tags: [], nextStep: null, description: null, relatedContactIds: [], notes: [] };
  } catch {
    throw refusal('This search has to be started again.');
  }
}
