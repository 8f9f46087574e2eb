import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trust } from './https';
import { type FakeOutreach, type FakeOutreachOptions, startFakeOutreach } from './outreach/server';

let fake: FakeOutreach;
beforeAll(async () => {
  fake = await startFakeOutreach();
  trust(fake.ca);
});
afterAll(() => fake.stop());

async function withFake(options: FakeOutreachOptions, test: (other: FakeOutreach) => Promise<void>): Promise<void> {
  const other = await startFakeOutreach(options);
  trust(other.ca);
  await test(other).finally(() => other.stop());
}

/** The status of a read with an access token. */
async function statusOf(path: string, accessToken: string | undefined, { url }: FakeOutreach): Promise<number> {
  const headers = { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/vnd.api+json' };
  return (await fetch(`${url}/api/v2${path}`, { headers })).status;
}

describe('the sign-in of the fake', () => {
  const redirect = 'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/';
  const question = {
    client_id: 'fake-client',
    redirect_uri: redirect,
    response_type: 'code',
    scope: 'users.read',
    state: 's',
  };
  const app = { client_id: 'fake-client', client_secret: 'fake-secret' };
  const authorize = (more: object = {}, of = fake) =>
    fetch(`${of.url}/oauth/authorize?${new URLSearchParams({ ...question, ...more }).toString()}`, {
      redirect: 'manual',
    });
  const token = async (grant: Record<string, string>, of: FakeOutreach) => {
    const answer = await fetch(`${of.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({ ...app, ...grant }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, string>, headers: answer.headers };
  };
  async function signIn(of: FakeOutreach) {
    const back = new URL((await authorize({}, of)).headers.get('Location') ?? '');
    const code = back.searchParams.get('code') ?? '';
    return { code, answer: await token({ grant_type: 'authorization_code', redirect_uri: redirect, code }, of) };
  }

  it('leads back with a code and the state, or with an error', async () => {
    const { status, headers } = await authorize();
    expect(status).toBe(302);
    expect(headers.get('Location')).toMatch(/^https:\/\/a.*\/\?state=s&code=[\w-]+$/);
    expect((await authorize({ scope: 'everything' })).headers.get('Location')).toMatch(/error=invalid_scope/);
    expect((await authorize({ redirect_uri: 'https://elsewhere.example/' })).status).toBe(400);
    expect((await authorize({ client_id: 'x' })).status).toBe(401);
  });

  it('gives tokens for a code, once, for what was asked', () =>
    withFake({ isLimited: false }, async (other) => {
      const { code, answer } = await signIn(other);
      expect(answer).toMatchObject({
        status: 200,
        body: { token_type: 'Bearer', expires_in: 7200, scope: 'users.read' },
      });
      expect(await statusOf('/users', answer.body.access_token, other)).toBe(200);
      expect(await statusOf('/accounts', answer.body.access_token, other)).toBe(403);
      const again = await token({ grant_type: 'authorization_code', redirect_uri: redirect, code }, other);
      expect(again).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    }));

  it('renews, and ends everything when a refresh token comes a second time', () =>
    withFake({ isLimited: false }, async (other) => {
      const { answer } = await signIn(other);
      const grant = { grant_type: 'refresh_token', refresh_token: answer.body.refresh_token ?? '' };
      const renewed = await token(grant, other);
      expect(renewed.status).toBe(200);
      expect(renewed.body.refresh_token).not.toBe(grant.refresh_token);
      expect((await token(grant, other)).body.error).toBe('invalid_grant');
      const next = { ...grant, refresh_token: renewed.body.refresh_token ?? '' };
      expect((await token(next, other)).body.error).toBe('invalid_grant');
    }));

  it('gives one token a minute', () =>
    withFake({}, async (other) => {
      const { answer } = await signIn(other);
      const grant = { grant_type: 'refresh_token', refresh_token: answer.body.refresh_token ?? '' };
      const refused = await token(grant, other);
      expect([refused.status, Number(refused.headers.get('Retry-After'))]).toEqual([429, expect.closeTo(60, -1)]);
    }));

  it('knows its app', async () => {
    expect((await token({ client_secret: 'x', grant_type: 'refresh_token' }, fake)).body.error).toBe('invalid_client');
  });
});
