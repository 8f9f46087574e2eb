import type { TargetedKeyboardEvent } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';

interface LossReasonTextProps {
  value: string | null;
  /** Those in use, to choose from; any other may be typed. */
  suggestions: readonly string[];
  isRequired: boolean;
  isRefused: boolean;
  /** The id of the sentence about it. */
  describedBy: string | undefined;
  /** The loss waits for it: it takes the focus, and only Enter sends it, for leaving it may be a change of mind. */
  isAwaited: boolean;
  /** Why it can't be changed; `null` where it can. */
  locked: string | null;
  onChange: (lossReason: string | null) => void;
}

/** Why a deal was lost, in CRMs that keep it as text: saved with Enter or on leaving the field, taken back with Escape. */
export function LossReasonText({ value, suggestions, isAwaited, locked, onChange, ...rest }: LossReasonTextProps) {
  const { isRequired, isRefused, describedBy } = rest;
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const isTouched = useRef(false);

  const reset = () => {
    isTouched.current = false;
    if (input.current) input.current.value = value ?? '';
  };
  useLayoutEffect(() => {
    if (!isTouched.current) reset();
  }, [value]);
  useLayoutEffect(() => {
    if (isAwaited) input.current?.focus();
  }, [isAwaited]);

  const commit = () => {
    if (!input.current || !isTouched.current) return;
    const typed = input.current.value.trim() || null;
    isTouched.current = false;
    if (typed === (value || null)) reset();
    else onChange(typed);
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLInputElement>) => {
    if (event.isComposing) return;
    if (event.key === 'Enter') commit();
    if (event.key === 'Escape') reset();
  };

  return (
    <>
      <input
        ref={input}
        class="loss-reason"
        type="text"
        list={listId}
        dir="auto"
        autocomplete="off"
        aria-label="Loss reason"
        placeholder="Loss reason"
        required={isRequired}
        aria-invalid={isRefused}
        aria-describedby={describedBy}
        disabled={locked !== null}
        title={locked ?? undefined}
        onInput={() => (isTouched.current = true)}
        onKeyDown={onKeyDown}
        onBlur={() => !isAwaited && commit()}
      />
      <datalist id={listId}>
        {suggestions.map((reason) => (
          <option key={reason} value={reason} />
        ))}
      </datalist>
    </>
  );
}
