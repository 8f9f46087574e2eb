import type { PersonQuestion } from '../domain/lookup';
import type { Company, Match, MatchReason } from '../domain/match';
import { mergeMatches } from '../domain/match';
import type { CrmRecords, KnownPerson } from '../domain/mirror';
import type { ConnectionId, Opportunity } from '../domain/opportunity';
import type { SearchRequest } from '../domain/search';
import { filterNames } from '../domain/search';
import { compareBy, matchesRequest } from '../domain/search-match';
import type { Change, Reader } from './database';
import type { Keys } from './rows';
import { words, wordsIn } from './words';

/** Contacts of one address, opportunities of one person or company: more than these nobody looks through. */
const MOST_CONTACTS = 3;
const MOST_OPPORTUNITIES = 500;
/** Records a word of a search may name: of more common words only those that changed last are looked for. */
const MOST_NAMED = 300;
/** Records looked at for one search, and shown of it. Filters may take most of them away: then all that are named. */
const MOST_READ = 60;
const MOST_RESULTS = 50;

/** What the mirror tells of a person. */
export interface MirroredPerson extends KnownPerson {
  /** In the order of `mergeMatches`. */
  matches: Match[];
  /** Several contacts have the address: the CRM has to tell them apart. */
  isAmbiguous: boolean;
}

/** What is mirrored about a person; `null` where that is nothing. */
export async function findPerson(
  db: Reader,
  connection: ConnectionId,
  { address, domain }: Pick<PersonQuestion, 'address' | 'domain'>,
): Promise<MirroredPerson | null> {
  const rows = await db.getAllFrom('contacts', 'words', [connection, words.address(address)], MOST_CONTACTS);
  const contacts = rows.map((row) => row.contact);
  const [contact = null] = contacts;
  const company = contact?.companyId
    ? await companyOf(db, connection, contact.companyId, contact.companyName)
    : await findCompany(db, connection, domain);
  const companyId = contact?.companyId ?? company?.id ?? null;
  const [ofCompany, ...ofContacts] = await Promise.all([
    companyId === null ? [] : opportunitiesOf(db, connection, words.company(companyId)),
    ...contacts.map(({ id }) => opportunitiesOf(db, connection, words.contact(id))),
  ]);
  if (!contact && !company && ofCompany.length === 0) return null;
  const ids = new Set(contacts.map(({ id }) => id));
  const own = ofContacts
    .flat()
    .map((one) => matchOf(one, ids.has(one.contactId ?? '') ? 'primary-contact' : 'related-contact'));
  const matches = mergeMatches([...byStrength(own), ...ofCompany.map((one) => matchOf(one, 'same-company'))]);
  return {
    contact,
    company,
    opportunities: matches.map(({ opportunity }) => opportunity),
    matches,
    isAmbiguous: contacts.length > 1,
  };
}

const matchOf = (opportunity: Opportunity, reason: MatchReason): Match => ({ reason, opportunity });

function byStrength(matches: readonly Match[]): Match[] {
  return matches.toSorted((a, b) => Number(b.reason === 'primary-contact') - Number(a.reason === 'primary-contact'));
}

async function opportunitiesOf(db: Reader, connection: ConnectionId, word: string): Promise<Opportunity[]> {
  const found = await db.getAllFrom('opportunities', 'words', [connection, word], MOST_OPPORTUNITIES);
  return found.filter(({ isDeleted }) => !isDeleted);
}

/** However little of it is known. */
async function companyOf(
  db: Reader,
  connection: ConnectionId,
  id: string,
  name: string | null,
): Promise<Company | null> {
  const row = await db.get('companies', [connection, id]);
  return row?.company ?? (name === null ? null : { id, name, domain: null });
}

async function findCompany(db: Reader, connection: ConnectionId, domain: string | null): Promise<Company | null> {
  if (domain === null) return null;
  const [row] = await db.getAllFrom('companies', 'words', [connection, words.domain(domain)], 1);
  return row?.company ?? null;
}

/**
 * The first results of a search for a text, by the words that begin with its words: a part from within a word is for
 * the CRM to find. None for a search without a text, or by what stands in no record.
 */
export async function searchMirror(
  db: Reader,
  connection: ConnectionId,
  request: SearchRequest,
): Promise<Opportunity[]> {
  if (request.filters.isFollowed !== undefined) return [];
  const lists = await Promise.all(
    wordsIn(request.text).map((word) => db.getKeysFrom('opportunities', 'words', [connection, word], MOST_NAMED)),
  );
  const [rarest = [], ...others] = lists.toSorted((a, b) => a.length - b.length);
  const named = others.map((keys) => ({ isAll: keys.length < MOST_NAMED, ids: new Set(keys.map(([, id]) => id)) }));
  const possible = rarest.filter(([, id]) => named.every(({ isAll, ids }) => !isAll || ids.has(id)));
  // Where a word is too common to tell, those that are sure to have it come first.
  const isSure = ([, id]: Keys['opportunities']) => named.every(({ ids }) => ids.has(id));
  const most = filterNames(request.filters).length > 0 ? MOST_NAMED : MOST_READ;
  const keys = [...possible.filter(isSure), ...possible.filter((key) => !isSure(key))].slice(0, most);
  const read = await db.getMany('opportunities', keys);
  const found = read.filter((one) => !one.isDeleted && matchesRequest(one, request));
  return found.toSorted(compareBy(request.sort, () => null)).slice(0, MOST_RESULTS);
}

/** Puts records where the mirror finds them, beside opportunities, which have rules of their own. */
export function putPeople(
  tx: Change,
  connection: ConnectionId,
  { contacts, companies }: Pick<CrmRecords, 'contacts' | 'companies'>,
): void {
  for (const contact of contacts) tx.put('contacts', { connection, id: contact.id, contact });
  for (const company of companies) tx.put('companies', { connection, id: company.id, company });
}
