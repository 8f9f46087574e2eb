import { useId, useState } from 'preact/hooks';
import type { ConnectionId } from '../lib/domain/opportunity';
import type { Section } from '../lib/domain/panel-state';
import { findStage } from '../lib/domain/pipeline';
import { DraftForm } from './DraftForm';
import { useDraft } from './drafts';
import { FormFields } from './FormFields';
import type { FormField } from './form-values';
import { emptySource, FORM_FIELDS } from './form-values';
import { usePanel } from './panel-context';

/** Shown while no CRM is connected: what any CRM has. */
const BASIC: FormField[] = ['title', 'amount', 'closeDate', 'description'];

interface CreateFormProps {
  draftKey: string;
  sections: readonly Section[];
  suggestedTitle: string;
  takesFocus: boolean;
  onClose: () => void;
}

function isRemote({ connection }: Section): boolean {
  return connection.crm !== 'local';
}

/** A new opportunity with as much about it as the rep wants to say. */
export function CreateForm({ draftKey, sections, suggestedTitle, takesFocus, onClose }: CreateFormProps) {
  const { actions } = usePanel();
  const [chosen, setChosen] = useState<ConnectionId | null>(null);
  const section =
    sections.find(({ connection }) => connection.id === chosen) ?? sections.findLast(isRemote) ?? sections[0];
  const form = useDraft({
    key: draftKey,
    source: emptySource(suggestedTitle),
    onSend(patch) {
      const pipelineId = findStage(section?.catalog ?? null, patch.stageId ?? null)?.pipeline.id;
      const draft = { title: suggestedTitle, ...patch, ...(pipelineId ? { pipelineId } : {}) };
      actions.create(section?.connection.id ?? null, draft);
    },
    onClose,
  });
  const fields = FORM_FIELDS.filter((field) => (section ? section.capabilities.fields : BASIC).includes(field));

  return (
    <DraftForm
      name="New opportunity"
      submitLabel="Create"
      takesFocus={takesFocus}
      onSubmit={form.submit}
      onCancel={form.close}
    >
      {section && sections.length > 1 && (
        <ConnectionField sections={sections} value={section.connection.id} onChange={setChosen} />
      )}
      <FormFields
        fields={fields}
        catalog={section?.catalog ?? null}
        currency={section?.catalog?.currency ?? null}
        problems={form.problems}
        textOf={form.textOf}
        onType={form.type}
      />
    </DraftForm>
  );
}

interface ConnectionFieldProps {
  sections: readonly Section[];
  value: ConnectionId;
  onChange: (connection: ConnectionId) => void;
}

function ConnectionField({ sections, value, onChange }: ConnectionFieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>Create in</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {sections.map(({ connection }) => (
          <option key={connection.id} value={connection.id}>
            {[connection.label, connection.accountName].filter(Boolean).join(' · ')}
          </option>
        ))}
      </select>
    </div>
  );
}
