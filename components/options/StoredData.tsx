import { useState } from 'preact/hooks';
import type { Failure } from '../../lib/domain/failure';
import { toFailure } from '../../lib/domain/failure';
import { FailureNote } from './ConnectForm';

/** How the worker's storage fares. */
export interface StorageHealth {
  /** Why it can't be used; `null` where it can. */
  failure: Failure | null;
  /** How many edits and creations in it nobody can read any more. */
  damaged: number;
}

export interface StorageActions {
  /** Hands the rep a file of what the CRMs have not got yet; resolves to how much that is. Rejects with `CrmError`. */
  exportPending: () => Promise<number>;
  /** Deletes what was answered and what is pending. Rejects with `CrmError`. */
  resetStorage: () => Promise<void>;
}

const changes = (count: number) => (count === 1 ? '1 change' : `${count} changes`);

/** What is pending, out; and the way back to an empty storage where nothing else helps. */
export function StoredData({ health, actions }: { health: StorageHealth; actions: StorageActions }) {
  const [said, setSaid] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isAsking, setAsking] = useState(false);

  const run = async (action: () => Promise<string>) => {
    setFailure(null);
    setSaid('');
    try {
      setSaid(await action());
    } catch (error) {
      setFailure(toFailure(error));
    }
  };
  const exportPending = () =>
    run(async () => {
      const count = await actions.exportPending();
      return count === 0 ? 'Nothing is pending.' : `${changes(count)} exported.`;
    });
  const reset = () => {
    setAsking(false);
    void run(async () => {
      await actions.resetStorage();
      return 'Dealside’s storage is empty again.';
    });
  };

  // What went wrong last may be the very thing that is wrong with it.
  const problem = failure ?? health.failure;
  return (
    <div class="local-data">
      {problem && <FailureNote failure={problem} crm="Dealside" />}
      {health.damaged > 0 && (
        <div class="note" role="alert">
          <p>
            {changes(health.damaged)} stored here can’t be read any more and will not be sent. Export them to see what
            is left of them.
          </p>
        </div>
      )}
      <div class="choices">
        <button type="button" class="quiet" onClick={() => void exportPending()}>
          Export pending changes
        </button>
        {!isAsking && (
          <button type="button" class="quiet" onClick={() => setAsking(true)}>
            Reset Dealside’s storage…
          </button>
        )}
      </div>
      {isAsking && (
        <div class="note" role="group" aria-label="Reset Dealside’s storage?">
          <p>
            Changes your CRMs have not got yet are lost: export them first. What the CRMs answered is asked for again.
            Connections, keys and what is kept on this device stay.
          </p>
          <div class="note-actions">
            <button type="button" class="text-button" onClick={reset}>
              Reset storage
            </button>
            <button type="button" class="text-button" onClick={() => setAsking(false)}>
              Keep
            </button>
          </div>
        </div>
      )}
      <div class="outcome" role="status">
        {said}
      </div>
    </div>
  );
}
