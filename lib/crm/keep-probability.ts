import type { OpportunityPatch } from '../domain/opportunity';

/**
 * For CRMs that give a deal its new stage's win probability unless the write names one: a patch that moves the deal
 * and leaves the probability alone names the one it has. `read` gives that, percent; it is asked only where needed.
 */
export async function keepProbability(
  patch: OpportunityPatch,
  read: () => Promise<number | null>,
): Promise<OpportunityPatch> {
  const isMove = 'stageId' in patch || 'pipelineId' in patch;
  if (!isMove || 'winProbability' in patch) return patch;
  const winProbability = await read();
  // What no CRM takes must not keep a deal where it is.
  const isWritable = winProbability !== null && winProbability >= 0 && winProbability <= 100;
  return isWritable ? { ...patch, winProbability } : patch;
}
