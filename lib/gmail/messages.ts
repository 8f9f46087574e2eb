import type { Header } from './participants';
import { readHeader } from './participants';
import { ADDRESSED, COLLAPSED, COMPOSED, EXPANDED, FOLDED, MESSAGE, RENDERED, STATE } from './selectors';
import { isForeign, isShown } from './visibility';

/** The part of a message that has its header, its body and its ids; `null` while it was never expanded. */
export function findRendered(message: HTMLElement): HTMLElement | null {
  if (message.matches(RENDERED)) return message;
  const parts = [...message.querySelectorAll<HTMLElement>(RENDERED)];
  // A body may hold whole messages.
  return parts.find((part) => part.parentElement?.closest(MESSAGE) === message) ?? null;
}

/** The header of a message: that of its rendered part tells more than the collapsed one before it. */
export function headerOf(message: HTMLElement): Header {
  return readHeader(findRendered(message) ?? message);
}

/** Other lists have items too: attachments, chips. */
function isMessage(item: HTMLElement): boolean {
  return (
    item.matches(`${EXPANDED},${COLLAPSED},[${STATE}]`) ||
    item.querySelector(ADDRESSED) !== null ||
    findRendered(item) !== null
  );
}

/** The messages of every conversation in the view, in document order. */
export function findMessages(view: Element): HTMLElement[] {
  const messages: HTMLElement[] = [];
  for (const item of view.querySelectorAll<HTMLElement>(MESSAGE)) {
    // In document order, a message comes before the parts of it that match as well.
    const isPart = messages.at(-1)?.contains(item);
    if (!isPart && isMessage(item) && !isForeign(item)) messages.push(item);
  }
  return messages;
}

/** True for a message whose content is shown: by its class, by ARIA, and where those differ by what is rendered. */
export function isExpanded(message: HTMLElement, view: Element): boolean {
  const rendered = findRendered(message);
  // Collapsed again, Gmail hides the rendered part and keeps it.
  if (!isShown(rendered ?? message, view)) return false;
  // Not painted yet, or a draft: nothing but a composed mail.
  if (!rendered && !headerOf(message).sender) return false;
  const state = message.getAttribute(STATE);
  const isOpen = message.matches(EXPANDED) || state === 'true';
  const isClosed = message.matches(COLLAPSED) || state === 'false';
  return isOpen === isClosed ? rendered !== null : isOpen;
}

/** True for a message that rightly shows no email: a collapsed one, one collapsed again, a draft. */
export function isUnderstood(message: HTMLElement): boolean {
  const rendered = findRendered(message);
  return message.matches(FOLDED) || (rendered ? !isShown(rendered) : message.querySelector(COMPOSED) !== null);
}
