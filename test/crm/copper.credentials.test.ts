import { describe, expect, it } from 'vitest';
import { copperAdapter } from '../../lib/crm/copper/index';
import { NO_VAULT } from './copper-world';

const issuesOf = (value: unknown) =>
  copperAdapter.credentials.safeParse(value).error?.issues.map(({ path, message }) => [path[0], message]) ?? [];

describe("Copper's credentials", () => {
  it('are trimmed', () => {
    const parsed = copperAdapter.credentials.parse({ apiKey: ' abc123\n', email: ' jo@northwind.example ' });
    expect(parsed).toEqual({ apiKey: 'abc123', email: 'jo@northwind.example' });
  });

  it('are asked for in sentences', () => {
    const sentences = [
      ['apiKey', expect.stringMatching(/^Paste the API key/)],
      ['email', expect.stringMatching(/^Enter the email/)],
    ];
    expect(issuesOf({ apiKey: '  ', email: '' })).toEqual(sentences);
    expect(issuesOf({})).toEqual(sentences);
    expect(issuesOf({ apiKey: 'abc', email: 'jo' })).toEqual([sentences[1]]);
  });

  it('may name a proxy, and then everything goes there', async () => {
    const proxied = { apiKey: 'abc', email: 'jo@x.example', baseUrl: ' https://crm.x.example/copper/ ' };
    const credentials = copperAdapter.credentials.parse(proxied);
    expect(credentials).toMatchObject({ baseUrl: 'https://crm.x.example/copper' });
    expect(copperAdapter.credentials.parse({ ...proxied, baseUrl: '' })).not.toHaveProperty('baseUrl', '');
    const asked: string[] = [];
    const fetch: typeof globalThis.fetch = (input, init) => {
      asked.push(new Request(input, init).url);
      return Promise.resolve(Response.json({ id: 7, name: 'Jo', email: 'jo@x.example' }));
    };
    const context = { credentials, fetch, connection: 'copper-1', facts: {}, learn: () => undefined, vault: NO_VAULT };
    await copperAdapter.identify(context);
    await copperAdapter.open(context).read('7');
    const base = 'https://crm.x.example/copper';
    expect(asked.toSorted()).toEqual([
      `${base}/account`,
      `${base}/custom_field_definitions`,
      `${base}/opportunities/7`,
      `${base}/users/me`,
    ]);
  });

  it.each(['http://x.example', 'x.example', 'https://jo:pw@x.example'])('refuse %j as a base URL', (baseUrl) => {
    expect(issuesOf({ apiKey: 'abc', email: 'jo@x.example', baseUrl })).toEqual([
      ['baseUrl', expect.stringMatching(/begins with https:/)],
    ]);
  });

  it.each(['ab\ncd', 'ab\r\nX-Evil: 1', 'ab cd', 'äbc', 'ключ', 'ab\u0000c'])(
    'refuse %j, which cannot stand in a header',
    (text) => {
      expect(issuesOf({ apiKey: text, email: 'jo@northwind.example' })).toHaveLength(1);
      expect(issuesOf({ apiKey: 'abc', email: `${text}@northwind.example` })).toHaveLength(1);
    },
  );
});
