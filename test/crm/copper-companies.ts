import { expect } from 'vitest';
import type { Facts } from '../../lib/crm/crm';
import type { ChangesPage, RecordKind } from '../../lib/domain/mirror';
import { EMPTY_SEED } from '../fakes/copper/seed';
import type { FakeCopper, FakeCopperOptions } from '../fakes/copper/server';
import { connect, givenCopper } from './copper-world';

/** Unix seconds of the first change. */
export const START = 1_700_000_000;

/** Companies 1, 2, 3…; the nth changed `dateOf(n)` seconds after the first. */
export async function givenCompanies(count: number, options: FakeCopperOptions = {}, dateOf = (n: number) => n) {
  const companies = Array.from({ length: count }, (_, n) => ({
    id: n + 1,
    name: `Company ${String(n).padStart(6, '0')}`,
    email_domain: `c${n}.example`,
    date_modified: START + dateOf(n),
  }));
  const seed = { ...EMPTY_SEED, companies };
  return givenCopper({ perMinute: Infinity, now: () => (START + 1_000_000) * 1000, seed, ...options });
}

/** Every way Copper may let companies be listed. */
export const ACCOUNTS: Record<string, FakeCopperOptions> = {
  'with the filter by date of change': { modifiedFilter: ['people', 'companies'] },
  'with the order of changes only': { modifiedFilter: [] },
  'with neither': { modifiedFilter: [], hasModifiedSort: false },
};

interface Listing {
  kind?: RecordKind;
  since?: number | null;
  facts?: Facts;
  /** Before each page but the first; it tells how many there were. */
  between?: (pages: number) => void;
}

/** All pages, each asked for by an adapter of its own that knows no more than was learned. */
export async function list(fake: FakeCopper, { kind = 'companies', since = null, facts = {}, between }: Listing = {}) {
  const pages: ChangesPage[] = [];
  const learnt: Record<string, string> = { ...facts };
  const learn = (more: Facts) => void Object.assign(learnt, more);
  for (let from: string | null = null; pages.length === 0 || from !== null; from = pages.at(-1)?.next ?? null) {
    if (pages.length > 0) between?.(pages.length);
    const crm = connect(fake, { facts: { ...learnt }, learn });
    pages.push((await crm.changes?.({ kind, since, from })) ?? expect.fail('lists nothing'));
    if (pages.length > 100) expect.fail('comes to no end');
  }
  return { pages, learnt };
}

export const idsIn = (pages: readonly ChangesPage[]) => [
  ...new Set(pages.flatMap(({ companies }) => companies.map(({ id }) => Number(id)))),
];
export const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1);
export const sorted = (ids: readonly number[]) => ids.toSorted((a, b) => a - b);

/** As a colleague's change of a company, an hour after the last. */
export function touch(fake: FakeCopper, id: number, change: object = {}): void {
  const company = fake.state.companies.get(id)!;
  const last = Math.max(...[...fake.state.companies.values()].map((one) => one.date_modified));
  fake.state.companies.set(id, { ...company, ...change, date_modified: last + 3600 });
}

export const searchesIn = (fake: FakeCopper) =>
  fake.requests.map(({ json }) => json as Record<string, number | string>);
