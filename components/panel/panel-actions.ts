import type { Edit, OpportunityDraft } from '../../lib/domain/edit';
import type { Person } from '../../lib/domain/lookup';
import type { Failure } from '../../lib/domain/failure';
import type { Note } from '../../lib/domain/note';
import type { ConnectionId, Opportunity, OpportunityPatch, OpportunityRef } from '../../lib/domain/opportunity';
import type { SearchQuery } from '../../lib/domain/search';

/** Everything a rep can ask for in the panel; the panel itself does none of it. */
export interface PanelActions {
  /** A participant, or an address typed by hand. */
  choosePerson: (person: Person) => void;
  refresh: () => void;
  /** How the tab's Gmail page is built, without any content; or why that can't be told. */
  readStructure: () => Promise<string | Failure>;
  /** As typed, on every keystroke; an empty query ends the search. */
  search: (query: SearchQuery) => void;
  /** The next part of a connection's results; does nothing while one is on its way, or after the last. */
  searchMore: (connection: ConnectionId) => void;
  /** `opportunity` as the rep saw it when changing it: what a conflict is measured against. */
  edit: (opportunity: Opportunity, patch: OpportunityPatch) => void;
  retryEdit: (id: string) => void;
  discardEdit: (id: string) => void;
  resolveEdit: (id: string, keep: 'mine' | 'theirs') => void;
  undoEdit: (edit: Edit) => void;
  /** For good. Resolves to what went wrong, or `null` once it is gone. */
  deleteOpportunity: (ref: OpportunityRef) => Promise<Failure | null>;
  /** Resolves to what went wrong, or `null` once the CRM has it. */
  addNote: (ref: OpportunityRef, text: string) => Promise<Failure | null>;
  /** Newest first. */
  listNotes: (ref: OpportunityRef) => Promise<Note[] | Failure>;
  /** `null, null` leaves everything to the email: one click. */
  create: (connection: ConnectionId | null, draft: OpportunityDraft | null) => void;
  /** With a draft: what was refused, corrected. */
  retryCreation: (id: string, draft: OpportunityDraft | null) => void;
  discardCreation: (id: string) => void;
  undoCreation: (id: string) => void;
  /** Where there is something similar: links that one instead, or creates another all the same. */
  resolveCreation: (id: string, use: 'existing' | 'new') => void;
  /** Resolves to what went wrong, or `null` once unlocked. */
  unlock: (passphrase: string) => Promise<Failure | null>;
  /** Gives up the passphrase and every key. Resolves to what went wrong, or `null`. */
  forgetPassphrase: () => Promise<Failure | null>;
  useOnThisDevice: () => void;
  loadSamples: () => void;
  openOptions: () => void;
  /** A file of what the CRMs have not got yet. */
  exportPending: () => void;
}
