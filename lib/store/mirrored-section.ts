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

type Mirrored = Partial<Pick<Section, 'asOf' | 'contact' | 'company' | 'matches' | 'isTruncated'>>;

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
  if (about.query) return search(db, connection, about.query, { catalog, asOf });
  const known = about.person && (await findPerson(db, connection, about.person));
  if (!known) return {};
  const { contact, company, matches } = known;
  if (!row || row.asOf === null || isUnknown(row)) return { asOf, contact, company, matches };
  // Somebody else by now, or several: the CRM has to tell.
  if (known.isAmbiguous || !isAbout(row, contact)) return {};
  return { asOf, contact, company: company ?? row.company, matches: await stillTold(db, connection, known, row) };
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
  { catalog, asOf }: { catalog: Catalog | null; asOf: number },
): Promise<Mirrored> {
  const request = needsCatalog(query) && !catalog ? null : resolveQuery(query, catalog ?? EMPTY_CATALOG);
  const found = request ? await searchMirror(db, connection, request) : [];
  if (found.length === 0) return {};
  // There may be more wherever it was not looked.
  return { asOf, matches: found.map((opportunity) => ({ reason: null, opportunity })), isTruncated: true };
}
