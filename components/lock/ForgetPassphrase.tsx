import type { TargetedKeyboardEvent } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../lib/domain/failure';
import { tell } from './passphrase-problem';

/** Giving up what only the passphrase opens, which asks first. */
export function ForgetPassphrase({ onForget }: { onForget: () => Promise<Failure | null> }) {
  const id = useId();
  const [step, setStep] = useState<'closed' | 'asking' | 'forgetting'>('closed');
  const [failure, setFailure] = useState<Failure | null>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const keeper = useRef<HTMLButtonElement>(null);
  const isFirst = useRef(true);
  // The way back is the safe one: it has the focus first.
  useEffect(() => {
    if (step === 'asking') keeper.current?.focus();
    if (step === 'closed' && !isFirst.current) opener.current?.focus();
    isFirst.current = false;
  }, [step]);

  const keep = () => {
    if (step !== 'asking') return;
    setStep('closed');
    setFailure(null);
  };
  const forget = async () => {
    if (step === 'forgetting') return;
    setStep('forgetting');
    const wrong = await onForget();
    setFailure(wrong);
    setStep(wrong ? 'asking' : 'closed');
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Escape') keep();
  };

  if (step === 'closed') {
    return (
      <button type="button" class="text-button is-soft" ref={opener} onClick={() => setStep('asking')}>
        Forgot it…
      </button>
    );
  }
  return (
    <div
      class="note forget-passphrase"
      role="alertdialog"
      aria-labelledby={`${id}-question`}
      aria-describedby={`${id}-loss`}
      onKeyDown={onKeyDown}
    >
      <p id={`${id}-question`}>
        <b>Go on without the passphrase?</b>
      </p>
      <ul id={`${id}-loss`}>
        <li>Your keys are lost: you connect each CRM again.</li>
        <li>What your CRMs answered is dropped, and asked for again.</li>
        <li>Changes on their way, and what is kept on this device, stay.</li>
      </ul>
      <div role="status">
        {step === 'forgetting' && 'Forgetting…'}
        {failure && <p>Not forgotten: {tell(failure)}</p>}
      </div>
      <div class="note-actions">
        <button type="button" class="text-button" aria-disabled={step === 'forgetting'} onClick={() => void forget()}>
          Forget passphrase and keys
        </button>
        <button type="button" class="text-button" ref={keeper} aria-disabled={step === 'forgetting'} onClick={keep}>
          Keep
        </button>
      </div>
    </div>
  );
}
