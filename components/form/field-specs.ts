import { customKey } from '../../lib/domain/custom-field';
import type { Capabilities } from '../../lib/domain/connection';
import type { CustomField } from '../../lib/domain/custom-field';
import type { Field, Opportunity, OpportunityFields, StandardField } from '../../lib/domain/opportunity';
import type { Section } from '../../lib/domain/panel-state';
import type { Choice } from '../../lib/domain/pipeline';
import { hasMoney, hasStages } from '../display';
import type { FieldKind } from './field-kinds';
import { kindOf } from './field-kinds';
import { choicesOf, describeWord, FIELD_LABELS } from './field-values';
import { isKept, knownRecords, RECORD_FIELDS } from './known-records';

/** One field of a form: all that is needed to draw it and to read what was typed. */
export interface FieldSpec {
  field: Field;
  label: string;
  kind: FieldKind;
  /** For `choice`, `choices` and `links`; suggestions for `tags`. */
  choices: readonly Choice[];
  /** What choosing nothing is called; `null` where something is always chosen. */
  none: string | null;
  /** What a number is in: "EUR", "%". */
  unit: string | null;
  isRequired: boolean;
  /** Stands behind "More fields". */
  isRare: boolean;
}

/** Used daily, in the order they are shown. */
const DAILY: readonly StandardField[] = [
  'title',
  'amount',
  'currency',
  'closeDate',
  'priority',
  'ownerId',
  'sourceId',
  'source',
  'tags',
  'nextStep',
  'description',
];

/** Behind "More fields". Status, stage, probability and the reason of a loss have their own controls in the article. */
const RARE: readonly StandardField[] = [
  'type',
  'forecastCategory',
  'wonReasonId',
  'wonReason',
  'lossReasonId',
  'lossReason',
  'pipelineId',
  'stageId',
  'statusId',
  'recordType',
  'mapLink',
  'mapStatus',
  'mapNextSteps',
  'prospectingRepId',
  'sharingTeamId',
  'leadId',
  'externalId',
  'externalCreatedAt',
  'externalUpdatedAt',
];

/** With more custom fields than this, those that are empty stand behind "More fields". */
const MANY = 12;

/** The ids that say the same as a text field: a CRM may have both. */
const IDS_OF: Partial<Record<StandardField, StandardField>> = { source: 'sourceId', lossReason: 'lossReasonId' };

const MONEY: readonly Field[] = ['amount', 'currency'];
const STAGE: readonly Field[] = ['stageId', 'pipelineId'];
const LOSS: readonly Field[] = ['lossReasonId', 'lossReason'];
const WON: readonly Field[] = ['wonReasonId', 'wonReason'];

/** The part of a section forms are made from. */
type FormSection = Pick<Section, 'catalog'> & { capabilities: Pick<Capabilities, 'fields'> };
/** With whom its opportunities can be about. */
type DetailSection = FormSection & Pick<Section, 'connection' | 'contact' | 'company' | 'matches'>;

/** What a form starts from: a record, or what is known of one to be made. */
type Source = OpportunityFields & Partial<Pick<Opportunity, 'ownerName'>>;

/** The fields of the details: everything that can be written and has no control in the article itself. */
export function detailSpecs(section: DetailSection, opportunity: Opportunity): FieldSpec[] {
  const { catalog } = section;
  const hidden = new Set<Field>([
    ...(hasMoney(catalog, opportunity) ? [] : MONEY),
    ...(opportunity.status === 'lost' ? LOSS : []),
    ...(hasStages(catalog) ? STAGE : []),
  ]);
  const specs = [
    ...standardSpecs(DAILY, hidden, section, opportunity),
    ...recordSpecs(section, opportunity),
    ...standardSpecs(RARE, hidden, section, opportunity),
  ];
  const isTimely = ({ field }: FieldSpec) => opportunity.status === 'won' && field === 'wonReason';
  const standard = specs.map((spec) => (isTimely(spec) ? { ...spec, isRare: false } : spec));
  const custom = customSpecs(section, opportunity);
  const isLong = custom.length > MANY;
  const isRareOne = ({ field, isRequired }: FieldSpec) => isLong && !isRequired && isEmpty(opportunity[field]);
  return [...standard, ...custom.map((spec) => ({ ...spec, isRare: isRareOne(spec) }))];
}

/** The fields of a new opportunity: those of the details, and the stage to start in. Whom it is about the email tells. */
export function createSpecs(section: FormSection, source: Source): FieldSpec[] {
  const hidden = new Set<Field>([...LOSS, ...WON, ...(hasStages(section.catalog) ? STAGE : [])]);
  const first = hasStages(section.catalog) ? standardSpecs(['title', 'stageId'], new Set(), section, source) : [];
  const others = standardSpecs(
    [...DAILY, ...RARE],
    new Set([...hidden, ...first.map(({ field }) => field)]),
    section,
    source,
  );
  const custom = customSpecs(section, source).map((spec) => ({ ...spec, isRare: !spec.isRequired }));
  return [...first.map((spec) => ({ ...spec, isRare: false })), ...others, ...custom];
}

function standardSpecs(
  fields: readonly StandardField[],
  hidden: ReadonlySet<Field>,
  section: FormSection,
  source: Source,
): FieldSpec[] {
  const offered = fields.filter((field) => section.capabilities.fields.includes(field) && !hidden.has(field));
  return offered.map((field) => {
    const spec: FieldSpec = {
      field,
      label: FIELD_LABELS[field],
      kind: kindFor(field, undefined, source),
      choices: choicesOf(field, section.catalog),
      none: field === 'stageId' ? 'First stage' : 'None',
      unit: null,
      isRequired: field === 'title',
      isRare: RARE.includes(field),
    };
    return { ...spec, ...particulars(spec, field, section, source) };
  });
}

/** Whom an opportunity is about, where that can be written and anybody is known. */
function recordSpecs(section: DetailSection, opportunity: Opportunity): FieldSpec[] {
  const known = knownRecords(section, opportunity);
  const offered = RECORD_FIELDS.filter(
    (field) => section.capabilities.fields.includes(field) && known[field].length > 0,
  );
  return offered.map((field) => ({
    field,
    label: FIELD_LABELS[field],
    kind: kindOf(field, undefined),
    choices: known[field],
    none: isKept(field, section.connection.crm, opportunity[field]) ? null : 'None',
    unit: null,
    isRequired: false,
    isRare: true,
  }));
}

/** What some standard fields need beyond the rule. */
function particulars(spec: FieldSpec, field: StandardField, section: FormSection, source: Source): Partial<FieldSpec> {
  const { catalog, capabilities } = section;
  const { label, kind, choices } = spec;
  if (field === 'tags') return { choices: (catalog?.tags ?? []).map((name) => ({ id: name, name })) };
  if (field === 'amount' && !capabilities.fields.includes('currency')) {
    return { unit: source.currency ?? catalog?.currency ?? null };
  }
  if (field === 'priority') return { choices: withCurrent(choices, source.priority, describeWord), none: null };
  if (kind === 'choice') {
    // The catalog is there and names none: the id itself is all there is to edit.
    if (catalog && choices.length === 0) return { kind: 'text', label: `${label} ID`, isRare: true };
    const nameOf = () => (field === 'ownerId' && source.ownerName) || 'Unknown';
    return { choices: withCurrent(choices, source[field], nameOf) };
  }
  const ids = IDS_OF[field];
  // Where the same can be chosen by name, its text is not what is used daily.
  const isSecond = ids && capabilities.fields.includes(ids) && choicesOf(ids, catalog).length > 0;
  return isSecond ? { label: `${label} text`, isRare: true } : {};
}

/** A one-line input would drop line breaks: text that has them gets more lines. */
function kindFor(field: Field, definition: CustomField | undefined, source: Source): FieldKind {
  const kind = kindOf(field, definition);
  const value = source[field];
  return kind === 'text' && typeof value === 'string' && value.includes('\n') ? 'multiline' : kind;
}

/** The choices, and what is chosen now where the CRM does not offer it. */
function withCurrent(choices: readonly Choice[], current: unknown, nameOf: (id: string) => string): readonly Choice[] {
  if (typeof current !== 'string' || current === '' || choices.some(({ id }) => id === current)) return choices;
  return [...choices, { id: current, name: nameOf(current) }];
}

function customSpecs({ catalog }: FormSection, source: Source): FieldSpec[] {
  const shown = catalog?.customFields.filter(({ type }) => type !== 'raw') ?? [];
  return shown.map((definition) => {
    const { id, label, options, isRequired, currency } = definition;
    const field = customKey(id);
    const kind = kindFor(field, definition, source);
    return {
      field,
      label,
      kind,
      choices: kind === 'choice' ? withCurrent(options, source[field], (id) => id) : options,
      none: 'None',
      unit: kind === 'percent' ? '%' : kind === 'money' ? (currency ?? source.currency) : null,
      isRequired,
      isRare: false,
    };
  });
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}
