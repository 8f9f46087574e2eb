import { CRMS } from '../../lib/crm/catalog';
import type { Creation } from '../../lib/domain/edit';
import type { Section } from '../../lib/domain/panel-state';
import { cap, titleOf } from '../display';
import { CreationStatus } from '../opportunity/CreationStatus';
import { isDelivery } from '../opportunity/deliveries';
import { Saved } from '../opportunity/Saved';
import { SimilarQuestion } from '../opportunity/SimilarQuestion';
import { usePanel } from '../panel/panel-context';
import { ItemHeading } from './ItemHeading';

interface CreationItemProps {
  creation: Creation;
  /** The connection's part of the panel. */
  section: Section | undefined;
  /** True where there are other connections to tell it from. */
  isNamed: boolean;
}

/** One creation, and how it or taking it back fares. */
export function CreationItem({ creation, section, isNamed }: CreationItemProps) {
  const title = titleOf(creation.draft);
  const isMade = creation.delivery.is === 'saved' && !creation.isUndo;
  return (
    <li class="entry" tabIndex={-1}>
      <ItemHeading
        verb={isMade ? 'Created' : undefined}
        title={title}
        section={section}
        isNamed={isNamed}
        at={creation.at}
      />
      <div class="entry-body">
        <CreationState creation={creation} section={section} title={title} />
      </div>
    </li>
  );
}

function CreationState({ creation, section, title }: Omit<CreationItemProps, 'isNamed'> & { title: string }) {
  const { actions } = usePanel();
  const crm = section?.connection.label ?? CRMS.local.label;
  if (isDelivery('similar', creation)) {
    return (
      <div class="note is-similar">
        <SimilarQuestion creation={creation} catalog={section?.catalog ?? null} crm={crm} />
      </div>
    );
  }
  const canUndo = section?.capabilities.canDelete ?? false;
  const undoName = `Undo creation, ${cap(title, 80)}`;
  if (isDelivery('saved', creation)) {
    if (creation.isUndo) return <span class="entry-state">Removed</span>;
    return (
      <span class="entry-state">
        <Saved
          word="Saved"
          crm={crm}
          undoName={undoName}
          onUndo={canUndo ? () => actions.undoCreation(creation.id) : undefined}
        />
      </span>
    );
  }
  const status = <CreationStatus creation={creation} crm={crm} canUndo={canUndo} undoName={undoName} />;
  return creation.delivery.is === 'rejected' ? status : <span class="entry-state">{status}</span>;
}
