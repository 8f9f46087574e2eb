import type { Mailbox } from './page';
import { conversation, inboxPage } from './page';

/** People and pages the detection tests share; all invented. */
export const ME: Mailbox = { name: 'me', address: 'me@our-company.example' };
export const COLLEAGUE: Mailbox = { name: 'Cleo Colleague', address: 'cleo@our-company.example' };
export const JANE: Mailbox = { name: 'Jane Buyer', address: 'jane@buyer.example' };
export const OMAR: Mailbox = { name: 'Omar Partner', address: 'omar@partner.example' };
/** Whoever only stands in list rows, hidden views, chips and bodies: must never be reported. */
export const STRANGER: Mailbox = { name: 'Wrong Person', address: 'wrong@stranger.example' };

export const INBOX_URL = 'https://mail.google.com/mail/u/0/#inbox';
const ROWS = [{ from: STRANGER, subject: 'Something else', id: 1_700_000_000_000_000_000n }];

export const ONE_MESSAGE = conversation({ subject: 'Offer', messages: [{ from: JANE, to: [ME] }] });

export const THREAD = conversation({
  subject: 'Offer',
  id: 1_810_000_000_000_000_000n,
  messages: [
    { from: OMAR, to: [ME], state: 'superseded' },
    { from: JANE, to: [ME, OMAR], state: 'collapsed' },
    { from: ME, to: [JANE, COLLEAGUE], state: 'collapsed-again' },
    { from: JANE, to: [ME, COLLEAGUE] },
  ],
});

export const OWN_REPLY_LAST = conversation({
  subject: 'Offer',
  id: 1_820_000_000_000_000_000n,
  messages: [
    { from: JANE, to: [ME] },
    { from: ME, to: [JANE], reply: [STRANGER] },
  ],
});

export const STALE = conversation({
  subject: 'Stale',
  id: 1_750_000_000_000_000_000n,
  messages: [{ from: STRANGER, to: [ME] }],
});

/** Pages with an open conversation, by what they show. */
export const CONVERSATION_PAGES: Record<string, string> = {
  'one message': inboxPage({ account: ME.address, title: 'Offer', rows: ROWS, open: ONE_MESSAGE }),
  'a thread with collapsed messages': inboxPage({ account: ME.address, title: 'Offer', rows: ROWS, open: THREAD }),
  'own reply last': inboxPage({ account: ME.address, title: 'Offer', rows: ROWS, open: OWN_REPLY_LAST }),
  'a stale conversation hidden': inboxPage({ account: ME.address, rows: ROWS, open: ONE_MESSAGE, stale: STALE }),
  'split view': inboxPage({ account: ME.address, rows: ROWS, open: THREAD, isSplit: true }),
  'a compose window over it': inboxPage({ account: ME.address, rows: ROWS, open: THREAD, compose: [STRANGER] }),
};

/** Pages with no email open, by what they show. */
export const EMPTY_PAGES: Record<string, string> = {
  'the list': inboxPage({ account: ME.address, rows: ROWS }),
  'the list over a stale conversation': inboxPage({ account: ME.address, rows: ROWS, stale: STALE }),
  'split view with nothing selected': inboxPage({ account: ME.address, rows: ROWS, isSplit: true }),
  'a compose window over the list': inboxPage({ account: ME.address, rows: ROWS, compose: [STRANGER] }),
  'a conversation with every message collapsed': inboxPage({
    account: ME.address,
    open: conversation({
      subject: 'Offer',
      messages: [
        { from: JANE, state: 'collapsed' },
        { from: OMAR, state: 'collapsed-again' },
      ],
    }),
  }),
};

export function parsePage(html: string): Document {
  return new DOMParser().parseFromString(html, 'text/html');
}
