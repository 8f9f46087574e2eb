import { onTestFinished } from 'vitest';
import type { Crm, CrmContext } from '../../lib/crm/crm';
import type { OutreachCredentials, OwnApp } from '../../lib/crm/outreach/credentials';
import { openOutreach, type OutreachOptions } from '../../lib/crm/outreach/index';
import { trust } from '../fakes/https';
import { fetchFrom } from '../fakes/outreach/fetch';
import { type FakeOutreach, type FakeOutreachOptions, startFakeOutreach } from '../fakes/outreach/server';

/** A fake Outreach of its own, stopped when the test ends. */
export async function givenOutreach(options?: FakeOutreachOptions): Promise<FakeOutreach> {
  const fake = await startFakeOutreach(options);
  trust(fake.ca);
  onTestFinished(() => fake.stop());
  return fake;
}

/** Where a connection's credentials are kept, with all that was written. */
export interface TestVault {
  stored: OutreachCredentials;
  written: OutreachCredentials[];
  read(): Promise<OutreachCredentials>;
  write(credentials: OutreachCredentials): Promise<void>;
}

export function createVault(stored: OutreachCredentials): TestVault {
  const vault: TestVault = {
    stored,
    written: [],
    read: () => Promise.resolve(vault.stored),
    write(credentials) {
      vault.written.push(credentials);
      vault.stored = credentials;
      return Promise.resolve();
    },
  };
  return vault;
}

/** The rep's own app, signed in a moment ago unless told otherwise. */
export function appOf(fake: FakeOutreach, tokens = fake.oauth.give()): Required<Omit<OwnApp, 'baseUrl'>> {
  return { clientId: fake.oauth.clientId, clientSecret: fake.oauth.clientSecret, tokens };
}

/** The adapter connected to `fake` with a pasted token unless told otherwise, and with retries that do not wait. */
export function connect(
  fake: FakeOutreach,
  options: OutreachOptions & Partial<CrmContext<OutreachCredentials>> = {},
): Crm {
  const {
    fetch = fetchFrom(fake),
    facts = {},
    learn = () => undefined,
    credentials = { accessToken: fake.accessToken },
    vault = createVault(credentials),
    connection = 'outreach-1',
    ...rest
  } = options;
  return openOutreach({ connection, credentials, fetch, facts, learn, vault }, { backoff: () => 1, ...rest });
}

/** "GET /opportunities/1" of every request so far, without their queries. */
export function callsOf(fake: FakeOutreach): string[] {
  return fake.requests.map(({ method, path }) => `${method} ${path.replace('/api/v2', '').replace(/\?.*/, '')}`);
}

/** The queries of all requests for a path, decoded. */
export function queriesOf(fake: FakeOutreach, path: string): Record<string, string>[] {
  return fake.requests
    .map((request) => new URL(request.path, 'https://localhost'))
    .filter(({ pathname }) => pathname === `/api/v2${path}`)
    .map(({ searchParams }) => Object.fromEntries(searchParams));
}

/** The bodies of all writes so far. */
export function writesTo(fake: FakeOutreach): unknown[] {
  return fake.requests
    .filter(({ method, path }) => method !== 'GET' && path.startsWith('/api/v2'))
    .map(({ json }) => json);
}
