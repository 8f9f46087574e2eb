import type { ComponentChildren, TargetedSubmitEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../lib/domain/failure';
import { findDifference, findProblem, findProblemOfNew, tell } from '../lock/passphrase-problem';
import { PassphraseField } from '../lock/PassphraseField';

type FieldName = 'current' | 'next' | 'again';
type Texts = Record<FieldName, string>;

interface PassphraseFormProps {
  name: string;
  asks: 'current' | 'new' | 'both';
  submitLabel: string;
  /** What went wrong, or `null`; what was typed stays until then. */
  onSubmit: (typed: Texts) => Promise<Failure | null>;
  onCancel?: () => void;
  children?: ComponentChildren;
}

const EMPTY: Texts = { current: '', next: '', again: '' };
const FIELDS = { current: ['current'], new: ['next', 'again'], both: ['current', 'next', 'again'] } as const;

function findProblems(names: readonly FieldName[], texts: Texts): Partial<Texts> {
  const problems = {
    current: findProblem(texts.current),
    next: findProblemOfNew(texts.next),
    again: findDifference(texts.next, texts.again),
  };
  const first = names.find((name) => problems[name] !== null);
  return first ? { [first]: problems[first] ?? '' } : {};
}

/** Passphrases to type: the one there is, a new one twice, or both. */
export function PassphraseForm({ name, asks, submitLabel, onSubmit, onCancel, children }: PassphraseFormProps) {
  const [texts, setTexts] = useState(EMPTY);
  const [problems, setProblems] = useState<Partial<Texts>>({});
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const names: readonly FieldName[] = FIELDS[asks];
  const isOpened = onCancel !== undefined;
  useEffect(() => {
    if (isOpened) form.current?.querySelector('input')?.focus();
  }, [isOpened]);
  useEffect(() => {
    form.current?.querySelector<HTMLInputElement>('[aria-invalid="true"]')?.focus();
  }, [problems]);

  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    const found = findProblems(names, texts);
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    const failure = await onSubmit(texts);
    setBusy(false);
    const [first = 'next'] = names;
    if (failure) setProblems({ [first]: tell(failure) });
    else setTexts(EMPTY);
  };
  const field = (fieldName: FieldName) => ({
    value: texts[fieldName],
    problem: problems[fieldName] ?? null,
    onType(text: string) {
      setTexts((others) => ({ ...others, [fieldName]: text }));
      setProblems({});
    },
  });

  return (
    <form
      ref={form}
      class="passphrase-form"
      aria-label={name}
      noValidate
      onSubmit={submit}
      onKeyDown={(event) => event.key === 'Escape' && onCancel?.()}
    >
      {asks !== 'new' && (
        <PassphraseField
          {...field('current')}
          label={asks === 'both' ? 'Current passphrase' : 'Passphrase'}
          autocomplete="current-password"
        />
      )}
      {asks !== 'current' && (
        <>
          <PassphraseField
            {...field('next')}
            label={asks === 'both' ? 'New passphrase' : 'Passphrase'}
            autocomplete="new-password"
            hint="At least 8 characters. Four or five words chosen at random are easy to keep in mind and hard to guess."
          />
          <PassphraseField {...field('again')} label="The same again" autocomplete="new-password" />
        </>
      )}
      {children}
      <div class="form-actions">
        <div class="outcome" role="status">
          {isBusy && 'One moment…'}
        </div>
        {onCancel && (
          <button type="button" class="quiet" onClick={onCancel}>
            Cancel
          </button>
        )}
        <button type="submit" class="primary" aria-disabled={isBusy}>
          {submitLabel}
        </button>
      </div>
    </form>
  );
}
