import type { Note, NoteDraft } from '../../domain/note';
import { parse, refusal } from './change';
import type { AnyTransaction, WriteTransaction } from './database';
import { readRecord } from './people';
import { MAX_NOTES, noteSchema } from './records';

const MAX_LISTED = 50;

/** Newest first. Throws `CrmError` `not-found`. */
export async function listNotes(tx: AnyTransaction, opportunityId: string): Promise<Note[]> {
  const { notes } = await readRecord(tx, opportunityId);
  return notes
    .toReversed()
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .slice(0, MAX_LISTED)
    .map((note) => ({ ...note, author: null }));
}

/** Keeps a note with the opportunity, which counts as changed. Throws `CrmError` `not-found` or `invalid`. */
export async function addNote(tx: WriteTransaction, { text, opportunityId }: NoteDraft, now: string): Promise<void> {
  const record = await readRecord(tx, opportunityId);
  const note = parse(noteSchema, { id: crypto.randomUUID(), text, at: now }, 'The note');
  if (record.notes.length >= MAX_NOTES) throw refusal('The opportunity has no room for another note.');
  await tx.objectStore('opportunities').put({ ...record, notes: [...record.notes, note], updatedAt: now });
}
