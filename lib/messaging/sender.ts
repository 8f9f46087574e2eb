import type { Sender } from './protocol';

/** The parts of `runtime.MessageSender` the browser stamps and a page cannot forge. */
export interface StampedSender {
  id?: string | undefined;
  origin?: string | undefined;
  url?: string | undefined;
  frameId?: number | undefined;
  tab?: { id?: number | undefined } | undefined;
}

/** Who we are: `runtime.id` and the origin of our own pages. */
export interface Self {
  id: string;
  origin: string;
}

const GMAIL_ORIGIN = 'https://mail.google.com';

/**
 * Who sent a message, by what the browser stamped on it; `null` for anyone else. Decided by origin and never by
 * `tab`: one of our own pages opened in a tab carries one too. A content script has the origin of its page.
 * Firefox before 126 stamps no `origin`, but always the `url`.
 */
export function classifySender(sender: StampedSender, self: Self): Sender | null {
  if (sender.id !== self.id) return null;
  const origin = sender.origin ?? originOf(sender.url);
  if (origin === self.origin) return 'page';
  return origin === GMAIL_ORIGIN && sender.frameId === 0 && sender.tab?.id !== undefined ? 'gmail' : null;
}

function originOf(url: string | undefined): string | null {
  if (!url || !URL.canParse(url)) return null;
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
