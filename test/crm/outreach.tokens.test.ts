import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CrmError } from '../../lib/domain/failure';
import type { OutreachCredentials } from '../../lib/crm/outreach/credentials';
import type { FakeOutreach } from '../fakes/outreach/server';
import { failureOf } from './contract';
import { later, renewals, signedIn } from './outreach-signed-in';
import { callsOf } from './outreach-world';

const HOUR = 3_600_000;
const NAME = 'Lab robots, phase 2';

// Only the clock, and from now on: the fake's certificate has to be valid for those who look at the real one.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

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

  it.each<[string, (fake: FakeOutreach) => OutreachCredentials]>([
    ['pasted', (fake) => ({ accessToken: fake.accessToken })],
    ['of another app', (fake) => ({ clientId: 'other', clientSecret: 'other', tokens: fake.oauth.give() })],
  ])('keeps credentials, %s, that came during its renewal', async (_, toOthers) => {
    const { fake, vault, open } = await signedIn();
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    fake.faults.next({ match: 'POST /oauth/token', delayUntil: held });
    const reading = open().read('41');
    await vi.waitFor(() => expect(renewals(fake)).toBe(1), { interval: 5 });
    const others = toOthers(fake);
    later(60_000);
    vault.stored = others;
    release();
    expect((await reading).title).toBe(NAME);
    expect(vault.written).toEqual([]);
    expect(vault.stored).toEqual(others);
  });

  it('leaves credentials alone that came from connecting another way', async () => {
    const { fake, vault, open } = await signedIn();
    const crm = open();
    vault.stored = { accessToken: fake.accessToken };
    expect(await failureOf(crm.read('41'))).toEqual({ kind: 'unauthorized' });
    expect(vault.written).toEqual([]);
  });
});
