import { domainOf, isNoReply, withoutPlusTag } from './address';
import { companyDomain, isFreeMail } from './free-mail';
import type { OpenEmail, Participant } from './open-email';

/** The person the CRMs are asked about. */
export interface Person {
  /** As the email shows it; empty when unknown. */
  name: string;
  /** Lower-cased address. */
  address: string;
}

/** What a CRM is asked about a person. */
export interface PersonQuestion extends Person {
  /** Domain of the person's company, or `null` for free mail and for the rep's own domain. */
  domain: string | null;
}

/** True for the account itself, its plus-addresses, and colleagues on the same non-free-mail domain. */
export function isOwnSide(address: string, ownAddress: string | null): boolean {
  if (!ownAddress) return false;
  if (withoutPlusTag(address) === withoutPlusTag(ownAddress)) return true;
  const ownDomain = domainOf(ownAddress);
  return !isFreeMail(ownDomain) && domainOf(address) === ownDomain;
}

/** The thread's people outside the rep's own company, in the order the thread names them. */
export function externalParticipants(email: OpenEmail): Participant[] {
  return email.participants.filter(({ address }) => !isOwnSide(address, email.account.address));
}

/**
 * Whom to look up when an email opens: its sender when external; else the newest external sender;
 * else the first external recipient; else, among colleagues only, the colleague who wrote it. A person is preferred to
 * a no-reply address. `null` when only the account itself is there, or when a group hid the writer's address.
 */
export function findCounterpart(email: OpenEmail): Person | null {
  if (email.viaGroup) return null;
  const external = externalParticipants(email);
  const sender = external.find(({ address }) => address === email.sender?.address);
  const newestFirst = email.senders
    .toReversed()
    .flatMap((address) => external.find((participant) => participant.address === address) ?? []);
  const candidates = [...(sender ? [sender] : []), ...newestFirst, ...external];
  const chosen = candidates.find(({ address }) => !isNoReply(address)) ?? candidates[0] ?? colleagueOf(email);
  return chosen ? { name: chosen.name, address: chosen.address } : null;
}

function colleagueOf({ sender, account }: OpenEmail): Person | null {
  return sender && withoutPlusTag(sender.address) !== withoutPlusTag(account.address ?? '') ? sender : null;
}

/** The question every connected CRM is asked about `person`. */
export function toQuestion(person: Person, ownAddress: string | null): PersonQuestion {
  return {
    ...person,
    domain: isOwnSide(person.address, ownAddress) ? null : companyDomain(person.address),
  };
}
