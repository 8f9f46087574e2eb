import type { Capabilities, Connection } from './connection';
import type { Creation, Delivery, Edit } from './edit';
import type { Failure } from './failure';
import { companyNameOf } from './company-name';
import type { Person } from './lookup';
import { toQuestion } from './lookup';
import type { Company, Contact, Match } from './match';
import { suggestTitle } from './naming';
import type { OpenEmail, Participant } from './open-email';
import type { Opportunity, OpportunityPatch } from './opportunity';
import type { Catalog } from './pipeline';
import type { FilterName, SearchQuery } from './search';

/** One connection's part of the panel. */
export interface Section {
  connection: Connection;
  capabilities: Capabilities;
  catalog: Catalog | null;
  /** `loading` may already show an earlier answer. */
  status: 'loading' | 'ready' | 'failed';
  failure: Failure | null;
  /** When the shown answer was given, epoch milliseconds; `null` before the first. */
  asOf: number | null;
  contact: Contact | null;
  company: Company | null;
  /** As the CRM confirmed them; the panel puts the edits on top. */
  matches: Match[];
  /** True while that is what the mirror tells: the CRM has not answered yet, and may know more. */
  isMirrored: boolean;
  /** True when the CRM has more than is shown. */
  isTruncated: boolean;
  /** Of a search: true when a further part can be asked for. A list that is full has none, however much the CRM has. */
  hasMore: boolean;
  /** Of a search: how many there are altogether, where the CRM tells. */
  total: number | null;
  /** Of a search: filters this connection knows nothing of; it is not asked then. */
  unsupported: FilterName[];
  /** True for a CRM on this device in which there is no open opportunity at all: sample data is of use then. */
  offersSamples: boolean;
}

/** One line of what the rep did: an edit, or a creation. */
export type ActivityEntry =
  | {
      is: 'edit';
      edit: Edit;
      /** The opportunity's title; empty where it has none. */
      title: string;
      /** ISO 4217 code its amount is in. */
      currency: string | null;
      /** The edit's fields as the panel shows them now, pending edits included: what an undo starts from. */
      now: OpportunityPatch;
    }
  | { is: 'creation'; creation: Creation };

/** What one tab's panel shows. Derived from the store each time; never edited in place. */
export interface PanelState {
  /** True until the passphrase is entered: nothing else is told then. */
  isLocked: boolean;
  email: OpenEmail | null;
  /** True for a Gmail tab older than this version of Dealside: its page has to be loaded again to report anything. */
  needsReload: boolean;
  /** True where a conversation is open in a layout of Gmail's that does not tell whose email it is. */
  isUnrecognised: boolean;
  /** External people of the thread, the choices of the "Participants" group. */
  people: Participant[];
  /** Who is looked up; `null` when nobody can be. */
  subject: Person | null;
  /** Answers about `subject`; with no email open, the open opportunities of each connection. */
  sections: Section[];
  /** Answers to the search, while there is one. */
  search: { query: SearchQuery; sections: Section[] } | null;
  /** Edits of the opportunities shown, oldest first. */
  edits: Edit[];
  /** Creations for `subject`, oldest first, with the opportunity once it is there. */
  creations: Creation[];
  /** What was changed and created of late in all connections, whatever is open; the newest first. */
  activity: ActivityEntry[];
}

/** Before the worker has said anything. */
export const EMPTY_PANEL: PanelState = {
  isLocked: false,
  email: null,
  needsReload: false,
  isUnrecognised: false,
  people: [],
  subject: null,
  sections: [],
  search: null,
  edits: [],
  creations: [],
  activity: [],
};

/** Every opportunity a panel state shows. The search's come first: those of the overview are there in part only. */
export function shownOpportunities(state: Pick<PanelState, 'search' | 'sections'>): Opportunity[] {
  const sections = [...(state.search?.sections ?? []), ...state.sections];
  return sections.flatMap((section) => section.matches.map((match) => match.opportunity));
}

/** The company the connected CRMs know the person by. */
export function companyOf(sections: readonly Section[]): string | null {
  const names = sections.map(({ company, contact }) => company?.name || contact?.companyName || null);
  return names.find((name) => name !== null) ?? null;
}

/** What a new opportunity for the person shown would be called: "Company: subject". */
export function titleFor({ email, subject, sections }: PanelState): string {
  const domain = subject && toQuestion(subject, email?.account.address ?? null).domain;
  const company = companyOf(sections) ?? (domain ? companyNameOf(domain) : null);
  return suggestTitle({ company, person: subject, subject: email?.subject ?? null });
}

/** Where everything stands that the rep did of late, whichever email it was for. */
export function deliveriesIn({ edits, creations, activity }: PanelState): Delivery[] {
  const elsewhere = activity.map((entry) => (entry.is === 'edit' ? entry.edit : entry.creation));
  return [...edits, ...creations, ...elsewhere].map(({ delivery }) => delivery);
}
