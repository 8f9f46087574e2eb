import type { Match, MatchReason } from '../domain/match';
import { mergeMatches } from '../domain/match';
import type { ConnectionId, Opportunity } from '../domain/opportunity';
import { SKEW } from './clocks';
import type { AnswerRow, Reader } from './database';
import type { MirroredPerson } from './mirror';

/** Reasons only a whole answer tells: no record names them. */
const TOLD = new Set<MatchReason | null>(['related-contact', 'linked']);

/**
 * A person's opportunities by the mirror and the last whole answer in `row`: of those nobody has touched since, the
 * answer tells whether they are the person's and why; of the others their records do, as far as they can.
 */
export async function stillTold(
  db: Reader,
  connection: ConnectionId,
  mirrored: Pick<MirroredPerson, 'matches' | 'contact' | 'company'>,
  row: AnswerRow | undefined,
): Promise<Match[]> {
  const before = new Map(row?.matches.map(({ id, reason }) => [id, reason]));
  const wholeAt = row?.wholeAt ?? null;
  // By the CRM's clock; it may have come after the answer all the same.
  const isTouched = ({ updatedAt }: Opportunity) => wholeAt === null || Date.parse(updatedAt ?? '') > wholeAt - SKEW;
  const named = mirrored.matches
    // What the answer did not name, and nobody has touched since, is not theirs.
    .filter(({ opportunity }) => before.has(opportunity.ref.id) || isTouched(opportunity))
    .map((match): Match => {
      const reason = before.get(match.opportunity.ref.id) ?? null;
      return match.reason === 'same-company' && TOLD.has(reason) ? { ...match, reason } : match;
    });
  const there = new Set(mirrored.matches.map(({ opportunity }) => opportunity.ref.id));
  const missing = [...before.keys()].filter((id) => !there.has(id));
  const records = await db.getMany(
    'opportunities',
    missing.map((id) => [connection, id]),
  );
  const isTheirs = ({ companyId }: Opportunity) => companyId !== null && companyId === row?.company?.id;
  const others = records.flatMap((opportunity): Match[] => {
    const reason = before.get(opportunity.ref.id) ?? null;
    const isTold = TOLD.has(reason) || !isTouched(opportunity) || (reason === 'same-company' && isTheirs(opportunity));
    return isTold && !opportunity.isDeleted ? [{ reason, opportunity }] : [];
  });
  return mergeMatches([...named, ...others]);
}
