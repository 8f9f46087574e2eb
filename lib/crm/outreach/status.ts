import type { WireOpportunity, WireStage } from './wire';

/** Said of a deal that is over while nothing tells how it ended. */
const CLOSED = 'closed';

const WON = /\b(?:won|gewonnen)\b/i;
/** "Closed - Not Won" is a loss, and so is "Closed Lost (was Won)". */
const LOST = /\b(?:lost|verloren)\b|\b(?:not|never|nicht|un)[\s-]*(?:won|gewonnen)\b/i;
/** What is not lost may be won, or anything else. */
const NOT_LOST = /\b(?:not|never|nicht)[\s-]*(?:lost|verloren)\b/i;

/**
 * Outreach keeps no status; it follows from the stage. An open stage is an open deal. A closed one is won or lost by
 * its name, by a probability of 100 or 0, or by a reason for the loss, in this order; else it is just "closed", as it
 * is where name and probability contradict each other.
 * A deal without a stage is open as far as anybody can tell; one whose stage we can't see has no status.
 */
export function deriveStatus(record: WireOpportunity, stageId: string | null, stage: WireStage | undefined): string {
  const { probability, lostReason } = record.attributes;
  if (stageId === null) return lostReason ? 'lost' : 'open';
  if (stage?.attributes.isClosed === false) return 'open';
  const named = readName(stage?.attributes.name ?? '');
  if (!named && !stage?.attributes.isClosed) return '';
  const reckoned = probability === 100 ? 'won' : probability === 0 ? 'lost' : null;
  if (named && reckoned && named !== reckoned) return CLOSED;
  return named ?? reckoned ?? (lostReason ? 'lost' : CLOSED);
}

function readName(name: string): 'won' | 'lost' | null {
  if (NOT_LOST.test(name)) return null;
  if (LOST.test(name)) return 'lost';
  return WON.test(name) ? 'won' : null;
}
