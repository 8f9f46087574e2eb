import type { Creation } from '../../lib/domain/edit';
import { isDelivery } from './deliveries';
import { usePanel } from '../panel/panel-context';
import { Rejection } from './Rejection';
import { Saved } from './Saved';
import { Underway } from './Underway';

interface CreationStatusProps {
  /** `null` for a click the worker has not answered yet. */
  creation: Creation | null;
  /** The connection's label. */
  crm: string;
  canUndo: boolean;
  onEdit?: (() => void) | undefined;
}

/** Where a creation, or taking it back, stands. */
export function CreationStatus({ creation, crm, canUndo, onEdit }: CreationStatusProps) {
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
  return <Underway delivery={delivery} crm={crm} verb={isUndo ? 'Undoing…' : 'Creating…'} />;
}
