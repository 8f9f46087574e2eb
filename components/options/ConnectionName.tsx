import type { TargetedKeyboardEvent, TargetedSubmitEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { CRMS } from '../../lib/crm/catalog';
import type { Connection } from '../../lib/domain/connection';
import type { Failure } from '../../lib/domain/failure';
import { toFailure } from '../../lib/domain/failure';
import { FailureNote } from './ConnectForm';
import { Icon } from '../Icon';

/** As long as the worker keeps. */
const MAX_LENGTH = 60;

interface ConnectionNameProps {
  /** For what describes itself by the name. */
  id: string;
  connection: Connection;
  /** Resolves once it is kept, and shown; empty for the CRM's own name. */
  onRename: (label: string) => Promise<void>;
}

/** What the rep calls a connection, changed where it stands. */
export function ConnectionName({ id, connection, onRename }: ConnectionNameProps) {
  const [isEditing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !isEditing) button.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);

  if (isEditing) return <NameForm connection={connection} onRename={onRename} onEnd={() => setEditing(false)} />;
  return (
    <div class="connection-name">
      <b id={id} dir="auto">
        {connection.label}
      </b>
      <button
        ref={button}
        type="button"
        class="icon-button"
        aria-label="Rename"
        title="Rename"
        aria-describedby={id}
        onClick={() => setEditing(true)}
      >
        <Icon name="edit" />
      </button>
    </div>
  );
}

interface NameFormProps {
  connection: Connection;
  onRename: (label: string) => Promise<void>;
  onEnd: () => void;
}

/** Enter saves, Escape leaves it as it was. */
function NameForm({ connection: { crm, label }, onRename, onEnd }: NameFormProps) {
  const [text, setText] = useState(label);
  const [isSaving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<Failure | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);

  const save = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isSaving) return;
    setSaving(true);
    try {
      if (text.trim() !== label) await onRename(text.trim());
      onEnd();
    } catch (error) {
      setRefusal(toFailure(error));
      setSaving(false);
    }
  };
  const cancelOnEscape = (event: TargetedKeyboardEvent<HTMLFormElement>) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    onEnd();
  };
  return (
    <>
      <form class="connection-name" autocomplete="off" onSubmit={save} onKeyDown={cancelOnEscape}>
        <input
          ref={input}
          type="text"
          dir="auto"
          aria-label="Name"
          maxLength={MAX_LENGTH}
          placeholder={CRMS[crm].label}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="text-button" aria-disabled={isSaving}>
          Save
        </button>
        <button type="button" class="text-button" onClick={onEnd}>
          Cancel
        </button>
      </form>
      {refusal && <FailureNote failure={refusal} crm={label} />}
    </>
  );
}
