import { parseAddress } from './participants';
import { isPopOut } from './route';
import { ACCOUNT_BUTTON, VIEW } from './selectors';

/** Marks that right-to-left pages put around addresses. */
const BIDI_MARKS = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;

/**
 * The account's own address out of "Subject - me@x.example - Gmail": the last part that is an address and has a
 * product name after it. The subject stands first and may itself hold addresses and dashes; Workspace puts its own
 * product name ("Acme Mail") last.
 */
function fromTitle(title: string): string | null {
  const parts = title.replace(BIDI_MARKS, '').split(/(?<=^|\s)[-–—](?=\s)/);
  return (
    parts
      .slice(0, -1)
      .map((part) => parseAddress(part.trim()))
      .findLast((address) => address !== null) ?? null
  );
}

/** "Google Account: Jo Doe (jo@x.example)", in any language; the name before it may hold an address as well. */
function fromButton(document: Document): string | null {
  for (const button of document.querySelectorAll(ACCOUNT_BUTTON)) {
    if (button.closest(`${VIEW},.a3s`)) continue;
    const words =
      button
        .getAttribute('aria-label')
        ?.replace(BIDI_MARKS, '')
        .split(/[\s()<>:,;]+/) ?? [];
    const address = words.map(parseAddress).findLast((word) => word !== null);
    if (address) return address;
  }
  return null;
}

/** The address of the account a Gmail page belongs to; `null` where it does not tell. */
export function readAccountAddress(document: Document, href: string): string | null {
  // A pop-out's title is "Gmail - Subject": whatever address it holds is the subject's.
  return (isPopOut(document, href) ? null : fromTitle(document.title)) ?? fromButton(document);
}
