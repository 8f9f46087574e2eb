import type { Ref } from 'preact';
import { useId } from 'preact/hooks';

interface PassphraseFieldProps {
  label: string;
  value: string;
  onType: (text: string) => void;
  /** What the browser's password manager offers: the one it knows, or a new one. */
  autocomplete: 'current-password' | 'new-password';
  /** What is wrong with it; `null` where nothing is. */
  problem?: string | null;
  hint?: string;
  inputRef?: Ref<HTMLInputElement>;
}

/** A passphrase to type, with what is wrong with it. */
export function PassphraseField({
  label,
  value,
  onType,
  autocomplete,
  problem = null,
  hint,
  inputRef = null,
}: PassphraseFieldProps) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        ref={inputRef}
        id={id}
        type="password"
        autocomplete={autocomplete}
        autocapitalize="off"
        spellcheck={false}
        aria-invalid={problem !== null}
        aria-describedby={describedBy || undefined}
        value={value}
        onInput={(event) => onType(event.currentTarget.value)}
      />
      {problem && (
        <p class="problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
