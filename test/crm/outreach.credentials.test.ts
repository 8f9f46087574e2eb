import { describe, expect, it } from 'vitest';
import { outreachCredentials } from '../../lib/crm/outreach/credentials';

const APP = { clientId: 'client', clientSecret: 'secret' };
const tokens = { accessToken: 'a', refreshToken: 'r', expiresAt: 1 };

describe('Outreach credentials', () => {
  it.each<[string, object, object]>([
    ['an app', { ...APP, accessToken: '', baseUrl: '' }, APP],
    ['a token', { clientId: '', clientSecret: ' ', accessToken: ' token ' }, { accessToken: 'token' }],
    ['an app that signed in', { ...APP, tokens }, { ...APP, tokens }],
    ['both ways: the one that lasts', { ...APP, accessToken: 'token' }, APP],
    ['half an app beside a token', { clientId: 'client', accessToken: 'token' }, { accessToken: 'token' }],
    [
      'a proxy',
      { accessToken: 'token', baseUrl: 'https://proxy.example/outreach/' },
      { accessToken: 'token', baseUrl: 'https://proxy.example/outreach' },
    ],
  ])('are %s', (_, typed, stored) => {
    expect(outreachCredentials.parse(typed)).toEqual(stored);
    expect(outreachCredentials.parse(outreachCredentials.parse(typed))).toEqual(stored);
  });

  it.each<[string, object, string, RegExp]>([
    ['nothing', { clientId: '', accessToken: '' }, 'clientId', /client ID and secret .* or paste an access token/],
    ['an ID alone', { clientId: 'client' }, 'clientSecret', /secret too/],
    ['a secret alone', { clientSecret: 'secret' }, 'clientId', /client ID too/],
    ['a token with a line break', { accessToken: 'to\nken' }, 'accessToken', /copy it again/],
    ['a proxy without https', { accessToken: 'token', baseUrl: 'http://proxy.example' }, 'baseUrl', /https/],
  ])('are not %s', (_, typed, field, sentence) => {
    const issue = outreachCredentials.safeParse(typed).error?.issues[0];
    expect(issue?.path).toEqual([field]);
    expect(issue?.message).toMatch(sentence);
  });
});
