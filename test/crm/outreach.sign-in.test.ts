import { describe, expect, it } from 'vitest';
import type { SignIn } from '../../lib/crm/crm';
import { outreachAdapter } from '../../lib/crm/outreach/index';
import { CrmError } from '../../lib/domain/failure';
import { fetchFrom } from '../fakes/outreach/fetch';
import type { FakeOutreach } from '../fakes/outreach/server';
import { failureOf } from './contract';
import { callsOf, givenOutreach } from './outreach-world';

const REDIRECT = 'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/';

/** A browser in which the rep clicks through the CRM's page; `change` plays somebody in between. */
function browserAt(fake: FakeOutreach, change: (address: URL) => string = ({ href }) => href) {
  const opened: URL[] = [];
  const signIn: SignIn = {
    redirectUri: REDIRECT,
    async open(url) {
      opened.push(new URL(url));
      const { pathname, search } = new URL(url);
      const answer = await fetch(`${fake.url}${pathname}${search}`, { redirect: 'manual' });
      return change(new URL(answer.headers.get('Location') ?? 'about:blank'));
    },
  };
  return { opened, signIn };
}

const appOf = ({ oauth: { clientId, clientSecret } }: FakeOutreach) => ({ clientId, clientSecret });

function signInAt(fake: FakeOutreach, change?: (address: URL) => string, credentials = appOf(fake)) {
  const { opened, signIn } = browserAt(fake, change);
  const world = { fetch: fetchFrom(fake), signIn };
  return { opened, done: outreachAdapter.signIn!(credentials, world) };
}

describe('signing in to Outreach', () => {
  it('opens its page with all scopes and an unguessable state, and trades the code for tokens', async () => {
    const fake = await givenOutreach();
    const { opened, done } = signInAt(fake);
    const credentials = await done;
    expect(credentials).toEqual({
      ...appOf(fake),
      tokens: { accessToken: 'access-1', refreshToken: 'refresh-1', expiresAt: expect.any(Number) },
    });
    const [page] = opened;
    expect(page?.origin + page!.pathname).toBe('https://api.outreach.io/oauth/authorize');
    const { state, scope, ...rest } = Object.fromEntries(page!.searchParams);
    expect(rest).toEqual({ client_id: 'fake-client', redirect_uri: REDIRECT, response_type: 'code' });
    expect(state).toMatch(/^[\da-f-]{36}$/);
    expect(scope?.split(' ')).toEqual([
      'prospects.all',
      'accounts.all',
      'opportunities.all',
      'opportunityStages.read',
      'opportunityProspectRoles.all',
      'users.read',
      'prospectNotes.write',
      'accountNotes.write',
    ]);
    const [, exchange] = fake.requests;
    expect(exchange?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
    expect(Object.keys(Object.fromEntries(new URLSearchParams(exchange?.text))).toSorted()).toEqual(
      ['client_id', 'client_secret', 'code', 'grant_type', 'redirect_uri'].toSorted(),
    );
    expect(exchange?.path).toBe('/oauth/token');
  });

  it('gives tokens that open the account, whose name it finds', async () => {
    const fake = await givenOutreach();
    const credentials = await signInAt(fake).done;
    const world = { credentials, fetch: fetchFrom(fake) };
    expect(await outreachAdapter.identify(world)).toEqual({ accountName: 'jo@northwind.example', facts: {} });
  });

  it('lasts as long as the answer says', async () => {
    const fake = await givenOutreach();
    const before = Date.now();
    const credentials = await signInAt(fake).done;
    const { expiresAt } = (credentials as { tokens: { expiresAt: number } }).tokens;
    expect(expiresAt).toBeGreaterThanOrEqual(before + 7_200_000);
    expect(expiresAt).toBeLessThanOrEqual(Date.now() + 7_200_000);
  });

  it('leaves a pasted token alone', async () => {
    const fake = await givenOutreach();
    const { opened, signIn } = browserAt(fake);
    const pasted = { accessToken: 'token' };
    expect(await outreachAdapter.signIn!(pasted, { fetch: fetchFrom(fake), signIn })).toEqual(pasted);
    expect(opened).toEqual([]);
  });

  it('says so when the rep does not allow it', async () => {
    const fake = await givenOutreach({ consent: 'deny' });
    const failure = await failureOf(signInAt(fake).done);
    expect(failure).toMatchObject({ kind: 'invalid', reason: expect.stringContaining('access was denied') });
    expect(callsOf(fake)).toEqual(['GET /oauth/authorize']);
  });

  it.each<[string, (address: URL) => string]>([
    ['another state', (address) => address.href.replace(/state=[^&]+/, 'state=guessed')],
    ['no state', (address) => address.href.replace(/state=[^&]+&?/, '')],
    ['another page', (address) => address.href.replace('abcdefghijklmnop', 'ponmlkjihgfedcba')],
    ['no code', (address) => address.href.replace(/code=[^&]+/, '')],
    ['no address', () => 'nonsense'],
  ])('is refused with %s, and asks for no token', async (_, change) => {
    const fake = await givenOutreach();
    expect(await failureOf(signInAt(fake, change).done)).toMatchObject({ kind: 'invalid', field: null });
    expect(callsOf(fake)).toEqual(['GET /oauth/authorize']);
  });

  it('is refused for a code that is none', async () => {
    const fake = await givenOutreach();
    const { done } = signInAt(fake, (address) => address.href.replace(/code=[^&]+/, 'code=guessed'));
    expect(await failureOf(done)).toMatchObject({ kind: 'invalid', reason: expect.stringContaining('start it again') });
  });

  it('is refused where no refresh token comes: it would end within two hours', async () => {
    const fake = await givenOutreach();
    fake.faults.next({ match: 'POST /oauth/token', body: { access_token: 'a' } });
    const failure = { kind: 'malformed', where: 'POST /oauth/token: refresh_token' };
    expect(await failureOf(signInAt(fake).done)).toEqual(failure);
  });

  it('is refused with a wrong secret, which the failure does not repeat', async () => {
    const fake = await givenOutreach();
    const { done } = signInAt(fake, undefined, { ...appOf(fake), clientSecret: 'wrong-secret' });
    const failure = await failureOf(done);
    expect(failure).toEqual({ kind: 'unauthorized' });
  });

  it('passes on that the rep closed the page', async () => {
    const fake = await givenOutreach();
    const closed = new CrmError({ kind: 'invalid', reason: 'closed', field: null });
    const signIn: SignIn = { redirectUri: REDIRECT, open: () => Promise.reject(closed) };
    await expect(outreachAdapter.signIn!(appOf(fake), { fetch: fetchFrom(fake), signIn })).rejects.toBe(closed);
  });

  it('asks a proxy’s own host', async () => {
    const fake = await givenOutreach();
    const { opened, signIn } = browserAt(fake);
    const asked: string[] = [];
    const proxied: typeof fetch = async (input, init) => {
      const request = new Request(input, init);
      asked.push(request.url);
      return fetch(new Request(request.url.replace('https://proxy.example', fake.url), request));
    };
    const credentials = { ...appOf(fake), baseUrl: 'https://proxy.example/api/v2' };
    await outreachAdapter.signIn!(credentials, { fetch: proxied, signIn });
    expect([opened[0]?.origin, asked]).toEqual(['https://proxy.example', ['https://proxy.example/oauth/token']]);
  });
});

describe('identifying', () => {
  it('does without a name where Outreach does not tell it', async () => {
    const fake = await givenOutreach({ hasRoot: false });
    const credentials = { accessToken: fake.accessToken };
    const world = { credentials, fetch: fetchFrom(fake) };
    expect(await outreachAdapter.identify(world)).toEqual({ accountName: '', facts: {} });
  });

  it('refuses a wrong token, and an app nobody signed in with', async () => {
    const fake = await givenOutreach();
    const world = { fetch: fetchFrom(fake) };
    for (const credentials of [{ accessToken: 'wrong' }, appOf(fake)]) {
      expect(await failureOf(outreachAdapter.identify({ ...world, credentials }))).toEqual({ kind: 'unauthorized' });
    }
  });
});
