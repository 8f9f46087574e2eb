import type { Opportunity } from '../../lib/domain/opportunity';
import type { Catalog } from '../../lib/domain/pipeline';
import { findStage } from '../../lib/domain/pipeline';
import { pipelineOf } from '../display';
import { isClosed } from '../format';
import { StageOptions } from '../form/StageOptions';

/** How far the deal is in its pipeline; the select below says the same in words. */
export function StageBar({ catalog, opportunity }: { catalog: Catalog | null; opportunity: Opportunity }) {
  const pipeline = pipelineOf(catalog, opportunity);
  const stages = pipeline?.isOrdered === false ? [] : (pipeline?.stages ?? []);
  const reached = stages.findIndex(({ id }) => id === opportunity.stageId);
  return (
    <div class={`steps ${isClosed(opportunity.status) ? `is-${opportunity.status}` : ''}`} aria-hidden="true">
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
  /** The id of what the CRM said about it, where it refused it. */
  problemId: string | undefined;
  /** Why it can't be changed; `null` where it can. */
  locked: string | null;
  onChange: (stageId: string) => void;
}

/** Every stage of every pipeline; a stage the CRM no longer lists stays selected until another is chosen. */
export function StageField({ catalog, opportunity, locked, onChange, ...rest }: StageFieldProps) {
  const { isLoading, problemId } = rest;
  const isKnown = findStage(catalog, opportunity.stageId) !== undefined;
  return (
    <select
      aria-label="Stage"
      aria-invalid={problemId !== undefined}
      aria-describedby={problemId}
      disabled={locked !== null}
      title={locked ?? undefined}
      value={opportunity.stageId ?? ''}
      onChange={(event) => onChange(event.currentTarget.value)}
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
