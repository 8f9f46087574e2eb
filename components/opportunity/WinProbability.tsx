import type { TargetedKeyboardEvent } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Refusal } from './Refusal';

interface WinProbabilityProps {
  /** Percent, 0–100. */
  value: number | null;
  /** What the CRM said about this field, where it refused it. */
  refusal: string | undefined;
  /** Why it can't be changed; `null` where it can. */
  locked: string | null;
  onChange: (value: number | null) => void;
}

/** The number typed, `null` for an emptied field, `undefined` for anything else. */
function readPercent(input: HTMLInputElement): number | null | undefined {
  if (input.validity.badInput) return undefined;
  if (input.value === '') return null;
  const value = Number(input.value);
  return Number.isInteger(value) && value >= 0 && value <= 100 ? value : undefined;
}

/**
 * The input keeps its own text: while it holds something that is no number the browser reports an empty value, and
 * writing that back would delete what was typed.
 */
export function WinProbability({ value, refusal, locked, onChange }: WinProbabilityProps) {
  const input = useRef<HTMLInputElement>(null);
  const isTouched = useRef(false);
  const [isInvalid, setInvalid] = useState(false);
  const id = useId();
  const problemId = `${id}-problem`;
  const refusalId = `${id}-refusal`;
  const isRefused = refusal !== undefined && !isInvalid;

  const reset = () => {
    isTouched.current = false;
    setInvalid(false);
    if (input.current) input.current.value = value === null ? '' : String(value);
  };
  useLayoutEffect(() => {
    if (!isTouched.current) reset();
  }, [value]);

  const commit = () => {
    if (!input.current || !isTouched.current) return;
    const typed = readPercent(input.current);
    setInvalid(typed === undefined);
    if (typed === undefined) return;
    isTouched.current = false;
    if (typed === value) reset();
    else onChange(typed);
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') commit();
    if (event.key === 'Escape') reset();
  };

  return (
    <>
      <span class="percent">
        <input
          ref={input}
          type="number"
          inputMode="numeric"
          min="0"
          max="100"
          step="1"
          autocomplete="off"
          disabled={locked !== null}
          title={locked ?? undefined}
          aria-label="Win probability"
          aria-invalid={isInvalid || isRefused}
          aria-describedby={isInvalid ? problemId : isRefused ? refusalId : undefined}
          onInput={() => (isTouched.current = true)}
          onKeyDown={onKeyDown}
          onBlur={commit}
          // Scrolling past must not change a deal: a focused number input turns with the wheel.
          onWheel={() => input.current?.blur()}
        />
        <span aria-hidden="true">%</span>
      </span>
      <p class="problem" id={problemId} aria-live="polite">
        {isInvalid && 'Win probability is a whole number from 0 to 100.'}
      </p>
      <Refusal id={refusalId} problem={isRefused ? refusal : undefined} />
    </>
  );
}
