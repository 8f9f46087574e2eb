import type { TargetedSubmitEvent } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { CredentialField, CrmEntry } from '../lib/crm/catalog';
import { CRMS } from '../lib/crm/catalog';
import type { CrmId } from '../lib/domain/connection';
import type { Failure } from '../lib/domain/failure';
import { explain } from '../lib/domain/failure';

type Outcome = { is: 'idle' | 'connecting' } | { is: 'connected'; crm: string } | { is: 'failed'; failure: Failure };

interface ConnectFormProps {
  onConnect: (crm: CrmId, credentials: Record<string, string>) => Promise<Failure | null>;
}

/** A CRM and its credentials; what was typed stays until the CRM took it. */
export function ConnectForm({ onConnect }: ConnectFormProps) {
  const id = useId();
  const [crm, setCrm] = useState<CrmEntry>(Object.values(CRMS)[0] ?? CRMS.local);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [outcome, setOutcome] = useState<Outcome>({ is: 'idle' });

  const choose = (chosen: string) => {
    setCrm(Object.values(CRMS).find((entry) => entry.id === chosen) ?? CRMS.local);
    setTyped({});
    setOutcome({ is: 'idle' });
  };
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (outcome.is === 'connecting') return;
    const credentials = Object.fromEntries(crm.fields.map(({ name }) => [name, (typed[name] ?? '').trim()]));
    const answer = onConnect(crm.id, credentials);
    setOutcome({ is: 'connecting' });
    const failure = await answer;
    setOutcome(failure ? { is: 'failed', failure } : { is: 'connected', crm: crm.label });
    if (!failure) setTyped({});
  };

  return (
    <form class="fields" noValidate autocomplete="off" onSubmit={submit}>
      <div class="field">
        <label for={id}>CRM</label>
        <select id={id} value={crm.id} onChange={(event) => choose(event.currentTarget.value)}>
          {Object.values(CRMS).map((entry) => (
            <option key={entry.id} value={entry.id}>
              {entry.label}
            </option>
          ))}
        </select>
        {crm.fields.length === 0 && <p class="hint">No account needed: opportunities are kept in this browser.</p>}
      </div>
      {crm.fields.map((field) => (
        <Credential
          key={`${crm.id} ${field.name}`}
          field={field}
          value={typed[field.name] ?? ''}
          onType={(text) => setTyped((others) => ({ ...others, [field.name]: text }))}
        />
      ))}
      <div class="form-actions">
        <div class="outcome" role="status">
          {outcome.is === 'connecting' && 'Connecting…'}
          {outcome.is === 'connected' && `${outcome.crm} is connected.`}
        </div>
        <button type="submit" class="primary" aria-disabled={outcome.is === 'connecting'}>
          Connect
        </button>
      </div>
      {outcome.is === 'failed' && <FailureNote failure={outcome.failure} crm={crm.label} />}
    </form>
  );
}

/** A failure as an alert beside what failed. */
export function FailureNote({ failure, crm }: { failure: Failure; crm: string }) {
  const { sentence, remedy } = explain(failure, crm);
  return (
    <div class="note" role="alert">
      <p>
        <bdi>{sentence}</bdi> {remedy}
      </p>
    </div>
  );
}

interface CredentialProps {
  field: CredentialField;
  value: string;
  onType: (text: string) => void;
}

function Credential({ field, value, onType }: CredentialProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{field.label}</label>
      <CredentialInput id={id} field={field} value={value} onType={onType} />
      <p class="hint" id={`${id}-hint`}>
        {field.hint}
      </p>
    </div>
  );
}

function CredentialInput({ id, field, value, onType }: CredentialProps & { id: string }) {
  const common = {
    id,
    name: field.name,
    autocomplete: field.autocomplete,
    spellcheck: false,
    'aria-describedby': `${id}-hint`,
    value,
    onInput: (event: { currentTarget: { value: string } }) => onType(event.currentTarget.value),
  };
  if (field.type === 'password') return <input type="password" {...common} />;
  return field.type === 'email' ? <input type="email" {...common} /> : <input type="text" {...common} />;
}
