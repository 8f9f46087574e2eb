import { describe, expect, it } from 'vitest';
import type { ChangesPage } from '../../lib/domain/mirror';
import type { FakeApideck } from '../fakes/apideck/server';
import { EMPTY_SEED } from '../fakes/apideck/seed';
import { insert } from '../fakes/apideck/state';
import { callsOf, connect, createFacts, givenApideck } from './apideck-world';

const timeOf = (index: number) => Date.parse('2026-01-01T00:00:00.500Z') + index * 1_000;
const NEWEST = 'GET /crm/opportunities?sort[by]=updated_at&sort[direction]=desc&limit=200';
const PLAIN = 'GET /crm/opportunities?limit=200';
const kind = 'opportunities';

function put(fake: FakeApideck, index: number, time: number, more: object = {}) {
  const links = { company_id: '21', primary_contact_id: '31', contact_ids: ['31', '32'] };
  const updated_at = new Date(time).toISOString();
  insert(fake.state, kind, { id: `${index}`, title: `Deal ${index}`, ...links, updated_at, ...more });
}

async function given(count: number) {
  const fake = await givenApideck({ profile: 'hubspot', seed: EMPTY_SEED });
  for (let index = 0; index < count; index += 1) put(fake, index, timeOf(index));
  return { fake, known: createFacts() };
}

async function all(
  { fake, known }: Awaited<ReturnType<typeof given>>,
  since: number | null,
  between?: (page: number) => void,
): Promise<ChangesPage[]> {
  const pages: ChangesPage[] = [];
  for (let from: string | null = null; from !== null || pages.length === 0;) {
    const page: ChangesPage | undefined = await connect(fake, known).changes?.({ kind, since, from });
    if (!page) throw new Error('no feed');
    pages.push(page);
    from = page.next;
    between?.(pages.length);
  }
  return pages;
}

const recordsOf = (pages: readonly ChangesPage[]) => pages.flatMap(({ opportunities }) => opportunities);
const idsOf = (pages: readonly ChangesPage[]) => [...new Set(recordsOf(pages).map(({ ref }) => ref.id))];

describe('opportunities whose ordered lists leave out contacts and companies', () => {
  it('are all taken from the plain list, with both', async () => {
    const world = await given(450);
    const pages = await all(world, null);
    expect(idsOf(pages)).toHaveLength(450);
    expect(recordsOf(pages).filter(({ companyId, contactIds }) => !companyId || contactIds.length !== 2)).toEqual([]);
    expect(world.known.facts.hidesLinks).toBe('true');
    // The newest, the list, what changed since, and the newest one once more.
    expect(pages).toHaveLength(5);
    expect(pages.at(-1)?.latest).toBe(timeOf(449));
  });

  it('cost one request more than the list where they are few', async () => {
    const world = await given(3);
    await all(world, null);
    expect(callsOf(world.fake)).toEqual([NEWEST, PLAIN]);
  });

  it('cost one request where nothing changed', async () => {
    const world = await given(450);
    await all(world, null);
    world.fake.requests.length = 0;
    const pages = await all(world, timeOf(449));
    expect(callsOf(world.fake)).toEqual([NEWEST]);
    expect(pages).toMatchObject([{ opportunities: [], latest: timeOf(449), next: null }]);
  });

  it('are read one by one where a few changed', async () => {
    const world = await given(450);
    await all(world, null);
    for (const index of [3, 4]) put(world.fake, index, timeOf(1_000 + index));
    world.fake.requests.length = 0;
    const pages = await all(world, timeOf(449));
    expect(callsOf(world.fake)).toEqual([NEWEST, 'GET /crm/opportunities/4', 'GET /crm/opportunities/3']);
    expect(recordsOf(pages).map(({ companyId }) => companyId)).toEqual(['21', '21']);
    expect(pages.map(({ latest }) => latest)).toEqual([null, null, timeOf(1_004)]);
  });

  it('are read again where times are told in seconds: another may have changed in the same', async () => {
    const world = await given(3);
    await all(world, null);
    put(world.fake, 1, Date.parse('2026-02-01T00:00:00.000Z'));
    const pages = await all(world, Date.parse('2026-02-01T00:00:00.000Z'));
    expect(idsOf(pages)).toEqual(['1']);
  });

  it('are taken from the whole list where many changed', async () => {
    const world = await given(250);
    await all(world, null);
    world.fake.requests.length = 0;
    const pages = await all(world, timeOf(220));
    expect(
      idsOf(pages)
        .map(Number)
        .toSorted((a, b) => a - b),
    ).toEqual(Array.from({ length: 30 }, (_, at) => 220 + at));
    expect(callsOf(world.fake).slice(0, 2)).toEqual([NEWEST, PLAIN]);
    expect(pages).toHaveLength(3);
    expect(pages.at(-1)?.latest).toBe(timeOf(249));
  });

  it('are gone where they were deleted meanwhile', async () => {
    const world = await given(3);
    await all(world, null);
    put(world.fake, 0, timeOf(1_000));
    put(world.fake, 1, timeOf(1_001), { deleted: true });
    const pages = await all(world, timeOf(2), (page) => void (page === 1 && world.fake.state.tables[kind].delete('0')));
    expect(pages.flatMap(({ gone }) => gone).toSorted()).toEqual(['0', '1']);
    expect(idsOf(pages)).toEqual([]);
  });

  it('are not missed where they change between two pages', async () => {
    const world = await given(450);
    const pages = await all(world, null, (page) => void (page === 2 && put(world.fake, 7, timeOf(1_000))));
    const last = recordsOf(pages).findLast(({ ref }) => ref.id === '7');
    expect(last?.updatedAt).toBe(new Date(timeOf(1_000)).toISOString());
    expect(pages.at(-1)?.latest).toBe(timeOf(1_000));
  });

  it('are not taken for hidden where there are none to hide', async () => {
    const fake = await givenApideck({ seed: EMPTY_SEED });
    for (const index of [1, 2]) insert(fake.state, kind, { id: `${index}`, title: 'Nobody’s' });
    const world = { fake, known: createFacts() };
    expect(idsOf(await all(world, null))).toEqual(['1', '2']);
    expect(world.known.facts.hidesLinks).toBeUndefined();
    fake.requests.length = 0;
    expect(idsOf(await all(world, 1))).toEqual(['1', '2']);
    expect(callsOf(fake)).toEqual([NEWEST]);
  });
});
