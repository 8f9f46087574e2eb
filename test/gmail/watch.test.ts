// @vitest-environment jsdom
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OpenEmail } from '../../lib/domain/open-email';
import { MAX_WAIT_MS, SETTLE_MS, watchOpenEmail } from '../../lib/gmail/watch';
import type { InboxSpec } from './page';
import { conversation, inboxBody, inboxTitle, threadList } from './page';
import { JANE, ME, OMAR, ONE_MESSAGE, STALE, STRANGER } from './samples';

const A = conversation({ subject: 'A', id: 1_801_000_000_000_000_000n, messages: [{ from: JANE, to: [ME] }] });
const B = conversation({ subject: 'B', id: 1_802_000_000_000_000_000n, messages: [{ from: OMAR, to: [ME] }] });
const ROWS = [{ from: STRANGER, subject: 'Other' }];

let controller: AbortController;
let reports: (OpenEmail | null)[];

function show(spec: Partial<InboxSpec>): void {
  const page = { account: ME.address, rows: ROWS, ...spec };
  document.title = inboxTitle(page);
  document.body.innerHTML = inboxBody(page);
}

function watch(): () => void {
  return watchOpenEmail({ window, report: (email) => reports.push(email), signal: controller.signal });
}

/** Lets observers run and the page settle. */
async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(MAX_WAIT_MS);
}

function element(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`not in the page: ${selector}`);
  return found;
}

function subjects(): (string | null | undefined)[] {
  return reports.map((email) => email?.subject);
}

function setHidden(isHidden: boolean): void {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(isHidden);
  document.dispatchEvent(new Event('visibilitychange'));
}

beforeEach(() => {
  vi.useFakeTimers();
  controller = new AbortController();
  reports = [];
});

afterEach(() => {
  controller.abort();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('watchOpenEmail', () => {
  it('reports what is open at the start: a deep link inserts nothing', () => {
    show({ open: A });
    watch();
    expect(subjects()).toEqual(['A']);
  });

  it('reports that nothing is open at the start', () => {
    show({});
    watch();
    expect(reports).toEqual([null]);
  });

  it('reports each of A, B, A once', async () => {
    show({ open: A });
    watch();
    for (const open of [B, A]) {
      show({ open });
      await settle();
    }
    expect(subjects()).toEqual(['A', 'B', 'A']);
  });

  it('sees the way back to the list, which only changes styles and roles, and back again', async () => {
    show({ open: A });
    watch();
    const [list, mail] = document.querySelectorAll<HTMLElement>('.aeF > .nH');
    mail?.style.setProperty('display', 'none');
    list?.style.removeProperty('display');
    await settle();
    mail?.style.removeProperty('display');
    list?.style.setProperty('display', 'none');
    await settle();
    mail?.setAttribute('hidden', '');
    await settle();
    mail?.removeAttribute('hidden');
    await settle();
    mail?.removeAttribute('role');
    await settle();
    expect(subjects()).toEqual(['A', undefined, 'A', undefined, 'A', undefined]);
  });

  // Each layout has one of the two signs only.
  it.each([
    { sign: 'class', folded: { class: 'kv' }, expanded: 'h7' },
    { sign: 'aria-expanded', folded: { 'aria-expanded': 'false' }, expanded: 'true' },
  ])('sees a message expanded by its $sign alone', async ({ sign, folded, expanded }) => {
    const messages = [{ from: JANE }, { from: OMAR, state: 'collapsed-again' as const }];
    show({ open: conversation({ subject: 'A', messages }) });
    const item = element('.kv');
    element('.kv .adn').style.display = '';
    for (const name of ['class', 'aria-expanded']) item.removeAttribute(name);
    for (const [name, value] of Object.entries(folded)) item.setAttribute(name, value);
    watch();
    item.setAttribute(sign, expanded);
    await settle();
    expect(reports.map((email) => email?.sender?.address)).toEqual([JANE.address, OMAR.address]);
  });

  it('sees a message collapse by hiding its rendered part', async () => {
    show({ open: A });
    watch();
    element('.adn').style.display = 'none';
    await settle();
    expect(reports.at(-1)).toBeNull();
  });

  it('reports once for a conversation that is painted piece by piece', async () => {
    show({});
    watch();
    const whole = document.createElement('div');
    whole.innerHTML = conversation({ subject: 'A', messages: [{ from: JANE }, { from: OMAR }] });
    const [heading, ...messages] = whole.querySelectorAll('.ha, [role=listitem]');
    const list = document.createElement('div');
    element('[role=main]').append(list);
    for (const message of messages) {
      list.append(message);
      await vi.advanceTimersByTimeAsync(SETTLE_MS - 1);
    }
    list.before(heading ?? '');
    await settle();
    expect(subjects()).toEqual([undefined, 'A']);
  });

  it('reports the subject that comes late', async () => {
    show({ open: A });
    const heading = element('h2');
    const { parentElement } = heading;
    heading.remove();
    watch();
    parentElement?.append(heading);
    await settle();
    expect(subjects()).toEqual([null, 'A']);
  });

  it('keeps silent about churn', async () => {
    show({ open: A });
    watch();
    for (let n = 0; n < 20; n += 1) {
      element('.adn').id = `:${n}`;
      element('.gD').setAttribute('data-hovercard-owner-id', String(n));
      element('.ha').className = `ha hover${n}`;
      element('.aeF').insertAdjacentHTML('beforeend', `<div role="toolbar">${n}</div>`);
      element('.a3s').innerHTML = `<p>${n}</p>${STALE}`;
      await settle();
    }
    expect(subjects()).toEqual(['A']);
  });

  it('reports within the maximum wait under constant churn', async () => {
    show({});
    watch();
    document.body.insertAdjacentHTML('beforeend', '<p id="noise"></p>');
    show({ open: A });
    for (let elapsed = 0; elapsed < MAX_WAIT_MS; elapsed += 10) {
      document.body.insertAdjacentHTML('beforeend', '<p></p>');
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(subjects()).toEqual([undefined, 'A']);
  });

  it('reports as soon as the page has settled', async () => {
    show({});
    watch();
    show({ open: A });
    await vi.advanceTimersByTimeAsync(SETTLE_MS);
    expect(subjects()).toEqual([undefined, 'A']);
  });

  it('reports only the last of fifty rapid switches', async () => {
    show({ open: A });
    watch();
    for (let n = 0; n < 50; n += 1) {
      show({ open: n % 2 ? A : B });
      await vi.advanceTimersByTimeAsync(1);
    }
    show({ open: B });
    await settle();
    expect(subjects()).toEqual(['A', 'B']);
  });

  it('is quiet in a hidden tab and looks when it is shown', async () => {
    show({ open: A });
    watch();
    setHidden(true);
    show({ open: B });
    await Promise.resolve();
    expect(vi.getTimerCount()).toBe(0);
    await settle();
    expect(subjects()).toEqual(['A']);
    setHidden(false);
    expect(subjects()).toEqual(['A', 'B']);
  });

  it('does not look while hidden even when changes were pending', async () => {
    show({ open: A });
    watch();
    show({ open: B });
    await Promise.resolve();
    setHidden(true);
    await settle();
    expect(subjects()).toEqual(['A']);
  });

  it('learns the account from a title that comes late, and keeps it through notices in the title', async () => {
    show({ open: ONE_MESSAGE });
    element('header').replaceChildren();
    document.title = 'Gmail';
    watch();
    document.title = `Offer - ${ME.address} - Gmail`;
    await settle();
    document.title = 'Jane says hi';
    await settle();
    expect(reports.map((email) => email?.account.address)).toEqual([null, ME.address]);
  });

  it('reports nothing open when the page is left, and looks again when it comes back from the cache', () => {
    show({ open: A });
    watch();
    window.dispatchEvent(new Event('pagehide'));
    window.dispatchEvent(new Event('pageshow'));
    expect(subjects()).toEqual(['A', undefined, 'A']);
  });

  it('reports again when asked, changed or not', () => {
    show({ open: A });
    const reportAgain = watch();
    reportAgain();
    expect(subjects()).toEqual(['A', 'A']);
  });

  it('reports again what it last saw, and does not look, while hidden', () => {
    show({ open: A });
    const reportAgain = watch();
    setHidden(true);
    show({ open: B });
    reportAgain();
    expect(subjects()).toEqual(['A', 'A']);
  });

  it('stops altogether when aborted', async () => {
    show({ open: A });
    const reportAgain = watch();
    show({ open: B });
    await Promise.resolve();
    controller.abort();
    await settle();
    setHidden(false);
    window.dispatchEvent(new Event('pagehide'));
    reportAgain();
    await settle();
    expect(subjects()).toEqual(['A']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does nothing when aborted before it starts', async () => {
    controller.abort();
    show({ open: A });
    watch();
    show({ open: B });
    await settle();
    expect(reports).toEqual([]);
  });

  it('looks at the page once for any number of insertions', async () => {
    show({ open: A });
    watch();
    const look = vi.spyOn(document, 'querySelectorAll');
    for (let n = 0; n < 2000; n += 1) element('.aeF').append(document.createElement('p'));
    await settle();
    const views = look.mock.calls.filter(([selector]) => selector === '[role=main]');
    expect(views).toHaveLength(1);
  });

  it('ends on what is shown last, one report per change, for any sequence of views', async () => {
    const step = fc.constantFrom<Partial<InboxSpec>>(
      { open: A },
      { open: B },
      {},
      { stale: A },
      { open: B, isSplit: true },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, fc.boolean()), { minLength: 1, maxLength: 8 }), async (steps) => {
        controller.abort();
        controller = new AbortController();
        reports = [];
        show({});
        watch();
        for (const [spec, isSettled] of steps) {
          show(spec);
          document.body.insertAdjacentHTML('beforeend', threadList(ROWS));
          await vi.advanceTimersByTimeAsync(isSettled ? MAX_WAIT_MS : 1);
        }
        await settle();
        const last = steps.at(-1)?.[0].open;
        expect(reports.at(-1)?.subject).toBe(last && (last === A ? 'A' : 'B'));
        const states = reports.map((report) => JSON.stringify(report));
        expect(states.every((state, n) => state !== states[n - 1])).toBe(true);
      }),
      { numRuns: 8 },
    );
  });
});
