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

const NO_REPLY =
  /^(?:no|do-?not|dont)[-_.]?reply\b|^(?:mailer-daemon|postmaster|bounces?|notifications?)(?:[+@\-_.]|$)/i;

/** True for addresses no person reads: `noreply@`, `mailer-daemon@`, `notifications@`… */
export function isNoReply(address: string): boolean {
  return NO_REPLY.test(address);
}
