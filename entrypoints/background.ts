import { defineBackground } from 'wxt/utils/define-background';
import { browser, keepStorageFromContentScripts, sidePanel } from '../lib/browser';
import type { StampedSender } from '../lib/messaging/sender';
import { dispatch } from '../lib/messaging/server';
import { keyValue } from '../lib/store/key-value';
import { createWorker } from '../lib/worker/worker';

const RESUME = 'resume';
/** The browser fires no alarm sooner than half a minute; a worker that is still alive by then uses a timer. */
const SHORT_WAIT = 25_000;

const noop = () => undefined;

/** False where no content script of ours is there to answer. */
function askToReport(tabId: number): Promise<boolean> {
  return browser.tabs.sendMessage(tabId, { name: 'email.report' }).then(
    () => true,
    () => false,
  );
}

// Every listener is registered in the first turn: the browser starts a dead worker for events it has registered.
export default defineBackground(() => {
  const trusted = keepStorageFromContentScripts();
  const worker = trusted.then(() =>
    createWorker({
      local: keyValue(browser.storage.local),
      session: keyValue(browser.storage.session),
      permissions: {
        contains: (origins) => browser.permissions.contains({ origins: [...origins] }),
        // Hosts an administrator granted can't be given back; that is no reason to stay connected.
        remove: (origins) => browser.permissions.remove({ origins: [...origins] }).then(noop, noop),
      },
      wakeAt,
      isGmailSilent,
    }),
  );
  const resume = async (isBack = false) => (await worker).resume(isBack);
  const self = { id: browser.runtime.id, origin: new URL(browser.runtime.getURL('/')).origin };

  function wakeAt(at: number): void {
    const wait = at - Date.now();
    if (wait < SHORT_WAIT) setTimeout(() => void resume(), Math.max(wait, 0));
    void browser.alarms.create(RESUME, { when: at });
  }

  /** A tab's URL is visible where we may read its site: in Gmail only. */
  async function isGmailSilent(tabId: number): Promise<boolean> {
    const hasAnswered = await askToReport(tabId);
    const { url } = await browser.tabs.get(tabId);
    return !hasAnswered && (url?.startsWith('https://mail.google.com/mail/') ?? false);
  }

  void sidePanel()?.setPanelBehavior({ openPanelOnActionClick: true });
  browser.runtime.onMessage.addListener(async (message: unknown, sender: StampedSender) =>
    dispatch((await worker).handlers, message, sender, self),
  );
  browser.tabs.onRemoved.addListener((tabId) => void worker.then(({ forgetTab }) => forgetTab(tabId)));
  browser.tabs.onUpdated.addListener((tabId, { status }) => {
    // A tab that left Gmail has nobody to report any more: what it last reported no longer holds.
    if (status === 'complete') {
      void askToReport(tabId).then(async (hasAnswered) => hasAnswered || (await worker).leaveGmail(tabId));
    }
  });
  browser.alarms.onAlarm.addListener(() => void resume());
  browser.runtime.onStartup.addListener(() => void resume());
  globalThis.addEventListener('online', () => void resume(true));
  void resume();
});
