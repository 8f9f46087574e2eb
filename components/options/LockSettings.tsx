import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../lib/domain/failure';
import { FailureNote } from './ConnectForm';
import { IdleField } from './IdleField';
import type { LockActions } from './Locking';
import { PassphraseForm } from './PassphraseForm';

interface LockSettingsProps {
  /** `null` for only when the browser closes. */
  idleMinutes: number | null;
  actions: LockActions;
}

type Form = 'change' | 'off';

/** What can be done with a passphrase that is set and entered. */
export function LockSettings({ idleMinutes, actions }: LockSettingsProps) {
  const [form, setForm] = useState<Form | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [said, setSaid] = useState('');
  const openers = { change: useRef<HTMLButtonElement>(null), off: useRef<HTMLButtonElement>(null) };
  const lastForm = useRef<Form | null>(null);
  useEffect(() => {
    if (!form && lastForm.current) openers[lastForm.current].current?.focus();
    lastForm.current = form;
  }, [form]);

  const open = (which: Form) => {
    setSaid('');
    setForm(which);
  };
  const close = () => setForm(null);
  const change = async (current: string, next: string) => {
    const wrong = await actions.change(current, next);
    if (wrong) return wrong;
    setSaid('The passphrase is changed.');
    close();
    return null;
  };

  return (
    <div class="lock-settings">
      <IdleField minutes={idleMinutes} onChoose={(minutes) => void actions.setIdleMinutes(minutes).then(setFailure)} />
      {failure && <FailureNote failure={failure} crm="Dealside" />}
      {form === null && (
        <div class="choices">
          <button type="button" class="quiet" onClick={() => void actions.lockNow().then(setFailure)}>
            Lock now
          </button>
          <button type="button" class="quiet" ref={openers.change} onClick={() => open('change')}>
            Change passphrase…
          </button>
          <button type="button" class="quiet" ref={openers.off} onClick={() => open('off')}>
            Turn off…
          </button>
        </div>
      )}
      {form === 'change' && (
        <PassphraseForm
          name="Change passphrase"
          asks="both"
          submitLabel="Change passphrase"
          onSubmit={({ current, next }) => change(current, next)}
          onCancel={close}
        />
      )}
      {form === 'off' && (
        <PassphraseForm
          name="Turn off"
          asks="current"
          submitLabel="Turn off"
          onSubmit={({ current }) => actions.turnOff(current)}
          onCancel={close}
        />
      )}
      <div class="outcome" role="status">
        {said}
      </div>
    </div>
  );
}
