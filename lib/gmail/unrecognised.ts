import { findHeadings } from './headings';
import { findMessages, isUnderstood } from './messages';
import { findViews } from './views';

/** `#inbox/<thread>`, `#label/x/<thread>`, `#search/x/<thread>`; the addresses of lists and of chats are no such. */
const THREAD_ROUTE = /^#(?!(?:label|category|section|[a-z-]*search)[^/]*\/[^/]*$|chat)[^?]*\/[\w:%-]{15,}(?:\?|$)/;

/**
 * For a page in which no open email was found: what tells that a conversation is open all the same, its address and
 * heading; `null` where nothing does, or where its messages rightly show none. The same conversation has the same.
 */
export function findUnrecognised(document: Document, { href, hash }: Pick<Location, 'href' | 'hash'>): string | null {
  const views = findViews(document, href);
  const heading = views.flatMap(findHeadings)[0]?.textContent;
  if (heading === undefined && !THREAD_ROUTE.test(hash)) return null;
  const messages = views.flatMap(findMessages);
  return messages.length > 0 && messages.every(isUnderstood) ? null : `${hash} ${heading}`;
}
