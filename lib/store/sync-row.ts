import type { RecordKind } from '../domain/mirror';
import { RECORD_KINDS } from '../domain/mirror';
import type { ConnectionId } from '../domain/opportunity';
import { LAG, SKEW } from './clocks';
import { isRecent } from './recent';
import type { SyncPass, SyncRow } from './rows';

/**
 * How old the mirror may get while the panel is in use, milliseconds: all that changed, and everything anew. Only the
 * latter finds what was deleted, and costs little where a few pages hold it all.
 */
export const DUE = { changes: 5 * 60_000, everything: 24 * 60 * 60_000, everythingOfFew: 30 * 60_000 };
const FEW_PAGES = 10;
/** A mirror not asked for so long, milliseconds, is no longer in step. */
const IN_STEP = 15 * 60_000;

export function emptySync(connection: ConnectionId): SyncRow {
  return {
    connection,
    pass: null,
    latest: {},
    syncedAt: null,
    fullAt: null,
    fullPages: 0,
    checkedAt: null,
    refused: [],
    undated: [],
    retryAt: 0,
  };
}

/** A mirror with gaps tells of the time it was begun. `null` before. Epoch milliseconds. */
export function ageOf(sync: SyncRow | undefined): number | null {
  return askedAt(sync) ?? sync?.pass?.startedAt ?? null;
}

/** When all changes of opportunities were last asked for, epoch milliseconds; `null` where there are gaps. */
export function askedAt(sync: SyncRow | undefined): number | null {
  if (!sync || sync.syncedAt === null) return null;
  return sync.undated.includes('opportunities') ? sync.fullAt : Math.max(sync.syncedAt, sync.checkedAt ?? 0);
}

/** True while what the mirror does not have, the CRM has not either, but for what came in the last minutes. */
export function isInStep(sync: SyncRow | undefined, now: number): boolean {
  return sync?.refused.length === 0 && sync.undated.length === 0 && isRecent(askedAt(sync), IN_STEP, now);
}

/** The pass that is due at `now`, epoch milliseconds. */
export function duePass(row: SyncRow, now: number): SyncPass | null {
  const isFull = !isRecent(row.fullAt, row.fullPages <= FEW_PAGES ? DUE.everythingOfFew : DUE.everything, now);
  if (!isFull && isRecent(row.syncedAt, DUE.changes, now)) return null;
  const [first] = kindsOf(row, isFull);
  return first ? passFor(row, first, { startedAt: now, isFull, refused: [], pages: 0 }) : null;
}

/** What a pass lists, in order; without being full, kinds of which the CRM can be asked what changed. */
function kindsOf({ undated }: SyncRow, isFull: boolean): RecordKind[] {
  return RECORD_KINDS.filter((kind) => isFull || !undated.includes(kind));
}

function passFor(row: SyncRow, kind: RecordKind, pass: Omit<SyncPass, 'kind' | 'since' | 'from'>): SyncPass {
  const { startedAt, isFull, refused, pages } = pass;
  return { startedAt, isFull, refused, pages, kind, since: isFull ? null : sinceOf(row, kind), from: null };
}

/**
 * From when on changes of a kind are asked for, epoch milliseconds: what may not have been listed yet the last time is
 * asked for again. `null` where nobody has told any time.
 */
export function sinceOf(row: SyncRow, kind: RecordKind): number | null {
  const time = row.latest[kind];
  if (time === undefined) return null;
  const asked = (kind === 'opportunities' ? askedAt(row) : row.syncedAt) ?? 0;
  // Long before it was last asked for: all of that time was listed, and may be many that were imported at once.
  return time < asked - LAG - SKEW ? time : Math.max(0, time - LAG);
}

/** After a kind's last page, counted in `pass`: the next kind, or the end of the pass. */
export function nextKind(row: SyncRow, pass: SyncPass): SyncRow {
  const done = RECORD_KINDS.indexOf(pass.kind);
  const kind = kindsOf(row, pass.isFull).find((one) => RECORD_KINDS.indexOf(one) > done);
  if (kind) return { ...row, pass: passFor(row, kind, pass) };
  const { startedAt, isFull, refused, pages } = pass;
  const whole = isFull ? { fullAt: startedAt, fullPages: pages } : {};
  return { ...row, pass: null, syncedAt: startedAt, refused, ...whole };
}

export function isSamePass(a: SyncPass | null | undefined, b: SyncPass): boolean {
  return a?.kind === b.kind && a.from === b.from && a.startedAt === b.startedAt;
}

/** `undated` with what the last page of a kind tells, on which or before which there were records or not. */
export function undatedOf({ undated, latest }: SyncRow, kind: RecordKind, hasRecords: boolean): RecordKind[] {
  const others = undated.filter((one) => one !== kind);
  return hasRecords && latest[kind] === undefined ? [...others, kind] : others;
}

/** `latest` with what a page tells of its kind. */
export function laterOf(latest: SyncRow['latest'], kind: RecordKind, time: number | null): SyncRow['latest'] {
  return time === null || time <= (latest[kind] ?? 0) ? latest : { ...latest, [kind]: time };
}
