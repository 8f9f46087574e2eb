import type { Field, Opportunity, OpportunityPatch, StandardField } from '../../lib/domain/opportunity';
import { refKey } from '../../lib/domain/opportunity';
import type { Section } from '../../lib/domain/panel-state';
import { hasStages, readOnlyReason } from '../display';
import { LossReasonField } from './LossReasonField';
import { LossReasonText } from './LossReasonText';
import { StageBar, StageField } from './StageField';
import { StatusField } from './StatusField';
import { WinProbability } from './WinProbability';

/** More than that is no help. */
const MOST_REASONS = 20;

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
  const has = (field: StandardField) => capabilities.fields.includes(field);
  const locked = readOnlyReason(opportunity, connection.label);
  const canMove = has('stageId') && hasStages(catalog);
  const canSetStatus = has('status') && capabilities.statuses.length > 0;
  return (
    <div class="controls">
      {canMove && <StageBar catalog={catalog} opportunity={opportunity} />}
      <div class="row">
        {canMove && (
          <StageField
            catalog={catalog}
            hasPipelines={has('pipelineId')}
            isLoading={!catalog && section.status !== 'failed'}
            opportunity={opportunity}
            isRefused={'stageId' in refused}
            locked={locked}
            onChange={onChange}
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
            isRefused={'winProbability' in refused}
            locked={locked}
            onChange={(winProbability) => onChange({ winProbability })}
          />
        )}
      </div>
      {canSetStatus && (
        <StatusField
          status={opportunity.status}
          choices={capabilities.statuses}
          crm={connection.label}
          locked={locked}
          onChange={(status) => onChange({ status })}
        />
      )}
      {opportunity.status === 'lost' && <LossReason {...{ section, opportunity, refused, locked, onChange }} />}
      {opportunity.isDeleted && <p class="hint">In the trash of {connection.label}.</p>}
      {locked && <p class="hint">{locked}</p>}
    </div>
  );
}

/** Why others were lost, the reason given most first: the same words make reasons that can be counted. */
function reasonsInUse({ matches }: Section, { ref }: Opportunity): string[] {
  const uses = new Map<string, number>();
  for (const { opportunity } of matches) {
    const reason = opportunity.lossReason?.trim();
    if (reason && refKey(opportunity.ref) !== refKey(ref)) uses.set(reason, (uses.get(reason) ?? 0) + 1);
  }
  const reasons = [...uses].toSorted(([, a], [, b]) => b - a).map(([reason]) => reason);
  return reasons.slice(0, MOST_REASONS);
}

/** Chosen from the CRM's list, or typed where it keeps none. */
function LossReason({
  section,
  opportunity,
  refused,
  locked,
  onChange,
}: CardControlsProps & { locked: string | null }) {
  const { catalog, capabilities } = section;
  const reasons = catalog?.lossReasons ?? [];
  const isRequired = capabilities.isLossReasonRequired;
  const isText = capabilities.fields.includes('lossReason');
  // An account may keep none, or keep them from this user: nothing to choose from then.
  const hasReasons = reasons.length > 0 || (!isText && opportunity.lossReasonId !== null);
  if (capabilities.fields.includes('lossReasonId') && hasReasons) {
    return (
      <LossReasonField
        reasons={reasons}
        value={opportunity.lossReasonId}
        isRequired={isRequired}
        isRefused={'lossReasonId' in refused}
        locked={locked}
        onChange={(lossReasonId) => onChange({ lossReasonId })}
      />
    );
  }
  if (!isText) return null;
  return (
    <LossReasonText
      value={opportunity.lossReason}
      suggestions={reasonsInUse(section, opportunity)}
      isRequired={isRequired}
      isRefused={'lossReason' in refused}
      locked={locked}
      onChange={(lossReason) => onChange({ lossReason })}
    />
  );
}
