import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OpenEmail } from '../../lib/domain/open-email';
import { MAX_WAIT_MS, watchOpenEmail } from '../../lib/gmail/watch';
import { conversation, inboxBody, inboxTitle } from './page';
import { JANE, ME, OMAR, STALE, STRANGER } from './samples';

const A = conversation({ subject: 'A', id: 1_801_000_000_000_000_000n, messages: [{ from: JANE, to: [ME] }] });
const B = conversation({ subject: 'B', id: 1_802_000_000_000_000_000n, messages: [{ from: OMAR, to: [ME] }] });

let controller: AbortController;
let reports: (OpenEmail | null)[];

function show(open?: string): void {
  const page = { account: ME.address, rows: [{ from: STRANGER, subject: 'Other' }], ...(open ? { open } : {}) };
  document.title = inboxTitle(page);
  document.body.innerHTML = inboxBody(page);
}
function watch(): void {
  watchOpenEmail({ window, report: (email) => reports.push(email), signal: controller.signal });
}
/** Lets observers run, then `ms` milliseconds pass: faster than the timers' own way, over thousands of rounds. */
async function observed(ms: number): Promise<void> {
  await Promise.resolve();
  vi.advanceTimersByTime(ms);
}
const settle = () => vi.advanceTimersByTimeAsync(MAX_WAIT_MS);

/** What was listened to since. */
function listenIn() {
  const spies = [window, document, document.body].map((target) => vi.spyOn(target, 'addEventListener'));
  return () => spies.flatMap(({ mock }) => mock.calls);
}

/** Looks at the page: each begins with the views. */
function countLooks(): () => number {
  const look = vi.spyOn(document, 'querySelectorAll');
  return () => look.mock.calls.filter(([selector]) => selector === '[role=main]').length;
}

beforeEach(() => {
  vi.useFakeTimers();
  controller = new AbortController();
  reports = [];
  show();
});
afterEach(() => {
  controller.abort();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('an hour of Gmail', () => {
  it('leaves as many listeners, observers and timers as its first minute', async () => {
    const listened = listenIn();
    const observe = vi.spyOn(MutationObserver.prototype, 'observe');
    watch();
    expect(observe).toHaveBeenCalledOnce();
    show(A);
    await settle();
    const listeners = listened().length;
    for (let batch = 0; batch < 10_000; batch += 1) {
      const noise = document.createElement('p');
      noise.className = `churn${batch % 7}`;
      document.body.append(noise);
      if (batch % 50 === 0) document.querySelectorAll('[class^=churn]').forEach((one) => one.remove());
      await observed(360);
    }
    await settle();
    expect(listened().length).toBe(listeners);
    expect(observe).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
    expect(reports.map((email) => email?.subject)).toEqual([undefined, 'A']);
  }, 60_000);

  it('is over when it is aborted: no listener and no observer stays', async () => {
    const disconnect = vi.spyOn(MutationObserver.prototype, 'disconnect');
    const listened = listenIn();
    watch();
    const own = listened().filter(([type]) => ['visibilitychange', 'pagehide', 'pageshow'].includes(type));
    expect(own).toHaveLength(3);
    expect(own.every(([, , options]) => (options as AddEventListenerOptions).signal === controller.signal)).toBe(true);
    controller.abort();
    expect(disconnect).toHaveBeenCalledOnce();
  });
});

describe('switching', () => {
  it('fifty times in five seconds ends at the last, and nothing of the others comes after', async () => {
    watch();
    for (let n = 0; n < 50; n += 1) {
      show(n % 2 ? A : B);
      await vi.advanceTimersByTimeAsync(100);
    }
    show(B);
    const before = reports.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(reports.at(-1)?.subject).toBe('B');
    expect(reports.slice(before).every((email) => email?.subject === 'B')).toBe(true);
    expect(reports.length - before).toBeLessThanOrEqual(1);
  });

  it('between two looks is seen as its end', async () => {
    watch();
    for (const open of [A, B, A, undefined, B]) show(open);
    await settle();
    expect(reports.map((email) => email?.subject)).toEqual([undefined, 'B']);
  });
});

describe('a conversation painted over a second', () => {
  it('is reported as far as it goes, and never under another name', async () => {
    watch();
    const whole = document.createElement('div');
    whole.innerHTML = conversation({
      subject: 'A',
      messages: [
        { from: OMAR, state: 'collapsed' },
        { from: JANE, to: [ME, OMAR], body: STALE },
      ],
    });
    const paint = async (from: Node, into: Node): Promise<void> => {
      for (const child of from.childNodes) {
        const copy = child.cloneNode(false);
        into.appendChild(copy);
        await vi.advanceTimersByTimeAsync(17);
        await paint(child, copy);
      }
    };
    await paint(whole, document.querySelector('[role=main]') ?? document.body);
    await settle();
    expect(reports.at(-1)).toMatchObject({ subject: 'A', sender: JANE });
    const senders = new Set(reports.map((email) => email?.sender?.address));
    expect(senders).toEqual(new Set([undefined, JANE.address]));
  });
});

describe('a hidden tab', () => {
  it('is not looked at, however much happens in it', async () => {
    watch();
    const looks = countLooks();
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    document.dispatchEvent(new Event('visibilitychange'));
    for (let n = 0; n < 200; n += 1) {
      show(n % 2 ? A : B);
      await observed(1);
      expect(vi.getTimerCount()).toBe(0);
    }
    expect(looks()).toBe(0);
  });
});

describe('a look', () => {
  it('asks for nothing that would take a layout', async () => {
    const asked: string[] = [];
    const trap = (target: object, names: readonly string[]) => {
      for (const name of names) {
        const original = Object.getOwnPropertyDescriptor(target, name);
        const note = () => void asked.push(name);
        Object.defineProperty(target, name, {
          configurable: true,
          ...(original && 'value' in original ? { value: note } : { get: note }),
        });
        restore.push(() =>
          original ? Object.defineProperty(target, name, original) : Reflect.deleteProperty(target, name),
        );
      }
    };
    const restore: (() => void)[] = [];
    trap(HTMLElement.prototype, ['offsetParent', 'offsetWidth', 'offsetHeight', 'offsetTop', 'innerText']);
    trap(Element.prototype, ['getClientRects', 'getBoundingClientRect', 'clientWidth', 'clientHeight', 'scrollTop']);
    trap(Element.prototype, ['checkVisibility', 'scrollHeight', 'scrollWidth']);
    trap(window, ['getComputedStyle', 'innerHeight', 'scrollY']);
    try {
      watch();
      for (const open of [A, B, undefined]) {
        show(open);
        await settle();
      }
      expect(reports).toHaveLength(4);
      expect(asked).toEqual([]);
    } finally {
      for (const undo of restore) undo();
    }
  });

  it('leaves no trace: whoever watches the page sees no change by it', async () => {
    show(A);
    const seen: MutationRecord[] = [];
    const observer = new MutationObserver((records) => seen.push(...records));
    watch();
    show(B);
    await Promise.resolve();
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    await settle();
    document.dispatchEvent(new Event('visibilitychange'));
    await settle();
    seen.push(...observer.takeRecords());
    observer.disconnect();
    expect(reports.at(-1)?.subject).toBe('B');
    expect(seen).toEqual([]);
  });
});
