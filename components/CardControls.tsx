import type { Field, Opportunity, OpportunityPatch } from '../lib/domain/opportunity';
import type { Section } from '../lib/domain/panel-state';
import { LossReasonField } from './LossReasonField';
import { StageBar, StageField } from './StageField';
import { StatusField } from './StatusField';
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
  const reasons = catalog?.lossReasons ?? [];
  // An account may keep none, or keep them from this user: nothing to choose from then.
  const hasReasons = reasons.length > 0 || opportunity.lossReasonId !== null;
  const has = (field: Field) => capabilities.fields.includes(field);
  return (
    <div class="controls">
      {has('stageId') && <StageBar catalog={catalog} opportunity={opportunity} />}
      <div class="row">
        {has('stageId') && (
          <StageField
            catalog={catalog}
            isLoading={!catalog && section.status !== 'failed'}
            opportunity={opportunity}
            isRefused={'stageId' in refused}
            onChange={onChange}
          />
        )}
        {has('winProbability') && (
          <WinProbability
            value={opportunity.winProbability}
            isRefused={'winProbability' in refused}
            onChange={(winProbability) => onChange({ winProbability })}
          />
        )}
      </div>
      {has('status') && (
        <StatusField status={opportunity.status} crm={connection.label} onChange={(status) => onChange({ status })} />
      )}
      {opportunity.status === 'lost' && has('lossReasonId') && hasReasons && (
        <LossReasonField
          reasons={reasons}
          value={opportunity.lossReasonId}
          isRequired={capabilities.isLossReasonRequired}
          isRefused={'lossReasonId' in refused}
          onChange={(lossReasonId) => onChange({ lossReasonId })}
        />
      )}
    </div>
  );
}
