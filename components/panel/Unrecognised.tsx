import { useEffect, useRef, useState } from 'preact/hooks';
import type { Person } from '../../lib/domain/lookup';
import type { Section } from '../../lib/domain/panel-state';
import { AddressLookup } from './AddressLookup';
import { usePanel } from './panel-context';
import { Who } from './Who';

interface UnrecognisedProps {
  /** Whom the rep looked up; `null` before. */
  subject: Person | null;
  /** The answers about them. */
  sections: readonly Section[];
  isSearching: boolean;
}

/** Where Gmail shows a conversation Dealside can't read: what to do all the same, and how to report it. */
export function Unrecognised({ subject, sections, isSearching }: UnrecognisedProps) {
  const { actions } = usePanel();
  return (
    <section class="who" aria-label="Open email">
      {subject ? <Who person={subject} sections={sections} /> : <h1 class="visually-hidden">Whose email is it?</h1>}
      <div class="aside">
        <p role={isSearching ? undefined : 'status'}>
          Gmail’s layout is not recognised here, so Dealside can’t see whose email this is.
        </p>
        <AddressLookup onLookUp={(address) => actions.choosePerson({ name: '', address })} />
        <Diagnostic />
      </div>
    </section>
  );
}

type Outcome = { is: 'none' } | { is: 'copied' } | { is: 'uncopied'; structure: string } | { is: 'silent' };

function Diagnostic() {
  const { actions } = usePanel();
  const [outcome, setOutcome] = useState<Outcome>({ is: 'none' });
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.select(), [outcome]);
  const copy = async () => {
    const structure = await actions.readStructure();
    if (typeof structure !== 'string') return setOutcome({ is: 'silent' });
    try {
      await navigator.clipboard.writeText(structure);
      setOutcome({ is: 'copied' });
    } catch {
      // Where the browser refuses, it is shown and selected: one key copies it.
      setOutcome({ is: 'uncopied', structure });
    }
  };
  return (
    <>
      <p>
        <button type="button" class="text-button" onClick={() => void copy()}>
          Copy diagnostic
        </button>{' '}
        for a bug report: how this page is built, none of its content.
      </p>
      <p class="hint" role="status">
        {outcome.is === 'copied' && 'Copied: tags, roles and class names, no text and no addresses.'}
        {outcome.is === 'silent' && 'This Gmail tab does not answer. Reload it and try again.'}
        {outcome.is === 'uncopied' && 'The browser did not allow copying. This is the diagnostic, selected:'}
      </p>
      {outcome.is === 'uncopied' && (
        <textarea ref={area} readOnly rows={6} aria-label="Diagnostic" value={outcome.structure} />
      )}
    </>
  );
}
