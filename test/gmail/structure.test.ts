// @vitest-environment jsdom
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeStructure, MAX_LINES } from '../../lib/gmail/structure';
import { captures, load } from './captures';
import { conversation, inboxPage } from './page';
import { CONVERSATION_PAGES, JANE, ME, OMAR, parsePage } from './samples';

const PAGES = [
  ...Object.values(CONVERSATION_PAGES).map((html) => () => parsePage(html)),
  ...captures.map((capture) => () => load(capture)),
];

/** Every text and every attribute's value but the two that are told, taken by `secret`. */
function fillWith(document: Document, secret: string): void {
  const texts = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  const nodes: Node[] = [];
  while (texts.nextNode()) nodes.push(texts.currentNode);
  for (const node of nodes) node.textContent = secret;
  for (const element of document.querySelectorAll('*')) {
    for (const { name } of element.attributes)
      if (name !== 'class' && name !== 'role') element.setAttribute(name, secret);
    element.setAttribute('data-more', secret);
  }
}

describe('the diagnostic', () => {
  it('tells tags, roles, classes and names of attributes, from the root to the message', () => {
    const text = describeStructure(parsePage(CONVERSATION_PAGES['one message'] ?? ''));
    expect(text.split('\n').slice(0, 2)).toEqual(['html', 'body.aAU class dir']);
    expect(text).toMatch(/^div\.nH class role=main$/m);
    expect(text).toMatch(/^ +h2\.hP class tabindex data-thread-perm-id=perm data-legacy-thread-id=hex$/m);
    expect(text).toMatch(/^ +div\.h7\.ie\.nH class role=listitem aria-expanded=true$/m);
    expect(text).toMatch(/^ +span\.gD email name data-hovercard-id class$/m);
  });

  it('holds nothing of bodies, list rows and mails being written', () => {
    const body = '<table class="secret1"><tr><td class="secret2">x</td></tr></table>';
    const document = parsePage(
      inboxPage({
        account: ME.address,
        rows: [{ from: JANE, subject: 'x' }],
        isSplit: true,
        open: conversation({ subject: 'Offer', messages: [{ from: JANE, body, reply: [OMAR] }] }),
      }),
    );
    const text = describeStructure(document);
    expect(text).toMatch(/a3s/);
    expect(text).not.toMatch(/secret|yP|afV|zA/);
  });

  it('holds no text and no value of an attribute, whatever those are', () => {
    const secret = fc.oneof(
      fc.string({ minLength: 4 }),
      fc.string({ unit: 'grapheme', minLength: 4 }),
      fc.constantFrom('jane@buyer.example', 'Jane Buyer', '555-0100', 'msg-f:jane', 'deadbeef@x', '12345678'),
    );
    fc.assert(
      fc.property(secret, fc.constantFrom(...PAGES), (drawn, page) => {
        // Marked, for words such as "list" are those of the structure as well.
        const word = `${drawn}\u00a7`;
        const document = page();
        fillWith(document, word);
        expect(describeStructure(document)).not.toContain(word);
        expect(describeStructure(document)).not.toContain('\u00a7');
      }),
      { numRuns: 30 },
    );
  });

  it('is the same for two pages that differ in nothing but what they hold', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), fc.constantFrom(...PAGES), (a, b, page) => {
        const texts = [a, b].map((word) => {
          const document = page();
          fillWith(document, `${word}\u00a7`);
          return describeStructure(document);
        });
        expect(texts[0]).toBe(texts[1]);
      }),
      { numRuns: 12 },
    );
  });

  it('is of the view that is shown, not of one Gmail has left in the page', () => {
    const stale =
      '<div role="list"><div role="listitem" class="h7"><div class="a3s"><b role="main" class="bdy"></b></div>';
    const shown = '<div role="main" class="new"><h2></h2></div>';
    const hidden = `<div style="display:none">${stale}</div></div></div>`;
    const kept = '<div role="main" class="old" style="display:none"></div>';
    for (const before of [hidden, kept]) {
      const text = describeStructure(parsePage(`<div>${before}${shown}</div>`));
      expect(text).toMatch(/^ *div\.new role=main class$/m);
      expect(text).not.toMatch(/bdy|old/);
    }
  });

  it('holds no name the writer of a mail chose, though its body is not recognised', () => {
    const body =
      '<td class="Acme" bgcolor="#fff" acme><p class="MsoNormal" data-acme-deal="x" data-name-acme></p></td>';
    const message = `<div role="listitem" aria-expanded="true"><div class="bd9"><table><tr>${body}</tr></table></div></div>`;
    const text = describeStructure(parsePage(`<div role="main"><div role="list">${message}</div></div>`));
    expect(text).toMatch(/div\.bd9/);
    expect(text).not.toMatch(/acme|mso/i);
  });

  it('holds short class names only, and no attribute that is named like content', () => {
    const page = parsePage(
      '<div role="main"><p class="aXw jane.doe@x jane_doe_of_acme ÄÖ" jane@x jane.doe ok></p></div>',
    );
    expect(describeStructure(page)).toMatch(/^ p\.aXw class$/m);
  });

  it('tells no role it does not know', () => {
    const page = parsePage('<div role="main"><p role="jane" aria-expanded="jane"></p></div>');
    expect(describeStructure(page)).toMatch(/^ p role aria-expanded$/m);
  });

  it('says equal siblings once, and ends somewhere', () => {
    const page = parsePage(`<div role="main">${'<p><b></b></p>'.repeat(100)}</div>`);
    expect(describeStructure(page)).toMatch(/^ 100×p\n {2}b$/m);
    const long = Array.from({ length: 500 }, (_, n) => `<p class="${n}"></p>`).join('');
    expect(describeStructure(parsePage(`<div role="main">${long}</div>`)).split('\n')).toHaveLength(MAX_LINES);
  });

  it('is there for a page without a view as well, and writes nothing into it', () => {
    const page = parsePage('<section><h2 class="new">x</h2></section>');
    const before = page.documentElement.outerHTML;
    expect(describeStructure(page)).toMatch(/^ {2}h2\.new class$/m);
    expect(page.documentElement.outerHTML).toBe(before);
  });
});
