import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainOf, isNoReply, normaliseAddress, withoutPlusTag } from '../../lib/domain/address';
import { companyDomain, isFreeMail } from '../../lib/domain/free-mail';

const word = fc.stringMatching(/^[a-z0-9]{1,12}$/);
const address = fc.tuple(word, word).map(([user, host]) => `${user}@${host}.example`);

describe('domainOf', () => {
  it.each([
    ['jane@Buyer.Example', 'buyer.example'],
    ['"a@b"@buyer.example', 'buyer.example'],
    ['jane', ''],
    ['', ''],
  ])('of %j is %j', (raw, domain) => {
    expect(domainOf(raw)).toBe(domain);
  });
});

describe('normaliseAddress', () => {
  it('trims, lower-cases and drops mailto:', () => {
    expect(normaliseAddress('  MailTo:Jane@Buyer.Example ')).toBe('jane@buyer.example');
  });

  it('changes nothing the second time, and ignores case', () => {
    fc.assert(
      fc.property(address, (plain) => {
        expect(normaliseAddress(plain)).toBe(plain);
        expect(normaliseAddress(plain.toUpperCase())).toBe(plain);
      }),
    );
  });
});

describe('withoutPlusTag', () => {
  it.each([
    ['jo+news@x.example', 'jo@x.example'],
    ['jo+a+b@x.example', 'jo@x.example'],
    ['jo@x.example', 'jo@x.example'],
    ['jo@x+y.example', 'jo@x+y.example'],
  ])('of %s is %s', (tagged, mailbox) => {
    expect(withoutPlusTag(tagged)).toBe(mailbox);
  });

  it('finds the mailbox behind any tag', () => {
    fc.assert(
      fc.property(address, word, (plain, tag) => {
        expect(withoutPlusTag(plain.replace('@', `+${tag}@`))).toBe(plain);
      }),
    );
  });
});

describe('isNoReply', () => {
  it.each([
    'noreply@x.example',
    'no-reply@x.example',
    'do-not-reply@x.example',
    'donotreply@x.example',
    'NoReply+17@x.example',
    'mailer-daemon@x.example',
    'postmaster@x.example',
    'bounces+17@x.example',
    'bounce@x.example',
    'notifications@x.example',
  ])('is true for %s', (robot) => {
    expect(isNoReply(robot)).toBe(true);
  });

  it.each([
    'jane@x.example',
    'noreen@x.example',
    'norepl.y@x.example',
    'notificationsteam@x.example',
    'jane@noreply.example',
  ])('is false for %s', (person) => {
    expect(isNoReply(person)).toBe(false);
  });
});

describe('isFreeMail and companyDomain', () => {
  it.each([
    'gmail.com',
    'googlemail.com',
    'web.de',
    'yahoo.co.uk',
    'hotmail.fr',
    'outlook.com.br',
    'qq.com',
    'proton.me',
  ])('count %s as anyone’s', (domain) => {
    expect(isFreeMail(domain)).toBe(true);
    expect(companyDomain(`jane@${domain.toUpperCase()}`)).toBeNull();
  });

  it.each(['buyer.example', 'gmail.buyer.example', 'mygmail.com', 'outlook.example.com', 'yahoo.engineering'])(
    'count %s as a company’s',
    (domain) => {
      expect(isFreeMail(domain)).toBe(false);
      expect(companyDomain(`Jane@${domain}`)).toBe(domain);
    },
  );

  it('know no company for what is no address or no public domain', () => {
    expect(companyDomain('jane')).toBeNull();
    expect(companyDomain('jane@localhost')).toBeNull();
  });
});
