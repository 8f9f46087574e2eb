import { useState } from 'preact/hooks';
import type { Failure } from '../../lib/domain/failure';
import { PassphraseForm } from './PassphraseForm';
import { IdleField } from './IdleField';

interface SetPassphraseProps {
  onSet: (passphrase: string, idleMinutes: number | null) => Promise<Failure | null>;
}

/** A first passphrase. */
export function SetPassphrase({ onSet }: SetPassphraseProps) {
  const [idleMinutes, setIdleMinutes] = useState<number | null>(15);
  return (
    <PassphraseForm
      name="Set a passphrase"
      asks="new"
      submitLabel="Set passphrase"
      onSubmit={({ next }) => onSet(next, idleMinutes)}
    >
      <IdleField minutes={idleMinutes} onChoose={setIdleMinutes} />
    </PassphraseForm>
  );
}
