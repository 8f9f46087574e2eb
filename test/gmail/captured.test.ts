// @vitest-environment jsdom
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findCounterpart } from '../../lib/domain/lookup';
import type { OpenEmail } from '../../lib/domain/open-email';
import { detectOpenEmail } from '../../lib/gmail/dom-detector';
import type { Capture } from './captures';
import { captures, FIXTURES, isThere, load } from './captures';
import { suitingVariants, VARIANTS } from './variants';

function detect(document: Document, { url }: Capture): OpenEmail | null {
  return detectOpenEmail(document, { href: url });
}

function open(document: Document, capture: Capture): OpenEmail {
  const email = detect(document, capture);
  if (!email) throw new Error('nothing detected');
  return email;
}

describe.skipIf(!isThere)('captured Gmail pages', () => {
  it('has sixteen of them', () => {
    expect(captures).toHaveLength(16);
    expect(captures.map(([file]) => file).toSorted()).toEqual(
      readdirSync(FIXTURES)
        .filter((file) => file.endsWith('.html'))
        .toSorted(),
    );
  });

  describe.each(captures.filter(([, { openMessage }]) => openMessage === null))('%s', (file, capture) => {
    it('shows no open email', () => {
      expect(detect(load([file, capture]), capture)).toBeNull();
    });
  });

  describe.each(captures.filter(([, { openMessage }]) => openMessage !== null))('%s', (file, capture) => {
    const { openMessage } = capture;
    const email = () => open(load([file, capture]), capture);

    it('tells the sender of the open message', () => {
      expect(email().sender).toEqual({ name: openMessage?.sender.name, address: openMessage?.sender.email });
    });

    it('tells the ids and the subject', () => {
      const { messageId, subject, threadId } = email();
      expect(messageId).toBe(openMessage?.legacyMessageId ?? openMessage?.messageId);
      expect(subject).toBe(capture.subject);
      expect([capture.threadId?.legacy ?? null, capture.threadIdHiddenInJslogLegacy]).toContain(threadId);
    });

    it('lists the participants in order, with their roles', () => {
      const named = capture.participants.filter(
        (participant, n) => capture.participants.findIndex((other) => other.email === participant.email) === n,
      );
      expect(email().participants).toEqual(named.map(({ email: address, name, role }) => ({ name, address, role })));
    });

    it('lists those who wrote, the newest last', () => {
      const { senders } = email();
      expect(senders.at(-1)).toBe(openMessage?.sender.email);
      expect(new Set(senders)).toEqual(
        new Set(capture.participants.filter(({ role }) => role === 'from').map((sender) => sender.email)),
      );
    });

    it('tells whose account it is', () => {
      expect(email().account).toEqual({ index: capture.accountIndex ?? 0, address: capture.selfEmail ?? null });
    });

    it('tells whether a group hides the writer', () => {
      expect(email().viaGroup).toBe(capture.viaGroup ?? false);
    });

    it('leads to the contact to look up', () => {
      const { address } = email().account;
      // Some captures were given one domain for the account and for who wrote to it: by that, colleagues.
      const isColleague = address !== null && openMessage?.sender.email.endsWith(address.slice(address.indexOf('@')));
      const contact = capture.crmContact ?? openMessage?.sender;
      const counterpart = findCounterpart(email());
      if (capture.viaGroup) expect(counterpart).toBeNull();
      else if (isColleague && !capture.crmContact) expect(counterpart?.address).not.toBe(address);
      else expect(counterpart).toEqual({ name: contact?.name, address: contact?.email });
    });

    it('reports nobody out of the list', () => {
      const report = JSON.stringify(email());
      for (const wrong of [
        ...(capture.rowSenderMustNotBeReported ?? []),
        ...(capture.rowThreadIdMustNotBeReported ?? []),
      ]) {
        expect(report).not.toContain(wrong);
      }
    });

    it.each(suitingVariants(load([file, capture])))('is read the same $name', (variant) => {
      const document = load([file, capture]);
      const before = open(document, capture);
      variant.apply(document);
      expect(detect(document, capture)).toEqual(variant.expected?.(before) ?? before);
    });
  });

  describe.each(captures.filter(([, { openMessage }]) => openMessage === null))('%s', (file, capture) => {
    const harmless = new Set(['with renamed classes', 'with attributes in another order', 'under a compose window']);
    it.each(VARIANTS.filter(({ name }) => harmless.has(name)))('still shows no open email $name', ({ apply }) => {
      const document = load([file, capture]);
      apply(document);
      expect(detect(document, capture)).toBeNull();
    });
  });
});
