import type { RecordKind } from '../domain/mirror';
import { RECORD_KINDS } from '../domain/mirror';
import type { ConnectionId } from '../domain/opportunity';
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
    retryAt: 0,
  };
}

/** A mirror with gaps tells of the time it was begun. `null` before. Epoch milliseconds. */
export function ageOf(sync: SyncRow | undefined): number | null {
  return askedAt(sync) ?? sync?.pass?.startedAt ?? null;
}

/** When all changes of opportunities were last asked for, epoch milliseconds; `null` where there are gaps. */
export function askedAt(sync: SyncRow | undefined): number | null {
  return sync && sync.syncedAt !== null ? Math.max(sync.syncedAt, sync.checkedAt ?? 0) : null;
}

/** True while what the mirror does not have, the CRM has not either, but for what came in the last minutes. */
export function isInStep(sync: SyncRow | undefined, now: number): boolean {
  return sync?.refused.length === 0 && isRecent(askedAt(sync), IN_STEP, now);
}

/** A CRM's search may lag behind its records: what it did not show yet is asked for again, milliseconds. */
const LAG = 60_000;

/** The pass that is due at `now`, epoch milliseconds. */
export function duePass(row: SyncRow, now: number): SyncPass | null {
  const isFull = !isRecent(row.fullAt, row.fullPages <= FEW_PAGES ? DUE.everythingOfFew : DUE.everything, now);
  if (!isFull && isRecent(row.syncedAt, DUE.changes, now)) return null;
  return passFor(row, RECORD_KINDS[0], { startedAt: now, isFull, refused: [], pages: 0 });
}

function passFor(row: SyncRow, kind: RecordKind, pass: Omit<SyncPass, 'kind' | 'since' | 'from'>): SyncPass {
  const { startedAt, isFull, refused, pages } = pass;
  return { startedAt, isFull, refused, pages, kind, since: isFull ? null : withLag(row.latest[kind]), from: null };
}

function withLag(latest: number | undefined): number | null {
  return latest === undefined ? null : Math.max(0, latest - LAG);
}

/** After a kind's last page, counted in `pass`: the next kind, or the end of the pass. */
export function nextKind(row: SyncRow, pass: SyncPass): SyncRow {
  const kind = RECORD_KINDS[RECORD_KINDS.indexOf(pass.kind) + 1];
  if (kind) return { ...row, pass: passFor(row, kind, pass) };
  const { startedAt, isFull, refused, pages } = pass;
  const whole = isFull ? { fullAt: startedAt, fullPages: pages } : {};
  return { ...row, pass: null, syncedAt: startedAt, refused, ...whole };
}

export function isSamePass(a: SyncPass | null | undefined, b: SyncPass): boolean {
  return a?.kind === b.kind && a.from === b.from && a.startedAt === b.startedAt;
}

/** `latest` with what a page tells of its kind. */
export function laterOf(latest: SyncRow['latest'], kind: RecordKind, time: number | null): SyncRow['latest'] {
  return time === null || time <= (latest[kind] ?? 0) ? latest : { ...latest, [kind]: time };
}
