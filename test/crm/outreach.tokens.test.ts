import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CrmError } from '../../lib/domain/failure';
import type { FakeOutreach } from '../fakes/outreach/server';
import { failureOf } from './contract';
import { appOf, callsOf, connect, createVault, givenOutreach } from './outreach-world';

const HOUR = 3_600_000;
const NAME = 'Lab robots, phase 2';

// Only the clock, and from now on: the fake's certificate has to be valid for those who look at the real one.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());
const later = (ms: number) => void vi.setSystemTime(Date.now() + ms);

/** An account the rep signed in to, two hours ago unless told otherwise. */
async function signedIn(ago = 2 * HOUR) {
  const fake = await givenOutreach();
  const credentials = appOf(fake);
  later(ago);
  const vault = createVault(credentials);
  return { fake, credentials, vault, open: () => connect(fake, { credentials, vault }) };
}

const renewals = (fake: FakeOutreach) => callsOf(fake).filter((call) => call === 'POST /oauth/token').length;
const bearersOf = (fake: FakeOutreach) =>
  fake.requests.flatMap(({ path, headers }) => (path.startsWith('/api') ? [headers.authorization] : []));

describe('an access token', () => {
  it('is used while it lasts', async () => {
    const { fake, vault, open } = await signedIn(HOUR);
    expect((await open().read('41')).title).toBe(NAME);
    expect(renewals(fake)).toBe(0);
    expect(vault.written).toEqual([]);
    expect(new Set(bearersOf(fake))).toEqual(new Set(['Bearer access-1']));
  });

  it('is renewed a little before it ends', async () => {
    const { fake, open } = await signedIn(2 * HOUR - 60_000);
    await open().read('41');
    expect(callsOf(fake)[0]).toBe('POST /oauth/token');
    expect(new Set(bearersOf(fake))).toEqual(new Set(['Bearer access-2']));
  });

  it('is renewed when Outreach refuses it before its time, and the request sent again', async () => {
    const { fake, open } = await signedIn(HOUR);
    fake.oauth.revoke('access-1');
    const crm = open();
    expect((await crm.update('41', { title: 'New' })).title).toBe('New');
    expect(renewals(fake)).toBe(1);
    expect(fake.requests.filter(({ method, status }) => method === 'PATCH' && status === 200)).toHaveLength(1);
  });

  it('is renewed once, however many requests wait', async () => {
    const { fake, vault, open } = await signedIn();
    const crm = open();
    const found = await Promise.all(['41', '42', '43', '44', '45'].map((id) => crm.read(id)));
    expect(found.map(({ ref }) => ref.id)).toEqual(['41', '42', '43', '44', '45']);
    expect(renewals(fake)).toBe(1);
    expect(vault.written).toHaveLength(1);
  });

  it('is renewed once, however many requests were refused with the old one', async () => {
    const { fake, open } = await signedIn(HOUR);
    fake.oauth.revoke('access-1');
    const crm = open();
    await Promise.all(['41', '42', '43', '44', '45'].map((id) => crm.read(id)));
    expect(renewals(fake)).toBe(1);
  });

  it('is not renewed again for a refusal of the old one that comes late', async () => {
    const { fake, open } = await signedIn(HOUR);
    fake.oauth.revoke('access-1');
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    fake.faults.next({ match: 'GET /opportunities/42', delayUntil: held });
    const crm = open();
    const late = crm.read('42');
    await crm.read('41');
    release();
    expect((await late).title).toBe('Maintenance 2027');
    expect(renewals(fake)).toBe(1);
  });

  it('is written down with the refresh token before it is used', async () => {
    const { fake, credentials, vault, open } = await signedIn();
    let write = () => {};
    const written = new Promise<void>((resolve) => (write = resolve));
    let isReached = () => {};
    const reached = new Promise<void>((resolve) => (isReached = resolve));
    vault.write = async (changed) => {
      isReached();
      await written;
      vault.written.push(changed);
    };
    const reading = open().read('41');
    await reached;
    expect(callsOf(fake)).toEqual(['POST /oauth/token']);
    write();
    await reading;
    const tokens = { accessToken: 'access-2', refreshToken: 'refresh-2', expiresAt: Date.now() + 2 * HOUR };
    expect(vault.written).toEqual([{ ...credentials, tokens }]);
  });

  it('is not lost where writing it down failed: that is tried again, and no other asked for', async () => {
    const { fake, vault, open } = await signedIn();
    const crm = open();
    const { write } = vault;
    vault.write = () => Promise.reject(new CrmError({ kind: 'internal', reason: 'QuotaExceededError' }));
    expect(await failureOf(crm.read('41'))).toEqual({ kind: 'internal', reason: 'QuotaExceededError' });
    vault.write = write;
    expect((await crm.read('41')).title).toBe(NAME);
    expect(renewals(fake)).toBe(1);
    expect(vault.written).toHaveLength(1);
  });

  it('is not used once the connection has ended', async () => {
    const { fake, vault, open } = await signedIn();
    vault.write = () => Promise.reject(new CrmError({ kind: 'not-found' }));
    expect(await failureOf(open().read('41'))).toEqual({ kind: 'not-found' });
    expect(callsOf(fake)).toEqual(['POST /oauth/token']);
  });
});

describe('another life of the worker', () => {
  it('goes on with the tokens the last one wrote down', async () => {
    const { fake, vault, open } = await signedIn();
    await open().read('41');
    // Its credentials were read before that.
    expect((await open().read('41')).title).toBe(NAME);
    expect(renewals(fake)).toBe(1);
    expect(vault.written).toHaveLength(1);
  });

  it('takes over tokens written down while its own renewal was refused', async () => {
    const { fake, credentials, vault, open } = await signedIn();
    // The other life has used the refresh token, and writes down what it got a moment after we looked.
    const theirs = { ...credentials, tokens: fake.oauth.give() };
    fake.oauth.refreshTokens.delete(credentials.tokens.refreshToken);
    let reads = 0;
    vault.read = () => Promise.resolve((reads += 1) === 1 ? credentials : theirs);
    expect((await open().read('41')).title).toBe(NAME);
    expect(new Set(bearersOf(fake))).toEqual(new Set(['Bearer access-2']));
    expect(renewals(fake)).toBe(1);
  });

  it('is refused when the last one died between the answer and the writing, and does not try again', async () => {
    const { fake, vault, open } = await signedIn();
    // Died: the promise never comes back to it.
    vault.write = () => new Promise(() => undefined);
    const reading = open().read('41');
    await vi.waitFor(() => expect(renewals(fake)).toBe(1), { interval: 5 });
    later(60_000);
    const crm = open();
    for (const _ of [1, 2]) expect(await failureOf(crm.read('41'))).toEqual({ kind: 'unauthorized' });
    expect(renewals(fake)).toBe(2);
    expect(await Promise.race([reading, Promise.resolve('still waiting')])).toBe('still waiting');
  });

  it('leaves credentials alone that came from connecting another way', async () => {
    const { fake, vault, open } = await signedIn();
    const crm = open();
    vault.stored = { accessToken: fake.accessToken };
    expect(await failureOf(crm.read('41'))).toEqual({ kind: 'unauthorized' });
    expect(vault.written).toEqual([]);
  });
});

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
      'no refresh token',
      { body: { access_token: 'a' } },
      { kind: 'malformed', where: 'POST /oauth/token: refresh_token' },
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
