import type { Edit, OpportunityDraft } from '../lib/domain/edit';
import type { Person } from '../lib/domain/lookup';
import type { ConnectionId, Opportunity, OpportunityPatch } from '../lib/domain/opportunity';

/** Everything a rep can ask for in the panel; the panel itself does none of it. */
export interface PanelActions {
  /** A participant, or an address typed by hand. */
  choosePerson: (person: Person) => void;
  refresh: () => void;
  /** As typed, on every keystroke; an empty text ends the search. */
  search: (text: string) => void;
  /** `opportunity` as the rep saw it when changing it: what a conflict is measured against. */
  edit: (opportunity: Opportunity, patch: OpportunityPatch) => void;
  retryEdit: (id: string) => void;
  discardEdit: (id: string) => void;
  resolveEdit: (id: string, keep: 'mine' | 'theirs') => void;
  undoEdit: (edit: Edit) => void;
  /** `null, null` leaves everything to the email: one click. */
  create: (connection: ConnectionId | null, draft: OpportunityDraft | null) => void;
  /** With a draft: what was refused, corrected. */
  retryCreation: (id: string, draft: OpportunityDraft | null) => void;
  discardCreation: (id: string) => void;
  undoCreation: (id: string) => void;
  useOnThisDevice: () => void;
  loadSamples: () => void;
  openOptions: () => void;
}
