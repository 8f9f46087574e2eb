import { CrmError } from '../../domain/failure';
import type { Note, NoteDraft } from '../../domain/note';
import type { CopperApi } from './api';
import { toWireId } from './ids';
import { toInstant } from './map';
import type { WireActivity } from './wire-settings';

/** An activity made by a user of the kind "Note": the same two in every account (`GET /activity_types`). */
const NOTE = { category: 'user', id: 0 } as const;

const MAX_NOTES = 50;
/** Each costs a request. */
const MAX_AUTHORS = 10;

/** Names of an account's users, as far as they came along. */
export type UserNames = Map<string, string>;

/** The opportunity's notes, newest first; authors by name. */
export async function listNotes(
  api: CopperApi,
  names: UserNames,
  opportunityId: string,
  signal?: AbortSignal,
): Promise<Note[]> {
  const parent = { type: 'opportunity', id: toWireId(opportunityId) };
  const json = { parent, activity_types: [NOTE], page_number: 1, page_size: MAX_NOTES };
  const { items } = await api.searchActivities(json, signal);
  const notes = items.filter(isNote).toSorted((a, b) => timeOf(b) - timeOf(a));
  await learnNames(api, names, notes, signal);
  return notes.map((note) => ({
    id: note.id,
    text: note.details ?? '',
    author: names.get(note.user_id ?? '') ?? null,
    at: toInstant(note.activity_date ?? note.date_created),
  }));
}

/** Throws `invalid` for an empty one. */
export async function addNote(api: CopperApi, { text, opportunityId }: NoteDraft): Promise<void> {
  const details = text.trim();
  if (details === '') throw new CrmError({ kind: 'invalid', reason: 'A note needs some text', field: null });
  const parent = { type: 'opportunity', id: toWireId(opportunityId) };
  const activity_date = Math.floor(Date.now() / 1000);
  await api.createActivity({ parent, type: NOTE, details, activity_date });
}

function isNote({ type, details }: WireActivity): boolean {
  return type.category === NOTE.category && type.id === `${NOTE.id}` && details !== null;
}

function timeOf({ activity_date, date_created }: WireActivity): number {
  return activity_date ?? date_created ?? 0;
}

/** A note without its author's name is still a note. */
async function learnNames(api: CopperApi, names: UserNames, notes: readonly WireActivity[], signal?: AbortSignal) {
  const unknown = new Set(notes.flatMap(({ user_id }) => (user_id && !names.has(user_id) ? [user_id] : [])));
  await Promise.all(
    [...unknown].slice(0, MAX_AUTHORS).map(async (id) => {
      const user = await api.user(id, signal).catch(() => null);
      const name = user?.name ?? user?.email;
      if (name) names.set(id, name);
    }),
  );
}
