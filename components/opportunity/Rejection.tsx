import type { Failure } from '../../lib/domain/failure';
import { explain } from '../../lib/domain/failure';

interface RejectionProps {
  /** "Not saved", "Not created". */
  what: string;
  failure: Failure;
  /** The connection's label. */
  crm: string;
  onRetry: () => void;
  /** Where what was refused is shown nowhere else: opens it to be corrected. */
  onEdit?: (() => void) | undefined;
  onDiscard: () => void;
}

/** Why the CRM said no and what can be done; what was typed stays in the fields above. */
export function Rejection({ what, failure, crm, onRetry, onEdit, onDiscard }: RejectionProps) {
  const { sentence, remedy } = explain(failure, crm);
  return (
    <div class="note">
      <p>
        {what}: <bdi>{sentence}</bdi> {remedy}
      </p>
      <div class="note-actions">
        <button type="button" class="text-button" onClick={onRetry}>
          Retry
        </button>
        {onEdit && (
          <button type="button" class="text-button" onClick={onEdit}>
            Correct
          </button>
        )}
        <button type="button" class="text-button" onClick={onDiscard}>
          Discard
        </button>
      </div>
    </div>
  );
}
