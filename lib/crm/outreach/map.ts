import { normaliseAddress } from '../../domain/address';
import { type CustomField, customKey } from '../../domain/custom-field';
import type { Company, Contact } from '../../domain/match';
import { blankOpportunity, type ConnectionId, type Opportunity } from '../../domain/opportunity';
import type { Owner } from '../../domain/pipeline';
import { type ListFormats, plainField, readCustom } from './custom';
import type { Included } from './document';
import { deriveStatus } from './status';
import type { WireAccount, WireOpportunity, WireProspect, WireUser } from './wire';

/** Outreach has stages and no pipelines: all of them are in this one. */
export const PIPELINE_ID = 'opportunity-stages';

/** What a record alone does not tell. */
export interface MapContext {
  connection: ConnectionId;
  /** The account's custom fields. */
  fields: readonly CustomField[];
  formats: ListFormats;
}

export function toOpportunity(record: WireOpportunity, included: Included, context: MapContext): Opportunity {
  const { attributes, relationships, meta } = record;
  const stageId = relationships.opportunityStage ?? relationships.stage ?? null;
  const account = included.accounts.find(({ id }) => id === relationships.account);
  const owner = included.users.find(({ id }) => id === relationships.owner);
  const contactId = relationships.primaryProspect ?? null;
  return {
    ...blankOpportunity({ connection: context.connection, id: record.id }),
    title: attributes.name ?? '',
    status: deriveStatus(
      record,
      stageId,
      included.stages.find(({ id }) => id === stageId),
    ),
    pipelineId: PIPELINE_ID,
    stageId,
    winProbability: attributes.probability === null ? null : Math.round(attributes.probability),
    amount: toAmount(attributes),
    currency: attributes.currencyType,
    closeDate: toDate(attributes.closeDate),
    ownerId: relationships.owner ?? null,
    ownerName: owner ? nameOfUser(owner) : null,
    lossReason: attributes.lostReason,
    source: attributes.leadSource,
    type: attributes.opportunityType,
    nextStep: attributes.nextStep,
    description: attributes.description,
    tags: attributes.tags,
    forecastCategory: attributes.forecastCategory,
    contactId,
    contactIds: [...new Set([...(contactId ? [contactId] : []), ...(relationships.prospects ?? [])])],
    companyId: relationships.account ?? null,
    companyName: account?.attributes.name ?? null,
    externalId: attributes.customId,
    externalCreatedAt: toInstant(attributes.externalCreatedAt),
    externalUpdatedAt: toInstant(attributes.externalUpdatedAt),
    recordType: attributes.recordType,
    mapLink: attributes.mapLink,
    mapNextSteps: attributes.mapNextSteps,
    mapStatus: attributes.mapStatus,
    prospectingRepId: attributes.prospectingRepId,
    sharingTeamId: attributes.sharingTeamId,
    assignedUserIds: relationships.assignedUsers ?? [],
    assignedTeamIds: relationships.assignedTeams ?? [],
    lastContactedAt: toInstant(attributes.touchedAt),
    createdAt: toInstant(attributes.createdAt),
    updatedAt: toInstant(attributes.updatedAt),
    createdBy: relationships.creator ?? null,
    updatedBy: relationships.updater ?? null,
    isDeleted: attributes.trashedAt !== null,
    canWrite: meta?.canWrite ?? true,
    canDelete: meta?.canDelete ?? true,
    dataConnections: toNames(meta?.dataConnections),
    ...customValues(attributes.custom, context),
  };
}

/** Every defined field, empty ones too, and whatever else is filled in. */
function customValues(custom: Record<string, string>, { fields, formats }: MapContext): Partial<Opportunity> {
  const undefinedOnes = Object.keys(custom).filter((name) => !fields.some(({ id }) => id === name));
  const all = [...fields, ...undefinedOnes.map(plainField)];
  return Object.fromEntries(all.map((field) => [customKey(field.id), readCustom(custom[field.id], field, formats)]));
}

/** `amountPrecise` is the same amount with its fraction. */
function toAmount({ amount, amountPrecise }: WireOpportunity['attributes']): number | null {
  const precise = amountPrecise === null ? NaN : Number(amountPrecise);
  return Number.isFinite(precise) ? precise : amount;
}

export function toContact(record: WireProspect, accounts: readonly WireAccount[]): Contact {
  const { attributes, relationships } = record;
  const account = accounts.find(({ id }) => id === relationships.account);
  return {
    id: record.id,
    name: nameOf(attributes) ?? '',
    addresses: attributes.emails.map(normaliseAddress),
    title: attributes.title,
    companyId: relationships.account ?? null,
    companyName: account?.attributes.name ?? null,
    // As several independent clients link it; no document names a page for opportunities.
    url: `https://web.outreach.io/prospects/${record.id}/overview`,
  };
}

export function toCompany({ id, attributes: { name, domain } }: WireAccount): Company {
  return { id, name: name ?? domain ?? '', domain: domain?.toLowerCase() ?? null };
}

export function toOwner(user: WireUser): Owner {
  return { id: user.id, name: nameOfUser(user), address: user.attributes.email };
}

function nameOfUser({ id, attributes }: WireUser): string {
  return nameOf(attributes) ?? attributes.email ?? id;
}

/** `name` is read-only, made of the other two; sparse answers may lack it. */
function nameOf(names: { name: string | null; firstName: string | null; lastName: string | null }): string | null {
  return names.name ?? ([names.firstName, names.lastName].filter(Boolean).join(' ') || null);
}

/** A date-time at midnight UTC as a calendar date. */
function toDate(text: string | null): string | null {
  return toInstant(text)?.slice(0, 10) ?? null;
}

/** Times come with a zone; those without one are UTC too. `null` for what is no time. */
export function toInstant(text: string | null): string | null {
  if (text === null) return null;
  const time = Date.parse(/T.*(Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes('T') ? text : `${text}Z`);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** Outreach documents "the set of connections" and not its shape: names are taken from wherever they may be. */
function toNames(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(toNames);
  if (typeof value !== 'object' || value === null) return [];
  const named = ['name', 'type', 'provider', 'externalSource'].flatMap((key) =>
    Object.hasOwn(value, key) ? toNames((value as Record<string, unknown>)[key]) : [],
  );
  return named.length > 0 ? named.slice(0, 1) : Object.keys(value);
}
