import type { Field, Opportunity } from '../../lib/domain/opportunity';
import type { Section } from '../../lib/domain/panel-state';
import { DeleteOpportunity } from './DeleteOpportunity';
import { DetailsForm } from './DetailsForm';
import { Facts } from './Facts';
import { factsOf } from './facts';
import { Notes } from './Notes';
import { usePanel } from '../panel/panel-context';

interface DetailsProps {
  /** As shown: confirmed with the edits on top. */
  opportunity: Opportunity;
  section: Section;
  /** What the CRM said about fields of the last edit. */
  refused: Partial<Record<Field, string>>;
  takesFocus: boolean;
  onClose: () => void;
}

/** Everything about an opportunity: what can be changed, what can be read, its notes, and its end. */
export function Details({ opportunity, section, refused, takesFocus, onClose }: DetailsProps) {
  const { now, locale } = usePanel();
  const { capabilities, catalog, connection } = section;
  const facts = factsOf(section, opportunity, { catalog, currency: opportunity.currency, now, locale });
  const canDelete = capabilities.canDelete && opportunity.canDelete;
  return (
    <div class="details">
      {opportunity.canWrite && <DetailsForm {...{ opportunity, section, refused, takesFocus, onClose }} />}
      <Facts facts={facts} />
      {capabilities.notes && <Notes section={section} opportunity={opportunity} />}
      {canDelete && (
        <DeleteOpportunity
          opportunity={opportunity}
          place={connection.crm === 'local' ? 'this device' : connection.label}
        />
      )}
    </div>
  );
}
