import { isAddress, normaliseAddress } from '../domain/address';
import type { Participant } from '../domain/open-email';
import { MAX_PARTICIPANTS } from '../domain/open-email';
import { ADDRESSED, RECIPIENT, RECIPIENTS, SENDER } from './selectors';
import { isForeign } from './visibility';

/** A name and a valid address, as a header shows them. */
export type Mailbox = Omit<Participant, 'role'>;

/** What the header of one message says. */
export interface Header {
  sender: Mailbox | null;
  recipients: Mailbox[];
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

function isBefore(element: Element, other: Element): boolean {
  return (element.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

/** Reads a message's header; `message` may also hold its body and an inline reply, which are not looked at. */
export function readHeader(message: Element): Header {
  const own = (selector: string) =>
    [...message.querySelectorAll(selector)].filter((element) => !isForeign(element, message));
  const recipientLines = own(RECIPIENTS);
  const [line] = recipientLines;
  const addressed = own(ADDRESSED);
  // "Show details" repeats the header further down, with reply-to and list addresses under the sender's class.
  const above = addressed.filter((element) => !line || (!line.contains(element) && isBefore(element, line)));
  const sender =
    above.find((element) => element.matches(SENDER)) ?? above.find((element) => !element.matches(RECIPIENT));
  const recipients = addressed.filter((element) => recipientLines.some((to) => to.contains(element)));
  return {
    sender: sender ? toMailbox(sender) : null,
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
