import type { OpenEmail } from '../domain/open-email';
import { detectOpenEmail } from './dom-detector';

/** Gmail counts as settled after this many milliseconds without a change. */
export const SETTLE_MS = 16;

/** A page that never settles (typing, a running timer) is looked at this often, in milliseconds. */
export const MAX_WAIT_MS = 250;

/** Going back to the list and expanding a message change attributes only: without these they go unseen. */
const OBSERVED: MutationObserverInit = {
  childList: true,
  subtree: true,
  attributes: true,
  attributeFilter: ['style', 'class', 'role', 'aria-expanded', 'hidden'],
};

/** What is watched, and who is told. */
export interface Watch {
  window: Pick<Window, 'document' | 'location' | 'addEventListener'>;
  /** Called once per real change, first for what is open at the start; `null` when nothing is. */
  report: (email: OpenEmail | null) => void;
  /** Ends the watch; nothing is reported afterwards. */
  signal: AbortSignal;
}

/** Runs `look` once changes have settled, or `MAX_WAIT_MS` after the first; a change costs one clock reading. */
function createSettler(look: () => void, signal: AbortSignal) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let firstChange = 0;
  let lastChange = 0;

  function check() {
    const now = performance.now();
    const wait = Math.min(lastChange + SETTLE_MS, firstChange + MAX_WAIT_MS) - now;
    if (wait > 0) {
      timer = setTimeout(check, wait);
    } else {
      timer = undefined;
      look();
    }
  }
  function cancel() {
    clearTimeout(timer);
    timer = undefined;
  }
  signal.addEventListener('abort', cancel);
  return {
    cancel,
    changed() {
      lastChange = performance.now();
      if (timer !== undefined) return;
      firstChange = lastChange;
      // Not requestAnimationFrame: it stops in a window that is covered but not hidden.
      timer = setTimeout(check, SETTLE_MS);
    },
  };
}

/**
 * Watches a Gmail page and reports its open email. Returns a function that reports the current state once more,
 * changed or not. It looks at the page only while it is shown, and writes nothing into it.
 */
export function watchOpenEmail({ window, report, signal }: Watch): () => void {
  const { document } = window;
  let reported: string | undefined;
  let ownAddress: string | null = null;

  function emit(email: OpenEmail | null) {
    const state = JSON.stringify(email);
    if (state === reported) return;
    reported = state;
    report(email);
  }
  function look() {
    settler.cancel();
    const email = detectOpenEmail(document, window.location);
    // The title gives way to notices ("Jo says…") for seconds at a time; a page never changes its account.
    ownAddress = email?.account.address ?? ownAddress;
    emit(email && { ...email, account: { ...email.account, address: ownAddress } });
  }
  function lookIfShown() {
    if (!document.hidden) look();
  }
  const settler = createSettler(lookIfShown, signal);
  if (signal.aborted) return () => {};

  const observer = new MutationObserver(() => {
    if (!document.hidden) settler.changed();
  });
  // The root rather than the body: the account's address stands in the title.
  observer.observe(document.documentElement, OBSERVED);
  signal.addEventListener('abort', () => observer.disconnect());

  document.addEventListener('visibilitychange', lookIfShown, { signal });
  window.addEventListener(
    'pagehide',
    () => {
      settler.cancel();
      emit(null);
    },
    { signal },
  );
  // Back from the back/forward cache, nothing is inserted and nothing changes.
  window.addEventListener('pageshow', lookIfShown, { signal });
  lookIfShown();

  return () => {
    if (signal.aborted) return;
    reported = undefined;
    look();
  };
}
