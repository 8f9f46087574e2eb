import type { ComponentChildren, TargetedKeyboardEvent, TargetedSubmitEvent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { FormField, Problems } from './form-values';

interface DraftFormProps {
  /** The form's accessible name. */
  name: string;
  submitLabel: string;
  /** False for a form that comes back with its draft: only one opened by hand moves the focus. */
  takesFocus: boolean;
  children: ComponentChildren;
  /** Says what is wrong, or nothing when it took the input. `unreadable`: fields the browser itself can't read. */
  onSubmit: (unreadable: Problems) => Problems | null;
  onCancel: () => void;
}

/** Fields holding a half-typed date: the browser reports their value as empty. */
function unreadableFields(form: HTMLFormElement): Problems {
  const inputs = [...form.elements].filter((element) => element instanceof HTMLInputElement);
  const bad = inputs.filter(({ validity }) => validity.badInput);
  return Object.fromEntries(bad.map(({ name }) => [name as FormField, 'This is no complete date.']));
}

/** A form opened in place: its first field gets the focus, Escape cancels, a refused field gets the focus back. */
export function DraftForm({ name, submitLabel, takesFocus, children, onSubmit, onCancel }: DraftFormProps) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (takesFocus) form.current?.querySelector<HTMLElement>('input, select, textarea')?.focus();
  }, []);

  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const problems = onSubmit(unreadableFields(event.currentTarget));
    const [first] = Object.keys(problems ?? {});
    if (first) form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLFormElement>) => {
    // While an input method composes text, Escape belongs to it.
    if (event.key !== 'Escape' || event.isComposing) return;
    event.stopPropagation();
    onCancel();
  };

  return (
    <form ref={form} class="draft-form" aria-label={name} noValidate onSubmit={submit} onKeyDown={onKeyDown}>
      {children}
      <div class="form-actions">
        <button type="button" class="quiet" onClick={onCancel}>
          Cancel
        </button>
        <button type="submit" class="primary">
          {submitLabel}
        </button>
      </div>
    </form>
  );
}
