import { useId, useState } from 'preact/hooks';
import type { Creation } from '../../lib/domain/edit';
import { isUnderway } from '../../lib/domain/edit';
import type { Section } from '../../lib/domain/panel-state';
import { CreationStatus } from './CreationStatus';
import { isDelivery } from './deliveries';
import { cap, titleOf } from '../display';
import { lazy } from '../lazy';

const SimilarAlert = lazy(async () => (await import('./SimilarAlert')).SimilarAlert);
const CorrectionForm = lazy(async () => (await import('./CorrectionForm')).CorrectionForm);

interface CreationCardProps {
  title: string;
  /** `null` for a click the worker has not answered yet. */
  creation: Creation | null;
  /** The connection's label. */
  crm: string;
  canUndo: boolean;
  /** The connection's part of the panel; `null` before the worker has answered. */
  section: Section | null;
}

/** Stands where the new opportunity will be. */
export function CreationCard({ title, creation, crm, canUndo, section }: CreationCardProps) {
  const titleId = useId();
  const [isCorrecting, setCorrecting] = useState(false);
  const isRejected = creation?.delivery.is === 'rejected';
  const isBusy = !creation || isUnderway(creation.delivery);
  return (
    <article class="card is-new" tabIndex={-1} aria-labelledby={titleId} aria-busy={isBusy}>
      <div class="top">
        <h3 id={titleId} dir="auto" title={cap(title)}>
          {titleOf({ title })}
        </h3>
      </div>
      <div class={`steps ${isBusy ? 'is-moving' : ''}`} aria-hidden="true">
        <i />
      </div>
      {creation && isDelivery('similar', creation) && (
        <SimilarAlert creation={creation} catalog={section?.catalog ?? null} crm={crm} />
      )}
      <div class="state">
        <div class={`delivery ${isRejected ? 'is-note' : ''}`} role="status">
          <CreationStatus
            creation={creation}
            crm={crm}
            canUndo={canUndo}
            onEdit={section && !isCorrecting ? () => setCorrecting(true) : undefined}
          />
        </div>
      </div>
      {isCorrecting && isRejected && creation && section && (
        <CorrectionForm creation={creation} section={section} onClose={() => setCorrecting(false)} />
      )}
    </article>
  );
}
