import { useId, useState } from 'preact/hooks';
import { CRMS } from '../../lib/crm/catalog';
import type { Failure } from '../../lib/domain/failure';
import { toFailure } from '../../lib/domain/failure';
import { FailureNote } from './ConnectForm';
import type { OptionsActions } from './Options';

type Outcome = { is: 'said'; text: string } | { is: 'failed'; failure: Failure };

/** What is kept on this device belongs to the rep: out, in, and something to try. */
export function LocalData({ actions }: { actions: OptionsActions }) {
  const id = useId();
  const [outcome, setOutcome] = useState<Outcome>({ is: 'said', text: '' });
  const [isAsking, setAsking] = useState(false);
  const say = (text: string) => setOutcome({ is: 'said', text });
  const run = async (action: () => Promise<void>, done: string) => {
    try {
      await action();
      say(done);
    } catch (error) {
      setOutcome({ is: 'failed', failure: toFailure(error) });
    }
  };

  const deleteAll = () => {
    setAsking(false);
    void run(actions.deleteLocal, 'Everything kept on this device is deleted.');
  };

  const importFile = async (input: HTMLInputElement) => {
    const [file] = input.files ?? [];
    if (!file) return;
    say('Importing…');
    const result = await actions.importLocal(file);
    // The same file chosen again, once mended, is a change only if the input is empty.
    input.value = '';
    if (result.ok) say(`${result.opportunities} opportunities imported.`);
    else setOutcome({ is: 'failed', failure: result.failure });
  };

  return (
    <div class="local-data">
      <div class="choices">
        <button type="button" class="quiet" onClick={() => void run(actions.exportLocal, 'Exported.')}>
          Export
        </button>
        <label class="quiet file" for={id}>
          <span>Import</span>
          <input
            id={id}
            type="file"
            accept=".json,application/json"
            aria-describedby={`${id}-hint`}
            onChange={(event) => void importFile(event.currentTarget)}
          />
        </label>
        <button type="button" class="quiet" onClick={() => void run(actions.loadSamples, 'Sample data loaded.')}>
          Load sample data
        </button>
        {!isAsking && (
          <button type="button" class="quiet" onClick={() => setAsking(true)}>
            Delete all…
          </button>
        )}
      </div>
      {isAsking && (
        <div class="note" role="group" aria-label="Delete everything kept on this device?">
          <p>Everything kept on this device is deleted for good. Export it first if you may want it back.</p>
          <div class="note-actions">
            <button type="button" class="text-button" onClick={deleteAll}>
              Delete all
            </button>
            <button type="button" class="text-button" onClick={() => setAsking(false)}>
              Keep
            </button>
          </div>
        </div>
      )}
      <p class="hint" id={`${id}-hint`}>
        Importing replaces everything kept on this device, once the whole file has been checked. Disconnecting keeps it
        for the next time.
      </p>
      <div class="outcome" role="status">
        {outcome.is === 'said' && outcome.text}
      </div>
      {outcome.is === 'failed' && <FailureNote failure={outcome.failure} crm={CRMS.local.label} />}
    </div>
  );
}
