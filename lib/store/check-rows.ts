import type { Delivery } from '../domain/edit';
import type { Catalog } from '../domain/pipeline';
import type { Rows, StoreName } from './rows';

/**
 * Whether a stored row is what its store holds, as far as the worker relies on it. Cheap, and lenient where members may
 * be missing: a row of an older version is readable.
 */
export function isReadable<Name extends StoreName>(store: Name, row: unknown): row is Rows[Name] {
  return isRecord(row) && CHECKS[store](row);
}

type Loose = Record<string, unknown>;

function isRecord(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isText = (value: unknown) => typeof value === 'string';
const isNumber = (value: unknown) => typeof value === 'number' && Number.isFinite(value);
const isTextOrNull = (value: unknown) => value === null || isText(value);
const isNumberOrNull = (value: unknown) => value === null || isNumber(value);
const isRef = (value: unknown) => isRecord(value) && isText(value.connection) && isText(value.id);
const isFailure = (value: unknown) => isRecord(value) && isText(value.kind);

const DELIVERIES: Record<Delivery['is'], (delivery: Loose) => boolean> = {
  queued: () => true,
  sending: ({ after }) => after === undefined || isFailure(after),
  waiting: ({ until, failure }) => isNumberOrNull(until) && isFailure(failure),
  rejected: ({ failure }) => isFailure(failure),
  conflict: ({ theirs }) => isRecord(theirs),
  similar: ({ opportunity }) => isRecord(opportunity) && isRef(opportunity.ref),
  saved: ({ at, news }) => isNumber(at) && (news === undefined || Array.isArray(news)),
};

function isDelivery(value: unknown): boolean {
  if (!isRecord(value) || typeof value.is !== 'string' || !Object.hasOwn(DELIVERIES, value.is)) return false;
  return DELIVERIES[value.is as Delivery['is']](value);
}

/** What edits and creations have in common on their way. */
function isOnItsWay({ id, at, attempts, delivery }: Loose): boolean {
  return isText(id) && isNumber(at) && isNumber(attempts) && isDelivery(delivery);
}

const LISTS = [
  'pipelines',
  'lossReasons',
  'owners',
  'sources',
  'tags',
  'customFields',
] as const satisfies readonly (keyof Catalog)[];
const STATUSES = ['loading', 'ready', 'failed'];

const CHECKS: Record<StoreName, (row: Loose) => boolean> = {
  edits: (row) => isOnItsWay(row) && isRef(row.ref) && isRecord(row.patch) && isRecord(row.base),
  creations: (row) =>
    isOnItsWay(row) &&
    isText(row.connection) &&
    isRecord(row.person) &&
    isText(row.person.address) &&
    isRecord(row.draft) &&
    isText(row.draft.title) &&
    isRecord(row.made),
  links: ({ connection, thread, opportunityId, address, at }) =>
    [connection, thread, opportunityId, address].every(isText) && isNumber(at),
  answers: ({ connection, question, status, matches, asOf, askedAt }) =>
    isText(connection) &&
    isText(question) &&
    STATUSES.some((one) => one === status) &&
    isNumberOrNull(asOf) &&
    // The second version did not have it.
    (askedAt === undefined || isNumberOrNull(askedAt)) &&
    Array.isArray(matches) &&
    matches.every((match) => isRecord(match) && isText(match.id)),
  opportunities: ({ ref, title, status, stageId, tags, contactIds }) =>
    isRef(ref) &&
    isText(title) &&
    isText(status) &&
    isTextOrNull(stageId) &&
    Array.isArray(tags) &&
    Array.isArray(contactIds),
  contacts: ({ connection, id, contact }) =>
    isText(connection) && isText(id) && isRecord(contact) && isText(contact.id) && Array.isArray(contact.addresses),
  companies: ({ connection, id, company }) =>
    isText(connection) && isText(id) && isRecord(company) && isText(company.id) && isText(company.name),
  syncs: ({ connection, pass, latest, syncedAt, fullAt, fullPages, checkedAt, refused, undated, retryAt }) =>
    isText(connection) &&
    (pass === null ||
      (isRecord(pass) && isText(pass.kind) && isNumber(pass.startedAt) && Array.isArray(pass.refused))) &&
    isRecord(latest) &&
    isNumberOrNull(syncedAt) &&
    isNumberOrNull(fullAt) &&
    isNumber(fullPages) &&
    isNumberOrNull(checkedAt) &&
    Array.isArray(refused) &&
    Array.isArray(undated) &&
    isNumber(retryAt),
  catalogs: ({ connection, catalog, asOf }) =>
    isText(connection) &&
    isNumber(asOf) &&
    (catalog === null || (isRecord(catalog) && LISTS.every((list) => Array.isArray(catalog[list])))),
};
