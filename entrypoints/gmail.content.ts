import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { deliverNewest } from '../lib/gmail/deliver';
import { describeStructure } from '../lib/gmail/structure';
import { watchOpenEmail } from '../lib/gmail/watch';
import type { Input } from '../lib/messaging/protocol';
import { createSend } from '../lib/messaging/client';

export default defineContentScript({
  matches: ['https://mail.google.com/mail/*'],
  runAt: 'document_idle',
  noScriptStartedPostMessage: true,
  main(context) {
    const { signal } = context;
    const send = createSend((message) => browser.runtime.sendMessage(message));
    const deliver = deliverNewest<Input<'email.opened'>>({
      send: (report) => send('email.opened', report),
      // Looking at it aborts `signal` when the extension is gone, which ends the watch as well.
      isOrphan: () => context.isInvalid,
      signal,
    });
    const report = (email: Input<'email.opened'>['email'], isUnrecognised: boolean) =>
      deliver({ email, isUnrecognised });
    const reportAgain = watchOpenEmail({ window, report, signal });

    const onMessage = (message: unknown, _sender: unknown, answer: (structure: string) => void) => {
      const name = (message as { name?: unknown } | null)?.name;
      if (name === 'email.report') reportAgain();
      if (name === 'gmail.structure') answer(describeStructure(document));
    };
    browser.runtime.onMessage.addListener(onMessage);
    signal.addEventListener('abort', () => browser.runtime?.onMessage?.removeListener(onMessage));
  },
});
