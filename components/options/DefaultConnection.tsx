import { useId, useState } from 'preact/hooks';
import type { Connection } from '../../lib/domain/connection';
import { findDefault } from '../../lib/domain/connection';
import type { Failure } from '../../lib/domain/failure';
import { toFailure } from '../../lib/domain/failure';
import type { ConnectionId } from '../../lib/domain/opportunity';
import { FailureNote } from './ConnectForm';

interface DefaultConnectionProps {
  connections: readonly Connection[];
  onChoose: (id: ConnectionId) => Promise<void>;
}

/** Where new opportunities go. */
export function DefaultConnection({ connections, onChoose }: DefaultConnectionProps) {
  const id = useId();
  const [refused, setRefused] = useState<{ by: string; failure: Failure } | null>(null);
  const current = findDefault(connections)?.id;
  const choose = async (connection: Connection) => {
    setRefused(null);
    try {
      await onChoose(connection.id);
    } catch (error) {
      setRefused({ by: connection.label, failure: toFailure(error) });
    }
  };
  return (
    <div class="default-connection">
      <p id={id}>New opportunities go to</p>
      <div class="radios" role="radiogroup" aria-labelledby={id}>
        {connections.map((connection) => (
          <label key={connection.id}>
            <input
              type="radio"
              name={id}
              checked={connection.id === current}
              onChange={() => void choose(connection)}
            />
            <span dir="auto">{connection.label}</span>
            {isNameShared(connection, connections) && connection.accountName && (
              <span class="soft" dir="auto">
                {connection.accountName}
              </span>
            )}
          </label>
        ))}
      </div>
      {refused && <FailureNote failure={refused.failure} crm={refused.by} />}
    </div>
  );
}

function isNameShared({ id, label }: Connection, connections: readonly Connection[]): boolean {
  return connections.some((other) => other.id !== id && other.label === label);
}
