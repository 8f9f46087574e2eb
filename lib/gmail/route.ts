/** The N of `/mail/u/N/` or of a delegated mailbox's `/mail/b/<delegate>/u/N/`; 0 where the URL names none. */
export function readAccountIndex(href: string): number {
  const [, index] = /^[^?#]*\/u\/(\d{1,2})(?:[/?#]|$)/.exec(href) ?? [];
  return Number(index ?? 0);
}

/** True in a conversation's own window: `xE` on the body (InboxSDK, 2017), or the URL (captured 2026-11). */
export function isPopOut(document: Document, href: string): boolean {
  return document.body.classList.contains('xE') || /^[^#]*(?:\/popout\/?(?:[?#]|$)|[?&]view=btop(?:[&#]|$))/.test(href);
}
