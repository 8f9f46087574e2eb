import { describe, expect, it } from 'vitest';
import { fetchFrom } from '../fakes/outreach/fetch';
import { failureOf } from './contract';
import { appOf, callsOf, connect, createVault, givenOutreach } from './outreach-world';

describe('a pasted token', () => {
  it('that ends is not accepted any more', async () => {
    const fake = await givenOutreach();
    const crm = connect(fake);
    await crm.read('41');
    fake.oauth.revoke(fake.accessToken);
    expect(await failureOf(crm.read('41'))).toEqual({ kind: 'unauthorized' });
    expect(callsOf(fake)).not.toContain('POST /oauth/token');
  });
});

/** An account the rep signed in to, whose access token has to be renewed at once. */
async function expired() {
  const fake = await givenOutreach({ isLimited: false });
  const credentials = appOf(fake, { ...fake.oauth.give(), expiresAt: Date.now() });
  return { fake, credentials, vault: createVault(credentials) };
}

describe('credentials', () => {
  it('travel in headers and in the token request’s form, and stand in no failure', async () => {
    const { fake, credentials, vault } = await expired();
    fake.faults.next({ match: 'GET /opportunities', status: 422, body: { errors: [{ detail: 'No.' }] } });
    const failure = await failureOf(connect(fake, { credentials, vault }).read('41'));
    const secrets = [credentials.clientSecret, 'access-', 'refresh-'];
    for (const secret of secrets) {
      expect(JSON.stringify(failure)).not.toContain(secret);
      for (const { path } of fake.requests) expect(path).not.toContain(secret);
    }
  });

  it('go to the host of the base URL only', async () => {
    const { fake, credentials, vault } = await expired();
    const hosts = new Set<string>();
    const spy: typeof fetch = (input, init) => {
      hosts.add(new URL(input instanceof Request ? input.url : input).host);
      return fetchFrom(fake)(input, init);
    };
    const crm = connect(fake, { credentials, vault, fetch: spy });
    await crm.catalog();
    await crm.listOpen();
    expect([...hosts]).toEqual(['api.outreach.io']);
  });
});
