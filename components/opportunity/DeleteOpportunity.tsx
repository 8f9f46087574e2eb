import type { TargetedKeyboardEvent } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../lib/domain/failure';
import { explain } from '../../lib/domain/failure';
import type { Opportunity } from '../../lib/domain/opportunity';
import { cap, titleOf } from '../display';
import { usePanel } from '../panel/panel-context';

interface DeleteOpportunityProps {
  opportunity: Opportunity;
  /** What it is deleted from: the connection's label, or "this device". */
  place: string;
}

/** Deleting, which asks first: nothing brings an opportunity back. */
export function DeleteOpportunity({ opportunity, place }: DeleteOpportunityProps) {
  const { actions } = usePanel();
  const [step, setStep] = useState<'closed' | 'asking' | 'deleting'>('closed');
  const [failure, setFailure] = useState<Failure | null>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const keeper = useRef<HTMLButtonElement>(null);
  const isFirst = useRef(true);
  const questionId = useId();
  // The way back is the safe one: it has the focus first.
  useEffect(() => {
    if (step === 'asking') keeper.current?.focus();
    if (step === 'closed' && !isFirst.current) opener.current?.focus();
    isFirst.current = false;
  }, [step]);

  const keep = () => {
    setStep('closed');
    setFailure(null);
  };
  const remove = async () => {
    if (step === 'deleting') return;
    setStep('deleting');
    setFailure(null);
    const wrong = await actions.deleteOpportunity(opportunity.ref);
    setFailure(wrong);
    // Once it is gone the article goes with it.
    if (wrong) setStep('asking');
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Escape' && step === 'asking') keep();
  };

  if (step === 'closed') {
    return (
      <button type="button" class="text-button is-soft is-danger" ref={opener} onClick={() => setStep('asking')}>
        Delete opportunity
      </button>
    );
  }
  const told = failure && explain(failure, place);
  return (
    <div class="note is-question" role="alertdialog" aria-labelledby={questionId} onKeyDown={onKeyDown}>
      <p id={questionId}>
        Delete “<bdi>{cap(titleOf(opportunity), 120)}</bdi>” from {place}? This can’t be undone.
      </p>
      <div role="status">
        {step === 'deleting' && 'Deleting…'}
        {told && (
          <p>
            Not deleted: <bdi>{told.sentence}</bdi> {told.remedy}
          </p>
        )}
      </div>
      <div class="note-actions">
        <button type="button" class="text-button is-danger" aria-disabled={step === 'deleting'} onClick={remove}>
          Delete
        </button>
        <button
          type="button"
          class="text-button"
          ref={keeper}
          aria-disabled={step === 'deleting'}
          onClick={() => step === 'asking' && keep()}
        >
          Keep
        </button>
      </div>
    </div>
  );
}
