import type { Opportunity, OpportunityPatch } from '../lib/domain/opportunity';
import type { Catalog } from '../lib/domain/pipeline';
import { findStage } from '../lib/domain/pipeline';
import { pipelineOf } from './display';
import { StageOptions } from './StageOptions';

/** How far the deal is in its pipeline; the select below says the same in words. */
export function StageBar({ catalog, opportunity }: { catalog: Catalog | null; opportunity: Opportunity }) {
  const stages = pipelineOf(catalog, opportunity)?.stages ?? [];
  const reached = stages.findIndex(({ id }) => id === opportunity.stageId);
  return (
    <div class={`steps is-${opportunity.status}`} aria-hidden="true">
      {stages.map(({ id }, index) => (
        <i key={id} class={index <= reached ? 'is-done' : ''} />
      ))}
    </div>
  );
}

interface StageFieldProps {
  catalog: Catalog | null;
  /** Whether the stages may still come. */
  isLoading: boolean;
  opportunity: Opportunity;
  isRefused: boolean;
  onChange: (patch: OpportunityPatch) => void;
}

/** Every stage of every pipeline; a stage the CRM no longer lists stays selected until another is chosen. */
export function StageField({ catalog, isLoading, opportunity, isRefused, onChange }: StageFieldProps) {
  const change = (stageId: string) => {
    const pipelineId = findStage(catalog, stageId)?.pipeline.id ?? opportunity.pipelineId;
    onChange(pipelineId === opportunity.pipelineId ? { stageId } : { stageId, pipelineId });
  };
  const isKnown = findStage(catalog, opportunity.stageId) !== undefined;
  return (
    <select
      aria-label="Stage"
      aria-invalid={isRefused}
      value={opportunity.stageId ?? ''}
      onChange={(event) => change(event.currentTarget.value)}
    >
      {!isKnown && (
        <option value={opportunity.stageId ?? ''} disabled={opportunity.stageId === null}>
          {opportunity.stageId === null ? 'No stage' : isLoading ? 'Stages are loading…' : 'Unknown stage'}
        </option>
      )}
      <StageOptions catalog={catalog} />
    </select>
  );
}
