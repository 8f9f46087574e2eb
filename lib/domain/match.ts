import type { Opportunity } from './opportunity';

/** A person as a CRM knows them. */
export interface Contact {
  id: string;
  name: string;
  addresses: string[];
  title: string | null;
  companyId: string | null;
  companyName: string | null;
  /** The record in the CRM's own web application, https only. */
  url: string | null;
}

/** An organisation as a CRM knows it. */
export interface Company {
  id: string;
  name: string;
  domain: string | null;
}

/** Why an opportunity is shown for a person; the strongest reason first. */
export type MatchReason = 'primary-contact' | 'related-contact' | 'linked' | 'same-company';

/** The words the panel shows for a reason; the strongest reason first. */
export const REASON_LABELS: Record<MatchReason, string> = {
  'primary-contact': 'exact address',
  'related-contact': 'exact address, related',
  linked: 'linked by you',
  'same-company': 'same company',
};

/** One opportunity found. */
export interface Match {
  /** `null` where it was not found for a person: in a search and in the overview. */
  reason: MatchReason | null;
  opportunity: Opportunity;
}

/** A CRM's answer about a person. */
export interface PersonAnswer {
  contact: Contact | null;
  company: Company | null;
  /** Each opportunity once, under its strongest reason, in the order of `mergeMatches`. */
  matches: Match[];
}

/** Open ones first, then the most recently changed: the deal the rep means is nearly always on top. */
export function byRelevance(a: Opportunity, b: Opportunity): number {
  return (
    Number(b.status === 'open') - Number(a.status === 'open') ||
    (b.updatedAt ?? '').localeCompare(a.updatedAt ?? '') ||
    a.title.localeCompare(b.title)
  );
}

const STRENGTH = Object.keys(REASON_LABELS);

/** Open ones first; among those the person's own before the company's; then the most recently changed. */
function byReason(a: Match, b: Match): number {
  return (
    Number(b.opportunity.status === 'open') - Number(a.opportunity.status === 'open') ||
    STRENGTH.indexOf(a.reason ?? '') - STRENGTH.indexOf(b.reason ?? '') ||
    byRelevance(a.opportunity, b.opportunity)
  );
}

/** Joins findings into one answer: each opportunity once, under the first (strongest) reason it comes with. */
export function mergeMatches(findings: readonly Match[]): Match[] {
  const byId = new Map<string, Match>();
  for (const match of findings) {
    if (!byId.has(match.opportunity.ref.id)) byId.set(match.opportunity.ref.id, match);
  }
  return [...byId.values()].toSorted(byReason);
}
