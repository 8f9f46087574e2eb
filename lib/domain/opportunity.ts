import type { CustomKey, CustomValue } from './custom-field';

/** One connected CRM account, e.g. `copper-1`. */
export type ConnectionId = string;

/** An opportunity's identity over all connections: CRM ids are unique within one account only. */
export interface OpportunityRef {
  connection: ConnectionId;
  /** The CRM's own id, as a string. */
  id: string;
}

export const STATUSES = ['open', 'won', 'lost', 'abandoned'] as const;
export type Status = (typeof STATUSES)[number];

export const PRIORITIES = ['none', 'low', 'medium', 'high'] as const;
export type Priority = (typeof PRIORITIES)[number];

/**
 * What the rep may change; `null` clears. A field its CRM lacks is `null`. Custom fields stand among the others under
 * keys of their own, so that whatever holds for a field holds for them.
 */
export interface OpportunityFields {
  title: string;
  /** One of `STATUSES`, or the CRM's own word as it came ("active"); empty where it sent none. */
  status: string;
  /** The connector's own id of the status. */
  statusId: string | null;
  pipelineId: string | null;
  stageId: string | null;
  /** Percent, 0–100. */
  winProbability: number | null;
  /** Major money units (euros, not cents). */
  amount: number | null;
  /** ISO 4217 code of `amount`; `null` where the CRM does not tell. */
  currency: string | null;
  /** Calendar date, `YYYY-MM-DD`, no time zone. */
  closeDate: string | null;
  /** One of `PRIORITIES`, or the CRM's own word as it came. */
  priority: string | null;
  ownerId: string | null;
  lossReasonId: string | null;
  /** In CRMs that keep it as text. */
  lossReason: string | null;
  wonReasonId: string | null;
  wonReason: string | null;
  sourceId: string | null;
  /** In CRMs that keep it as text. */
  source: string | null;
  type: string | null;
  nextStep: string | null;
  description: string | null;
  tags: string[];
  forecastCategory: string | null;
  /** The primary contact. */
  contactId: string | null;
  /** Everybody attached to it, the primary contact included, where the CRM tells with the record. */
  contactIds: string[];
  companyId: string | null;
  leadId: string | null;
  /** Outreach: the id of the same deal in the system it was synchronised from. */
  externalId: string | null;
  /** ISO 8601 UTC instants of that system. */
  externalCreatedAt: string | null;
  externalUpdatedAt: string | null;
  recordType: string | null;
  /** Mutual action plan: its page (https only when shown as a link), next steps and status. */
  mapLink: string | null;
  mapNextSteps: string | null;
  mapStatus: string | null;
  prospectingRepId: string | null;
  sharingTeamId: string | null;
  [custom: CustomKey]: CustomValue;
}

/** Every field a rep may change, in the order of the details form; custom fields come after them. */
export const FIELDS = [
  'title',
  'status',
  'statusId',
  'pipelineId',
  'stageId',
  'winProbability',
  'amount',
  'currency',
  'closeDate',
  'priority',
  'ownerId',
  'lossReasonId',
  'lossReason',
  'wonReasonId',
  'wonReason',
  'sourceId',
  'source',
  'type',
  'nextStep',
  'description',
  'tags',
  'forecastCategory',
  'contactId',
  'contactIds',
  'companyId',
  'leadId',
  'externalId',
  'externalCreatedAt',
  'externalUpdatedAt',
  'recordType',
  'mapLink',
  'mapNextSteps',
  'mapStatus',
  'prospectingRepId',
  'sharingTeamId',
] as const;
export type StandardField = (typeof FIELDS)[number];
export type Field = StandardField | CustomKey;

export type OpportunityPatch = Partial<Pick<OpportunityFields, StandardField>> & Record<CustomKey, CustomValue>;

/** A deal as a CRM confirmed it; what that does not tell is `null`, or empty. */
export interface Opportunity extends OpportunityFields {
  ref: OpportunityRef;
  companyName: string | null;
  /** As the record itself names the owner; where it does not, the catalog's owners do. */
  ownerName: string | null;
  /** `amount` in the account's own currency, and that currency's ISO 4217 code. */
  convertedAmount: number | null;
  convertedCurrency: string | null;
  /** Major money units, as the CRM reckons it. */
  expectedRevenue: number | null;
  /** Copper: "opportunity", "project" or "item". */
  pipelineType: string | null;
  /** False in pipelines that track something other than money: values are hidden there. */
  isRevenue: boolean | null;
  interactionCount: number | null;
  /** Users and teams assigned beside the owner, by id. */
  assignedUserIds: string[];
  assignedTeamIds: string[];
  /** ISO 8601 UTC instants, and who it was, by id. */
  stageChangedAt: string | null;
  lastContactedAt: string | null;
  leadCreatedAt: string | null;
  createdAt: string | null;
  updatedAt: string | null;
  createdBy: string | null;
  updatedBy: string | null;
  /** In the CRM's own trash. */
  isDeleted: boolean;
  /** What this user may do with this record; true where the CRM does not tell. */
  canWrite: boolean;
  canDelete: boolean;
  /** Outreach: the systems this record is synchronised with. */
  dataConnections: string[];
  /** Apideck: what an administrator mapped, as JSON text. */
  customMappings: string | null;
  /** The record in the CRM's own web application, https only. */
  url: string | null;
}

/** An opportunity of which nothing is known but where it is: what mappers fill in. */
export function blankOpportunity(ref: OpportunityRef): Opportunity {
  return {
    ref,
    title: '',
    status: '',
    statusId: null,
    pipelineId: null,
    stageId: null,
    winProbability: null,
    amount: null,
    currency: null,
    closeDate: null,
    priority: null,
    ownerId: null,
    lossReasonId: null,
    lossReason: null,
    wonReasonId: null,
    wonReason: null,
    sourceId: null,
    source: null,
    type: null,
    nextStep: null,
    description: null,
    tags: [],
    forecastCategory: null,
    contactId: null,
    contactIds: [],
    companyId: null,
    leadId: null,
    externalId: null,
    externalCreatedAt: null,
    externalUpdatedAt: null,
    recordType: null,
    mapLink: null,
    mapNextSteps: null,
    mapStatus: null,
    prospectingRepId: null,
    sharingTeamId: null,
    companyName: null,
    ownerName: null,
    convertedAmount: null,
    convertedCurrency: null,
    expectedRevenue: null,
    pipelineType: null,
    isRevenue: null,
    interactionCount: null,
    assignedUserIds: [],
    assignedTeamIds: [],
    stageChangedAt: null,
    lastContactedAt: null,
    leadCreatedAt: null,
    createdAt: null,
    updatedAt: null,
    createdBy: null,
    updatedBy: null,
    isDeleted: false,
    canWrite: true,
    canDelete: true,
    dataConnections: [],
    customMappings: null,
    url: null,
  };
}

/** `connection:id`, usable as a key. */
export function refKey(ref: OpportunityRef): string {
  return `${ref.connection}:${ref.id}`;
}

/** Reads a CRM's word: "Won" as `won` where it is one of `known` words in any case, else as it came. */
export function readWord(word: string | null | undefined, known: readonly string[]): string {
  const trimmed = (word ?? '').trim();
  return known.find((one) => one === trimmed.toLowerCase()) ?? trimmed;
}

/** The fields a patch names, typed. */
export function fieldsOf(patch: OpportunityPatch): Field[] {
  return Object.keys(patch) as Field[];
}

/** The members of `source` that `fields` names: what stood there before an edit, or what the CRM holds now. */
export function pick(source: OpportunityPatch, fields: readonly Field[]): OpportunityPatch {
  // A custom field nobody has filled in may be missing in the record.
  return Object.fromEntries(fields.map((field) => [field, source[field] ?? null]));
}
