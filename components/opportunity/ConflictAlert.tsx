import type { Edit } from '../../lib/domain/edit';
import type { OpportunityPatch } from '../../lib/domain/opportunity';
import { fieldsOf } from '../../lib/domain/opportunity';
import { describeValue, labelOf } from '../form/field-values';
import type { ValueContext } from '../form/field-values';

interface ConflictAlertProps {
  edit: Edit;
  /** The fields in conflict, as the CRM has them now. */
  theirs: OpportunityPatch;
  context: ValueContext;
  /** The connection's label. */
  crm: string;
  onResolve: (keep: 'mine' | 'theirs') => void;
}

/** Someone else changed the same field meanwhile: both values, and the choice. */
export function ConflictAlert({ edit, theirs, context, crm, onResolve }: ConflictAlertProps) {
  const fields = fieldsOf(theirs);
  const names = fields.map((field) => labelOf(field, context.catalog)).join(' and ');
  return (
    <div class="note is-conflict" role="alert">
      <p>
        <b dir="auto">{names}</b> changed in {crm} meanwhile.
      </p>
      {fields.map((field) => (
        <div key={field}>
          {fields.length > 1 && <p>{labelOf(field, context.catalog)}</p>}
          <dl class="versions">
            <div>
              <dt>Theirs</dt>
              <dd dir="auto">{describeValue(field, theirs, context)}</dd>
            </div>
            <div>
              <dt>Mine</dt>
              <dd dir="auto">{describeValue(field, edit.patch, context)}</dd>
            </div>
          </dl>
        </div>
      ))}
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
