import type { Opportunity, OpportunityRef } from '../domain/opportunity';
import { refKey } from '../domain/opportunity';
import type { Change } from './database';

/** Opportunities as the CRM confirmed them. */
export interface Records {
  /** Stores what the CRM was just found to hold. */
  confirm(tx: Change, opportunity: Opportunity): void;
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
  return {
    isGone,
    bury: (ref) => void buriedAt.set(refKey(ref), now()),
    confirm(tx, opportunity) {
      confirmedAt.set(refKey(opportunity.ref), now());
      tx.put('opportunities', opportunity);
    },
    stillCurrent: (opportunities, askedAt) =>
      opportunities.filter(({ ref }) => (confirmedAt.get(refKey(ref)) ?? 0) < askedAt),
  };
}
