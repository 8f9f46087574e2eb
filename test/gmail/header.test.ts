// @vitest-environment jsdom
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAccountAddress } from '../../lib/gmail/account';
import { isPopOut, readAccountIndex } from '../../lib/gmail/route';
import { toThreadId } from '../../lib/gmail/thread';
import { isViaGroup } from '../../lib/gmail/via-group';
import { INBOX_URL, ME, parsePage } from './samples';

function titled(title: string, body = ''): Document {
  const document = parsePage(`<body>${body}</body>`);
  document.title = title;
  return document;
}

describe('readAccountIndex', () => {
  it.each([
    ['https://mail.google.com/mail/u/0/#inbox', 0],
    ['https://mail.google.com/mail/u/3/#search/u%2F9%2F/FMfcgz', 3],
    ['https://mail.google.com/mail/u/12', 12],
    ['https://mail.google.com/mail/b/143/u/1/#inbox', 1],
    ['https://mail.google.com/mail/u/1/popout?ver=abc', 1],
    ['https://mail.google.com/mail/#inbox', 0],
    ['https://mail.google.com/mail/u/me@x.example/', 0],
    ['https://mail.google.com/mail/u/100/', 0],
  ])('of %s is %i', (href, index) => {
    expect(readAccountIndex(href)).toBe(index);
  });
});

describe('isPopOut', () => {
  it.each([
    ['https://mail.google.com/mail/u/0/popout?ver=abc&search=inbox', true],
    ['https://mail.google.com/mail/u/0/?view=btop&ver=abc', true],
    ['https://mail.google.com/mail/u/0/#search/popout', false],
  ])('of %s is %s', (href, isOne) => {
    expect(isPopOut(document, href)).toBe(isOne);
  });
});

describe('readAccountAddress', () => {
  it.each([
    ['Offer - me@x.example - Gmail', 'me@x.example'],
    ['Inbox (3) - Me@X.example - Gmail', 'me@x.example'],
    ['Hộp thư đến - me@x.example - Acme Mail', 'me@x.example'],
    ['Re: jane@y.example - call - me@x.example - Gmail', 'me@x.example'],
    ['Re - jane@y.example - me@x.example - Gmail', 'me@x.example'],
    ['Offer - me@x.example - Acme - Mail', 'me@x.example'],
    ['- me@x.example - Gmail', 'me@x.example'],
    ['\u202bהצעה - \u202ame@x.example\u202c - Gmail\u202c', 'me@x.example'],
    ['Offer for jane@y.example - Gmail', null],
    ['Gmail', null],
    ['Offer - jane@y.example', null],
  ])('of the title %j is %j', (title, address) => {
    expect(readAccountAddress(titled(title), INBOX_URL)).toBe(address);
  });

  it('comes from the account button when the title does not tell', () => {
    const button = (label: string) => titled('Gmail', `<a href="#" aria-label="${label}"></a>`);
    expect(readAccountAddress(button('Google Account: Jo Doe \n(jo@x.example)'), INBOX_URL)).toBe('jo@x.example');
    expect(readAccountAddress(button('Tài khoản Google: a@b.example (jo@x.example)'), INBOX_URL)).toBe('jo@x.example');
    expect(readAccountAddress(button('Reach us @ home'), INBOX_URL)).toBeNull();
  });

  it('does not come from a link in an email', () => {
    const link = '<a href="#" aria-label="mail jane@y.example"></a>';
    for (const around of [
      `<div role="main">${link}</div>`,
      `<div style="display:none"><div class="a3s">${link}</div></div>`,
    ]) {
      expect(readAccountAddress(titled('Gmail', around), INBOX_URL)).toBeNull();
    }
  });

  it('is found after a subject that is nothing but a dash', () => {
    expect(readAccountAddress(titled(`- - ${ME.address} - Gmail`), INBOX_URL)).toBe(ME.address);
  });

  it('is found whatever the subject', () => {
    fc.assert(
      fc.property(fc.string(), (subject) => {
        expect(readAccountAddress(titled(`${subject} - ${ME.address} - Gmail`), INBOX_URL)).toBe(ME.address);
      }),
    );
  });
});

describe('isViaGroup', () => {
  it.each([
    ["'Jane Prospect' via Support", 'support@our-company.example'],
    ["'jane@buyer.example' via Sales Team", 'all@our-company.example'],
    ['‘Jane’ via Support', 'support@our-company.example'],
    ['„Jane Käufer“ über Vertrieb', 'vertrieb@our-company.example'],
    ['«Анна» через Продажи', 'sales@our-company.example'],
    ['Jane Prospect via Support', 'support@our-company.example'],
    ['Jane Prospect via Sales Team', 'sales-team@our-company.example'],
  ])('is true for %s <%s>', (name, address) => {
    expect(isViaGroup({ name, address })).toBe(true);
  });

  it.each([
    ['Jane Prospect', 'jane@buyer.example'],
    ['Jane via LinkedIn', 'messages@linkedin.example'],
    ['Jane (via Google Docs)', 'comments@docs.example'],
    ["'Jane' via Tool", 'no-reply@tool.example'],
    ['Via Costa', 'via.costa@buyer.example'],
    ['Olivia Savia', 'savia@buyer.example'],
    ["Jo 'Via' Costa", 'costa@buyer.example'],
    ["'Jo' Support", 'support@our-company.example'],
    ['Jo via !', '_@buyer.example'],
    ['via', 'via@buyer.example'],
    ['', 'jane@buyer.example'],
  ])('is false for %s <%s>', (name, address) => {
    expect(isViaGroup({ name, address })).toBe(false);
  });
});

describe('toThreadId', () => {
  it('is the hex of a perm id', () => {
    expect(toThreadId('thread-f:1773001162527223488')).toBe('189af729deca2ec0');
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 63n }), (id) => {
        expect(BigInt(`0x${toThreadId(`thread-f:${id}`)}`)).toBe(id);
      }),
    );
  });

  it('leaves ids alone that have no legacy form', () => {
    expect(toThreadId('thread-a:r-42')).toBe('thread-a:r-42');
  });
});
