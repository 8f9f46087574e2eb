import { useId, useState } from 'preact/hooks';
import type { Failure } from '../../lib/domain/failure';
import { explain } from '../../lib/domain/failure';
import type { OpportunityRef } from '../../lib/domain/opportunity';
import { DraftForm } from '../form/DraftForm';
import { noteKey } from '../form/drafts';
import { usePanel } from '../panel/panel-context';

interface NoteFormProps {
  opportunity: OpportunityRef;
  /** The opportunity's title, for the form's name. */
  title: string;
  /** The connection's label. */
  crm: string;
  /** Where the CRM files it, where that is not the opportunity. */
  hint: string | null;
  takesFocus: boolean;
  onSaved: () => void;
  onClose: () => void;
}

/** Failures after which nobody knows whether the note was written. */
const UNSURE = new Set<Failure['kind']>(['timeout', 'server', 'malformed']);

/** A note to write. Its text stays until the CRM has it, or the rep gives it up. */
export function NoteForm({ opportunity, title, crm, hint, takesFocus, onSaved, onClose }: NoteFormProps) {
  const { actions, drafts } = usePanel();
  const key = noteKey(opportunity);
  const id = useId();
  const [, redraw] = useState({});
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const text = drafts.get(key)?.texts.note ?? '';

  const type = (note: string) => {
    drafts.set(key, { texts: { note }, base: {} });
    setProblem(null);
    redraw({});
  };
  const save = async () => {
    setBusy(true);
    const failure = await actions.addNote(opportunity, text.trim());
    setBusy(false);
    if (failure) {
      setProblem(describe(failure, crm));
      return;
    }
    // What was typed meanwhile is another note.
    if (drafts.get(key)?.texts.note === text) drafts.delete(key);
    onSaved();
  };
  const submit = () => {
    setProblem(text.trim() ? null : 'A note needs some text.');
    if (text.trim()) void save();
    return null;
  };
  const cancel = () => {
    drafts.delete(key);
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
          aria-invalid={problem !== null}
          aria-describedby={`${id}-hint`}
          onInput={(event) => type(event.currentTarget.value)}
        />
        {hint && (
          <p class="hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
        <p class="problem" role="status">
          {problem}
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
