import { FOREIGN } from './selectors';

/**
 * True unless the element or an ancestor up to `within` is hidden by `hidden` or an inline `display:none`, which is
 * how Gmail hides views and messages. Computed styles are not asked for: they would force a layout (0.5 ms each).
 */
export function isShown(element: HTMLElement, within: Element | null = null): boolean {
  for (let node: HTMLElement | null = element; node && node !== within; node = node.parentElement) {
    if (node.hidden || node.style.display === 'none') return false;
  }
  return true;
}

/** True for what stands in a message's body, a list row or a composed mail. */
export function isForeign(element: Element): boolean {
  return element.closest(FOREIGN) !== null;
}

/** `Node.DOCUMENT_POSITION_FOLLOWING`, in fewer bytes. */
const FOLLOWING = 4;

/** True where `other` starts later in the document. */
export function isBefore(element: Element, other: Element): boolean {
  return (element.compareDocumentPosition(other) & FOLLOWING) > 0;
}
