import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failureOf } from './contract';
import { later, renewals, signedIn } from './outreach-signed-in';

const HOUR = 3_600_000;
const NAME = 'Lab robots, phase 2';

// Only the clock, and from now on: the fake's certificate has to be valid for those who look at the real one.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

describe('a renewal', () => {
  it('whose request never arrived is tried again by the next request', async () => {
    const { fake, open } = await signedIn();
    const crm = open();
    fake.faults.next({ match: 'POST /oauth/token', drop: 'before' });
    expect(await failureOf(crm.update('41', { title: 'New' }))).toEqual({ kind: 'offline' });
    expect(renewals(fake)).toBe(1);
    expect((await crm.update('41', { title: 'New' })).title).toBe('New');
  });

  it('whose answer was lost has used up the token: the old one is tried, and the rep told', async () => {
    const { fake, open } = await signedIn();
    const crm = open();
    fake.faults.next({ match: 'POST /oauth/token', drop: 'after' });
    expect(await failureOf(crm.update('41', { title: 'New' }))).toEqual({ kind: 'offline' });
    later(60_000);
    expect(await failureOf(crm.update('41', { title: 'New' }))).toEqual({ kind: 'unauthorized' });
    expect(renewals(fake)).toBe(2);
  });

  it('waits as long as the limit of one token a minute asks, without asking meanwhile', async () => {
    const { fake, open } = await signedIn();
    fake.oauth.give();
    const crm = open();
    const failure = { kind: 'rate-limited', retryAt: expect.any(Number) };
    const first = await failureOf(crm.read('41'));
    expect(first).toEqual(failure);
    expect(first).toMatchObject({ retryAt: Date.now() + 60_000 });
    expect(await failureOf(crm.read('42'))).toEqual(first);
    expect(renewals(fake)).toBe(1);
    later(60_000);
    expect((await crm.read('41')).title).toBe(NAME);
  });

  it('is not repeated for a token that is refused though it is new', async () => {
    const { fake, open } = await signedIn();
    const crm = open();
    fake.faults.next({ match: /^(GET|PATCH)/, status: 401, body: { error: 'Invalid JWT token.' }, times: 9 });
    for (const _ of [1, 2]) expect(await failureOf(crm.read('41'))).toEqual({ kind: 'unauthorized' });
    expect(renewals(fake)).toBe(1);
  });

  it.each<[string, object, number]>([
    ['a number', { expires_in: 3600 }, HOUR],
    ['a text', { expires_in: '3600' }, HOUR],
    ['nonsense', { expires_in: 'soon' }, 2 * HOUR],
    ['nothing', {}, 2 * HOUR],
    ['none', { expires_in: null }, 2 * HOUR],
    ['a past time', { expires_in: -1 }, 2 * HOUR],
  ])('that lasts for %s can be read', async (_, lasts, ms) => {
    const { fake, vault, open } = await signedIn();
    const { accessToken, refreshToken } = fake.oauth.give();
    const body = { access_token: accessToken, refresh_token: refreshToken, ...lasts };
    fake.faults.next({ match: 'POST /oauth/token', body });
    await open().read('41');
    expect(vault.written).toMatchObject([{ tokens: { accessToken, refreshToken, expiresAt: Date.now() + ms } }]);
  });

  it.each([{}, { refresh_token: null }, { refresh_token: '' }])('with %j keeps the refresh token', async (none) => {
    const { fake, credentials, vault, open } = await signedIn();
    const { accessToken } = fake.oauth.give();
    fake.faults.next({ match: 'POST /oauth/token', body: { access_token: accessToken, ...none } });
    expect((await open().read('41')).title).toBe(NAME);
    const { refreshToken } = credentials.tokens;
    expect(vault.written).toMatchObject([{ tokens: { accessToken, refreshToken } }]);
  });

  it('is refused after a fortnight', async () => {
    const { fake, open } = await signedIn(14 * 24 * HOUR);
    expect(await failureOf(open().read('41'))).toEqual({ kind: 'unauthorized' });
    expect(renewals(fake)).toBe(1);
  });

  it('is refused once the app has another secret', async () => {
    const { fake, open } = await signedIn();
    fake.oauth.clientSecret = 'changed';
    expect(await failureOf(open().read('41'))).toEqual({ kind: 'unauthorized' });
  });

  it.each<[string, object, object]>([
    ['a page', { html: '<h1>Sign in</h1>' }, { kind: 'malformed', where: 'POST /oauth/token: not JSON' }],
    [
      'no access token',
      { body: { refresh_token: 'a' } },
      { kind: 'malformed', where: 'POST /oauth/token: access_token' },
    ],
    ['a failure', { status: 500, body: {} }, { kind: 'server', status: 500 }],
    [
      'a short wait',
      { status: 429, body: {}, retryAfter: '0' },
      { kind: 'rate-limited', retryAt: expect.any(Number) as unknown },
    ],
  ])('answered with %s fails with that, once', async (_, fault, failure) => {
    const { fake, vault, open } = await signedIn();
    fake.faults.next({ match: 'POST /oauth/token', times: 3, ...fault });
    expect(await failureOf(open().update('41', { title: 'New' }))).toEqual(failure);
    expect(renewals(fake)).toBe(1);
    expect(vault.written).toEqual([]);
  });
});
