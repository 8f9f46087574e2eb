import { isAddress, normaliseAddress } from '../domain/address';
import type { Participant } from '../domain/open-email';
import { MAX_PARTICIPANTS } from '../domain/open-email';
import { ADDRESSED, CELL, FOLDED, RECIPIENT, RECIPIENTS, SENDER } from './selectors';
import { isBefore, isForeign } from './visibility';

/** A name and a valid address, as a header shows them. */
export type Mailbox = Omit<Participant, 'role'>;

/** What the header of one message says. */
export interface Header {
  sender: Mailbox | null;
  recipients: Mailbox[];
  /** False where nothing shows where the sender would stand: not a sender without an address, but a layout unknown. */
  isKnown: boolean;
}

/** The address in the form it is compared in, or `null` when it is none. */
export function parseAddress(raw: string): string | null {
  const address = normaliseAddress(raw);
  return isAddress(address) ? address : null;
}

function toMailbox(element: Element): Mailbox | null {
  const address = parseAddress(element.getAttribute('email') ?? '');
  return address === null ? null : { name: (element.getAttribute('name') ?? element.textContent).trim(), address };
}

/** The table a header is laid out in: the outermost one inside the message. The body stands outside of it. */
function tableOf(element: Element, message: Element): Element | null {
  const table = element.parentElement?.closest('table');
  return table && message.contains(table) ? (tableOf(table, message) ?? table) : null;
}

/** Reads a message's header; `message` may also hold its body and an inline reply, which are not looked at. */
export function readHeader(message: Element): Header {
  const inside = (scope: Element, selector: string) =>
    [...scope.querySelectorAll(selector)].filter((element) => !isForeign(element));
  const [cell] = inside(message, CELL);
  // Whatever Gmail calls its classes by then, those in a body may still be the old ones.
  const table = cell && tableOf(cell, message);
  const own = (selector: string) => inside(table ?? message, selector);
  const addressed = own(ADDRESSED);
  const [line] = own(RECIPIENTS);
  // Where its place says nothing, only what certainly holds the sender counts: a body may hold addresses too.
  const place = own(SENDER)[0] ?? (line ? undefined : cell);
  const isWholeHeader = line ?? message.closest(FOLDED);
  // "Show details" repeats the header further down, with reply-to and list addresses under the sender's class.
  const sender = addressed.find(
    (element) =>
      !element.matches(RECIPIENT) &&
      (place?.contains(element) ?? isWholeHeader) &&
      (!line || (!line.contains(element) && isBefore(element, line))),
  );
  const next = sender && addressed[addressed.indexOf(sender) + 1];
  const to = line ?? (table && next?.parentElement);
  const recipients = addressed.filter((element) => to?.contains(element) && element !== sender);
  return {
    sender: sender ? toMailbox(sender) : null,
    isKnown: Boolean(sender ?? place),
    recipients: recipients.map(toMailbox).filter((mailbox) => mailbox !== null),
  };
}

/** Everyone in `headers`, first seen first, each address once; `sender` stays even where the rest is cut off. */
export function listParticipants(headers: readonly Header[], sender: Mailbox | null): Participant[] {
  const byAddress = new Map<string, Participant>();
  for (const header of headers) {
    const named: Participant[] = header.recipients.map((mailbox) => ({ ...mailbox, role: 'to' }));
    if (header.sender) named.unshift({ ...header.sender, role: 'from' });
    for (const participant of named) {
      if (!byAddress.has(participant.address)) byAddress.set(participant.address, participant);
    }
  }
  const all = [...byAddress.values()];
  const shown = all.slice(0, MAX_PARTICIPANTS);
  const writer = all.slice(MAX_PARTICIPANTS).find(({ address }) => address === sender?.address);
  return writer ? [...shown.slice(0, -1), writer] : shown;
}

/** Who wrote messages, oldest to newest by their newest message; the newest ones where there are too many. */
export function listSenders(headers: readonly Header[]): string[] {
  const newestFirst = headers.toReversed().flatMap(({ sender }) => sender?.address ?? []);
  return [...new Set(newestFirst)].slice(0, MAX_PARTICIPANTS).toReversed();
}
