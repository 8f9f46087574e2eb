import type { CrmId } from '../domain/connection';

/** One input of the options page. */
export interface CredentialField {
  name: string;
  label: string;
  /** `password` inputs are never filled in again once stored. */
  type: 'password' | 'email' | 'text' | 'url';
  autocomplete: 'off' | 'email';
  /** Where to find the value. */
  hint: string;
  /** Begins another way to connect, in place of the fields before it. */
  isAlternative?: boolean;
}

/** What the options page, the manifest and the panel need to know of a CRM before any of its code runs. */
export interface CrmEntry {
  id: CrmId;
  label: string;
  /** Host permissions asked for in the Connect click, unless a base URL names another host. */
  origins: readonly string[];
  fields: readonly CredentialField[];
  /** Behind "Advanced"; all may be left empty. */
  advanced: readonly CredentialField[];
}

/** For teams that reach their CRM through a proxy of their own. */
function baseUrl(standard: string): CredentialField {
  return {
    name: 'baseUrl',
    label: 'Base URL',
    type: 'url',
    autocomplete: 'off',
    hint: `Only for a proxy of your own; otherwise ${standard} is used.`,
  };
}

/** Every CRM, in the order of the options page; the first is preselected. */
export const CRMS: Record<CrmId, CrmEntry> = {
  local: { id: 'local', label: 'On this device', origins: [], fields: [], advanced: [] },
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
    advanced: [baseUrl('https://api.copper.com/developer_api/v1')],
  },
  outreach: {
    id: 'outreach',
    label: 'Outreach',
    origins: ['https://api.outreach.io/*'],
    fields: [
      {
        name: 'clientId',
        label: 'Client ID',
        type: 'text',
        autocomplete: 'off',
        hint: 'Of your own app in the Outreach developer portal. It must list the redirect address below.',
      },
      {
        name: 'clientSecret',
        label: 'Client secret',
        type: 'password',
        autocomplete: 'off',
        hint: 'Shown once, when the app is made; make a new one where it is lost.',
      },
      {
        name: 'accessToken',
        label: 'Access token',
        type: 'password',
        autocomplete: 'off',
        hint: 'Works for two hours; then paste a new one.',
        isAlternative: true,
      },
    ],
    advanced: [baseUrl('https://api.outreach.io/api/v2')],
  },
  apideck: {
    id: 'apideck',
    label: 'Apideck',
    origins: ['https://unify.apideck.com/*'],
    fields: [
      {
        name: 'apiKey',
        label: 'API key',
        type: 'password',
        autocomplete: 'off',
        hint: 'In Apideck: Configuration › API Keys. It opens every connection of the application: where your team runs a proxy, enter its address under Advanced instead of sharing the key.',
      },
      { name: 'appId', label: 'App ID', type: 'text', autocomplete: 'off', hint: 'Beside the API key.' },
      {
        name: 'consumerId',
        label: 'Consumer ID',
        type: 'text',
        autocomplete: 'off',
        hint: 'The consumer whose CRM was connected in Apideck Vault.',
      },
      {
        name: 'serviceId',
        label: 'Service ID',
        type: 'text',
        autocomplete: 'off',
        hint: 'May stay empty; needed when several CRMs are connected: copper, hubspot, salesforce…',
      },
    ],
    advanced: [
      baseUrl('https://unify.apideck.com'),
      {
        name: 'passThrough',
        label: 'Pass-through',
        type: 'text',
        autocomplete: 'off',
        hint: 'JSON list added to every write, for fields Apideck does not cover: [{"service_id":"…","extend_paths":[{"path":"$.a","value":1}]}]',
      },
    ],
  },
};

/** Hosts the manifest lists as optional: nothing of them is granted at installation. The last is for proxies. */
export const OPTIONAL_ORIGINS: string[] = [...Object.values(CRMS).flatMap(({ origins }) => origins), 'https://*/*'];

/** The host permissions a connection with these credentials needs, as match patterns. */
export function originsFor(crm: CrmId, credentials: Readonly<Record<string, unknown>>): readonly string[] {
  const { baseUrl: url } = credentials;
  if (typeof url !== 'string' || !URL.canParse(url)) return CRMS[crm].origins;
  const { protocol, hostname } = new URL(url);
  // Match patterns name no port: they cover all of a host's.
  return protocol === 'https:' ? [`https://${hostname}/*`] : CRMS[crm].origins;
}
