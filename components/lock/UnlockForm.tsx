import type { TargetedSubmitEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../lib/domain/failure';
import { ForgetPassphrase } from './ForgetPassphrase';
import { findProblem, tell } from './passphrase-problem';
import { PassphraseField } from './PassphraseField';

export interface UnlockFormProps {
  /** What went wrong, or `null` once unlocked. */
  onUnlock: (passphrase: string) => Promise<Failure | null>;
  /** What went wrong, or `null` once the passphrase and the keys are given up. */
  onForget: () => Promise<Failure | null>;
  takesFocus?: boolean;
}

/** The way back in, and the way out for who has forgotten it. */
export function UnlockForm({ onUnlock, onForget, takesFocus = false }: UnlockFormProps) {
  const [typed, setTyped] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (takesFocus) input.current?.focus();
  }, [takesFocus]);

  const refuse = (reason: string) => {
    setProblem(reason);
    input.current?.focus();
    input.current?.select();
  };
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    setProblem(null);
    const missing = findProblem(typed);
    if (missing) return refuse(missing);
    setBusy(true);
    const failure = await onUnlock(typed);
    setBusy(false);
    if (failure) refuse(tell(failure));
    else setTyped('');
  };

  return (
    <div class="unlock">
      <form class="passphrase-form" noValidate onSubmit={submit}>
        <PassphraseField
          label="Passphrase"
          value={typed}
          onType={(text) => {
            setTyped(text);
            setProblem(null);
          }}
          autocomplete="current-password"
          problem={problem}
          inputRef={input}
        />
        <button type="submit" class="primary" aria-disabled={isBusy}>
          Unlock
        </button>
        <span class="visually-hidden" role="status">
          {isBusy && 'Unlocking…'}
        </span>
      </form>
      <ForgetPassphrase onForget={onForget} />
    </div>
  );
}
