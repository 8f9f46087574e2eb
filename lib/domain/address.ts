/** The part after the last `@`, lower-cased; empty for something that is no address. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1 || address.length).toLowerCase();
}

/** Trims, lower-cases and drops a `mailto:`; addresses are compared in this form everywhere. */
export function normaliseAddress(address: string): string {
  return address
    .trim()
    .replace(/^mailto:/i, '')
    .toLowerCase();
}

/** `jo+news@x.com` → `jo@x.com`: the mailbox behind a plus-address. */
export function withoutPlusTag(address: string): string {
  return address.replace(/\+[^@]*(?=@[^@]*$)/, '');
}

/** Something on both sides of the @. Invisible characters (\p{C}) could make an address look like another one. */
const ADDRESS = /^[^\s<>"@\p{C}]+@[^\s<>"@\p{C}]+$/u;

/** True for what can be an e-mail address; RFC 5321 allows 254 characters, some systems send a few more. */
export function isAddress(text: string): boolean {
  return text.length <= 320 && ADDRESS.test(text);
}

const NO_REPLY =
  /^(?:no|do-?not|dont)[-_.]?reply\b|^(?:mailer-daemon|postmaster|bounces?|notifications?)(?:[+@\-_.]|$)/i;

/** True for addresses no person reads: `noreply@`, `mailer-daemon@`, `notifications@`… */
export function isNoReply(address: string): boolean {
  return NO_REPLY.test(address);
}
