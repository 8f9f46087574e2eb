import { describe, expect, it } from 'vitest';
import { baseUrlSchema } from '../../lib/crm/base-url';

describe('a base URL', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['  ', undefined],
    ['https://proxy.example', 'https://proxy.example'],
    [' https://proxy.example/copper/ ', 'https://proxy.example/copper'],
    ['https://proxy.example:8443/v1', 'https://proxy.example:8443/v1'],
  ])('%j is read as %j', (text, url) => expect(baseUrlSchema.parse(text)).toBe(url));

  it.each([
    'http://proxy.example',
    'https://a.example/?',
    'https://a.example/#',
    'https://@a.example',
    'proxy.example',
    'https://',
    'https://jo:pw@proxy.example',
    'https://a.example?k=1',
  ])('%j is refused with what one looks like', (text) => {
    expect(baseUrlSchema.safeParse(text).error?.issues[0]?.message).toMatch(/begins with https:/);
  });
});
