import { useState } from 'preact/hooks';
import type { Connection } from '../lib/domain/connection';
import type { Failure } from '../lib/domain/failure';
import { explain, toFailure } from '../lib/domain/failure';
import { FailureNote } from './ConnectForm';
import { LocalData } from './LocalData';
import type { OptionsActions } from './Options';

interface ConnectionItemProps {
  connection: Connection;
  problem: Failure | null;
  actions: OptionsActions;
}

/** One connected account: whose, how it fares, and how to end it. */
export function ConnectionItem({ connection, problem, actions }: ConnectionItemProps) {
  const [isEnding, setEnding] = useState(false);
  const [refusal, setRefusal] = useState<Failure | null>(null);
  const { id, crm, label, accountName } = connection;
  const [unsent, setUnsent] = useState(0);
  const disconnect = (evenUnsent: boolean) => {
    if (isEnding) return;
    setEnding(true);
    setRefusal(null);
    actions
      .disconnect(id, evenUnsent)
      .then(setUnsent)
      .catch((error: unknown) => setRefusal(toFailure(error)))
      .finally(() => setEnding(false));
  };
  const explained = problem && explain(problem, label);
  return (
    <li class="connection">
      <div class="connection-top">
        <div class="names">
          <b>{label}</b>
          {accountName && (
            <span class="soft" dir="auto">
              {accountName}
            </span>
          )}
        </div>
        <span class={`badge ${problem ? 'is-problem' : ''}`}>{problem ? 'Needs attention' : 'Connected'}</span>
        <button type="button" class="quiet" aria-disabled={isEnding} onClick={() => disconnect(false)}>
          Disconnect
        </button>
      </div>
      {unsent > 0 && (
        <div class="note" role="alert">
          <p>
            {unsent === 1 ? '1 change is' : `${unsent} changes are`} not saved in {label} yet and would be lost.
          </p>
          <div class="note-actions">
            <button type="button" class="text-button" onClick={() => disconnect(true)}>
              Disconnect anyway
            </button>
            <button type="button" class="text-button" onClick={() => setUnsent(0)}>
              Keep
            </button>
          </div>
        </div>
      )}
      {explained && (
        <div class="note">
          <p>
            <bdi>{explained.sentence}</bdi> {explained.remedy}
          </p>
        </div>
      )}
      {refusal && <FailureNote failure={refusal} crm={label} />}
      {crm === 'local' && <LocalData actions={actions} />}
    </li>
  );
}
