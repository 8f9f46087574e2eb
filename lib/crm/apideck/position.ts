import { z } from 'zod';
import { CrmError } from '../../domain/failure';

/** Where the listing of a kind goes on: everything needed, for whoever goes on may have just started. */
const position = z.object({
  /**
   * `newest` begins and pages a list ordered by change, `plain` one in the connector's own order; `single` reads
   * `ids` one by one.
   */
  way: z.enum(['newest', 'plain', 'single']),
  /** `null` where a list begins. */
  cursor: z.string().min(1).nullable(),
  /** What records were asked for by `filter[updated_since]`, which a cursor belongs to. */
  filter: z.string().nullable(),
  /** Of a list in parts: how many were read. */
  parts: z.number().int().min(0),
  /** Older changes are not wanted; epoch milliseconds. */
  since: z.number().nullable(),
  /** True where what is not listed counts as deleted. */
  isFull: z.boolean(),
  /** The latest change when the listing began: whatever changes meanwhile changes later. */
  latest: z.number().nullable(),
  /** True as long as the list really comes newest first. */
  isOrdered: z.boolean(),
  /** Of a plain list: the ordered one named neither contacts nor companies. */
  isUnlinked: z.boolean(),
  ids: z.array(z.string().min(1)),
});
export type Position = z.output<typeof position>;

export function startOf(since: number | null): Position {
  const isFull = since === null;
  const nowhere = { cursor: null, filter: null, parts: 0, latest: null, isUnlinked: false, ids: [] };
  return { ...nowhere, way: 'newest', since, isFull, isOrdered: true };
}

/** Reads what `writePosition` wrote; throws `invalid` for anything else. */
export function readPosition(from: string): Position {
  try {
    return position.parse(JSON.parse(from));
  } catch {
    throw leadsNowhere();
  }
}

export function writePosition(at: Position): string {
  return JSON.stringify(at);
}

/** The failure of a `from` that is of no use any more: the list is to be begun again. */
export function leadsNowhere(): CrmError {
  return new CrmError({ kind: 'invalid', reason: 'The list can’t be gone on with', field: null });
}
