import { NO_RECORDS } from '../../domain/mirror';
import type { Crm, Facts } from '../crm';
import type { Account } from './account';
import type { OutreachApi, Query } from './api';
import { type Beginning, createListings, type PageSize, readChanges } from './listing';
import { toCompany, toContact } from './map';

type Changes = NonNullable<Crm['changes']>;

interface ChangesContext {
  /** For what somebody waits for, and for what nobody does. */
  awaited: OutreachApi;
  idle: OutreachApi;
  account: Account;
  facts: Facts;
  learn(facts: Facts): void;
  /** Records of a page, in place of what the kind allows. */
  pageSize: number | undefined;
}

/**
 * Opportunities come whole: nobody knows which of 150 custom attributes somebody fills in. That is 7 to 9 kB each, 30
 * with long texts, and no more than 20 MB is read of an answer. The others are asked for a few members only.
 */
const PAGE_SIZES: PageSize = { opportunities: 250, contacts: 1000, companies: 1000 };

/** What comes along, without what is not read of it: accounts have 180 attributes. */
const SPARSE = {
  'fields[account]': 'name,domain',
  'fields[user]': 'name,firstName,lastName,email',
  'fields[opportunityStage]': 'name,order,isClosed',
};
const WITH_CONTACTS = {
  'fields[prospect]': 'firstName,lastName,name,emails,title,trashedAt,updatedAt,account',
  'fields[account]': 'name',
};
const COMPANIES = { 'fields[account]': 'name,domain,updatedAt' };

/** `Crm.changes` of one account, as far as nobody refuses how it is asked for. */
export function createChanges({ awaited, idle, account, facts, learn, pageSize }: ChangesContext): Changes {
  const listings = createListings(facts, learn);

  return async ({ kind, since, from, isAwaited = false, signal }) => {
    const api = isAwaited ? awaited : idle;
    const beginning = (more: Record<string, string>): Beginning => ({
      kind,
      since,
      from,
      listing: listings[kind],
      query: { ...more, 'page[size]': `${pageSize ?? PAGE_SIZES[kind]}`, count: 'false' },
    });
    switch (kind) {
      case 'opportunities': {
        const [{ kept, included, page }] = await Promise.all([
          readChanges((query: Query) => api.opportunities(query, signal), beginning(SPARSE)),
          // Kept as plain texts, they would stay so until each record changes.
          account.requireFields(),
        ]);
        const found = kept.map((record) => ({ record, included }));
        return { ...NO_RECORDS, ...page, opportunities: await account.toOpportunities(found) };
      }
      case 'contacts': {
        const read = (query: Query) => api.prospects(query, signal);
        const { kept, included, page } = await readChanges(read, beginning(WITH_CONTACTS));
        return { ...NO_RECORDS, ...page, contacts: kept.map((record) => toContact(record, included.accounts)) };
      }
      case 'companies': {
        const read = (query: Query) => api.accounts(query, signal);
        const { kept, page } = await readChanges(read, beginning(COMPANIES));
        return { ...NO_RECORDS, ...page, companies: kept.map(toCompany) };
      }
    }
  };
}
