import { isNoReply } from '../domain/address';
import type { Mailbox } from './participants';

/** Opening and closing quotes in use around the world; Gmail's captures show the straight single ones. */
const QUOTED = /^['"‘’‚‛“”„«»‹›「『].+['"‘’‛“”«»‹›」』]$/u;

/** "via" as English, German, Dutch, Italian, Portuguese, French… write it, and its common translations. */
const VIA = /^(.+?)\s+(?:via|über|por|par|tramite|przez|через|経由|通过|透過)\s+(.+)$/iu;

/** Letters and digits only: "Sales Team" and `sales-team` are the same. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * True when a mailing group put itself in the sender's place: "'Jane' via Support" <support@…>, as Google Groups
 * does for senders whose domain forbids forwarding (DMARC). Two signs count:
 * the quotes around the name, which the group adds and services like LinkedIn or DocuSign do not; or, without
 * quotes, an address named like the group ("Jane via Support" <support@…>). "Jane via LinkedIn" <messages@linkedin…>,
 * "Jane (via Google Docs)" and every no-reply address are the service's own mail, and "Via Costa" is a name.
 */
export function isViaGroup({ name, address }: Mailbox): boolean {
  const [, writer, group] = VIA.exec(name.trim()) ?? [];
  if (!writer || !group || isNoReply(address)) return false;
  const localPart = address.slice(0, address.lastIndexOf('@'));
  return QUOTED.test(writer) || (plain(group) !== '' && plain(group) === plain(localPart));
}
