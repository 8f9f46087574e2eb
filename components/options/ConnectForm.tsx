import type { TargetedSubmitEvent } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { CrmEntry } from '../../lib/crm/catalog';
import { CRMS } from '../../lib/crm/catalog';
import type { CrmId } from '../../lib/domain/connection';
import type { Failure } from '../../lib/domain/failure';
import { explain } from '../../lib/domain/failure';
import { CredentialFields } from './CredentialFields';

type Outcome = { is: 'idle' | 'connecting' } | { is: 'connected'; crm: string } | { is: 'failed'; failure: Failure };

interface ConnectFormProps {
  onConnect: (crm: CrmId, credentials: Record<string, string>) => Promise<Failure | null>;
  redirectUri: string | null;
}

/** A CRM and its credentials; what was typed stays until the CRM took it. */
export function ConnectForm({ onConnect, redirectUri }: ConnectFormProps) {
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
    const answer = onConnect(crm.id, readCredentials(crm, typed));
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
      <CredentialFields
        key={crm.id}
        crm={crm}
        typed={typed}
        onType={(name, text) => setTyped((others) => ({ ...others, [name]: text }))}
        redirectUri={redirectUri}
      />
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

/** What was typed, trimmed: every field, that the worker can name a missing one, and of the advanced those filled in. */
function readCredentials(crm: CrmEntry, typed: Readonly<Record<string, string>>): Record<string, string> {
  const read = ({ name }: { name: string }): [string, string] => [name, (typed[name] ?? '').trim()];
  const advanced = crm.advanced.map(read).filter(([, text]) => text !== '');
  return Object.fromEntries([...crm.fields.map(read), ...advanced]);
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
