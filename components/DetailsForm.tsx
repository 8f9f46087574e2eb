import type { Section } from '../lib/domain/panel-state';
import type { Field, Opportunity } from '../lib/domain/opportunity';
import { refKey } from '../lib/domain/opportunity';
import { hasMoney, titleOf } from './display';
import { DraftForm } from './DraftForm';
import { useDraft } from './drafts';
import { FormFields } from './FormFields';
import type { FormField, Problems } from './form-values';
import { usePanel } from './panel-context';

const DETAILS: FormField[] = ['title', 'amount', 'closeDate', 'priority', 'ownerId', 'sourceId', 'tags', 'description'];

interface DetailsFormProps {
  /** As shown: confirmed with the edits on top. */
  opportunity: Opportunity;
  section: Section;
  /** What the CRM said about fields of the last edit. */
  refused: Partial<Record<Field, string>>;
  takesFocus: boolean;
  onClose: () => void;
}

/** Everything about an opportunity the article itself has no control for. */
export function DetailsForm({ opportunity, section, refused, takesFocus, onClose }: DetailsFormProps) {
  const { actions } = usePanel();
  const form = useDraft({
    key: refKey(opportunity.ref),
    source: opportunity,
    // A field that changed in the CRM while it was being typed in is a conflict with what the rep saw.
    onSend: (patch, base) => Object.keys(patch).length > 0 && actions.edit({ ...opportunity, ...base }, patch),
    onClose,
  });
  const { fields: offered } = section.capabilities;
  const fields = DETAILS.filter(
    (field) => offered.includes(field) && (field !== 'amount' || hasMoney(section.catalog, opportunity)),
  );

  return (
    <DraftForm
      name={`Details of ${titleOf(opportunity)}`}
      submitLabel="Save"
      takesFocus={takesFocus}
      onSubmit={form.submit}
      onCancel={form.close}
    >
      <FormFields
        fields={fields}
        catalog={section.catalog}
        currency={opportunity.currency ?? section.catalog?.currency ?? null}
        problems={{ ...untouchedOnly(refused, form.touched), ...form.problems }}
        textOf={form.textOf}
        onType={form.type}
      />
    </DraftForm>
  );
}

/** What the CRM refused is no longer a problem once the field was typed in again. */
function untouchedOnly(refused: Partial<Record<Field, string>>, touched: object): Problems {
  return Object.fromEntries(Object.entries(refused).filter(([field]) => !Object.hasOwn(touched, field)));
}
