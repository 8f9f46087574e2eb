import { completeChange } from '../../lib/domain/deal-change';
import type { Section } from '../../lib/domain/panel-state';
import type { Field, Opportunity } from '../../lib/domain/opportunity';
import { refKey } from '../../lib/domain/opportunity';
import { titleOf } from '../display';
import { DraftForm } from '../form/DraftForm';
import { detailSpecs } from '../form/field-specs';
import { FormFields } from '../form/FormFields';
import type { Problems } from '../form/form-values';
import { usePanel } from '../panel/panel-context';
import { useDraft } from '../form/use-draft';

interface DetailsFormProps {
  /** As shown: confirmed with the edits on top. */
  opportunity: Opportunity;
  section: Section;
  /** What the CRM said about fields of the last edit. */
  refused: Partial<Record<Field, string>>;
  takesFocus: boolean;
  onClose: () => void;
}

/** Every field of an opportunity that can be written and has no control in the article itself. */
export function DetailsForm({ opportunity, section, refused, takesFocus, onClose }: DetailsFormProps) {
  const { actions } = usePanel();
  const specs = detailSpecs(section, opportunity);
  const form = useDraft({
    key: refKey(opportunity.ref),
    specs,
    source: opportunity,
    // A field that changed in the CRM while it was being typed in is a conflict with what the rep saw.
    onSend(patch, base) {
      if (Object.keys(patch).length === 0) return;
      actions.edit({ ...opportunity, ...base }, completeChange(opportunity, patch, section));
    },
    onClose,
  });

  return (
    <DraftForm
      name={`Details of ${titleOf(opportunity)}, ${section.connection.label}`}
      submitLabel="Save"
      takesFocus={takesFocus}
      onSubmit={form.submit}
      onCancel={form.close}
    >
      <FormFields
        specs={specs}
        catalog={section.catalog}
        problems={{ ...untouchedOnly(refused, form.touched), ...form.problems }}
        touched={form.touched}
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
