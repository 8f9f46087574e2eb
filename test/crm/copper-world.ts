import { onTestFinished } from 'vitest';
import type { Crm, CrmContext } from '../../lib/crm/crm';
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
export function connect(fake: FakeCopper, options: CopperOptions & Partial<CrmContext<unknown>> = {}): Crm {
  const { fetch = fetchFrom(fake), facts = {}, learn = () => undefined, ...rest } = options;
  const credentials = { apiKey: fake.key, email: fake.email };
  const context = { connection: 'copper-1', credentials, fetch, facts, learn };
  return openCopper(context, { backoff: () => 1, ...rest });
}

/** "POST /people/search" of every request so far. */
export function callsOf(fake: FakeCopper): string[] {
  return fake.requests.map(({ method, path }) => `${method} ${path}`);
}
