// @vitest-environment jsdom
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCounterpart } from '../../lib/domain/lookup';
import type { OpenEmail } from '../../lib/domain/open-email';
import { MAX_PARTICIPANTS } from '../../lib/domain/open-email';
import { detectOpenEmail } from '../../lib/gmail/dom-detector';
import type { InboxSpec, MessageSpec } from './page';
import { conversation, inboxPage, legacyId } from './page';
import {
  COLLEAGUE,
  CONVERSATION_PAGES,
  EMPTY_PAGES,
  INBOX_URL,
  JANE,
  ME,
  OMAR,
  ONE_MESSAGE,
  parsePage,
  STALE,
  STRANGER,
  THREAD,
} from './samples';
import { renameClasses, suitingVariants } from './variants';

function detect(html: string, href = INBOX_URL): OpenEmail | null {
  return detectOpenEmail(parsePage(html), { href });
}

function open(html: string, href = INBOX_URL): OpenEmail {
  const email = detect(html, href);
  if (!email) throw new Error('nothing detected');
  return email;
}

function thread(messages: MessageSpec[], spec: Partial<InboxSpec> = {}): string {
  return inboxPage({ account: ME.address, open: conversation({ subject: 'Offer', messages }), ...spec });
}

describe('the open email', () => {
  it('is read with everything its header tells', () => {
    expect(open(CONVERSATION_PAGES['a thread with collapsed messages'] ?? '')).toEqual({
      account: { index: 0, address: ME.address },
      threadId: legacyId(1_810_000_000_000_000_000n),
      messageId: legacyId(1_810_000_000_000_000_003n),
      subject: 'Offer',
      sender: JANE,
      participants: [
        { ...OMAR, role: 'from' },
        { ...JANE, role: 'from' },
        { ...ME, role: 'from' },
        { ...COLLEAGUE, role: 'to' },
      ],
      senders: [OMAR.address, ME.address, JANE.address],
      isPopOut: false,
      viaGroup: false,
    });
  });

  it('is the own reply when that is last, and leads to the other side', () => {
    const email = open(CONVERSATION_PAGES['own reply last'] ?? '');
    expect(email.sender).toEqual(ME);
    expect(findCounterpart(email)).toEqual(JANE);
  });

  it('is the last expanded message, not the last message', () => {
    const email = open(thread([{ from: OMAR }, { from: JANE }, { from: STRANGER, state: 'collapsed' }]));
    expect(email.sender).toEqual(JANE);
    expect(email.senders).toEqual([OMAR.address, JANE.address, STRANGER.address]);
  });

  it('is no message that was opened and collapsed again', () => {
    expect(open(thread([{ from: JANE }, { from: OMAR, state: 'collapsed-again' }])).sender).toEqual(JANE);
  });

  it('is no draft that is being written below it', () => {
    const email = open(
      thread([
        { from: JANE, to: [ME] },
        { from: ME, to: [STRANGER], state: 'draft' },
      ]),
    );
    expect(email).toEqual(open(thread([{ from: JANE, to: [ME] }])));
  });

  it('has no sender when its header shows no address', () => {
    const email = open(thread([{ from: OMAR }, { from: null, to: [ME] }]));
    expect(email.sender).toBeNull();
    expect(email.participants).toEqual([
      { ...OMAR, role: 'from' },
      { ...ME, role: 'to' },
    ]);
  });

  it('has no sender when its header has nothing but recipients', () => {
    const page = thread([{ from: null, to: [OMAR] }]).replaceAll('class="hb"', 'class="new"');
    expect(open(page).sender).toBeNull();
  });

  it('has no sender when only the details below its header show one', () => {
    const document = parsePage(thread([{ from: null, to: [ME] }]));
    const details = `<div class="ajA">reply-to <span class="gD" email="${STRANGER.address}" name="x"></span></div>`;
    document.querySelector('.ajw')?.insertAdjacentHTML('afterend', details);
    expect(detectOpenEmail(document, { href: INBOX_URL })?.sender).toBeNull();
  });

  it.each([
    'not an address',
    'two@at@signs.example',
    'sp ace@x.example',
    'a"b@x.example',
    'a\u202eb@x.example',
    '@x.example',
    '',
  ])('has no sender when its address is %j', (address) => {
    expect(open(thread([{ from: { name: 'Jo', address }, to: [OMAR] }])).sender).toBeNull();
  });

  it('is told by its class where Gmail sets no ARIA state, and by ARIA where the class has another name', () => {
    const page = thread([{ from: JANE }, { from: OMAR, state: 'collapsed-again' }]);
    const byClass = parsePage(page.replaceAll(/aria-expanded="\w+"/g, ''));
    const byAria = parsePage(page.replaceAll(/class="(h7 ie nH|kv)"/g, 'class="new"'));
    for (const document of [byClass, byAria]) {
      expect(detectOpenEmail(document, { href: INBOX_URL })?.sender).toEqual(JANE);
    }
  });

  it.each([
    ['say nothing', (item: Element) => ['class', 'aria-expanded'].forEach((name) => item.removeAttribute(name))],
    ['contradict each other', (item: Element) => (item.className = item.className === 'kv' ? 'h7' : 'kv')],
  ])('is told by what is rendered where class and ARIA state %s', (_, change) => {
    const document = parsePage(
      thread([{ from: JANE }, { from: OMAR, state: 'collapsed-again' }, { from: STRANGER, state: 'collapsed' }]),
    );
    document.querySelectorAll('[role=listitem]').forEach(change);
    expect(detectOpenEmail(document, { href: INBOX_URL })?.sender).toEqual(JANE);
  });

  it('is found in a pop-out window, by its URL or its body, and the subject is not taken for the account', () => {
    const popOut = inboxPage({ account: null, title: 'Call - jane@x.example - today', open: ONE_MESSAGE });
    const withoutView = popOut.replaceAll('role="main"', '');
    const href = 'https://mail.google.com/mail/u/2/popout?ver=abc';
    expect(open(withoutView, href)).toMatchObject({ sender: JANE, account: { index: 2, address: null } });
    expect(open(withoutView.replace('aAU', 'aAU xE'))).toMatchObject({ sender: JANE, account: { address: null } });
    expect(detect(withoutView)).toBeNull();
  });

  it('keeps its sender among the participants where those are cut off', () => {
    const crowd = Array.from({ length: 150 }, (_, n) => ({ name: '', address: `p${n}@crowd.example` }));
    const email = open(thread([{ from: OMAR, to: crowd }, { from: JANE }]));
    expect(email.participants).toHaveLength(MAX_PARTICIPANTS);
    expect(email.participants.at(-1)).toEqual({ ...JANE, role: 'from' });
    expect(findCounterpart(email)).toEqual(JANE);
  });

  it('shows emoji of the subject and no more whitespace than the page', () => {
    const page = inboxPage({
      account: ME.address,
      open: ONE_MESSAGE.replace('>Offer<', '>\n Big <img alt="🎉">\n  offer <'),
    });
    expect(open(page).subject).toBe('Big 🎉 offer');
  });

  it('goes by the log, then by the selected row, where the heading has no ids', () => {
    const id = 1_830_000_000_000_000_000n;
    const rows = [
      { from: STRANGER, subject: 'x' },
      { from: JANE, subject: 'Offer', id, isSelected: true },
    ];
    const page = inboxPage({ account: ME.address, rows, open: ONE_MESSAGE, isSplit: true }).replace(/<h2.*?<\/h2>/, '');
    expect(open(page).threadId).toBe(legacyId(1_800_000_000_000_000_000n));
    expect(open(page.replaceAll(/jslog="[^"]*"/g, '')).threadId).toBe(legacyId(id));
    expect(open(page.replaceAll(/jslog="[^"]*"/g, 'jslog="1; 1:WyIjA; 2:x"')).threadId).toBe(legacyId(id));
  });

  it('does not go by a log entry in a body', () => {
    const log = btoa('["#thread-f:1234567890123456789"]');
    const page = thread([{ from: JANE, body: `<p jslog="1:${log}"></p>` }]).replace(/<h2.*?<\/h2>/, '');
    expect(open(page.replace(/jslog="20686[^"]*"/, '')).threadId).toBeNull();
  });

  it('keeps thread ids that have no legacy form', () => {
    const page = thread([{ from: JANE }]).replace(
      /data-thread-perm-id="[^"]*" data-legacy-thread-id="[^"]*"/,
      'data-thread-perm-id="#thread-a:r-17"',
    );
    expect(open(page).threadId).toBe('thread-a:r-17');
  });

  it.each([
    ['in two views', (html: string) => `<div role="main">${html}</div>`, 'beforebegin'],
    ['in two views', (html: string) => `<div role="main">${html}</div>`, 'afterend'],
    ['in one view', (html: string) => html, 'afterbegin'],
    ['in one view', (html: string) => html, 'beforeend'],
  ] as const)('is none of two conversations that are shown %s: nothing tells which is meant', (_, around, place) => {
    const document = parsePage(thread([{ from: JANE }]));
    const views = [...document.querySelectorAll('[role=main]')];
    views.at(-1)?.insertAdjacentHTML(place, around(STALE));
    expect(detectOpenEmail(document, { href: INBOX_URL })).toBeNull();
  });

  it('says nothing of a message whose header has no place for a sender', () => {
    const document = parsePage(thread([{ from: null, to: [OMAR] }]));
    document.querySelectorAll('.gD,h3,[role=gridcell]').forEach((element) => element.replaceWith('Jane'));
    expect(detectOpenEmail(document, { href: INBOX_URL })).toBeNull();
  });

  it('is not one of two conversations mixed: a hidden one beside it adds nobody', () => {
    const document = parsePage(thread([{ from: JANE }]));
    document.querySelector('[role=main]')?.insertAdjacentHTML('beforeend', `<div style="display:none">${STALE}</div>`);
    expect(detectOpenEmail(document, { href: INBOX_URL })?.participants).toEqual([{ ...JANE, role: 'from' }]);
  });
});

describe.each(Object.entries(EMPTY_PAGES))('%s', (_, html) => {
  it('shows no open email', () => {
    expect(detect(html)).toBeNull();
  });
});

describe.each(Object.entries(CONVERSATION_PAGES))('%s', (_, html) => {
  it.each(suitingVariants(parsePage(html)))('is read the same $name', (variant) => {
    const before = open(html);
    const document = parsePage(html);
    variant.apply(document);
    expect(detectOpenEmail(document, { href: INBOX_URL })).toEqual(variant.expected?.(before) ?? before);
  });

  it('names nobody from outside the conversation', () => {
    expect(JSON.stringify(open(html))).not.toContain(STRANGER.address);
  });

  it('is not written to', () => {
    const document = parsePage(html);
    const before = document.documentElement.outerHTML;
    detectOpenEmail(document, { href: INBOX_URL });
    expect(document.documentElement.outerHTML).toBe(before);
  });

  it('is read the same whatever Gmail calls its classes', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const document = parsePage(html);
        renameClasses(
          document,
          (name) => `c${Array.from(name).reduce((hash, c) => (hash * 31 + c.charCodeAt(0)) | 0, seed)}`,
        );
        expect(detectOpenEmail(document, { href: INBOX_URL })).toEqual(open(html));
      }),
      { numRuns: 5 },
    );
  });
});

const word = fc.stringMatching(/^[a-z0-9]{1,12}$/);
const address = fc.tuple(word, word).map(([user, host]) => `${user}@${host}.example`);
const mailbox = fc.record({ name: fc.string({ unit: 'grapheme' }), address });

describe('any conversation', () => {
  it('is read with the names and addresses it shows', () => {
    fc.assert(
      fc.property(fc.array(mailbox, { minLength: 1, maxLength: 8 }), (people) => {
        const email = open(thread(people.map((from) => ({ from }))));
        const last = people.at(-1);
        expect(email.sender?.address).toBe(last?.address);
        expect(email.participants.map((participant) => participant.address)).toEqual([
          ...new Set(people.map((p) => p.address)),
        ]);
        expect(email.senders.at(-1)).toBe(last?.address);
        expect(new Set(email.senders).size).toBe(email.senders.length);
      }),
      { numRuns: 25 },
    );
  });

  it('shows the last expanded message whatever the states of the others', () => {
    const state = fc.constantFrom('expanded', 'collapsed', 'collapsed-again', 'superseded');
    fc.assert(
      fc.property(fc.array(fc.tuple(mailbox, state), { minLength: 1, maxLength: 6 }), (messages) => {
        const specs = messages.map(([from, shown]) => ({ from, state: shown }));
        const expected = messages.findLast(([, shown]) => shown === 'expanded')?.[0].address;
        expect(detect(thread(specs))?.sender?.address).toBe(expected);
      }),
      { numRuns: 25 },
    );
  });

  it('keeps plain names as they are', () => {
    const name = fc.string({ unit: 'grapheme-ascii', maxLength: 40 }).map((text) => text.trim());
    fc.assert(
      fc.property(name, (text) => {
        expect(open(thread([{ from: { name: text, address: JANE.address } }])).sender?.name).toBe(text);
      }),
      { numRuns: 25 },
    );
  });
});

describe('a thread of 150 messages', () => {
  it('is read in order', () => {
    const messages = Array.from({ length: 150 }, (_, n): MessageSpec => ({
      from: n % 2 ? JANE : OMAR,
      state: n === 149 ? 'expanded' : 'collapsed',
    }));
    const email = open(inboxPage({ account: ME.address, open: conversation({ subject: 'Long', messages }) }));
    expect(email.sender).toEqual(JANE);
    expect(email.senders).toEqual([OMAR.address, JANE.address]);
  });
});

describe('a body', () => {
  it('is never read, whatever it holds', () => {
    const hostile = `<h2 class="hP" data-legacy-thread-id="deadbeef00000000">Mine</h2>${THREAD.replaceAll('jane@', 'mallory@')}`;
    const email = open(thread([{ from: JANE, to: [ME], body: hostile }]));
    expect(email).toEqual(open(thread([{ from: JANE, to: [ME] }])));
  });

  it('is not taken for the view where the page has none', () => {
    const page = thread([{ from: JANE, body: `<div data-body></div>` }]).replace('role="main"', '');
    const hostile = page.replace('<div data-body></div>', `<div role="main">${STALE}</div>`);
    expect(detect(hostile)).toBeNull();
    expect(open(hostile, 'https://mail.google.com/mail/u/0/popout').sender).toEqual(JANE);
  });
});
