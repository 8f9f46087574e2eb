import { useId } from 'preact/hooks';
import { IDLE_CHOICES } from '../../lib/domain/lock-state';

interface IdleFieldProps {
  /** Minutes; `null` for only when the browser closes. */
  minutes: number | null;
  onChoose: (minutes: number | null) => void;
}

/** When it locks by itself. */
export function IdleField({ minutes, onChoose }: IdleFieldProps) {
  const id = useId();
  const choices = IDLE_CHOICES.includes(minutes) ? IDLE_CHOICES : [minutes, ...IDLE_CHOICES];
  return (
    <div class="field">
      <label for={id}>Lock after</label>
      <select
        id={id}
        aria-describedby={`${id}-hint`}
        value={toValue(minutes)}
        onChange={({ currentTarget: { value } }) => onChoose(value === '' ? null : Number(value))}
      >
        {choices.map((choice) => (
          <option key={choice} value={toValue(choice)}>
            {label(choice)}
          </option>
        ))}
      </select>
      <p class="hint" id={`${id}-hint`}>
        It locks once you have neither used Dealside nor opened an email for that long, and when the browser closes.
      </p>
    </div>
  );
}

function toValue(minutes: number | null): string {
  return minutes === null ? '' : String(minutes);
}

function label(minutes: number | null): string {
  if (minutes === null) return 'Only when the browser closes';
  return minutes === 60 ? '1 hour' : `${minutes} minutes`;
}
