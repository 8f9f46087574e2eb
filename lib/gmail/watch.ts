import type { OpenEmail } from '../domain/open-email';
import { detectOpenEmail } from './dom-detector';
import { createDoubt } from './doubt';
import { findUnrecognised } from './unrecognised';

/** Gmail counts as settled after this many milliseconds without a change. */
export const SETTLE_MS = 16;

/** A page that never settles (typing, a running timer) is looked at four times a second: its timers come late. */
export const MAX_WAIT_MS = 220;

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
  /**
   * Called once per real change, first for what is open at the start; `null` when nothing is. `isUnrecognised`: some
   * conversation is, in a layout that does not tell whose email it is.
   */
  report: (email: OpenEmail | null, isUnrecognised: boolean) => void;
  /** Ends the watch; nothing is reported afterwards. */
  signal: AbortSignal;
}

/** Runs `look` once changes have settled, or `MAX_WAIT_MS` after the first; a change costs one clock reading. */
function createSettler(look: () => void) {
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
 * changed or not; of a hidden tab, what was last seen of it. It looks at the page only while it is shown, and writes nothing into it.
 */
export function watchOpenEmail({ window, report, signal }: Watch): () => void {
  const { document } = window;
  let reported: string | undefined;
  let last: [OpenEmail | null, boolean] | undefined;
  let ownAddress: string | null = null;

  function emit(email: OpenEmail | null, isUnrecognised: boolean) {
    const state = JSON.stringify([email, isUnrecognised]);
    if (state === reported) return;
    reported = state;
    last = [email, isUnrecognised];
    report(...last);
  }
  function look() {
    settler.cancel();
    const email = detectOpenEmail(document, window.location);
    const isUnrecognised = doubt.heed(email ? null : findUnrecognised(document, window.location));
    if (document.hidden) doubt.cancel();
    // The title gives way to notices ("Jo says…") for seconds at a time; a page never changes its account.
    ownAddress = email?.account.address ?? ownAddress;
    emit(email && { ...email, account: { ...email.account, address: ownAddress } }, isUnrecognised);
  }
  function rest() {
    settler.cancel();
    doubt.cancel();
  }
  function lookIfShown() {
    if (document.hidden) rest();
    else look();
  }
  const doubt = createDoubt(look);
  const settler = createSettler(lookIfShown);
  if (signal.aborted) return () => {};

  const observer = new MutationObserver(() => {
    if (!document.hidden) settler.changed();
  });
  // The root rather than the body: the account's address stands in the title.
  observer.observe(document.documentElement, OBSERVED);
  signal.addEventListener('abort', () => {
    observer.disconnect();
    rest();
  });

  document.addEventListener('visibilitychange', lookIfShown, { signal });
  window.addEventListener(
    'pagehide',
    () => {
      rest();
      emit(null, false);
    },
    { signal },
  );
  // Back from the back/forward cache, nothing is inserted and nothing changes.
  window.addEventListener('pageshow', lookIfShown, { signal });
  lookIfShown();

  return () => {
    if (signal.aborted) return;
    if (document.hidden) {
      if (last) report(...last);
      return;
    }
    reported = undefined;
    look();
  };
}
