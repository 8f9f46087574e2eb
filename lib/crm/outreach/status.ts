import type { WireOpportunity, WireStage } from './wire';

/** Said of a deal that is over while nothing tells how it ended. */
const CLOSED = 'closed';

const WON = /\bwon\b|\bgewonnen\b/i;
const LOST = /\blost\b|\bverloren\b/i;

/**
 * Outreach keeps no status; it follows from the stage. An open stage is an open deal. A closed one is won or lost by
 * its name, by a probability of 100 or 0, or by a reason for the loss, in this order; else it is just "closed".
 * A deal without a stage is open as far as anybody can tell; one whose stage we can't see has no status.
 */
export function deriveStatus(record: WireOpportunity, stageId: string | null, stage: WireStage | undefined): string {
  const { probability, lostReason } = record.attributes;
  if (stageId === null) return lostReason ? 'lost' : 'open';
  if (stage?.attributes.isClosed === false) return 'open';
  const name = stage?.attributes.name ?? '';
  if (WON.test(name)) return 'won';
  if (LOST.test(name)) return 'lost';
  if (!stage?.attributes.isClosed) return '';
  if (probability === 100) return 'won';
  return probability === 0 || lostReason ? 'lost' : CLOSED;
}
