import type { Creation } from '../lib/domain/edit';
import type { Section } from '../lib/domain/panel-state';
import { DraftForm } from './DraftForm';
import { useDraft } from './drafts';
import { FormFields } from './FormFields';
import type { Problems } from './form-values';
import { emptySource, FORM_FIELDS, toPatch } from './form-values';
import { usePanel } from './panel-context';

interface CorrectionFormProps {
  creation: Creation;
  section: Section;
  onClose: () => void;
}

/** What a refused creation was sent with, to be corrected and sent again. */
export function CorrectionForm({ creation, section, onClose }: CorrectionFormProps) {
  const { actions, drafts, locale } = usePanel();
  const { id, draft, delivery } = creation;
  const form = useDraft(drafts, `correct:${id}`, { ...emptySource(draft.title), ...draft }, locale);
  const failure = delivery.is === 'rejected' ? delivery.failure : null;
  const refused: Problems = failure?.kind === 'invalid' && failure.field ? { [failure.field]: failure.reason } : {};

  const close = () => {
    form.clear();
    onClose();
  };
  const submit = (unreadable: Problems) => {
    const { patch, problems } = toPatch(form.draft.texts, form.draft.base, locale);
    const all = { ...problems, ...unreadable };
    form.setProblems(all);
    if (Object.keys(all).length > 0) return all;
    actions.retryCreation(id, { ...draft, ...patch });
    close();
    return null;
  };

  return (
    <DraftForm name="Correct the opportunity" submitLabel="Create" takesFocus onSubmit={submit} onCancel={close}>
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
