import { onTestFinished } from 'vitest';
import type { CopperCredentials } from '../../lib/crm/copper/credentials';
import type { Crm, CrmContext, SearchPage } from '../../lib/crm/crm';
import { CrmError } from '../../lib/domain/failure';
import { EMPTY_QUERY, type SearchQuery } from '../../lib/domain/search';
import { type CopperOptions, openCopper } from '../../lib/crm/copper/index';
import { fetchFrom } from '../fakes/copper/fetch';
import { type FakeCopper, type FakeCopperOptions, startFakeCopper } from '../fakes/copper/server';
import { trust } from '../fakes/https';

/** A fake Copper of its own, stopped when the test ends. */
export async function givenCopper(options?: FakeCopperOptions): Promise<FakeCopper> {
  const fake = await startFakeCopper(options);
  trust(fake.ca);
  onTestFinished(() => fake.stop());
  return fake;
}

/** The adapter connected to `fake`, with retries that do not wait. */
export function connect(fake: FakeCopper, options: CopperOptions & Partial<CrmContext<CopperCredentials>> = {}): Crm {
  const { fetch = fetchFrom(fake), facts = {}, learn = () => undefined, ...rest } = options;
  const { connection = 'copper-1', credentials = { apiKey: fake.key, email: fake.email }, ...short } = rest;
  const context = { connection, credentials, fetch, facts, learn, vault: NO_VAULT };
  return openCopper(context, { backoff: () => 1, ...short });
}

/** Copper's credentials stay as they are. */
export const NO_VAULT: CrmContext<CopperCredentials>['vault'] = {
  read: () => Promise.reject(new CrmError({ kind: 'not-found' })),
  write: () => Promise.reject(new CrmError({ kind: 'not-found' })),
};

/** The same without those custom fields take. */
export function plainCallsOf(fake: FakeCopper): string[] {
  return callsOf(fake).filter((call) => !/custom_field_definitions|related_links/.test(call));
}

/** The first part of a search, unless `from` says otherwise. */
export function search(crm: Crm, query: Partial<SearchQuery>, from: string | null = null): Promise<SearchPage> {
  return crm.search({ ...EMPTY_QUERY, ...query }, from);
}

/** All parts of a search, in order. */
export async function searchAll(crm: Crm, query: Partial<SearchQuery>): Promise<SearchPage[]> {
  const parts: SearchPage[] = [];
  for (let from: string | null | undefined; from !== null; from = parts.at(-1)?.next ?? null) {
    parts.push(await search(crm, query, from));
  }
  return parts;
}

/** The bodies of all searches for opportunities so far. */
export function searchesOf(fake: FakeCopper): Record<string, unknown>[] {
  return fake.requests
    .filter(({ path }) => path === '/opportunities/search')
    .map(({ json }) => json as Record<string, unknown>);
}

/** "POST /people/search" of every request so far. */
export function callsOf(fake: FakeCopper): string[] {
  return fake.requests.map(({ method, path }) => `${method} ${path}`);
}
