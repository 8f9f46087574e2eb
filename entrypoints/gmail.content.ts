import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import type { OpenEmail } from '../lib/domain/open-email';
import { deliverNewest } from '../lib/gmail/deliver';
import { watchOpenEmail } from '../lib/gmail/watch';
import { createSend } from '../lib/messaging/client';

export default defineContentScript({
  matches: ['https://mail.google.com/mail/*'],
  runAt: 'document_idle',
  noScriptStartedPostMessage: true,
  main(context) {
    const { signal } = context;
    const send = createSend((message) => browser.runtime.sendMessage(message));
    const report = deliverNewest<OpenEmail | null>({
      send: (email) => send('email.opened', { email }),
      // Looking at it aborts `signal` when the extension is gone, which ends the watch as well.
      isOrphan: () => context.isInvalid,
      signal,
    });
    const reportAgain = watchOpenEmail({ window, report, signal });

    const onMessage = (message: unknown) => {
      if ((message as { name?: unknown } | null)?.name === 'email.report') reportAgain();
    };
    browser.runtime.onMessage.addListener(onMessage);
    signal.addEventListener('abort', () => browser.runtime?.onMessage?.removeListener(onMessage));
  },
});
