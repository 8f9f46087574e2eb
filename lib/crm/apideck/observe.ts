import type { Choice, Pipeline, Stage } from '../../domain/pipeline';
import type { WireOpportunity } from './wire';

/**
 * Pipelines and stages as opportunities show them, for connectors that don't list them. There are no names: the ids
 * stand in. Stages are in the order of their win probability, those alike as they were seen first.
 */
export function observePipelines(records: readonly WireOpportunity[]): Pipeline[] {
  const pipelines = new Map<string, Map<string, number[]>>();
  for (const { pipeline_id, pipeline_stage_id, win_probability } of records) {
    if (!pipeline_stage_id) continue;
    const stages = pipelines.get(pipeline_id ?? '') ?? new Map<string, number[]>();
    const likely = stages.get(pipeline_stage_id) ?? [];
    pipelines.set(pipeline_id ?? '', stages);
    stages.set(pipeline_stage_id, win_probability === null ? likely : [...likely, win_probability]);
  }
  return [...pipelines].map(([id, stages]) => ({
    id,
    name: id,
    isRevenue: true,
    isOrdered: false,
    stages: inOrder(stages),
  }));
}

function inOrder(stages: ReadonlyMap<string, readonly number[]>): Stage[] {
  return [...stages]
    .map(([id, seen]): Stage => ({ id, name: id, winProbability: mostSeen(seen)?.[0] ?? null }))
    .toSorted((a, b) => (a.winProbability ?? -1) - (b.winProbability ?? -1));
}

/** The probability of most of a stage's deals: one set by hand, or of a deal won there, must not move the stage. */
function mostSeen<Value>(values: readonly Value[]): [Value, number] | undefined {
  return countOf(values)[0];
}

/** Ids with the words that stand beside them, for loss reasons and sources: nothing lists them. */
export function observeChoices(
  records: readonly WireOpportunity[],
  idOf: 'loss_reason_id' | 'source_id',
  nameOf: 'loss_reason' | 'lead_source',
): Choice[] {
  const names = new Map<string, string>();
  for (const record of records) {
    const [id, name] = [record[idOf], record[nameOf]];
    if (id && name && !names.has(id)) names.set(id, name);
  }
  return [...names].map(([id, name]) => ({ id, name }));
}

/** Those used most first. */
export function observeTags(records: readonly WireOpportunity[]): string[] {
  return countOf(records.flatMap(({ tags }) => [...new Set(tags)])).map(([tag]) => tag);
}

/** The currency of all amounts, where they are in one. */
export function observeCurrency(records: readonly WireOpportunity[]): string | null {
  const seen = new Set(records.flatMap(({ currency }) => currency ?? []));
  return seen.size === 1 ? ([...seen][0] ?? null) : null;
}

function countOf<Value>(values: readonly Value[]): [Value, number][] {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a);
}
