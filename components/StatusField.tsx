import { useId } from 'preact/hooks';
import type { Status } from '../lib/domain/opportunity';
import { STATUSES } from '../lib/domain/opportunity';
import { STATUS_LABELS } from './field-values';

interface StatusFieldProps {
  status: Status;
  /** The connection's label. */
  crm: string;
  onChange: (status: Status) => void;
}

/** Four native radios drawn as one segmented control: a click, or an arrow key, is the change. */
export function StatusField({ status, crm, onChange }: StatusFieldProps) {
  const name = useId();
  return (
    <>
      <div class="segments" role="radiogroup" aria-label="Status">
        {STATUSES.map((choice) => (
          <label key={choice} class={`segment is-${choice}`}>
            <input
              type="radio"
              name={name}
              value={choice}
              checked={status === choice}
              onChange={() => onChange(choice)}
            />
            <span>{STATUS_LABELS[choice]}</span>
          </label>
        ))}
      </div>
      {status === 'unknown' && <p class="hint">{crm} uses a status Dealside does not know.</p>}
    </>
  );
}
