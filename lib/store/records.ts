import type { Opportunity, OpportunityRef } from '../domain/opportunity';
import { refKey } from '../domain/opportunity';
import type { Change } from './database';

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
   * Which of `opportunities`, asked for at `askedAt` (epoch milliseconds), may be stored: an answer that was on its
   * way while a write was confirmed is older than that write, whenever it arrives.
   */
  stillCurrent(opportunities: readonly Opportunity[], askedAt: number): Opportunity[];
  /** Notes that the CRM has just deleted it for good. */
  bury(ref: OpportunityRef): void;
  /**
   * True where what was asked for at `askedAt` (epoch milliseconds) is of before its deletion: it must not bring it
   * back. Asked for later, the CRM knows better (the local one may have got it back by an import). Without a time:
   * whether it was ever deleted.
   */
  isGone(ref: OpportunityRef, askedAt?: number): boolean;
}

/** What is known of the records beside the database. What is in flight dies with the worker, so the times need not outlive it. */
export function createRecords(now: () => number): Records {
  const confirmedAt = new Map<string, number>();
  const buriedAt = new Map<string, number>();
  const isGone = (ref: OpportunityRef, askedAt = 0) => (buriedAt.get(refKey(ref)) ?? -1) >= askedAt;
  const isCurrent = (ref: OpportunityRef, askedAt: number) => (confirmedAt.get(refKey(ref)) ?? 0) < askedAt;

  function confirm(tx: Change, opportunity: Opportunity): void {
    confirmedAt.set(refKey(opportunity.ref), now());
    tx.put('opportunities', opportunity);
  }

  return {
    isGone,
    bury: (ref) => void buriedAt.set(refKey(ref), now()),
    confirm,
    async confirmUnlessOlder(tx, opportunity, askedAt) {
      const { ref } = opportunity;
      const newer = isCurrent(ref, askedAt) ? undefined : await tx.get('opportunities', [ref.connection, ref.id]);
      if (!newer) confirm(tx, opportunity);
      return newer ?? opportunity;
    },
    stillCurrent: (opportunities, askedAt) => opportunities.filter(({ ref }) => isCurrent(ref, askedAt)),
  };
}
