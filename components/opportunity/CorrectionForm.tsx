import type { Creation } from '../../lib/domain/edit';
import type { Section } from '../../lib/domain/panel-state';
import { DraftForm } from '../form/DraftForm';
import { createSpecs } from '../form/field-specs';
import { FormFields } from '../form/FormFields';
import type { Problems } from '../form/form-values';
import { emptySource } from '../form/form-values';
import { usePanel } from '../panel/panel-context';
import { useDraft } from '../form/use-draft';

interface CorrectionFormProps {
  creation: Creation;
  section: Section;
  onClose: () => void;
}

/** What a refused creation was sent with, to be corrected and sent again. */
export function CorrectionForm({ creation, section, onClose }: CorrectionFormProps) {
  const { actions } = usePanel();
  const { id, draft, delivery } = creation;
  const source = { ...emptySource(draft.title), ...draft };
  // What was filled in is not looked for behind "More fields".
  const specs = createSpecs(section, source).map((spec) => ({
    ...spec,
    isRare: spec.isRare && !(spec.field in draft),
  }));
  const form = useDraft({
    key: `correct:${id}`,
    specs,
    source,
    isNew: true,
    onSend: (patch) => actions.retryCreation(id, { ...draft, ...patch }),
    onClose,
  });
  const failure = delivery.is === 'rejected' ? delivery.failure : null;
  const refused: Problems = failure?.kind === 'invalid' && failure.field ? { [failure.field]: failure.reason } : {};

  return (
    <DraftForm
      name="Correct the opportunity"
      submitLabel="Create"
      takesFocus
      onSubmit={form.submit}
      onCancel={form.close}
    >
      <FormFields
        specs={specs}
        catalog={section.catalog}
        problems={{ ...refused, ...form.problems }}
        touched={form.touched}
        textOf={form.textOf}
        onType={form.type}
      />
    </DraftForm>
  );
}
