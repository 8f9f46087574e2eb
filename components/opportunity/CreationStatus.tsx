import { asTakenBack } from '../../lib/domain/creation';
import type { Creation, Delivery } from '../../lib/domain/edit';
import { isDelivery } from './deliveries';
import { usePanel } from '../panel/panel-context';
import { Rejection } from './Rejection';
import { Saved } from './Saved';
import { Underway } from './Underway';
import { UndoButton } from './UndoButton';

interface CreationStatusProps {
  /** `null` for a click the worker has not answered yet. */
  creation: Creation | null;
  /** The connection's label. */
  crm: string;
  /** True where what it made can be removed again. */
  canUndo: boolean;
  /** What the button is called where there are several. */
  undoName?: string | undefined;
  onEdit?: (() => void) | undefined;
}

/** True for what is held up, also in the moments in which it is tried again: the button must not go with each of them. */
function isHeldUp(delivery: Delivery): boolean {
  return delivery.is === 'sending' ? delivery.after !== undefined : true;
}

/** Where a creation, or taking it back, stands. */
export function CreationStatus({ creation, crm, canUndo, undoName, onEdit }: CreationStatusProps) {
  const { actions } = usePanel();
  if (!creation) return <span>Creating…</span>;
  const { id, isUndo, delivery } = creation;
  if (isDelivery('rejected', creation)) {
    return (
      <Rejection
        what={isUndo ? 'Not undone' : 'Not created'}
        failure={creation.delivery.failure}
        crm={crm}
        onRetry={() => actions.retryCreation(id, null)}
        onEdit={isUndo ? undefined : onEdit}
        onDiscard={() => actions.discardCreation(id)}
      />
    );
  }
  if (isDelivery('saved', creation)) {
    return <Saved word="Created" crm={crm} onUndo={canUndo ? () => actions.undoCreation(id) : undefined} />;
  }
  // The question itself says it, as an alert.
  if (isDelivery('similar', creation)) return null;
  // Nothing has to be removed for one that made nothing so far.
  const canTakeBack = !isUndo && isHeldUp(delivery) && (canUndo || asTakenBack(creation) === null);
  return (
    <span>
      <Underway delivery={delivery} crm={crm} verb={isUndo ? 'Undoing…' : 'Creating…'} />
      {canTakeBack && (
        <UndoButton word="Cancel" name={undoName?.replace('Undo', 'Cancel')} onUndo={() => actions.undoCreation(id)} />
      )}
    </span>
  );
}
