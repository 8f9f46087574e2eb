import type { OpportunityPatch } from '../../lib/domain/opportunity';
import { fieldsOf } from '../../lib/domain/opportunity';
import type { ValueContext } from '../form/field-values';
import { describeValue, labelOf } from '../form/field-values';

interface ConflictNoteProps {
  /** The fields in conflict, as the CRM has them now. */
  theirs: OpportunityPatch;
  context: ValueContext;
  /** The connection's label. */
  crm: string;
  onResolve: (keep: 'mine' | 'theirs') => void;
}

/** Theirs and the choice; mine stands beside it, as what the edit changes. */
export function ConflictNote({ theirs, context, crm, onResolve }: ConflictNoteProps) {
  const fields = fieldsOf(theirs);
  return (
    <div class="note">
      <p>Changed in {crm} meanwhile</p>
      <dl class="changes">
        {fields.map((field) => (
          <div key={field}>
            <dt dir="auto">{labelOf(field, context.catalog)}</dt>
            <dd>
              <b dir="auto">{describeValue(field, theirs, context)}</b>
            </dd>
          </div>
        ))}
      </dl>
      <div class="note-actions">
        <button type="button" class="text-button" onClick={() => onResolve('mine')}>
          Keep mine
        </button>
        <button type="button" class="text-button" onClick={() => onResolve('theirs')}>
          Use theirs
        </button>
      </div>
    </div>
  );
}
