import { useId } from 'preact/hooks';
import type { Capabilities } from '../../lib/domain/connection';
import { findDefault } from '../../lib/domain/connection';
import type { ConnectionId } from '../../lib/domain/opportunity';
import type { Section } from '../../lib/domain/panel-state';
import { findOwnOwner } from '../../lib/domain/own-owner';
import { EMPTY_CATALOG, findStage } from '../../lib/domain/pipeline';
import { DraftForm } from '../form/DraftForm';
import { createSpecs } from '../form/field-specs';
import { FormFields } from '../form/FormFields';
import { emptySource } from '../form/form-values';
import { usePanel } from '../panel/panel-context';
import { useDraft } from '../form/use-draft';

/** Shown while no CRM is connected: what any CRM has. */
const BASIC: Pick<Capabilities, 'fields'> = { fields: ['title', 'amount', 'closeDate', 'description'] };

interface CreateFormProps {
  draftKey: string;
  sections: readonly Section[];
  suggestedTitle: string;
  /** Where it goes unless the draft says otherwise. */
  target: ConnectionId | null;
  /** The rep's own address. */
  mailbox: string | null;
  takesFocus: boolean;
  onClose: () => void;
}

/** A new opportunity with as much about it as the rep wants to say. */
export function CreateForm({
  draftKey,
  sections,
  suggestedTitle,
  target,
  mailbox,
  takesFocus,
  onClose,
}: CreateFormProps) {
  const { actions, drafts } = usePanel();
  const chosen = drafts.get(draftKey)?.connection ?? target;
  const standard = findDefault(sections.map(({ connection }) => connection))?.id;
  const sectionOf = (id: ConnectionId | null | undefined) => sections.find(({ connection }) => connection.id === id);
  // The one chosen may be gone by now.
  const section = sectionOf(chosen) ?? sectionOf(standard);
  const source = { ...emptySource(suggestedTitle), ownerId: section ? findOwnOwner(section, mailbox) : null };
  const specs = createSpecs(section ?? { capabilities: BASIC, catalog: EMPTY_CATALOG }, source);
  const form = useDraft({
    key: draftKey,
    specs,
    source,
    isNew: true,
    place: { connection: section?.connection.id ?? null, catalog: section?.catalog ?? null },
    onSend(patch) {
      const pipelineId = findStage(section?.catalog ?? null, patch.stageId ?? null)?.pipeline.id;
      const hasPipelines = section?.capabilities.fields.includes('pipelineId');
      const owner = source.ownerId ? { ownerId: source.ownerId } : {};
      const draft = {
        title: suggestedTitle,
        ...owner,
        ...patch,
        ...(pipelineId && hasPipelines ? { pipelineId } : {}),
      };
      actions.create(section?.connection.id ?? null, draft);
    },
    onClose,
  });

  return (
    <DraftForm
      name="New opportunity"
      submitLabel="Create"
      takesFocus={takesFocus}
      onSubmit={form.submit}
      onCancel={form.close}
    >
      {section && sections.length > 1 && (
        <ConnectionField sections={sections} value={section.connection.id} onChange={form.move} />
      )}
      <FormFields
        specs={specs}
        catalog={section?.catalog ?? null}
        problems={form.problems}
        touched={form.touched}
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
