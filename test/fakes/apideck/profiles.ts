import type { ResourceName } from './resources';

/** What one CRM makes of Apideck's common API. */
export interface Profile {
  /** As the envelope and `x-apideck-service-id` name it. */
  service: string;
  /** Resources answered with 501. */
  missing: readonly ResourceName[];
  /** Filters and sorts of the document that this CRM does not know. */
  unsupportedFilters: Partial<Record<ResourceName, readonly string[]>>;
  unsupportedSorts: Partial<Record<ResourceName, readonly string[]>>;
  /** Whether a refusal says which filters it is about. */
  namesFilters: boolean;
  /** How those are refused: in Apideck's words, by the connector itself, or as if there were no such list. */
  refusal: 'typed' | 'mapping' | 'not-found';
  /** Filters that are taken, and change nothing. */
  ignoredFilters: Partial<Record<ResourceName, readonly string[]>>;
  isContactRequired: boolean;
  /** The words taken for a status and a priority; any where `null`. */
  statuses: readonly string[] | null;
  priorities: readonly string[] | null;
  /** Of new opportunities. */
  newStatus: string;
  newPriority: string | null;
  /** Whether an opportunity has contacts beside the primary one. */
  hasContactIds: boolean;
  /** Whether a contact tells its opportunities. */
  hasOpportunityIds: boolean;
  /** HubSpot: lists that are filtered or sorted leave out company_id, primary_contact_id and contact_ids. */
  dropsLinks: boolean;
  /** HubSpot: as many records a list that is filtered or sorted goes on to. */
  longestNarrowed: number | null;
  /** Whether texts are filtered by the whole, whatever its case, or by a part. */
  textFilter: 'whole' | 'part';
  /** Whether the filter by address takes a part for the whole. */
  isEmailFilterLoose: boolean;
  /** Whether a list of custom fields replaces the old one or changes the fields it names. */
  customFields: 'replace' | 'merge';
  /** Whether custom fields that are not set are shown. */
  showsEmptyFields: boolean;
  isTitleRequired: boolean;
}

export type ProfileName = 'full' | 'copper' | 'hubspot' | 'planhat';

const FULL: Profile = {
  service: 'zoho-crm',
  missing: [],
  unsupportedFilters: {},
  unsupportedSorts: {},
  namesFilters: true,
  refusal: 'typed',
  ignoredFilters: {},
  isContactRequired: false,
  statuses: null,
  priorities: null,
  newStatus: 'Open',
  newPriority: null,
  hasContactIds: true,
  hasOpportunityIds: true,
  dropsLinks: false,
  longestNarrowed: null,
  textFilter: 'part',
  isEmailFilterLoose: false,
  customFields: 'replace',
  showsEmptyFields: false,
  isTitleRequired: false,
};

/** Of Apideck's pages about connectors; which filters each refuses is not told there, and chosen so that all occur. */
export const PROFILES: Record<ProfileName, Profile> = {
  full: FULL,
  copper: {
    ...FULL,
    service: 'copper',
    missing: ['pipelines', 'notes', 'activities', 'users'],
    unsupportedFilters: { opportunities: ['win_probability'], contacts: ['created_since'] },
    unsupportedSorts: { opportunities: ['win_probability'], companies: ['updated_at'] },
    isContactRequired: true,
    statuses: ['Open', 'Won', 'Lost', 'Abandoned'],
    priorities: ['None', 'Low', 'Medium', 'High'],
    newPriority: 'None',
    hasContactIds: false,
    hasOpportunityIds: false,
    textFilter: 'whole',
    customFields: 'merge',
    showsEmptyFields: true,
    isTitleRequired: true,
  },
  hubspot: {
    ...FULL,
    service: 'hubspot',
    unsupportedFilters: { opportunities: ['primary_contact_id', 'company_id', 'win_probability'] },
    unsupportedSorts: { opportunities: ['status', 'win_probability'] },
    newStatus: 'open',
    namesFilters: false,
    dropsLinks: true,
    longestNarrowed: 10_000,
    isEmailFilterLoose: true,
    customFields: 'merge',
  },
  planhat: { ...FULL, service: 'planhat', statuses: ['active', 'won', 'lost'], newStatus: 'active' },
};
