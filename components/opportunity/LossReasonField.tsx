import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Choice } from '../../lib/domain/pipeline';

interface LossReasonFieldProps {
  reasons: readonly Choice[];
  value: string | null;
  isRequired: boolean;
  isRefused: boolean;
  /** The id of the sentence about it. */
  describedBy: string | undefined;
  /** The loss waits for it: it takes the focus. */
  isAwaited: boolean;
  /** Why it can't be changed; `null` where it can. */
  locked: string | null;
  onChange: (lossReasonId: string | null) => void;
}

/** Why a deal was lost; may be emptied again where the CRM does not insist. */
export function LossReasonField({
  reasons,
  value,
  isRequired,
  isAwaited,
  locked,
  onChange,
  ...rest
}: LossReasonFieldProps) {
  const { isRefused, describedBy } = rest;
  const select = useRef<HTMLSelectElement>(null);
  useLayoutEffect(() => {
    if (isAwaited) select.current?.focus();
  }, [isAwaited]);
  const isKnown = value === null || reasons.some(({ id }) => id === value);
  return (
    <select
      ref={select}
      class="loss-reason"
      aria-label="Loss reason"
      required={isRequired}
      aria-invalid={isRefused}
      aria-describedby={describedBy}
      disabled={locked !== null}
      title={locked ?? undefined}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    >
      <option value="" disabled={isRequired}>
        Choose a loss reason…
      </option>
      {!isKnown && <option value={value}>Unknown reason</option>}
      {reasons.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
