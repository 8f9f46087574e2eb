import type { Creation } from '../../lib/domain/edit';
import { CreationStatus } from './CreationStatus';
import type { Field } from '../../lib/domain/opportunity';
import type { Catalog } from '../../lib/domain/pipeline';
import type { EditsView } from './deliveries';
import { nameFields } from './deliveries';
import { usePanel } from '../panel/panel-context';
import { Rejection } from './Rejection';
import { Saved } from './Saved';
import { Underway } from './Underway';

interface DeliveryStatusProps {
  view: EditsView;
  /** False where the CRM lets nobody, or not this rep, write the record. */
  canWrite: boolean;
  /** The creation that made this opportunity, while it has more to say than any edit. */
  creation: Creation | undefined;
  canUndoCreation: boolean;
  /** What fields are called. */
  catalog: Catalog | null;
  /** The connection's label. */
  crm: string;
  /** How to get to a refused field that is out of sight; `undefined` for one that is not. */
  onCorrect: (field: Field) => (() => void) | undefined;
}

/** Always in the page, so that assistive technology hears its text change. */
export function DeliveryStatus({
  view,
  canWrite,
  creation,
  canUndoCreation,
  catalog,
  crm,
  ...rest
}: DeliveryStatusProps) {
  const { actions } = usePanel();
  const { rejected, underway, saved } = view;
  const canUndo = view.canUndo && canWrite;
  const isNote = rejected.length > 0 || creation?.delivery.is === 'rejected';
  return (
    <div class={`delivery ${isNote ? 'is-note' : ''}`} role="status">
      {rejected.map(({ id, delivery }) => (
        <Rejection
          key={id}
          what="Not saved"
          failure={delivery.failure}
          crm={crm}
          onRetry={() => actions.retryEdit(id)}
          onEdit={
            delivery.failure.kind === 'invalid' && delivery.failure.field
              ? rest.onCorrect(delivery.failure.field)
              : undefined
          }
          onDiscard={() => actions.discardEdit(id)}
        />
      ))}
      {underway && <Underway delivery={underway.delivery} crm={crm} verb="Saving…" />}
      {creation && <CreationStatus creation={creation} crm={crm} canUndo={canUndoCreation} />}
      {saved && !creation && (
        <Saved
          word="Saved"
          news={nameFields(saved.delivery.news ?? [], catalog)}
          crm={crm}
          onUndo={canUndo ? () => actions.undoEdit(saved) : undefined}
        />
      )}
    </div>
  );
}
