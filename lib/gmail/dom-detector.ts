import type { OpenEmail } from '../domain/open-email';
import { readAccountAddress } from './account';
import { findHeadings, headingOf } from './headings';
import { findMessages, findRendered, headerOf, isExpanded } from './messages';
import { listParticipants, listSenders } from './participants';
import { isPopOut, readAccountIndex } from './route';
import { MESSAGE_LIST } from './selectors';
import { readMessageId, readSubject, readThreadId } from './thread';
import { isViaGroup } from './via-group';
import { findViews } from './views';

function listOf(message: HTMLElement): Element | null {
  return message.parentElement?.closest(MESSAGE_LIST) ?? message.parentElement;
}

/** The last expanded message of each conversation in a view. */
function findOpen(view: HTMLElement) {
  const messages = findMessages(view);
  const headings = findHeadings(view);
  const expanded = messages.filter((message) => isExpanded(message, view));
  const byHeading = new Map(expanded.map((message) => [headingOf(message, headings), message]));
  return [...byHeading].map(([heading, open]) => ({ view, messages, heading, open }));
}

/**
 * The open email of a Gmail page: the last visible, expanded message of the visible conversation; `null` when there
 * is none, or several, or a layout that does not tell. Reads names, addresses, subject and ids, never a body; writes nothing and forces no layout.
 */
export function detectOpenEmail(document: Document, { href }: Pick<Location, 'href'>): OpenEmail | null {
  const [found, another] = findViews(document, href).flatMap(findOpen);
  // Of two that are shown nothing tells which one the user means.
  if (!found || another) return null;
  const { view, messages, heading, open } = found;
  const { sender, isKnown } = headerOf(open);
  if (!isKnown) return null;
  const list = listOf(open);
  // A view may hold another conversation, hidden.
  const headers = messages.filter((message) => listOf(message) === list).map(headerOf);
  return {
    account: { index: readAccountIndex(href), address: readAccountAddress(document, href) },
    threadId: readThreadId(heading, open, view),
    messageId: readMessageId(findRendered(open)),
    subject: readSubject(heading),
    sender,
    participants: listParticipants(headers, sender),
    senders: listSenders(headers),
    isPopOut: isPopOut(document, href),
    viaGroup: sender !== null && isViaGroup(sender),
  };
}
