import type { ConnectionId, Opportunity, OpportunityRef } from '../domain/opportunity';
import { refKey } from '../domain/opportunity';
import type { Change } from './database';
import { LAG } from './clocks';

/** Opportunities as the CRM confirmed them. */
export interface Records {
  /** Stores what the CRM was just found to hold. */
  confirm(tx: Change, opportunity: Opportunity): void;
  /**
   * Stores what was asked for at `askedAt` (epoch milliseconds), unless a write was confirmed since; resolves to what
   * is stored then.
   */
  confirmUnlessOlder(tx: Change, opportunity: Opportunity, askedAt: number): Promise<Opportunity>;
  /**
   * Stores what was asked for at `askedAt` (epoch milliseconds). An answer that was on its way while a write was
   * confirmed is older than that write, whenever it arrives; of two answers on their way at once the one that arrives
   * last may be the older one, and so may one that was asked for just after a write: there the later change stays, by
   * the CRM's own clock.
   */
  take(tx: Change, opportunities: readonly Opportunity[], askedAt: number): Promise<void>;
  /** Ids of those of a connection confirmed at `time` (epoch milliseconds) or later. */
  confirmedSince(connection: ConnectionId, time: number): ReadonlySet<string>;
  /** Notes that the CRM has just deleted it for good. */
  bury(ref: OpportunityRef): void;
  /**
   * True where what was asked for at `askedAt` (epoch milliseconds) may be of before its deletion: it must not bring it
   * back. Asked for later, the CRM knows better. Without a time: whether it was ever deleted.
   */
  isGone(ref: OpportunityRef, askedAt?: number): boolean;
  /** What is known of a connection's records holds no more: it has ended, or holds other records now. */
  forget(connection: ConnectionId): void;
}

/** What is known of the records beside the database. What is in flight dies with the worker, so the times need not outlive it. */
export function createRecords(now: () => number): Records {
  const confirmed = new Map<ConnectionId, Map<string, number>>();
  const buried = new Map<ConnectionId, Map<string, number>>();
  /** When something was last taken, by connection. */
  const takenAt = new Map<ConnectionId, number>();
  const isGone = (ref: OpportunityRef, askedAt = 0) => timeOf(buried, ref) >= askedAt - LAG;
  const isCurrent = (ref: OpportunityRef, askedAt: number) => timeOf(confirmed, ref) < askedAt;

  function confirm(tx: Change, opportunity: Opportunity): void {
    note(confirmed, opportunity.ref, now());
    tx.put('opportunities', opportunity);
  }

  return {
    isGone,
    bury: (ref) => note(buried, ref, now()),
    confirmedSince: (connection, time) =>
      new Set([...(confirmed.get(connection) ?? [])].flatMap(([id, at]) => (at >= time ? [id] : []))),
    forget(connection) {
      for (const known of [confirmed, buried, takenAt]) known.delete(connection);
    },
    confirm,
    async confirmUnlessOlder(tx, opportunity, askedAt) {
      const { ref } = opportunity;
      const newer = isCurrent(ref, askedAt) ? undefined : await tx.get('opportunities', [ref.connection, ref.id]);
      if (!newer) confirm(tx, opportunity);
      return newer ?? opportunity;
    },
    async take(tx, opportunities, askedAt) {
      const there = opportunities.filter(({ ref }) => !isGone(ref, askedAt));
      const isRaced = ({ ref }: Opportunity) =>
        !isCurrent(ref, askedAt - LAG) || (takenAt.get(ref.connection) ?? 0) >= askedAt;
      const raced = there.filter(isRaced);
      const keys = raced.map(({ ref }): [string, string] => [ref.connection, ref.id]);
      const stored = new Map((await tx.getMany('opportunities', keys)).map((one) => [refKey(one.ref), one]));
      for (const opportunity of there) {
        const { ref } = opportunity;
        const known = stored.get(refKey(ref)) ?? opportunity;
        const lead = changedLater(opportunity, known);
        // What stays is put, too: it counts as seen.
        tx.put('opportunities', lead > 0 || (lead === 0 && isCurrent(ref, askedAt)) ? opportunity : known);
        takenAt.set(ref.connection, now());
      }
    },
  };
}

type Times = Map<ConnectionId, Map<string, number>>;

/** Never is long ago. */
function timeOf(times: Times, { connection, id }: OpportunityRef): number {
  return times.get(connection)?.get(id) ?? -Infinity;
}

function note(times: Times, { connection, id }: OpportunityRef, time: number): void {
  const ofConnection = times.get(connection) ?? new Map<string, number>();
  times.set(connection, ofConnection.set(id, time));
}

/** Milliseconds by which `one` was changed later than `other`; 0 where that can't be told. */
function changedLater(one: Opportunity, other: Opportunity): number {
  return Date.parse(one.updatedAt ?? '') - Date.parse(other.updatedAt ?? '') || 0;
}
