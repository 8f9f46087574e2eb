import type { CrmId } from '../domain/connection';

/** One input of the options page. */
export interface CredentialField {
  name: string;
  label: string;
  /** `password` inputs are never filled in again once stored. */
  type: 'password' | 'email' | 'text';
  autocomplete: 'off' | 'email';
  /** Where to find the value. */
  hint: string;
}

/** What the options page, the manifest and the panel need to know of a CRM before any of its code runs. */
export interface CrmEntry {
  id: CrmId;
  label: string;
  /** Host permissions asked for in the Connect click. */
  origins: readonly string[];
  fields: readonly CredentialField[];
}

/** Every CRM, in the order of the options page; the first is preselected. */
export const CRMS: Record<CrmId, CrmEntry> = {
  local: { id: 'local', label: 'On this device', origins: [], fields: [] },
  copper: {
    id: 'copper',
    label: 'Copper',
    origins: ['https://api.copper.com/*'],
    fields: [
      {
        name: 'apiKey',
        label: 'API key',
        type: 'password',
        autocomplete: 'off',
        hint: 'In Copper: Settings › Integrations › API Keys. Only account administrators can make one.',
      },
      {
        name: 'email',
        label: 'Email',
        type: 'email',
        autocomplete: 'email',
        hint: "The address of the key's owner in Copper.",
      },
    ],
  },
};

/** Hosts the manifest lists as optional: nothing of them is granted at installation. */
export const OPTIONAL_ORIGINS: string[] = Object.values(CRMS).flatMap(({ origins }) => origins);
