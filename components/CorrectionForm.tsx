import type { Creation } from '../lib/domain/edit';
import type { Section } from '../lib/domain/panel-state';
import { DraftForm } from './DraftForm';
import { useDraft } from './drafts';
import { FormFields } from './FormFields';
import type { Problems } from './form-values';
import { emptySource, FORM_FIELDS } from './form-values';
import { usePanel } from './panel-context';

interface CorrectionFormProps {
  creation: Creation;
  section: Section;
  onClose: () => void;
}

/** What a refused creation was sent with, to be corrected and sent again. */
export function CorrectionForm({ creation, section, onClose }: CorrectionFormProps) {
  const { actions } = usePanel();
  const { id, draft, delivery } = creation;
  const form = useDraft({
    key: `correct:${id}`,
    source: { ...emptySource(draft.title), ...draft },
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
        fields={FORM_FIELDS.filter((field) => section.capabilities.fields.includes(field))}
        catalog={section.catalog}
        currency={section.catalog?.currency ?? null}
        problems={{ ...refused, ...form.problems }}
        textOf={form.textOf}
        onType={form.type}
      />
    </DraftForm>
  );
}
