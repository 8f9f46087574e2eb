import type { PersonQuestion } from '../domain/lookup';
import type { ConnectionId } from '../domain/opportunity';
import type { Section } from '../domain/panel-state';
import type { Catalog } from '../domain/pipeline';
import { EMPTY_CATALOG } from '../domain/pipeline';
import type { SearchQuery } from '../domain/search';
import { needsCatalog, resolveQuery } from '../domain/search';
import { isAbout, isUnknown, questionKey } from './answer-row';
import type { AnswerRow, Database } from './database';
import { findPerson, searchMirror } from './mirror';
import { stillTold } from './still-told';
import { ageOf } from './sync-row';

type Mirrored = Partial<Pick<Section, 'asOf' | 'contact' | 'company' | 'matches' | 'isMirrored' | 'isTruncated'>>;

/**
 * What the mirror has to show until the CRM answers: about a person, where it is newer than the last answer; and the
 * first results of a search nobody has asked yet.
 */
export async function fromMirror(
  db: Database,
  connection: ConnectionId,
  row: AnswerRow | undefined,
  about: { person?: PersonQuestion | null | undefined; query?: SearchQuery | undefined },
  catalog: Catalog | null,
): Promise<Mirrored> {
  if (!about.person && row && row.asOf !== null) return {};
  const asOf = ageOf(await db.get('syncs', connection));
  if (asOf === null || asOf <= (row?.asOf ?? 0)) return {};
  if (about.query) return search(db, connection, about.query, { catalog, asOf, isFailed: row?.status === 'failed' });
  const known = about.person && (await findPerson(db, connection, about.person));
  if (!known) return {};
  const { contact, company, matches } = known;
  if (!row || row.asOf === null || isUnknown(row)) return { asOf, contact, company, matches, isMirrored: true };
  // Somebody else by now, or several: the CRM has to tell.
  if (known.isAmbiguous || !isAbout(row, contact)) return {};
  const still = await stillTold(db, connection, known, row);
  return { asOf, contact, company: company ?? row.company, matches: still, isMirrored: true };
}

/** True where there is something to show about a person before their CRM is asked, though it may be old. */
export async function canShow(db: Database, connection: ConnectionId, person: PersonQuestion): Promise<boolean> {
  const row = await db.get('answers', [connection, questionKey.person(person.address)]);
  if (row && row.asOf !== null) return true;
  return (await fromMirror(db, connection, row, { person }, null)).asOf !== undefined;
}

async function search(
  db: Database,
  connection: ConnectionId,
  query: SearchQuery,
  { catalog, asOf, isFailed }: { catalog: Catalog | null; asOf: number; isFailed: boolean },
): Promise<Mirrored> {
  const request = needsCatalog(query) && !catalog ? null : resolveQuery(query, catalog ?? EMPTY_CATALOG);
  const found = request ? await searchMirror(db, connection, request) : [];
  // Where the CRM does not answer either, that nothing was found is worth saying.
  if (found.length === 0 && !(isFailed && request)) return {};
  // There may be more wherever it was not looked.
  const matches = found.map((opportunity) => ({ reason: null, opportunity }));
  return { asOf, matches, isMirrored: true, isTruncated: true };
}
