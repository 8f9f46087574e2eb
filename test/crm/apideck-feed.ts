import type { Crm } from '../../lib/crm/crm';
import type { ChangesPage, RecordKind } from '../../lib/domain/mirror';
import { RECORD_KINDS } from '../../lib/domain/mirror';
import type { FakeApideck, FakeApideckOptions } from '../fakes/apideck/server';
import { EMPTY_SEED } from '../fakes/apideck/seed';
import { insert } from '../fakes/apideck/state';
import { connect, createFacts, givenApideck } from './apideck-world';

/** The time of record number `index`: a second after the one before. */
export const timeOf = (index: number) => Date.parse('2026-01-01T00:00:00.500Z') + index * 1_000;
/** A record's own word for it. */
export const at = (time: number) => ({
  updated_at: new Date(time).toISOString(),
  created_at: '2025-01-01T00:00:00.000Z',
});
const NAMED = { opportunities: 'title', contacts: 'name', companies: 'name' } as const;
/** What ordered lists are asked with. */
export const NEWEST = 'sort[by]=updated_at&sort[direction]=desc&limit=200';

/** An account of `count` records of each kind, the later the newer: "opportunities-0" and so on. */
export async function givenFeed(count: number, options: FakeApideckOptions = {}): Promise<FakeApideck> {
  const fake = await givenApideck({ seed: EMPTY_SEED, ...options });
  for (const kind of RECORD_KINDS) for (let index = 0; index < count; index += 1) put(fake, kind, index);
  return fake;
}

/** Makes or changes a record. */
export function put(fake: FakeApideck, kind: RecordKind, index: number, more: object = {}) {
  const links = kind === 'opportunities' ? { company_id: 'companies-0', primary_contact_id: 'contacts-0' } : {};
  return insert(fake.state, kind, {
    id: `${kind}-${index}`,
    [NAMED[kind]]: `Number ${index}`,
    ...links,
    ...at(timeOf(index)),
    ...more,
  });
}

type Ask = Parameters<NonNullable<Crm['changes']>>[0];

/** One page. */
export async function ask(crm: Crm, list: Partial<Ask> & { kind: RecordKind }): Promise<ChangesPage> {
  if (!crm.changes) throw new Error('no feed');
  return crm.changes({ since: null, from: null, ...list });
}

/** All pages, each asked for by a worker that has just started; `between` happens after each. */
export async function all(
  fake: FakeApideck,
  list: Pick<Ask, 'kind' | 'since'>,
  { known = createFacts(), between }: { known?: ReturnType<typeof createFacts>; between?(page: number): void } = {},
): Promise<ChangesPage[]> {
  const pages: ChangesPage[] = [];
  for (let from: string | null = null; from !== null || pages.length === 0;) {
    const page: ChangesPage = await ask(connect(fake, known), { ...list, from });
    pages.push(page);
    from = page.next;
    between?.(pages.length);
  }
  return pages;
}

/** The ids of all records given, in their order. */
export function idsOf(pages: readonly ChangesPage[]): string[] {
  return pages.flatMap(({ opportunities, contacts, companies }) => [
    ...opportunities.map(({ ref }) => ref.id),
    ...[...contacts, ...companies].map(({ id }) => id),
  ]);
}

/** The ids of the records from `from` up to `to`, in the order of texts. */
export const numbered = (kind: RecordKind, from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `${kind}-${from + index}`).toSorted();
