import { useId } from 'preact/hooks';
import type { Status } from '../../lib/domain/opportunity';
import { STATUS_LABELS } from '../form/field-values';

interface StatusFieldProps {
  /** One of `choices`, or the CRM's own word. */
  status: string;
  /** What can be set. */
  choices: readonly Status[];
  /** The connection's label. */
  crm: string;
  /** The id of what the CRM said about it, where it refused it. */
  problemId: string | undefined;
  /** Why it can't be changed; `null` where it can. */
  locked: string | null;
  onChange: (status: Status) => void;
}

/** Native radios drawn as one segmented control: a click, or an arrow key, is the change. */
export function StatusField({ status, choices, crm, problemId, locked, onChange }: StatusFieldProps) {
  const name = useId();
  const isOdd = status !== '' && !choices.some((choice) => choice === status);
  return (
    <>
      <div
        class="segments"
        role="radiogroup"
        aria-label="Status"
        aria-invalid={problemId !== undefined}
        aria-describedby={problemId}
        title={locked ?? undefined}
      >
        {choices.map((choice) => (
          <label key={choice} class={`segment is-${choice}`}>
            <input
              type="radio"
              name={name}
              value={choice}
              checked={status === choice}
              disabled={locked !== null}
              onChange={() => onChange(choice)}
            />
            <span>{STATUS_LABELS[choice]}</span>
          </label>
        ))}
      </div>
      {isOdd && (
        <p class="hint">
          Status in {crm}: <bdi>{status}</bdi>
        </p>
      )}
    </>
  );
}
