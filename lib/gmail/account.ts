import { parseAddress } from './participants';
import { isPopOut } from './route';
import { ACCOUNT_BUTTON, VIEW } from './selectors';

/** Marks that right-to-left pages put around addresses. */
const BIDI_MARKS = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;

/** The last part of a text that is an address. */
function lastAddress(parts: readonly string[]): string | null {
  return (
    parts.map((part) => parseAddress(part.replace(BIDI_MARKS, ''))).findLast((address) => address !== null) ?? null
  );
}

/**
 * The account's own address out of "Subject - me@x.example - Gmail": the last part that is an address and has a
 * product name after it. The subject stands first and may itself hold addresses and dashes; Workspace puts its own
 * product name ("Acme Mail") last.
 */
function fromTitle(title: string): string | null {
  return lastAddress(title.split(/(?<=^|\s)[-–—](?=\s)/).slice(0, -1));
}

/** "Google Account: Jo Doe (jo@x.example)", in any language; the name before it may hold an address as well. */
function fromButton(document: Document): string | null {
  const addresses = [...document.querySelectorAll(ACCOUNT_BUTTON)].map((button) =>
    button.closest(`${VIEW},.a3s`)
      ? null
      : lastAddress((button.getAttribute('aria-label') ?? '').split(/[\s()<>:,;]+/)),
  );
  return addresses.find((address) => address !== null) ?? null;
}

/** The address of the account a Gmail page belongs to; `null` where it does not tell. */
export function readAccountAddress(document: Document, href: string): string | null {
  // A pop-out's title is "Gmail - Subject": whatever address it holds is the subject's.
  return (isPopOut(document, href) ? null : fromTitle(document.title)) ?? fromButton(document);
}
