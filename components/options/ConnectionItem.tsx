import { useId, useState } from 'preact/hooks';
import { CRMS } from '../../lib/crm/catalog';
import type { Connection } from '../../lib/domain/connection';
import type { Failure } from '../../lib/domain/failure';
import { explain, toFailure } from '../../lib/domain/failure';
import { FailureNote } from './ConnectForm';
import { ConnectionName } from './ConnectionName';
import { LocalData } from './LocalData';
import type { OptionsActions } from './Options';

interface ConnectionItemProps {
  connection: Connection;
  problem: Failure | null;
  actions: OptionsActions;
}

/** One connected account: whose, how it fares, and how to end it. */
export function ConnectionItem({ connection, problem, actions }: ConnectionItemProps) {
  const nameId = useId();
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
  const explained = problem && explain(problem, label, 'do all that was asked');
  return (
    <li class="connection">
      <div>
        <ConnectionName id={nameId} connection={connection} onRename={(text) => actions.rename(id, text)} />
        <div class="connection-state">
          <p class="soft">
            <span class={`badge ${problem ? 'is-problem' : ''}`}>{problem ? 'Needs attention' : 'Connected'}</span>
            {label !== CRMS[crm].label && ` · ${CRMS[crm].label}`}
            {accountName && (
              <>
                {' · '}
                <bdi>{accountName}</bdi>
              </>
            )}
          </p>
          <button
            type="button"
            class="quiet"
            aria-disabled={isEnding}
            aria-describedby={nameId}
            onClick={() => disconnect(false)}
          >
            Disconnect
          </button>
        </div>
      </div>
      {unsent > 0 && (
        <div class="note" role="alert">
          <p>
            {unsent === 1 ? '1 change is' : `${unsent} changes are`} not saved in <bdi>{label}</bdi> yet and would be
            lost.
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
