import { useId } from 'preact/hooks';
import type { Field, Opportunity, OpportunityPatch } from '../../lib/domain/opportunity';
import { refKey } from '../../lib/domain/opportunity';
import type { Section } from '../../lib/domain/panel-state';
import { LossReasonField } from './LossReasonField';
import { LossReasonText } from './LossReasonText';
import { Refusal } from './Refusal';

/** More than that is no help. */
const MOST_REASONS = 20;

interface LossReasonProps {
  section: Section;
  opportunity: Opportunity;
  /** What the CRM said about fields of the last edit. */
  refused: Partial<Record<Field, string>>;
  /** The loss waits for its reason: the control takes the focus and says so. */
  isAwaited: boolean;
  /** Why it can't be changed; `null` where it can. */
  locked: string | null;
  onChange: (patch: OpportunityPatch) => void;
}

type Kind = 'list' | 'text' | null;

/** How a loss is explained there: from a list, in words, or not at all. */
function kindOf({ catalog, capabilities }: Section, { lossReasonId }: Opportunity): Kind {
  const isText = capabilities.fields.includes('lossReason');
  // An account may keep none, or keep them from this user: nothing to choose from then.
  const isComing = !catalog && capabilities.isLossReasonRequired;
  const hasReasons = isComing || (catalog?.lossReasons ?? []).length > 0 || (!isText && lossReasonId !== null);
  if (capabilities.fields.includes('lossReasonId') && hasReasons) return 'list';
  return isText ? 'text' : null;
}

/** True where the CRM would refuse the loss as it is, and the reason can be asked for. */
export function mustAskReason(section: Section, opportunity: Opportunity): boolean {
  const hasReason = opportunity.lossReasonId !== null || Boolean(opportunity.lossReason);
  return section.capabilities.isLossReasonRequired && !hasReason && kindOf(section, opportunity) !== null;
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
export function LossReason({ section, opportunity, refused, isAwaited, locked, onChange }: LossReasonProps) {
  const id = useId();
  const kind = kindOf(section, opportunity);
  if (!kind) return null;
  // A CRM that keeps both may name either.
  const problem = refused.lossReasonId ?? refused.lossReason;
  const hintId = `${id}-hint`;
  const problemId = `${id}-problem`;
  const common = {
    isRequired: section.capabilities.isLossReasonRequired,
    isRefused: problem !== undefined,
    describedBy: isAwaited ? hintId : problem === undefined ? undefined : problemId,
    isAwaited,
    locked,
  };
  return (
    <div class="row">
      {isAwaited && (
        <p class="hint" id={hintId}>
          {kind === 'list' ? 'Choose why it was lost' : 'Say why it was lost, and press Enter'}
        </p>
      )}
      {kind === 'list' ? (
        <LossReasonField
          {...common}
          reasons={section.catalog?.lossReasons ?? []}
          value={opportunity.lossReasonId}
          onChange={(lossReasonId) => onChange({ lossReasonId })}
        />
      ) : (
        <LossReasonText
          {...common}
          value={opportunity.lossReason}
          suggestions={reasonsInUse(section, opportunity)}
          onChange={(lossReason) => onChange({ lossReason })}
        />
      )}
      <Refusal id={problemId} problem={isAwaited ? undefined : problem} />
    </div>
  );
}
