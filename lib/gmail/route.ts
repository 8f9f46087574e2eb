/** The N of `/mail/u/N/` or of a delegated mailbox's `/mail/b/<delegate>/u/N/`; 0 where the URL names none. */
export function readAccountIndex(href: string): number {
  const [, index] = /^\/mail\/(?:b\/[^/]+\/)?u\/(\d{1,2})(?:\/|$)/.exec(new URL(href).pathname) ?? [];
  return Number(index ?? 0);
}

/** True in a conversation's own window: `xE` on the body (InboxSDK, 2017), or the URL (captured 2026-11). */
export function isPopOut(document: Document, href: string): boolean {
  const { pathname, searchParams } = new URL(href);
  return document.body.classList.contains('xE') || /\/popout\/?$/.test(pathname) || searchParams.get('view') === 'btop';
}
