import { describe, expect, it } from 'vitest';
import { fetchFrom } from '../fakes/copper/fetch';
import { failureOf } from './contract';
import { ACCOUNTS, givenCompanies, idsIn, list, searchesIn, sorted, START, touch, upTo } from './copper-companies';
import { connect, plainCallsOf } from './copper-world';

describe.each(Object.entries(ACCOUNTS))('companies of an account %s', (_, options) => {
  it('come whole, in pages, one request each', async () => {
    const fake = await givenCompanies(1_050, options);
    const { pages, learnt } = await list(fake);
    expect(sorted(idsIn(pages))).toEqual(upTo(1_050));
    expect(pages.length).toBeLessThanOrEqual(8);
    const refused = fake.requests.filter(({ status }) => status === 422).length;
    expect(plainCallsOf(fake)).toHaveLength(pages.length + refused);
    const calls = plainCallsOf(fake).length;
    const again = await list(fake, { facts: learnt });
    expect(plainCallsOf(fake)).toHaveLength(calls + again.pages.length);
  });

  it('come whole though all changed in the same second', async () => {
    const { pages } = await list(await givenCompanies(1_050, options, () => 0));
    expect(sorted(idsIn(pages))).toEqual(upTo(1_050));
  });

  it.each([0, 1, 199, 200, 201, 400])('come whole where there are %i', async (count) => {
    const { pages } = await list(await givenCompanies(count, options));
    expect(sorted(idsIn(pages))).toEqual(upTo(count));
    expect(pages.at(-1)?.next).toBeNull();
  });

  it('come whole though some change between pages', async () => {
    const fake = await givenCompanies(1_000, options);
    const { pages } = await list(fake, {
      between: (count) => count < 5 && [count, 300 + count, 900 + count].forEach((id) => touch(fake, id)),
    });
    expect(sorted(idsIn(pages))).toEqual(upTo(1_000));
  });

  it('come whole, but for the deleted, though some are deleted between pages', async () => {
    const fake = await givenCompanies(1_000, options, (n) => Math.floor(n / 450));
    const { pages } = await list(fake, {
      between: (count) => count < 5 && [1, 2, 3].forEach((n) => fake.state.companies.delete(count * 10 + n)),
    });
    const left = [...fake.state.companies.keys()];
    expect(left).toHaveLength(988);
    expect(idsIn(pages)).toEqual(expect.arrayContaining(left));
  });

  it('do not look whole where more slipped past than can be told', async () => {
    const fake = await givenCompanies(1_000, options, () => 0);
    const crm = connect(fake);
    const { next } = await crm.changes!({ kind: 'companies', since: null, from: null });
    const { next: from } = await crm.changes!({ kind: 'companies', since: null, from: next });
    for (const id of upTo(15)) fake.state.companies.delete(id);
    for (const id of upTo(1_000).slice(-15)) fake.state.companies.delete(id);
    const page = crm.changes!({ kind: 'companies', since: null, from });
    expect(await failureOf(page)).toMatchObject({ kind: 'invalid' });
  });

  it('do not look whole where a later page comes empty', async () => {
    const fake = await givenCompanies(500, options);
    const crm = connect(fake);
    const first = await crm.changes!({ kind: 'companies', since: null, from: null });
    fake.faults.next({ body: [] });
    const page = crm.changes!({ kind: 'companies', since: null, from: first.next });
    expect(await failureOf(page)).toMatchObject({ kind: 'invalid' });
  });

  it('are those that changed since, and none before', async () => {
    const fake = await givenCompanies(900, options);
    const { pages } = await list(fake, { since: (START + 350) * 1000 });
    expect(sorted(idsIn(pages))).toEqual(upTo(900).slice(350));
  });

  it('that changed while they were listed come since the latest', async () => {
    const fake = await givenCompanies(700, options);
    const { pages, learnt } = await list(fake, {
      between(count) {
        if (count !== 2) return;
        touch(fake, 20, { name: 'A20' });
        // Still to come by name, and so the newest change of all that is seen of it.
        touch(fake, 650, { name: 'Company 000649, renamed' });
      },
    });
    const since = Math.max(...pages.map(({ latest }) => latest ?? 0));
    const later = await list(fake, { since, facts: learnt });
    const named = [...pages, ...later.pages].flatMap(({ companies }) => companies.map(({ name }) => name));
    expect(named).toEqual(expect.arrayContaining(['A20', 'Company 000649, renamed']));
  });
});

describe('the requests for changes', () => {
  it('go by date, from the last one a page ended with', async () => {
    const fake = await givenCompanies(350, ACCOUNTS['with the filter by date of change']);
    const { pages } = await list(fake, { since: (START + 10) * 1000 + 999 });
    const order = { sort_by: 'date_modified', sort_direction: 'asc', page_number: 1, page_size: 200 };
    expect(searchesIn(fake)).toEqual([
      { minimum_modified_date: START + 10, ...order },
      { minimum_modified_date: START + 207, ...order },
    ]);
    expect(pages.map(({ latest }) => latest)).toEqual([(START + 209) * 1000, (START + 349) * 1000]);
  });

  it('stop at the first record that is older, where there is no filter', async () => {
    const fake = await givenCompanies(900);
    const { pages } = await list(fake, { since: (START + 890) * 1000, facts: { companiesOrder: 'recent' } });
    expect(pages).toHaveLength(1);
    expect(sorted(idsIn(pages))).toEqual(upTo(900).slice(890));
    expect(plainCallsOf(fake)).toHaveLength(1);
  });

  it('remember for each kind what was refused', async () => {
    const fake = await givenCompanies(1, { modifiedFilter: [] });
    expect((await list(fake, { kind: 'contacts' })).learnt).toEqual({ contactsOrder: 'recent' });
    expect((await list(fake)).learnt).toEqual({ companiesOrder: 'recent' });
    expect((await list(fake, { kind: 'opportunities' })).learnt).not.toHaveProperty('opportunitiesOrder');
  });

  it('ask otherwise where a filter is not refused but ignored', async () => {
    const fake = await givenCompanies(300);
    const companies = [...fake.state.companies.values()].slice(0, 200);
    fake.faults.next({ body: companies });
    const { pages, learnt } = await list(fake, { since: (START + 250) * 1000 });
    expect(sorted(idsIn(pages))).toEqual(upTo(300).slice(250));
    expect(learnt).toEqual({ companiesOrder: 'recent' });
  });

  it('ask otherwise where an order is not refused but ignored', async () => {
    const fake = await givenCompanies(500, { modifiedFilter: ['companies'] }, (n) => (n * 251) % 500);
    fake.faults.next({ body: [...fake.state.companies.values()].slice(0, 200), times: 2 });
    const { pages, learnt } = await list(fake);
    expect(sorted(idsIn(pages))).toEqual(upTo(500));
    expect(learnt).toEqual({ companiesOrder: 'name' });
  });

  it('let everything else go first, unless somebody waits', async () => {
    const fake = await givenCompanies(1);
    const log: unknown[] = [];
    const fetch: typeof globalThis.fetch = (input, init) => {
      log.push(init?.priority);
      return fetchFrom(fake)(input, init);
    };
    const crm = connect(fake, { fetch, facts: { definitions: '[]' } });
    for (const kind of ['opportunities', 'contacts', 'companies'] as const) {
      await crm.changes?.({ kind, since: null, from: null });
    }
    expect(new Set(log)).toEqual(new Set(['low']));
    log.length = 0;
    await crm.changes?.({ kind: 'contacts', since: null, from: null, isAwaited: true });
    expect(log).toEqual(['auto']);
  });

  it('end when they are no longer wanted', async () => {
    const fake = await givenCompanies(1);
    fake.faults.next({ hang: true });
    const controller = new AbortController();
    const { signal } = controller;
    const page = connect(fake).changes?.({ kind: 'companies', since: null, from: null, signal });
    controller.abort();
    await expect(page).rejects.toMatchObject({ name: 'AbortError' });
  });
});
