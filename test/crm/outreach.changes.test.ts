import { describe, expect, it } from 'vitest';
import type { Crm, Facts } from '../../lib/crm/crm';
import type { ChangesPage, RecordKind } from '../../lib/domain/mirror';
import type { Fault } from '../fakes/faults';
import { fetchFrom } from '../fakes/outreach/fetch';
import { EMPTY_SEED } from '../fakes/outreach/seed';
import type { FakeOutreach, FakeOutreachOptions } from '../fakes/outreach/server';
import { put } from '../fakes/outreach/state';
import { failureOf } from './contract';
import { connect, givenOutreach, queriesOf } from './outreach-world';

const START = Date.parse('2026-11-01T00:00:00.000Z');
const at = (minute: number) => START + minute * 60_000;
const iso = (minute: number) => new Date(at(minute)).toISOString();

const TYPES = { opportunities: 'opportunity', contacts: 'prospect', companies: 'account' } as const;
const PATHS = { opportunities: '/opportunities', contacts: '/prospects', companies: '/accounts' } as const;
const KINDS = Object.keys(TYPES) as RecordKind[];

/** Records of a kind in an account that is empty but for them, each changed at its minute. */
async function given(kind: RecordKind, minutes: Record<number, number>, options: FakeOutreachOptions = {}) {
  const fake = await givenOutreach({ seed: EMPTY_SEED, ...options });
  for (const [id, minute] of Object.entries(minutes)) change(fake, kind, Number(id), minute);
  return fake;
}

function change(fake: FakeOutreach, kind: RecordKind, id: number, minute: number, more: object = {}): void {
  const names = kind === 'contacts' ? { firstName: `No ${id}`, emails: [`${id}@lumen.example`] } : { name: `No ${id}` };
  const attributes = { ...names, updatedAt: iso(minute), ...more };
  put(fake.state, { type: TYPES[kind], id, attributes, relations: {} });
}

/** A worker of its own for each page: what one learns the next is told, and nothing else. */
function createWorkers(fake: FakeOutreach, options: Parameters<typeof connect>[1] = {}) {
  const facts: Record<string, string> = {};
  const learn = (more: Facts) => void Object.assign(facts, more);
  const changes = connect(fake, { facts, learn, pageSize: 2, ...options }).changes!;
  const page: NonNullable<Crm['changes']> = (list) =>
    connect(fake, { facts, learn, pageSize: 2, ...options }).changes!(list);
  return { facts, changes, page };
}

/** The custom fields' types are asked for at the same time. */
function lastUrl(fake: FakeOutreach, kind: RecordKind): string {
  const asked = fake.requests.findLast(({ path }) => path.includes(PATHS[kind]));
  return `https://api.outreach.io${asked?.path}`;
}

const idsOf = ({ opportunities, contacts, companies }: ChangesPage) => [
  ...opportunities.map(({ ref }) => Number(ref.id)),
  ...[...contacts, ...companies].map(({ id }) => Number(id)),
];

async function readAll(
  page: NonNullable<Crm['changes']>,
  kind: RecordKind,
  since: number | null,
  between: (pages: number) => void = () => undefined,
): Promise<ChangesPage[]> {
  const pages: ChangesPage[] = [];
  let from: string | null = null;
  do {
    const one: ChangesPage = await page({ kind, since, from });
    pages.push(one);
    if (pages.length > 20) throw new Error('the list has no end');
    between(pages.length);
    from = one.next;
  } while (from !== null);
  return pages;
}

const idsOfAll = (pages: ChangesPage[]) => [...new Set(pages.flatMap(idsOf))].toSorted((a, b) => a - b);

describe.each(KINDS)('all %s', (kind) => {
  const path = PATHS[kind];

  it('come in pages of one request each, the oldest change first', async () => {
    const fake = await given(kind, { 1: 5, 2: 4, 3: 3, 4: 2, 5: 1 });
    const pages = await readAll(createWorkers(fake).page, kind, null);
    expect(pages.map(idsOf)).toEqual([
      [5, 4],
      [4, 3],
      [3, 2],
      [2, 1],
    ]);
    expect(pages.map(({ latest }) => latest)).toEqual([at(2), at(3), at(4), at(5)]);
    expect(queriesOf(fake, path)).toHaveLength(4);
  });

  it('are those changed since, where that is asked for', async () => {
    const fake = await given(kind, { 1: 5, 2: 4, 3: 3, 4: 2, 5: 1 });
    const pages = await readAll(createWorkers(fake).page, kind, at(3));
    expect(idsOfAll(pages)).toEqual([1, 2, 3]);
    const [query] = queriesOf(fake, path);
    expect(query).toMatchObject({ 'filter[updatedAt]': `${iso(3)}..inf`, sort: 'updatedAt', count: 'false' });
    expect(await createWorkers(fake).page({ kind, since: at(9), from: null })).toMatchObject({
      latest: null,
      next: null,
      gone: [],
    });
  });

  it('hold what changed between two pages', async () => {
    const fake = await given(kind, { 1: 1, 2: 2, 3: 3, 4: 4, 5: 5 });
    const pages = await readAll(createWorkers(fake).page, kind, null, (read) => {
      // One that was read, and with it whatever counts positions; and one that was not.
      if (read === 1) change(fake, kind, 1, 8);
      if (read === 2) change(fake, kind, 4, 9);
    });
    expect(idsOfAll(pages)).toEqual([1, 2, 3, 4, 5]);
    expect(pages.at(-1)?.latest).toBe(at(9));
  });

  it('go on over many changed in the same moment', async () => {
    const fake = await given(kind, { 1: 1, 2: 4, 3: 4, 4: 4, 5: 4, 6: 4, 7: 4, 8: 9 });
    const pages = await readAll(createWorkers(fake).page, kind, null);
    expect(idsOfAll(pages)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('go on after a page that is shorter than asked for, or empty', async () => {
    const fake = await given(kind, { 1: 1, 2: 2 });
    const next = `https://api.outreach.io/api/v2${path}?sort=updatedAt`;
    fake.faults.next({ match: `GET ${path}`, body: { data: [], links: { next } } });
    expect(idsOfAll(await readAll(createWorkers(fake).page, kind, null))).toEqual([1, 2]);
  });

  it('go on by the link where a page is out of order, for its last change says nothing then', async () => {
    const fake = await given(kind, { 1: 1, 2: 2, 3: 3, 4: 4 });
    const { page } = createWorkers(fake);
    await page({ kind, since: null, from: null });
    const links = { next: `${lastUrl(fake, kind)}&page%5Bafter%5D=${btoa('after-2')}` };
    const data = [2, 9, 4].map((minute, id) => {
      const attributes = { name: 'x', emails: [], updatedAt: iso(minute) };
      return { type: TYPES[kind], id: id + 10, attributes };
    });
    fake.faults.next({ match: `GET ${path}`, body: { data, links } });
    const { next, latest } = await page({ kind, since: null, from: null });
    expect([next?.slice(0, 5), latest]).toEqual(['link:', at(9)]);
    expect(idsOf(await page({ kind, since: null, from: next }))).toEqual([3, 4]);
  });

  it('begin anew where the first to be asked for by its time is refused', async () => {
    const fake = await given(kind, { 1: 1, 2: 2, 3: 3 });
    fake.faults.next({ match: /filter%5BupdatedAt/, status: 422, body: { errors: [] } });
    expect((await readAll(createWorkers(fake).page, kind, null)).map(idsOf)).toEqual([[1, 2], [1, 2], [3]]);
  });

  it('are asked for without what is refused, and refused once', async () => {
    const fake = await given(kind, { 1: 1, 2: 2, 3: 3 });
    const match = (name: string) => new RegExp(`^GET ${path}\\?.*${name}`);
    fake.faults.next({ match: match('filter%5BupdatedAt'), status: 422, body: { errors: [] }, times: 9 });
    const workers = createWorkers(fake);
    const pages = await readAll(workers.page, kind, at(2));
    expect(pages.map(idsOf)).toEqual([[1, 2], [3]]);
    expect(await readAll(workers.page, kind, at(2))).toHaveLength(2);
    const filters = () => queriesOf(fake, path).map((query) => ['filter[updatedAt]' in query, query.sort]);
    expect(filters().map(([isFiltered]) => isFiltered)).toEqual([true, false, false, false, false]);
    fake.faults.next({ match: match('sort=updatedAt'), status: 422, body: { errors: [] }, times: 9 });
    expect(idsOfAll(await readAll(workers.page, kind, null))).toEqual([1, 2, 3]);
    expect(filters().slice(5)).toEqual([
      [false, 'updatedAt'],
      [false, undefined],
      [false, undefined],
    ]);
  });

  it('are whole where the filter is passed over', async () => {
    const fake = await given(kind, { 1: 1, 2: 2, 3: 3, 4: 4, 5: 5 });
    const { page } = createWorkers(fake, {
      fetch: (input, init) => {
        const url = new URL((input as Request).url);
        url.searchParams.delete('filter[updatedAt]');
        return fetchFrom(fake)(new Request(url, input as Request), init);
      },
    });
    expect(idsOfAll(await readAll(page, kind, null))).toEqual([1, 2, 3, 4, 5]);
  });

  it('do not end where an answer is not the list it should be', async () => {
    const fake = await given(kind, { 1: 1, 2: 1, 3: 1 });
    const { page } = createWorkers(fake);
    const first = await page({ kind, since: null, from: null });
    const self = lastUrl(fake, kind);
    const wrong: [Fault, string | null, object][] = [
      [{ body: { data: null } }, null, { kind: 'malformed', where: `GET ${path}: data` }],
      [{ body: {} }, null, { kind: 'malformed' }],
      [{ body: { data: [{ type: TYPES[kind], id: 'x' }] } }, null, { kind: 'malformed' }],
      [{ html: '<h1>Sign in</h1>' }, null, { kind: 'malformed' }],
      [{ body: { data: [], links: { next: 'https://elsewhere.example/' } } }, null, { kind: 'malformed' }],
      [{ body: { data: [], links: { next: self } } }, `link:${self.split('?')[1]}`, { kind: 'malformed' }],
      [{ status: 422, body: { errors: [{ detail: 'Bad cursor.' }] } }, first.next, { kind: 'invalid' }],
      [{ status: 404, body: { errors: [] } }, first.next, { kind: 'invalid' }],
      [{ status: 500, body: {}, times: 3 }, null, { kind: 'server' }],
    ];
    expect(first.next).toMatch(/^link:/);
    for (const [fault, from, failure] of wrong) {
      fake.faults.next({ match: `GET ${path}`, ...fault });
      expect([fault, await failureOf(page({ kind, since: null, from }))]).toMatchObject([fault, failure]);
    }
    const asked = queriesOf(fake, path).length;
    expect(await failureOf(page({ kind, since: null, from: 'page 2' }))).toMatchObject({ kind: 'invalid' });
    expect(queriesOf(fake, path)).toHaveLength(asked);
  });

  it('wait for everybody else, unless somebody waits for them', async () => {
    const fake = await given(kind, { 1: 1 });
    const log: string[] = [];
    const facts = { customFields: '[]' };
    const { changes } = createWorkers(fake, {
      facts,
      fetch: (input, init) => {
        log.push(`${init?.priority} ${new URL((input as Request).url).pathname}`);
        return fetchFrom(fake)(input, init);
      },
    });
    await changes({ kind, since: null, from: null });
    await changes({ kind, since: at(0), from: null, isAwaited: true });
    expect(log).toEqual([`low /api/v2${path}`, `auto /api/v2${path}`]);
  });

  it('are given up when told to', async () => {
    const fake = await given(kind, { 1: 1 });
    const controller = new AbortController();
    fake.faults.next({ match: `GET ${path}`, hang: true });
    const page = createWorkers(fake).page({ kind, since: null, from: null, signal: controller.signal });
    controller.abort();
    await expect(page).rejects.toMatchObject({ name: 'AbortError' });
  });
});
