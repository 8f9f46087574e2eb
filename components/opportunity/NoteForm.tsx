import { useId, useState } from 'preact/hooks';
import type { Failure } from '../../lib/domain/failure';
import { explain } from '../../lib/domain/failure';
import { DraftForm } from '../form/DraftForm';
import type { NoteDraft } from './use-note';

interface NoteFormProps {
  note: NoteDraft;
  /** The opportunity's title, for the form's name. */
  title: string;
  /** The connection's label. */
  crm: string;
  /** Where the CRM files it, where that is not the opportunity. */
  hint: string | null;
  takesFocus: boolean;
  onClose: () => void;
}

/** Failures after which nobody knows whether the note was written. */
const UNSURE = new Set<Failure['kind']>(['offline', 'timeout', 'server', 'malformed', 'interrupted', 'internal']);

/** A note to write. Its text stays until the CRM has it, or the rep gives it up. */
export function NoteForm({ note, title, crm, hint, takesFocus, onClose }: NoteFormProps) {
  const { text, isBusy, failure } = note;
  const id = useId();
  const [isMissing, setMissing] = useState(false);
  const problem = isMissing ? 'A note needs some text.' : failure && describe(failure, crm);

  const type = (typed: string) => {
    setMissing(false);
    note.type(typed);
  };
  const submit = () => {
    setMissing(!text.trim());
    if (text.trim()) note.send();
    return null;
  };
  const cancel = () => {
    note.discard();
    onClose();
  };

  return (
    <DraftForm
      name={`Note about ${title}`}
      submitLabel="Save note"
      takesFocus={takesFocus}
      isBusy={isBusy}
      onSubmit={submit}
      onCancel={cancel}
    >
      <div class="field">
        <label for={id}>Note</label>
        <textarea
          id={id}
          rows={3}
          dir="auto"
          value={text}
          readOnly={isBusy}
          aria-invalid={!isBusy && problem !== null}
          aria-describedby={`${id}-hint`}
          onInput={(event) => type(event.currentTarget.value)}
        />
        {hint && (
          <p class="hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
        <p class={isBusy ? 'hint' : 'problem'} role="status">
          {isBusy ? 'Saving…' : problem}
        </p>
      </div>
    </DraftForm>
  );
}

function describe(failure: Failure, crm: string): string {
  const { sentence, remedy } = explain(failure, crm);
  const advice = UNSURE.has(failure.kind)
    ? `The note may have arrived all the same: look in ${crm} before you save it again.`
    : remedy;
  return `Not saved: ${sentence} ${advice}`;
}
