/** A note about an opportunity. */
export interface Note {
  id: string;
  text: string;
  /** Who wrote it, by name, where the CRM tells. */
  author: string | null;
  /** ISO 8601 UTC. */
  at: string | null;
}

/** A note to be written, with everything of the opportunity a CRM may want to file it under. */
export interface NoteDraft {
  text: string;
  opportunityId: string;
  contactId: string | null;
  companyId: string | null;
}
