import { isCustomKey } from '../../lib/domain/custom-field';
import type { Field, Opportunity, StandardField } from '../../lib/domain/opportunity';
import { FIELDS } from '../../lib/domain/opportunity';
import type { Section } from '../../lib/domain/panel-state';
import { hasMoney, safeUrl } from '../display';
import { detailSpecs } from '../form/field-specs';
import { choicesOf, definitionOf, describeValue, describeWord, labelOf } from '../form/field-values';
import type { ValueContext } from '../form/field-values';
import { kindOf } from '../form/field-kinds';
import { formatDayOf, formatMoney, formatNumber } from '../format';

/** One line to read: what it is, and what the CRM has. */
export interface Fact {
  label: string;
  text: string;
  /** Where the text is an address that may be followed. */
  url?: string | undefined;
}

/** Told by the article itself, or nothing but ids of records whose names stand there already. */
const ELSEWHERE = new Set<StandardField>([
  'title',
  'status',
  'amount',
  'currency',
  'contactId',
  'contactIds',
  'companyId',
]);
/** Have controls in the article wherever they can be written at all. */
const CONTROLS = new Set<StandardField>(['stageId', 'pipelineId', 'winProbability']);

/** What a CRM knows of an opportunity and the forms do not show; nothing without a value. */
export function factsOf(section: Section, opportunity: Opportunity, context: ValueContext): Fact[] {
  const names = (ids: readonly string[]) =>
    ids.map((id) => section.catalog?.owners.find((owner) => owner.id === id)?.name ?? id).join(', ');
  // What is to be read in the form need not stand below it again.
  const isInForm = detailSpecs(section, opportunity).some(({ field }) => field === 'companyId');
  const { companyName, assignedUserIds, assignedTeamIds, dataConnections, pipelineType } = opportunity;
  const facts: [label: string, text: string | null][] = [
    ['Company', opportunity.canWrite && isInForm ? null : companyName],
    ['Assigned to', names(assignedUserIds)],
    ['Assigned teams', assignedTeamIds.join(', ')],
    ...moneyFacts(section, opportunity, context),
    ['Pipeline type', pipelineType && describeWord(pipelineType)],
    ...timeFacts(section, opportunity, context),
    ['Synced with', dataConnections.join(', ')],
    ['Mapped fields', opportunity.customMappings],
  ];
  return [
    ...fieldFacts(section, opportunity, context),
    ...facts.flatMap(([label, text]) => (text ? [{ label, text }] : [])),
  ];
}

function moneyFacts(section: Section, opportunity: Opportunity, { locale }: ValueContext): [string, string | null][] {
  if (!hasMoney(section.catalog, opportunity)) return [];
  const { convertedAmount, convertedCurrency, expectedRevenue, currency } = opportunity;
  const money = (amount: number | null, unit: string | null) =>
    amount === null ? null : formatMoney(amount, unit, locale);
  return [
    ['Converted value', convertedCurrency === currency ? null : money(convertedAmount, convertedCurrency)],
    ['Expected revenue', money(expectedRevenue, currency)],
  ];
}

function timeFacts(section: Section, opportunity: Opportunity, { now, locale }: ValueContext) {
  const day = (instant: string | null) => instant && formatDayOf(instant, now, locale);
  const by = (instant: string | null, id: string | null) => {
    const name = section.catalog?.owners.find((owner) => owner.id === id)?.name;
    return [day(instant), name && `by ${name}`].filter(Boolean).join(' ');
  };
  const { interactionCount, createdAt, createdBy, updatedAt, updatedBy } = opportunity;
  const facts: [string, string | null][] = [
    ['Interactions', interactionCount === null ? null : formatNumber(interactionCount, locale)],
    ['Last contacted', day(opportunity.lastContactedAt)],
    ['In stage since', day(opportunity.stageChangedAt)],
    ['Lead created', day(opportunity.leadCreatedAt)],
    ['Created', by(createdAt, createdBy)],
    ['Updated', by(updatedAt, updatedBy)],
  ];
  return facts;
}

/** As everywhere, but an id without a name as it is: there is no control that would show it. */
function textOf(field: Field, opportunity: Opportunity, context: ValueContext): string {
  const value = opportunity[field];
  if (field === 'ownerId' && opportunity.ownerName) return opportunity.ownerName;
  const isNameless =
    field !== 'priority' &&
    kindOf(field, definitionOf(field, context.catalog)) === 'choice' &&
    !choicesOf(field, context.catalog).some(({ id }) => id === value);
  return isNameless ? String(value) : describeValue(field, { [field]: value ?? null }, context);
}

/** Fields nobody may write here, by their values. */
function fieldFacts({ capabilities, catalog }: Section, opportunity: Opportunity, context: ValueContext): Fact[] {
  const isWritable = (field: StandardField) => capabilities.fields.includes(field);
  const standard = FIELDS.filter((field) => {
    if (ELSEWHERE.has(field)) return false;
    return !isWritable(field) || (!opportunity.canWrite && !CONTROLS.has(field));
  });
  const custom = (Object.keys(opportunity) as Field[]).filter((field) => {
    const type = definitionOf(field, catalog)?.type ?? 'raw';
    return isCustomKey(field) && (type === 'raw' || !opportunity.canWrite);
  });
  return [...standard, ...custom].flatMap((field) => {
    const value = opportunity[field];
    if (value === null || value === undefined || value === '' || value === false) return [];
    if ((Array.isArray(value) && value.length === 0) || (field === 'priority' && value === 'none')) return [];
    const url = typeof value === 'string' ? safeUrl(value) : undefined;
    const text = textOf(field, opportunity, context);
    return text ? [{ label: labelOf(field, catalog), text, url }] : [];
  });
}
