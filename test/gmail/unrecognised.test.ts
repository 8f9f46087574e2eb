// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UNRECOGNISED_MS } from '../../lib/gmail/doubt';
import { findUnrecognised } from '../../lib/gmail/unrecognised';
import { MAX_WAIT_MS, watchOpenEmail } from '../../lib/gmail/watch';
import type { InboxSpec } from './page';
import { conversation, inboxBody, inboxTitle } from './page';
import { EMPTY_PAGES, JANE, ME, OMAR, ONE_MESSAGE, parsePage, STRANGER } from './samples';

const THREAD_ID = 'FMfcgzQcpnRZxSlNdKRTTwMTPZFMTkzC';
const LIST = { account: ME.address, rows: [{ from: STRANGER, subject: 'Other' }] };
/** A conversation Dealside can do nothing with: no role, class or attribute of a message it knows. */
const UNKNOWN =
  '<section><h2>Offer</h2><article><header data-from="jane@buyer.example">Jane</header><p>Hello</p></article></section>';

function at(hash: string): { href: string; hash: string } {
  return { href: `https://mail.google.com/mail/u/0/${hash}`, hash };
}

describe('a conversation not recognised', () => {
  const unknown = () => parsePage(`<div role="main">${UNKNOWN}</div>`);

  it.each([
    `#inbox/${THREAD_ID}`,
    '#inbox/189af729deca2ec0',
    `#label/Customers%2FNorth/${THREAD_ID}`,
    `#search/from%3Ajane+offer/${THREAD_ID}`,
    `#advanced-search/subset=all/${THREAD_ID}`,
    `#category/updates/${THREAD_ID}`,
    `#inbox/${THREAD_ID}?compose=new`,
    `#all/${THREAD_ID}?projector=1`,
  ])('is told by the address %s', (hash) => {
    expect(findUnrecognised(unknown(), at(hash))).not.toBeNull();
  });

  it.each([
    '',
    '#inbox',
    '#inbox/p2',
    '#label/Customers',
    '#label/AVeryLongLabelOfManyLetters',
    '#label/North%2FAVeryLongLabelOfManyLetters',
    '#search/averylongsearchforsomething',
    '#advanced-search/from=somebody&subset=all',
    '#category/social',
    '#settings/general',
    '#chat/space/AAAAaBcDeFgHiJkLmNoP',
    '#chat/dm/aBcDeFgHiJkLmNoPqRsT',
    `#inbox?compose=${THREAD_ID}`,
  ])('is not told by the address %j, of a list or a chat', (hash) => {
    expect(findUnrecognised(unknown(), at(hash))).toBeNull();
  });

  it('is told by a subject that is shown, and not by one that is hidden or in a mail being written', () => {
    const heading = '<h2 class="hP">Offer</h2>';
    const found = (html: string) => findUnrecognised(parsePage(`<div role="main">${html}</div>`), at('#inbox'));
    expect(found(heading)).not.toBeNull();
    expect(found(`<div style="display: none">${heading}</div>`)).toBeNull();
    expect(found(`<form>${heading}</form>`)).toBeNull();
  });

  it.each(Object.entries(EMPTY_PAGES))('is not %s', (_, html) => {
    expect(findUnrecognised(parsePage(html), at('#inbox'))).toBeNull();
  });

  it('is not one whose messages are all collapsed, or drafts', () => {
    const messages = [
      { from: JANE, state: 'collapsed' as const },
      { from: OMAR, state: 'collapsed-again' as const },
      { from: ME, to: [OMAR], state: 'draft' as const },
    ];
    const page = parsePage(inboxBody({ ...LIST, open: conversation({ subject: 'Offer', messages }) }));
    expect(findUnrecognised(page, at(`#inbox/${THREAD_ID}`))).toBeNull();
  });

  it('is one with a message that is neither read nor collapsed', () => {
    const messages = [{ from: JANE, state: 'collapsed' as const }, { from: OMAR }];
    const page = parsePage(inboxBody({ ...LIST, open: conversation({ subject: 'Offer', messages }) }));
    page.querySelectorAll('.gD').forEach((sender) => sender.removeAttribute('email'));
    for (const name of ['class', 'data-message-id', 'data-legacy-message-id']) {
      page.querySelectorAll('.h7 *').forEach((element) => element.removeAttribute(name));
    }
    expect(findUnrecognised(page, at('#inbox'))).not.toBeNull();
  });
});

describe('the watch', () => {
  let controller: AbortController;
  let reports: [string | null | undefined, boolean][];

  function show(spec: Partial<InboxSpec>): void {
    document.title = inboxTitle({ ...LIST, ...spec });
    document.body.innerHTML = inboxBody({ ...LIST, ...spec });
  }
  function go(hash: string): void {
    history.replaceState(null, '', hash || '#');
  }
  function watch(): () => void {
    return watchOpenEmail({
      window,
      report: (email, isUnrecognised) => reports.push([email?.subject, isUnrecognised]),
      signal: controller.signal,
    });
  }
  function hide(isHidden: boolean): void {
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(isHidden);
    document.dispatchEvent(new Event('visibilitychange'));
  }
  const openUnknown = (hash = `#inbox/${THREAD_ID}`) => {
    go(hash);
    show({ open: UNKNOWN });
  };

  beforeEach(() => {
    vi.useFakeTimers();
    controller = new AbortController();
    reports = [];
    go('#inbox');
    show({});
  });
  afterEach(() => {
    controller.abort();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('says so once, when no email was found for two seconds', async () => {
    watch();
    openUnknown();
    await vi.advanceTimersByTimeAsync(UNRECOGNISED_MS);
    expect(reports).toEqual([[undefined, false]]);
    await vi.advanceTimersByTimeAsync(MAX_WAIT_MS);
    expect(reports).toEqual([
      [undefined, false],
      [undefined, true],
    ]);
    await vi.advanceTimersByTimeAsync(10 * UNRECOGNISED_MS);
    expect(reports).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('says so under constant churn too', async () => {
    watch();
    openUnknown();
    for (let elapsed = 0; elapsed < UNRECOGNISED_MS + MAX_WAIT_MS; elapsed += 100) {
      document.body.append(document.createElement('p'));
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(reports.at(-1)).toEqual([undefined, true]);
  });

  it('says nothing of the kind about a conversation that comes late', async () => {
    watch();
    go(`#inbox/${THREAD_ID}`);
    show({ open: '<h2 class="hP">Offer</h2>' });
    await vi.advanceTimersByTimeAsync(UNRECOGNISED_MS - 1);
    show({ open: ONE_MESSAGE });
    await vi.advanceTimersByTimeAsync(2 * UNRECOGNISED_MS);
    expect(reports).toEqual([
      [undefined, false],
      ['Offer', false],
    ]);
  });

  it('takes it back for the list, and for the next conversation until that is known', async () => {
    watch();
    openUnknown();
    await vi.advanceTimersByTimeAsync(2 * UNRECOGNISED_MS);
    openUnknown(`#inbox/${THREAD_ID}x`);
    await vi.advanceTimersByTimeAsync(MAX_WAIT_MS);
    expect(reports.at(-1)).toEqual([undefined, false]);
    await vi.advanceTimersByTimeAsync(2 * UNRECOGNISED_MS);
    expect(reports.at(-1)).toEqual([undefined, true]);
    go('#inbox');
    show({});
    await vi.advanceTimersByTimeAsync(2 * UNRECOGNISED_MS);
    expect(reports.at(-1)).toEqual([undefined, false]);
  });

  it('has no timer in a hidden tab, not even when asked to report, and starts anew when shown', async () => {
    const reportAgain = watch();
    openUnknown();
    await vi.advanceTimersByTimeAsync(MAX_WAIT_MS);
    hide(true);
    reportAgain();
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(2 * UNRECOGNISED_MS);
    expect(reports.every(([, isUnrecognised]) => !isUnrecognised)).toBe(true);
    hide(false);
    await vi.advanceTimersByTimeAsync(2 * UNRECOGNISED_MS);
    expect(reports.at(-1)).toEqual([undefined, true]);
  });

  it('repeats it when asked', async () => {
    const reportAgain = watch();
    openUnknown();
    await vi.advanceTimersByTimeAsync(2 * UNRECOGNISED_MS);
    reportAgain();
    expect(reports.slice(-2)).toEqual([
      [undefined, true],
      [undefined, true],
    ]);
  });

  it('takes it back when the page is left, and leaves no timer behind when it ends', async () => {
    watch();
    openUnknown();
    await vi.advanceTimersByTimeAsync(2 * UNRECOGNISED_MS);
    window.dispatchEvent(new Event('pagehide'));
    expect(reports.at(-1)).toEqual([undefined, false]);
    openUnknown(`#inbox/${THREAD_ID}y`);
    await vi.advanceTimersByTimeAsync(MAX_WAIT_MS);
    controller.abort();
    expect(vi.getTimerCount()).toBe(0);
  });
});
