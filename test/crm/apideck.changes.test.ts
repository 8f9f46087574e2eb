import { describe, expect, it } from 'vitest';
import { RECORD_KINDS } from '../../lib/domain/mirror';
import { fetchFrom } from '../fakes/apideck/fetch';
import { all, ask, at, givenFeed, idsOf, NEWEST, numbered, put, timeOf } from './apideck-feed';
import { callsOf, connect, createFacts } from './apideck-world';
import { failureOf } from './contract';

describe.each(RECORD_KINDS)('the feed of %s through Apideck', (kind) => {
  it('gives everything in pages, each with one request, and then looks at what changed meanwhile', async () => {
    const fake = await givenFeed(450);
    const pages = await all(fake, { kind, since: null });
    expect([...new Set(idsOf(pages))].toSorted()).toEqual(numbered(kind, 0, 450));
    expect(pages).toHaveLength(4);
    expect(fake.requests).toHaveLength(4);
    expect(pages.map(({ latest }) => latest)).toEqual([null, null, null, timeOf(449)]);
  });

  it('asks once for what fits into one page', async () => {
    const fake = await givenFeed(200);
    const [page, ...others] = await all(fake, { kind, since: null });
    expect(others).toEqual([]);
    expect(page?.latest).toBe(timeOf(199));
    expect(callsOf(fake)).toEqual([`GET /crm/${kind}?${NEWEST}`]);
  });

  it('gives only what changed at a time or after it', async () => {
    const fake = await givenFeed(450);
    const pages = await all(fake, { kind, since: timeOf(440) });
    expect(idsOf(pages).toSorted()).toEqual(numbered(kind, 440, 450));
    expect(fake.requests).toHaveLength(1);
    expect(pages[0]?.latest).toBe(timeOf(449));
  });

  it('ends a list of changes at the first record that is older', async () => {
    const fake = await givenFeed(450);
    const pages = await all(fake, { kind, since: timeOf(150) });
    expect(idsOf(pages).toSorted()).toEqual(numbered(kind, 150, 450));
    expect(fake.requests).toHaveLength(2);
  });

  it('misses nothing that changes between two pages', async () => {
    const fake = await givenFeed(450);
    const between = (page: number) => {
      // Each time the last one of the list moves to its beginning, which has been read.
      if (page < 3) put(fake, kind, page, { ...at(timeOf(1_000 + page)), description: 'Changed' });
    };
    const pages = await all(fake, { kind, since: null }, { between });
    expect([...new Set(idsOf(pages))].toSorted()).toEqual(numbered(kind, 0, 450));
    expect(idsOf(pages.slice(-1))).toEqual(expect.arrayContaining([`${kind}-1`, `${kind}-2`]));
    expect(pages.at(-1)?.latest).toBe(timeOf(1_002));
  });

  it('tells as the latest change none that came after one it may have missed', async () => {
    const fake = await givenFeed(450);
    const between = (page: number) => void (page === 1 && put(fake, kind, 0, at(timeOf(1_000))));
    const since = timeOf(0);
    const pages = await all(fake, { kind, since }, { between });
    expect(pages.at(-1)?.latest).toBe(timeOf(449));
    const later = await all(fake, { kind, since: timeOf(449) });
    expect(idsOf(later).toSorted()).toEqual([`${kind}-0`, `${kind}-449`]);
  });

  it('comes to an end where many records changed at one time', async () => {
    const fake = await givenFeed(0);
    for (let index = 0; index < 450; index += 1) put(fake, kind, index, at(timeOf(7)));
    const pages = await all(fake, { kind, since: null });
    expect([...new Set(idsOf(pages))].toSorted()).toEqual(numbered(kind, 0, 450));
    const again = await all(fake, { kind, since: timeOf(7) });
    expect([...new Set(idsOf(again))].toSorted()).toEqual(numbered(kind, 0, 450));
    expect(again).toHaveLength(3);
  });

  it('gives everything where a connector has neither filter nor order, and is refused once', async () => {
    const unsupportedFilters = { [kind]: ['updated_since'] };
    const unsupportedSorts = { [kind]: ['updated_at'] };
    const fake = await givenFeed(450, { differences: { unsupportedFilters, unsupportedSorts } });
    const known = createFacts();
    const pages = await all(fake, { kind, since: null }, { known });
    expect(idsOf(pages).toSorted()).toEqual(numbered(kind, 0, 450));
    // The first page's: what was read there may have changed since.
    expect(pages.at(-1)?.latest).toBe(timeOf(199));
    expect(idsOf(await all(fake, { kind, since: timeOf(440) }, { known })).toSorted()).toEqual(
      numbered(kind, 440, 450),
    );
    const refused = fake.requests.filter(({ status }) => status !== 200);
    expect(refused).toHaveLength(kind === 'opportunities' ? 1 : 2);
    const asked = fake.requests.length;
    await all(fake, { kind, since: timeOf(440) }, { known });
    expect(callsOf(fake).slice(asked).join()).not.toMatch(/filter|sort/);
  });

  it('looks through the whole list where an order is taken and not kept', async () => {
    const fake = await givenFeed(3);
    const newer = { id: '9', title: 'Nine', name: 'Nine', ...at(timeOf(99)) };
    const older = { ...newer, id: '8', ...at(timeOf(0)) };
    const meta = (next: string | null) => ({ cursors: { next } });
    fake.faults.next({ body: { data: [older, newer], meta: meta('more') } });
    fake.faults.next({ body: { data: [{ ...newer, id: '7' }], meta: meta(null) } });
    const pages = await all(fake, { kind, since: timeOf(50) });
    expect(idsOf(pages)).toEqual(['9', '7']);
    expect(fake.requests).toHaveLength(2);
  });

  it('takes records of no known time for changed', async () => {
    const fake = await givenFeed(3);
    const timeless = { id: '9', title: 'Nine', name: 'Nine', updated_at: null };
    fake.faults.next({ body: { data: [timeless], meta: { cursors: { next: null } } } });
    const [page] = await all(fake, { kind, since: timeOf(50) });
    expect(idsOf(page ? [page] : [])).toEqual(['9']);
    expect(page?.latest).toBeNull();
  });

  it('goes on in the connector’s own order where ordered lists end too early', async () => {
    const fake = await givenFeed(450, { differences: { longestNarrowed: 400 } });
    const known = createFacts();
    let from: string | null = null;
    for (const _ of [1, 2]) from = (await ask(connect(fake, known), { kind, from })).next;
    expect(await failureOf(ask(connect(fake, known), { kind, from }))).toMatchObject({ kind: 'invalid' });
    const pages = await all(fake, { kind, since: null }, { known });
    expect([...new Set(idsOf(pages))].toSorted()).toEqual(numbered(kind, 0, 450));
    // The newest, the list, and a look at what changed meanwhile.
    expect(pages).toHaveLength(5);
    expect(pages.at(-1)?.latest).toBe(timeOf(449));
  });

  it('waits for everybody else, unless somebody waits for it', async () => {
    const fake = await givenFeed(1);
    const seen: unknown[] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      seen.push(init?.priority);
      return fetchFrom(fake)(input, init);
    };
    const crm = connect(fake, { fetch });
    await ask(crm, { kind });
    await ask(crm, { kind, isAwaited: true });
    expect(seen).toEqual(['low', 'auto']);
  });

  it('stops when it is given up', async () => {
    const fake = await givenFeed(1);
    const controller = new AbortController();
    fake.faults.next({ hang: true });
    const work = ask(connect(fake), { kind, signal: controller.signal });
    await expect.poll(() => fake.requests.length).toBe(1);
    controller.abort();
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
    expect(fake.requests).toHaveLength(1);
  });
});

describe('what Apideck’s feed tells besides', () => {
  it.each(['opportunities', 'companies'] as const)('names %s that are in the trash', async (kind) => {
    const fake = await givenFeed(3);
    put(fake, kind, 1, { deleted: true });
    const [page] = await all(fake, { kind, since: timeOf(1) });
    expect(page?.gone).toEqual([`${kind}-1`]);
    expect(idsOf(page ? [page] : [])).toEqual([`${kind}-2`]);
  });

  it('asks for people and companies by time, a moment earlier, in case a connector takes "since" for "after"', async () => {
    const fake = await givenFeed(1);
    await all(fake, { kind: 'contacts', since: timeOf(0) });
    expect(callsOf(fake)).toEqual([`GET /crm/contacts?filter[updated_since]=2025-12-31T23:59:59.500Z&${NEWEST}`]);
  });
});
