import type { ComponentChildren, TargetedKeyboardEvent, TargetedSubmitEvent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Field } from '../../lib/domain/opportunity';
import type { Problems } from './form-values';

interface DraftFormProps {
  /** The form's accessible name. */
  name: string;
  submitLabel: string;
  /** False for a form that comes back with its draft: only one opened by hand moves the focus. */
  takesFocus: boolean;
  /** True while what was submitted is on its way. */
  isBusy?: boolean;
  children: ComponentChildren;
  /** Says what is wrong, or nothing when it took the input. `unreadable`: fields the browser itself can't read. */
  onSubmit: (unreadable: Problems) => Problems | null;
  onCancel: () => void;
}

function inputsOf(form: HTMLFormElement | null) {
  return [...(form?.elements ?? [])].filter(
    (element) =>
      element instanceof HTMLInputElement ||
      element instanceof HTMLSelectElement ||
      element instanceof HTMLTextAreaElement,
  );
}

/** Puts the focus on a field, unfolding what it is folded into. */
function focusInput(input: HTMLElement | undefined): void {
  const details = input?.closest('details');
  if (details) details.open = true;
  input?.focus();
}

/** Fields holding a half-typed date: the browser reports their value as empty. */
function unreadableFields(form: HTMLFormElement): Problems {
  const bad = inputsOf(form).filter(({ validity }) => validity.badInput);
  return Object.fromEntries(bad.map(({ name }) => [name as Field, 'This is no complete date.']));
}

/** A form opened in place: its first field, or one that was refused, gets the focus; Escape cancels. */
export function DraftForm({ name, submitLabel, takesFocus, children, onSubmit, onCancel, ...rest }: DraftFormProps) {
  const { isBusy = false } = rest;
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!takesFocus) return;
    const inputs = inputsOf(form.current);
    const refused = inputs.find((input) => input.getAttribute('aria-invalid') === 'true');
    focusInput(refused ?? inputs[0]);
  }, []);

  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    const problems = onSubmit(unreadableFields(event.currentTarget));
    const [first] = Object.keys(problems ?? {});
    if (first) focusInput(inputsOf(form.current).find((input) => input.name === first));
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
        <button type="submit" class="primary" aria-disabled={isBusy}>
          {submitLabel}
        </button>
      </div>
    </form>
  );
}
