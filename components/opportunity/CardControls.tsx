import { useId } from 'preact/hooks';
import type { Field, Opportunity, OpportunityPatch, StandardField } from '../../lib/domain/opportunity';
import type { Section } from '../../lib/domain/panel-state';
import { hasStages, readOnlyReason } from '../display';
import { LossReason } from './LossReason';
import { Refusal } from './Refusal';
import { StageBar, StageField } from './StageField';
import { StatusField } from './StatusField';
import { useLoss } from './use-loss';
import { WinProbability } from './WinProbability';

interface CardControlsProps {
  section: Section;
  /** As shown: confirmed with the edits on top. */
  opportunity: Opportunity;
  /** What the CRM said about fields of the last edit. */
  refused: Partial<Record<Field, string>>;
  onChange: (patch: OpportunityPatch) => void;
}

/** The controls used daily; those the CRM has no field for are left out. */
export function CardControls({ section, opportunity, refused, onChange }: CardControlsProps) {
  const { catalog, capabilities, connection } = section;
  const id = useId();
  const loss = useLoss(section, opportunity, onChange);
  const has = (field: StandardField) => capabilities.fields.includes(field);
  const locked = readOnlyReason(opportunity, connection.label);
  const canMove = has('stageId') && hasStages(catalog);
  const canSetStatus = has('status') && capabilities.statuses.length > 0;
  // Where stages are chosen, the pipeline comes with them.
  const stageProblem = refused.stageId ?? refused.pipelineId;
  const problemId = (name: string, problem: string | undefined) =>
    problem === undefined ? undefined : `${id}-${name}`;
  return (
    <div ref={loss.controls} class="controls" onKeyDown={loss.onKeyDown}>
      {canMove && <StageBar catalog={catalog} opportunity={opportunity} />}
      <div class="row">
        {canMove && (
          <StageField
            catalog={catalog}
            isLoading={!catalog && section.status !== 'failed'}
            opportunity={opportunity}
            problemId={problemId('stage', stageProblem)}
            locked={locked}
            onChange={(stageId) => onChange({ stageId })}
          />
        )}
        {has('winProbability') && !canMove && (
          <span class="alone" aria-hidden="true">
            Win probability
          </span>
        )}
        {has('winProbability') && (
          <WinProbability
            value={opportunity.winProbability}
            refusal={refused.winProbability}
            locked={locked}
            onChange={(winProbability) => onChange({ winProbability })}
          />
        )}
        {canMove && <Refusal id={`${id}-stage`} problem={stageProblem} />}
      </div>
      {canSetStatus && (
        <>
          <StatusField
            status={loss.isAwaited ? 'lost' : opportunity.status}
            choices={capabilities.statuses}
            crm={connection.label}
            problemId={problemId('status', refused.status)}
            locked={locked}
            onChange={loss.chooseStatus}
          />
          <Refusal id={`${id}-status`} problem={refused.status} />
        </>
      )}
      {(loss.isAwaited || opportunity.status === 'lost') && (
        <LossReason
          {...{ section, opportunity, refused, locked }}
          isAwaited={loss.isAwaited}
          onChange={loss.giveReason}
        />
      )}
      {opportunity.isDeleted && <p class="hint">In the trash of {connection.label}.</p>}
      {locked && <p class="hint">{locked}</p>}
    </div>
  );
}
