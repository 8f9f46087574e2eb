import { useId, useState } from 'preact/hooks';
import type { Failure } from '../../lib/domain/failure';
import { FailureNote } from './ConnectForm';

interface KeepCopyProps {
  /** `null` until that is known. */
  isOn: boolean | null;
  /** False while no CRM is connected. */
  hasCrm: boolean;
  /** Resolves to what went wrong, or `null`. */
  onSet: (isOn: boolean) => Promise<Failure | null>;
}

const SAID = {
  on: 'A copy is kept on this device.',
  empty: 'Nothing is kept yet: no CRM is connected.',
  off: 'Nothing your CRMs answer is kept on this device.',
};

/** Whether what the CRMs answer may lie on the disk. */
export function KeepCopy({ isOn, hasCrm, onSet }: KeepCopyProps) {
  const id = useId();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [wanted, setWanted] = useState<boolean | null>(null);
  const choose = async (next: boolean) => {
    setFailure(null);
    setWanted(next);
    setFailure(await onSet(next));
    setWanted(null);
  };
  return (
    <div class="keep-copy">
      <label>
        <input
          type="checkbox"
          checked={wanted ?? isOn ?? true}
          disabled={isOn === null}
          aria-describedby={`${id}-hint`}
          onChange={(event) => void choose(event.currentTarget.checked)}
        />
        <span>Keep a copy of what my CRMs answer on this device</span>
      </label>
      <p class="hint" id={`${id}-hint`}>
        With it, people you know show at once, also offline, and a search answers as you type. Without it, nothing of
        your CRMs is kept on the disk: they are asked anew after the browser restarts. Changes on their way are kept all
        the same.
      </p>
      <div class="outcome" role="status">
        {wanted === null && isOn !== null && SAID[isOn ? (hasCrm ? 'on' : 'empty') : 'off']}
      </div>
      {failure && <FailureNote failure={failure} crm="Dealside" />}
    </div>
  );
}
