import { onTestFinished } from 'vitest';
import type { ApideckCredentials } from '../../lib/crm/apideck/credentials';
import { type ApideckOptions, openApideck } from '../../lib/crm/apideck/index';
import type { Crm, CrmContext, Facts } from '../../lib/crm/crm';
import { fetchFrom } from '../fakes/apideck/fetch';
import { type FakeApideck, type FakeApideckOptions, startFakeApideck } from '../fakes/apideck/server';
import { trust } from '../fakes/https';

/** A fake Apideck of its own, stopped when the test ends. */
export async function givenApideck(options?: FakeApideckOptions): Promise<FakeApideck> {
  const fake = await startFakeApideck(options);
  trust(fake.ca);
  onTestFinished(() => fake.stop());
  return fake;
}

/** What the options page would have collected for `fake`. */
export function credentialsOf(fake: Pick<FakeApideck, 'key' | 'appId' | 'consumerId'>): ApideckCredentials {
  return { apiKey: fake.key, appId: fake.appId, consumerId: fake.consumerId, serviceId: '', passThrough: '' };
}

type Overrides = ApideckOptions & Partial<Omit<CrmContext<unknown>, 'credentials'>> & Partial<ApideckCredentials>;

/** The adapter connected to `fake`, with retries that do not wait. */
export function connect(fake: FakeApideck, overrides: Overrides = {}): Crm {
  const { fetch = fetchFrom(fake), facts = {}, learn = () => undefined, serviceId, passThrough, ...rest } = overrides;
  const credentials = { ...credentialsOf(fake), serviceId: serviceId ?? '', passThrough: passThrough ?? '' };
  const vault = { read: () => Promise.resolve(credentials), write: () => Promise.resolve() };
  const context = { connection: 'apideck-1', credentials, fetch, facts, learn, vault };
  return openApideck(context, { backoff: () => 1, ...rest });
}

/** Facts as the worker keeps them, for a second connection to start with. */
export function createFacts(): { facts: Record<string, string>; learn(facts: Facts): void } {
  const facts: Record<string, string> = {};
  return { facts, learn: (more) => void Object.assign(facts, more) };
}

/** "GET /crm/contacts?filter[email]=…" of every request so far, decoded. */
export function callsOf(fake: FakeApideck): string[] {
  return fake.requests.map(({ method, path }) => `${method} ${decodeURIComponent(path)}`);
}

/** The bodies sent to one route: "PATCH /crm/opportunities". */
export function bodiesOf(fake: FakeApideck, route: string): unknown[] {
  return fake.requests.filter(({ method, path }) => `${method} ${path}`.startsWith(route)).map(({ json }) => json);
}
