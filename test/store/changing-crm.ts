import type { Crm } from '../../lib/crm/crm';
import { CrmError } from '../../lib/domain/failure';
import type { Company, Contact, Match } from '../../lib/domain/match';
import { mergeMatches } from '../../lib/domain/match';
import type { ChangesPage, CrmRecords, RecordKind } from '../../lib/domain/mirror';
import { NO_RECORDS } from '../../lib/domain/mirror';
import type { Opportunity } from '../../lib/domain/opportunity';
import { opportunity, scriptedCrm } from './scripted-crm';

/** How it tells of what changed. */
export interface Feed {
  pageSize: number;
  /** By the date of change and the id of the record before, or by a cursor through all of them that can expire. */
  paging: 'keyset' | 'cursor';
  /** Refused, whoever asks. */
  refused: Set<RecordKind>;
  /** What its colleagues do after each page. */
  betweenPages: () => void;
}

interface Dated {
  id: string;
  changedAt: number;
}

const EXPIRED = new CrmError({ kind: 'invalid', reason: 'This list has to be started again', field: null });

export function contact(id: string, changes: Partial<Contact> = {}): Contact {
  const addresses = [`${id}@tessella.example`];
  return { id, name: id, addresses, title: null, companyId: null, companyName: null, url: null, ...changes };
}

export function company(id: string, changes: Partial<Company> = {}): Company {
  return { id, name: `Company ${id}`, domain: null, ...changes };
}

/**
 * A CRM whose colleagues change, make and delete records, by a clock of its own, and which tells what changed. Each
 * change moves its clock by a second, unless told otherwise: several may have one date.
 */
export function changingCrm(settings: Partial<Feed> = {}) {
  const world = scriptedCrm([]);
  const feed: Feed = { pageSize: 2, paging: 'keyset', refused: new Set(), betweenPages: () => undefined, ...settings };
  const dates = { contacts: new Map<string, number>(), companies: new Map<string, number>() };
  /** Opportunities of a contact that no record names. */
  const related = new Map<string, string[]>();
  let clock = Date.parse('2026-11-01T09:00:00.000Z');
  let generation = 0;

  function tick(seconds = 1): number {
    return (clock += seconds * 1000);
  }

  function edit(id: string, patch: Partial<Opportunity>, seconds = 1): Opportunity {
    return world.put({ ...world.get(id), ...patch, updatedAt: new Date(tick(seconds)).toISOString() });
  }

  function putPerson<One extends Contact | Company>(kind: 'contacts' | 'companies', list: One[], one: One) {
    const index = list.findIndex(({ id }) => id === one.id);
    list.splice(index < 0 ? list.length : index, 1, one);
    dates[kind].set(one.id, tick());
  }

  function listOf(kind: RecordKind): Dated[] {
    if (kind === 'opportunities') {
      return world.held().map(({ ref, updatedAt }) => ({ id: ref.id, changedAt: Date.parse(updatedAt ?? '') }));
    }
    return world[kind].map(({ id }) => ({ id, changedAt: dates[kind].get(id) ?? 0 }));
  }

  function recordsOf(kind: RecordKind, ids: readonly string[]): Partial<CrmRecords> {
    if (kind === 'opportunities') return { opportunities: ids.map((id) => world.get(id)) };
    return { [kind]: ids.map((id) => world[kind].find((one) => one.id === id)) };
  }

  const after = (id: string) => (one: Dated) => one.id > id;

  /** Oldest change first: a record that changes meanwhile comes again. */
  function byDate(kind: RecordKind, since: number, from: string | null): ChangesPage {
    const [, date = '0', id = ''] = /^k:(\d+):(.*)$/.exec(from ?? '') ?? [];
    const all = listOf(kind).toSorted((a, b) => a.changedAt - b.changedAt || (a.id < b.id ? -1 : 1));
    const rest = all
      .filter((one) => one.changedAt >= since)
      .filter((one) => one.changedAt > Number(date) || (one.changedAt === Number(date) && one.id > id));
    const page = rest.slice(0, feed.pageSize);
    const last = page.at(-1);
    const latest = last?.changedAt ?? null;
    const next = rest.length > page.length && last ? `k:${last.changedAt}:${last.id}` : null;
    return {
      ...NO_RECORDS,
      ...recordsOf(
        kind,
        page.map((one) => one.id),
      ),
      gone: [],
      latest,
      next,
    };
  }

  /** By id, then whatever changed since it was begun. */
  function byCursor(kind: RecordKind, since: number, from: string | null): ChangesPage {
    const [, made = `${generation}`, begun = `${clock}`, id = ''] = /^c:(\d+):(\d+):(.*)$/.exec(from ?? '') ?? [];
    if (Number(made) !== generation) throw EXPIRED;
    const rest = listOf(kind)
      .filter((one) => one.changedAt >= since && one.id > id)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const page = rest.slice(0, feed.pageSize);
    const cursor = `c:${made}:${begun}:${page.at(-1)?.id ?? id}`;
    const isMore = rest.some(after(page.at(-1)?.id ?? id));
    const changed = listOf(kind).some((one) => one.changedAt > Number(begun));
    const latest = page.length > 0 ? Math.min(Number(begun), Math.max(...page.map((one) => one.changedAt))) : null;
    const next = isMore ? cursor : changed ? `k:${begun}:` : null;
    return {
      ...NO_RECORDS,
      ...recordsOf(
        kind,
        page.map((one) => one.id),
      ),
      gone: [],
      latest,
      next,
    };
  }

  function matchesOf(found: Contact | null, firm: Company | null, deals: readonly Opportunity[]): Match[] {
    const names = found ? (related.get(found.id) ?? []) : [];
    return mergeMatches(
      deals.flatMap((deal): Match[] => {
        if (found && deal.contactId === found.id) return [{ reason: 'primary-contact', opportunity: deal }];
        if (found && (deal.contactIds.includes(found.id) || names.includes(deal.ref.id))) {
          return [{ reason: 'related-contact', opportunity: deal }];
        }
        return firm && deal.companyId === firm.id ? [{ reason: 'same-company', opportunity: deal }] : [];
      }),
    );
  }

  const crm: Crm = {
    ...world.crm,
    changes: ({ kind, since, from, isAwaited }) =>
      world
        .perform(['changes', kind, since, from, isAwaited ?? false], () => {
          if (feed.refused.has(kind)) throw new CrmError({ kind: 'forbidden' });
          const isKeyset = feed.paging === 'keyset' || from?.startsWith('k:');
          // A copy: what a caller got stays what it was.
          return structuredClone((isKeyset ? byDate : byCursor)(kind, since ?? 0, from));
        })
        .finally(feed.betweenPages),
    lookup: ({ address, domain }, _signal, known) =>
      world.perform(['lookup', address, known], () => {
        const found = world.contacts.find(({ addresses }) => addresses.includes(address)) ?? null;
        const firmId = found?.companyId ?? null;
        const firm =
          world.companies.find((one) =>
            firmId === null ? one.domain !== null && one.domain === domain : one.id === firmId,
          ) ?? null;
        const ids = new Set(known?.opportunities.map(({ ref }) => ref.id));
        const names = found ? (related.get(found.id) ?? []) : [];
        // What is known is not asked for again: what it read is what the records do not tell.
        const asked = world.held().filter(({ ref }) => !ids.has(ref.id) && (!known?.contact || names.includes(ref.id)));
        const held = new Set(world.held().map(({ ref }) => ref.id));
        // The list of a person's own deals tells which of them are gone; of their company's it tells nothing.
        const isThere = ({ ref, contactId }: Opportunity) => held.has(ref.id) || contactId !== found?.id;
        const deals = [...(known?.opportunities ?? []).filter(isThere), ...structuredClone(asked)];
        const contactNow = found && (known?.contact ?? structuredClone(found));
        return { contact: contactNow, company: firm, matches: matchesOf(found, firm, deals) };
      }),
    update: (id, patch) => world.perform(['update', id, patch], () => edit(id, patch)),
  };

  return {
    ...world,
    crm,
    feed,
    related,
    tick,
    edit,
    addDeal: (id: string, changes: Partial<Opportunity> = {}) =>
      world.put(
        opportunity({
          contactId: null,
          companyId: null,
          companyName: null,
          ref: { connection: 'crm', id },
          title: `Deal ${id}`,
          updatedAt: new Date(tick()).toISOString(),
          ...changes,
        }),
      ),
    removeDeal: (id: string) => world.remove(id),
    putContact: (one: Contact) => putPerson('contacts', world.contacts, one),
    putCompany: (one: Company) => putPerson('companies', world.companies, one),
    removePerson(kind: 'contacts' | 'companies', id: string) {
      const index = world[kind].findIndex((one) => one.id === id);
      if (index >= 0) world[kind].splice(index, 1);
    },
    /** Cursors given out so far lead nowhere any more. */
    expire: () => (generation += 1),
    /** Requests of any kind. */
    requests: () => world.log.length,
  };
}
