import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../lib/domain/failure';
import { explain } from '../../lib/domain/failure';
import type { Note } from '../../lib/domain/note';
import type { Opportunity } from '../../lib/domain/opportunity';
import type { Section } from '../../lib/domain/panel-state';
import { titleOf } from '../display';
import { noteKey } from '../form/drafts';
import { formatMoment } from '../format';
import { NoteForm } from './NoteForm';
import { usePanel } from '../panel/panel-context';
import { useNote } from './use-note';

/** Newer ones than these are shown at once; the others on asking. */
const FEW = 3;
/** A note longer than this is shown in part first. */
const LONG = 280;

/** The notes about an opportunity, where its CRM has them: those there are, and one to write. */
export function Notes({ section, opportunity }: { section: Section; opportunity: Opportunity }) {
  const { actions, drafts } = usePanel();
  const { capabilities, connection } = section;
  const [form, setForm] = useState<'closed' | 'opened' | 'restored'>(() =>
    drafts.has(noteKey(opportunity.ref)) ? 'restored' : 'closed',
  );
  const [isSaved, setSaved] = useState(false);
  const { notes, load } = useNotes(() => actions.listNotes(opportunity.ref), capabilities.canListNotes);
  const region = useRef<HTMLElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const hadFocus = useRef(false);
  // The opener is not in the page while the form is: it gets back the focus the form had.
  useEffect(() => {
    if (form === 'closed' && hadFocus.current) opener.current?.focus();
    hadFocus.current = false;
  }, [form]);

  const close = () => {
    hadFocus.current = region.current?.contains(document.activeElement) ?? false;
    setForm('closed');
  };
  const draft = useNote(opportunity.ref, (failure) => {
    setSaved(failure === null);
    if (failure) {
      // Closed or not, the text is there to be sent again.
      setForm((shown) => (shown === 'closed' ? 'restored' : shown));
      return;
    }
    close();
    if (capabilities.canListNotes) load();
  });
  const open = () => {
    setForm('opened');
    setSaved(false);
  };
  return (
    <section class="notes" aria-label={`Notes on ${titleOf(opportunity)}, ${connection.label}`} ref={region}>
      {form === 'closed' ? (
        opportunity.canWrite && (
          <div class="notes-bar">
            <button type="button" class="quiet" ref={opener} onClick={open}>
              Add note
            </button>
            <span class="hint" role="status">
              {draft.isBusy ? 'Saving note…' : isSaved && 'Note saved'}
            </span>
          </div>
        )
      ) : (
        <NoteForm
          note={draft}
          title={titleOf(opportunity)}
          crm={connection.label}
          hint={capabilities.notes === 'contact' ? `${connection.label} files notes under the contact.` : null}
          takesFocus={form === 'opened'}
          onClose={close}
        />
      )}
      {capabilities.canListNotes && <NoteList notes={notes} crm={connection.label} onRetry={load} />}
    </section>
  );
}

type Loaded = Note[] | Failure | null;

/** Loads once, and again on asking; an answer nobody waits for any more is dropped. */
function useNotes(list: () => Promise<Note[] | Failure>, isOffered: boolean) {
  const [notes, setNotes] = useState<Loaded>(null);
  const turn = useRef(0);
  const load = () => {
    turn.current += 1;
    const mine = turn.current;
    // Notes already shown stay while they are asked for again.
    setNotes((shown) => (Array.isArray(shown) ? shown : null));
    void list().then((answer) => mine === turn.current && setNotes(answer));
  };
  useEffect(() => {
    if (isOffered) load();
    return () => {
      turn.current = -1;
    };
  }, []);
  return { notes, load };
}

function NoteList({ notes, crm, onRetry }: { notes: Loaded; crm: string; onRetry: () => void }) {
  const [isWhole, setWhole] = useState(false);
  if (notes === null) return <p class="hint">Loading notes…</p>;
  if (!Array.isArray(notes)) {
    return (
      <p class="hint">
        Notes are not shown: {explain(notes, crm).sentence}{' '}
        <button type="button" class="text-button" onClick={onRetry}>
          Load notes again
        </button>
      </p>
    );
  }
  if (notes.length === 0) return null;
  const shown = isWhole ? notes : notes.slice(0, FEW);
  return (
    <>
      <ul class="note-list">
        {shown.map((note) => (
          <NoteItem key={note.id} note={note} />
        ))}
      </ul>
      {shown.length < notes.length && (
        <button type="button" class="text-button is-soft" onClick={() => setWhole(true)}>
          Show all {notes.length} notes
        </button>
      )}
    </>
  );
}

function NoteItem({ note: { text, author, at } }: { note: Note }) {
  const { now, locale } = usePanel();
  const [isWhole, setWhole] = useState(text.length <= LONG);
  const about = [author, at && formatMoment(at, now, locale)].filter(Boolean).join(' · ');
  return (
    <li>
      {about && (
        <p class="soft" dir="auto">
          {about}
        </p>
      )}
      <p class="note-text" dir="auto">
        {isWhole ? text : `${text.slice(0, LONG).trimEnd()}… `}
        {!isWhole && (
          <button type="button" class="text-button" onClick={() => setWhole(true)}>
            Show all of it
          </button>
        )}
      </p>
    </li>
  );
}
