import { defineBackground } from 'wxt/utils/define-background';
import { browser, keepStorageFromContentScripts, openPanelOnClick } from '../lib/worker/browser';
import type { StampedSender } from '../lib/messaging/sender';
import { dispatch } from '../lib/messaging/server';
import { keyValue } from '../lib/store/key-value';
import { hasContentScript, isGmailSilent, readStructure } from '../lib/worker/gmail-tabs';
import { signIn } from '../lib/worker/sign-in';
import { createStarter, startingHandlers } from '../lib/worker/starting';
import { createStorageHandlers } from '../lib/worker/storage-handlers';
import { createWaker } from '../lib/worker/waker';
import type { Worker } from '../lib/worker/worker';
import { createWorker } from '../lib/worker/worker';

const RESUME = 'resume';
/** Milliseconds. */
const RETRY = 60_000;
const noop = () => undefined;

// Every listener is registered in the first turn: the browser starts a dead worker for events it has registered.
export default defineBackground(() => {
  const waker = createWaker(
    {
      now: () => Date.now(),
      later(ms, callback) {
        const timer = setTimeout(callback, ms);
        return () => clearTimeout(timer);
      },
      setAlarm: (when) => void browser.alarms.create(RESUME, { when }),
    },
    () => resume(),
  );
  const start = createStarter(async () => {
    await keepStorageFromContentScripts();
    return createWorker({
      local: keyValue(browser.storage.local),
      session: keyValue(browser.storage.session),
      permissions: {
        contains: (origins) => browser.permissions.contains({ origins: [...origins] }),
        // Hosts an administrator granted can't be given back; that is no reason to stay connected.
        remove: (origins) => browser.permissions.remove({ origins: [...origins] }).then(noop, noop),
      },
      signIn,
      wakeAt: waker.wakeAt,
      hasContentScript,
      isGmailSilent,
      readStructure,
    });
  });
  const handlers = startingHandlers(
    start,
    createStorageHandlers(start, () => Date.now()),
  );
  // Whoever asks a worker that can't start is told so; here there is nobody to tell.
  const withWorker = (use: (started: Worker) => Promise<void>) => void start().then(use).catch(noop);
  /** What could not be done now is tried again later, even if nobody asks for anything until then. */
  function resume(isBack = false): void {
    start()
      .then((started) => started.resume(isBack))
      .catch(() => waker.wakeAt(Date.now() + RETRY));
  }
  const self = { id: browser.runtime.id, origin: new URL(browser.runtime.getURL('/')).origin };

  openPanelOnClick();
  browser.runtime.onMessage.addListener((message: unknown, sender: StampedSender) =>
    dispatch(handlers, message, sender, self),
  );
  browser.tabs.onRemoved.addListener((tabId) => withWorker((started) => started.forgetTab(tabId)));
  browser.tabs.onUpdated.addListener((tabId, { status }) => {
    if (status === 'complete') withWorker((started) => started.checkTab(tabId));
  });
  browser.alarms.onAlarm.addListener(() => waker.wakeNow());
  browser.runtime.onStartup.addListener(() => resume());
  // An update ends the worker of the version before, whatever it was sending.
  browser.runtime.onInstalled.addListener(() => resume());
  globalThis.addEventListener('online', () => resume(true));
  resume();
});
