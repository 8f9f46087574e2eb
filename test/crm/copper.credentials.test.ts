import { describe, expect, it } from 'vitest';
import { copperAdapter } from '../../lib/crm/copper/index';

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

  it.each(['ab\ncd', 'ab\r\nX-Evil: 1', 'ab cd', 'äbc', 'ключ', 'ab\u0000c'])(
    'refuse %j, which cannot stand in a header',
    (text) => {
      expect(issuesOf({ apiKey: text, email: 'jo@northwind.example' })).toHaveLength(1);
      expect(issuesOf({ apiKey: 'abc', email: `${text}@northwind.example` })).toHaveLength(1);
    },
  );
});
