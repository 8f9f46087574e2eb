import { MESSAGE, SUBJECT } from './selectors';
import { isBefore, isForeign, isShown } from './visibility';

/** The headings of the conversations shown in the view, in document order. A message may hold headings of its own. */
export function findHeadings(view: Element): HTMLElement[] {
  return [...view.querySelectorAll<HTMLElement>(SUBJECT)].filter(
    (heading) => !heading.closest(MESSAGE) && !isForeign(heading) && isShown(heading, view),
  );
}

/** The heading of the conversation `message` stands in: the last one before it. */
export function headingOf(message: Element, headings: readonly HTMLElement[]): HTMLElement | null {
  return headings.findLast((heading) => isBefore(heading, message)) ?? null;
}
