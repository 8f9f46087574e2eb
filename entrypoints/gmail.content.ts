import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { deliverNewest } from '../lib/gmail/deliver';
import { describeStructure } from '../lib/gmail/structure';
import { watchOpenEmail } from '../lib/gmail/watch';
import type { Input, Reply } from '../lib/messaging/protocol';

/** Rejects where the worker did not take it. What for does not matter here, and every byte does. */
async function send(input: Input<'email.opened'>): Promise<void> {
  const reply = (await browser.runtime.sendMessage({ name: 'email.opened', input })) as Reply<null> | undefined;
  if (!reply?.ok) throw new Error();
}

export default defineContentScript({
  matches: ['https://mail.google.com/mail/*'],
  runAt: 'document_idle',
  noScriptStartedPostMessage: true,
  main(context) {
    const { signal } = context;
    const deliver = deliverNewest<Input<'email.opened'>>({
      send,
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
