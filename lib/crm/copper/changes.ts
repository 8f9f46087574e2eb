import { CrmError } from '../../domain/failure';
import { type ChangesPage, type CrmRecords, NO_RECORDS, type RecordKind } from '../../domain/mirror';
import type { Crm, CrmContext } from '../crm';
import type { CopperApi } from './api';
import { toCompany, toContact } from './map';
import type { Records } from './records';
import { isAsAsked, nextOf, type Order, ORDERS, parseCursor, type Place, started, startOf, toCursor } from './walk';
import { type Dated, toSearch } from './walk';
import type { WireList } from './wire';

type Asked = Parameters<NonNullable<Crm['changes']>>[0];
type Api = Pick<CopperApi, 'searchOpportunities' | 'searchPeople' | 'searchCompanies'>;

/** A page as Copper sent it, and what becomes of its records. */
interface Listed extends WireList<Dated> {
  toRecords(kept: (record: Dated) => boolean): Partial<CrmRecords>;
}

/**
 * Lists an account's records page by page, and remembers how it takes to be asked: for people the filter by date of
 * change is in no reference, for companies there is none.
 */
export function createChanges(records: Records, { facts, learn }: Pick<CrmContext<unknown>, 'facts' | 'learn'>) {
  const learnt = new Map<RecordKind, Order>();

  function orderOf(kind: RecordKind): Order {
    return learnt.get(kind) ?? ORDERS.find((order) => order === facts[factOf(kind)]) ?? 'changed';
  }

  return async (api: Api, { kind, since, from, signal }: Asked): Promise<ChangesPage> => {
    const at = since === null ? 0 : Math.max(0, Math.floor(since / 1000));
    if (from !== null) {
      const place = parseCursor(from);
      return toPage(place, at, await ask(api, records, kind, place, signal));
    }
    for (const order of ORDERS.slice(ORDERS.indexOf(orderOf(kind)))) {
      const place = startOf(order, at);
      const page = await ask(api, records, kind, place, signal).catch(unlessRefused(order));
      if (!page) continue;
      if (order !== orderOf(kind)) {
        learnt.set(kind, order);
        learn({ [factOf(kind)]: order });
      }
      return toPage(place, at, page);
    }
    throw started();
  };
}

const factOf = (kind: RecordKind) => `${kind}Order`;

/** One request. Throws `invalid` where what came is not what was asked for. */
async function ask(api: Api, records: Records, kind: RecordKind, place: Place, signal?: AbortSignal): Promise<Listed> {
  const page = await LISTS[kind](api, records, toSearch(place), signal);
  if (!isAsAsked(place, page)) throw started();
  return page;
}

/** `null` for what an account refuses while there is another way to ask. */
function unlessRefused(order: Order): (error: unknown) => null {
  return (error) => {
    if (error instanceof CrmError && error.failure.kind === 'invalid' && order !== ORDERS.at(-1)) return null;
    throw error;
  };
}

type List = (
  api: Api,
  records: Records,
  json: Record<string, unknown>,
  signal: AbortSignal | undefined,
) => Promise<Listed>;

const LISTS: Record<RecordKind, List> = {
  async opportunities(api, records, json, signal) {
    // Kept without them, custom fields would stay what they are not until each record changes.
    const [page, known] = await Promise.all([api.searchOpportunities(json, signal), records.definitions.get()]);
    return {
      ...page,
      toRecords: (kept) => ({ opportunities: records.map(page.items.filter(kept), known) }),
    };
  },
  async contacts(api, { accountId }, json, signal) {
    const page = await api.searchPeople(json, signal);
    return {
      ...page,
      toRecords: (kept) => ({ contacts: page.items.filter(kept).map((wire) => toContact(wire, accountId)) }),
    };
  },
  async companies(api, _, json, signal) {
    const page = await api.searchCompanies(json, signal);
    return { ...page, toRecords: (kept) => ({ companies: page.items.filter(kept).map(toCompany) }) };
  },
};

/** `since`: what the caller asked for; the place's own may be further on. */
function toPage(place: Place, since: number, page: Listed): ChangesPage {
  const next = nextOf(place, page);
  const dates = page.items.flatMap(({ date_modified }) => date_modified ?? []);
  // By name, what changed since the first page may have come before what came here: it must not pass for known.
  const tells = dates.length > 0 && (place.order !== 'name' || place.at === 0);
  return {
    ...NO_RECORDS,
    ...page.toRecords(({ date_modified }) => (date_modified ?? since) >= since),
    gone: [],
    latest: tells ? Math.max(...dates) * 1000 : null,
    next: next && toCursor(next),
  };
}
