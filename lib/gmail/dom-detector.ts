import type { OpenEmail } from '../domain/open-email';
import { readAccountAddress } from './account';
import { listParticipants, listSenders, readHeader } from './participants';
import { isPopOut, readAccountIndex } from './route';
import { COLLAPSED, EXPANDED, MESSAGE, MESSAGE_LIST, RENDERED, SENDER, SUBJECT, VIEW } from './selectors';
import { readMessageId, readSubject, readThreadId } from './thread';
import { isViaGroup } from './via-group';
import { isForeign, isShown } from './visibility';

/** The view the user sees. A body may hold `role=main` of its own, and earlier views stay in the page, hidden. */
function findView(document: Document, href: string): HTMLElement | null {
  const views = [...document.querySelectorAll<HTMLElement>(VIEW)];
  const shown = views.find((view) => !isForeign(view, document.body) && isShown(view));
  return shown ?? (isPopOut(document, href) ? document.body : null);
}

function findRendered(message: HTMLElement): HTMLElement | null {
  return message.matches(RENDERED) ? message : message.querySelector<HTMLElement>(RENDERED);
}

/** Other lists have items too: attachments, chips. */
function isMessage(item: HTMLElement): boolean {
  return item.matches(`${EXPANDED},${COLLAPSED}`) || item.querySelector(SENDER) !== null || findRendered(item) !== null;
}

/** The messages of every conversation in the view, in document order. */
function findMessages(view: Element): HTMLElement[] {
  const messages: HTMLElement[] = [];
  for (const item of view.querySelectorAll<HTMLElement>(MESSAGE)) {
    // In document order, a message comes before the parts of it that match as well.
    const isPart = messages.at(-1)?.contains(item);
    if (!isPart && isMessage(item) && !isForeign(item, view)) messages.push(item);
  }
  return messages;
}

/** True for a message whose content is shown: by its class, by ARIA, and where those differ by what is rendered. */
function isExpanded(message: HTMLElement, view: Element): boolean {
  const rendered = findRendered(message);
  // Collapsed again, Gmail hides the rendered part and keeps it.
  if (!isShown(rendered ?? message, view)) return false;
  // Not painted yet, or a draft: nothing but a composed mail.
  if (!rendered && !readHeader(message).sender) return false;
  const aria = message.getAttribute('aria-expanded');
  const isOpen = message.matches(EXPANDED) || aria === 'true';
  const isClosed = message.matches(COLLAPSED) || aria === 'false';
  return isOpen === isClosed ? rendered !== null : isOpen;
}

/** The heading of the conversation `message` stands in: the last one shown before it. */
function findHeading(message: Element, view: Element): HTMLElement | null {
  const headings = [...view.querySelectorAll<HTMLElement>(SUBJECT)];
  return (
    headings.findLast(
      (heading) =>
        heading.compareDocumentPosition(message) & Node.DOCUMENT_POSITION_FOLLOWING &&
        !isForeign(heading, view) &&
        isShown(heading, view),
    ) ?? null
  );
}

function listOf(message: HTMLElement): Element | null {
  return message.parentElement?.closest(MESSAGE_LIST) ?? message.parentElement;
}

/**
 * The open email of a Gmail page: the last visible, expanded message of the visible conversation; `null` when there
 * is none. Reads names, addresses, subject and ids, never a body; writes nothing and forces no layout.
 */
export function detectOpenEmail(document: Document, { href }: Pick<Location, 'href'>): OpenEmail | null {
  const view = findView(document, href);
  if (!view) return null;
  const messages = findMessages(view);
  const open = messages.findLast((message) => isExpanded(message, view));
  if (!open) return null;

  const { sender } = readHeader(open);
  const list = listOf(open);
  // A view may hold another conversation, hidden.
  const headers = messages.filter((message) => listOf(message) === list).map(readHeader);
  const heading = findHeading(open, view);
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
