import type { ConnectionId } from '../domain/opportunity';
import type { Found } from './answer-row';
import type { Change } from './database';
import { putPeople } from './mirror';
import type { Records } from './records';

/** What was found, asked for at `askedAt` (epoch milliseconds), but for what was deleted since. */
export function withoutGone(records: Records, found: Found, askedAt: number): Found {
  return { ...found, matches: found.matches.filter(({ opportunity }) => !records.isGone(opportunity.ref, askedAt)) };
}

/** Keeps what was found, asked for at `askedAt` (epoch milliseconds), for whoever asks for it in another way. */
export async function keepFound(
  tx: Change,
  records: Records,
  connection: ConnectionId,
  found: Found,
  askedAt: number,
): Promise<void> {
  const { contact, company, mirrored } = found;
  const known = new Set<unknown>([mirrored?.contact, mirrored?.company, ...(mirrored?.opportunities ?? [])]);
  const isNew = <One>(one: One | null): one is One => one !== null && !known.has(one);
  const opportunities = found.matches.map(({ opportunity }) => opportunity);
  await records.take(tx, opportunities.filter(isNew), askedAt);
  if (found.absent) tx.delete('contacts', [connection, found.absent.id]);
  // Some answers name a company and nothing else of it: the mirror may know its domain.
  const companies = [company].filter(isNew).filter(({ domain }) => domain !== null);
  putPeople(tx, connection, { contacts: [contact].filter(isNew), companies });
}
