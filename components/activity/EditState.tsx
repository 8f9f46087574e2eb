import type { Edit } from '../../lib/domain/edit';
import type { ValueContext } from '../form/field-values';
import { ConflictNote } from './ConflictNote';
import { isDelivery, nameFields } from '../opportunity/deliveries';
import { Rejection } from '../opportunity/Rejection';
import { Saved } from '../opportunity/Saved';
import { Underway } from '../opportunity/Underway';
import { UndoButton } from '../opportunity/UndoButton';
import { usePanel } from '../panel/panel-context';

interface EditStateProps {
  edit: Edit;
  /** True once another edit took it back. */
  isUndone: boolean;
  context: ValueContext;
  /** The connection's label. */
  crm: string;
  undoName: string;
  onUndo: (() => void) | undefined;
}

/** How an edit fares, in the words of the opportunity's own article, with what can be done about it. */
export function EditState({ edit, isUndone, context, crm, undoName, onUndo }: EditStateProps) {
  const { actions } = usePanel();
  const { id } = edit;
  if (isDelivery('rejected', edit)) {
    return (
      <Rejection
        what="Not saved"
        failure={edit.delivery.failure}
        crm={crm}
        onRetry={() => actions.retryEdit(id)}
        onDiscard={() => actions.discardEdit(id)}
      />
    );
  }
  if (isDelivery('conflict', edit)) {
    return (
      <ConflictNote
        theirs={edit.delivery.theirs}
        context={context}
        crm={crm}
        onResolve={(keep) => actions.resolveEdit(id, keep)}
      />
    );
  }
  if (isUndone) return <span class="entry-state">Undone</span>;
  if (isDelivery('saved', edit)) {
    if (edit.undoes) return <span class="entry-state">Taken back</span>;
    return (
      <span class="entry-state">
        <Saved
          word="Saved"
          news={nameFields(edit.delivery.news ?? [], context.catalog)}
          crm={crm}
          undoName={undoName}
          onUndo={onUndo}
        />
      </span>
    );
  }
  return (
    <span class="entry-state">
      <Underway delivery={edit.delivery} crm={crm} verb="Saving…" />
      {onUndo && <UndoButton name={undoName} onUndo={onUndo} />}
    </span>
  );
}
