// @vitest-environment jsdom
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCounterpart } from '../../lib/domain/lookup';
import type { OpenEmail } from '../../lib/domain/open-email';
import { detectOpenEmail } from '../../lib/gmail/dom-detector';
import { captures, isThere, load } from './captures';
import type { Layout } from './layouts';
import { LAYOUTS } from './layouts';
import { CONVERSATION_PAGES, EMPTY_PAGES, INBOX_URL, parsePage, STRANGER } from './samples';

interface Shown {
  document: () => Document;
  href: string;
  /** True where only classes say which message is expanded: nobody is to be named once those are gone. */
  isClassesOnly?: boolean;
}

function detect(document: Document, href: string): OpenEmail | null {
  return detectOpenEmail(document, { href });
}

/** What the layout must not change: who is looked up, and who wrote. */
function gist(email: OpenEmail | null) {
  return email && { sender: email.sender?.address, counterpart: findCounterpart(email)?.address };
}

function expectSame({ document, href, isClassesOnly }: Shown, { apply, mayHide }: Layout, seed: number): void {
  const before = gist(detect(document(), href));
  const page = document();
  apply(page, seed);
  const after = detect(page, href);
  expect(JSON.stringify(after)).not.toContain(STRANGER.address);
  if (!(mayHide || isClassesOnly) || after?.sender) expect(gist(after), `seed ${seed}`).toEqual(before);
}

const seeds = fc.integer({ min: 1, max: 2 ** 30 });

const pages: [string, Shown][] = [
  ...Object.entries({ ...CONVERSATION_PAGES, ...EMPTY_PAGES }).map(([name, html]): [string, Shown] => [
    name,
    { document: () => parsePage(html), href: INBOX_URL },
  ]),
  ...captures.map((capture): [string, Shown] => [
    capture[0],
    {
      document: () => load(capture),
      href: capture[1].url,
      isClassesOnly: capture[0] === 'real-2025-message-header-to-group-en.html',
    },
  ]),
];

describe('a Gmail of another build', () => {
  it('is tried on every capture there is', () => {
    expect(pages).toHaveLength(11 + (isThere ? 16 : 0));
  });

  describe.each(pages)('%s', (_, shown) => {
    const isEmpty = detect(shown.document(), shown.href) === null;
    it.each(LAYOUTS.filter(({ needsConversation }) => !(needsConversation && isEmpty)))(
      'names nobody else $name',
      (layout) => {
        // Every run of the tests tries others: one of each is enough for each.
        fc.assert(
          fc.property(seeds, (seed) => expectSame(shown, layout, seed)),
          { numRuns: 1 },
        );
      },
    );
  });
});
