import { useId, useState } from 'preact/hooks';
import { CRMS } from '../lib/crm/catalog';
import type { Failure } from '../lib/domain/failure';
import { toFailure } from '../lib/domain/failure';
import { FailureNote } from './ConnectForm';
import type { OptionsActions } from './Options';

type Outcome = { is: 'said'; text: string } | { is: 'failed'; failure: Failure };

/** What is kept on this device belongs to the rep: out, in, and something to try. */
export function LocalData({ actions }: { actions: OptionsActions }) {
  const id = useId();
  const [outcome, setOutcome] = useState<Outcome>({ is: 'said', text: '' });
  const say = (text: string) => setOutcome({ is: 'said', text });
  const run = async (action: () => Promise<void>, done: string) => {
    try {
      await action();
      say(done);
    } catch (error) {
      setOutcome({ is: 'failed', failure: toFailure(error) });
    }
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
      </div>
      <p class="hint" id={`${id}-hint`}>
        Importing replaces everything kept on this device, once the whole file has been checked.
      </p>
      <div class="outcome" role="status">
        {outcome.is === 'said' && outcome.text}
      </div>
      {outcome.is === 'failed' && <FailureNote failure={outcome.failure} crm={CRMS.local.label} />}
    </div>
  );
}
