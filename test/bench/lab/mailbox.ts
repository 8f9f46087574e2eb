import type { Mailbox, Thread } from '../../simulator/model.ts';
import { findMailbox } from '../../simulator/mailbox.ts';

/** Rows that bring the simulator's page to 24,000 elements, as a full inbox of Gmail's has. */
const ROWS = 1_390;

/** The simulator's mailbox with a list as long as Gmail's page is large. */
export function fullMailbox(): Mailbox {
  const mailbox = findMailbox(0);
  if (!mailbox) throw new Error('The simulator has no account 0.');
  return { ...mailbox, threads: [...mailbox.threads, ...Array.from({ length: ROWS }, (_, place) => filler(place))] };
}

/** A thread with three people in its row. */
function filler(place: number): Thread {
  const id = ((0x19c0n << 48n) + BigInt(place * 0x100)).toString(16);
  return {
    id,
    opaqueId: `FMfcgx${place.toString(36)}`,
    permId: `thread-f:${BigInt(`0x${id}`)}`,
    subject: `Filler ${place}`,
    label: 'inbox',
    isUnread: place % 7 === 0,
    mails: [
      {
        id,
        from: { name: `Sender ${place}`, address: `sender${place}@filler${place % 90}.example` },
        to: [mailboxOwner],
        body: [`Line ${place} of a long list.`],
        when: 'Nov 3',
      },
    ],
  };
}

const mailboxOwner = { name: 'Jo Keller', address: 'jo.keller@northwind.example' };
