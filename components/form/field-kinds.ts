import type { CustomField, CustomType } from '../../lib/domain/custom-field';
import { isCustomKey } from '../../lib/domain/custom-field';
import type { Field, StandardField } from '../../lib/domain/opportunity';

/** What a field holds, and so how it is shown and edited: as custom fields say, and two they have no word for. */
export type FieldKind = CustomType | 'tags' | 'currency';

const STANDARD: Record<StandardField, FieldKind> = {
  title: 'text',
  status: 'choice',
  statusId: 'text',
  pipelineId: 'choice',
  stageId: 'choice',
  winProbability: 'percent',
  amount: 'money',
  currency: 'currency',
  closeDate: 'date',
  priority: 'choice',
  ownerId: 'choice',
  lossReasonId: 'choice',
  lossReason: 'text',
  wonReasonId: 'text',
  wonReason: 'text',
  sourceId: 'choice',
  source: 'text',
  type: 'text',
  nextStep: 'multiline',
  description: 'multiline',
  tags: 'tags',
  forecastCategory: 'text',
  contactId: 'choice',
  contactIds: 'choices',
  companyId: 'choice',
  leadId: 'text',
  externalId: 'text',
  externalCreatedAt: 'instant',
  externalUpdatedAt: 'instant',
  recordType: 'text',
  mapLink: 'url',
  mapNextSteps: 'multiline',
  mapStatus: 'text',
  prospectingRepId: 'text',
  sharingTeamId: 'text',
};

/** A field's kind; a custom field without a definition is text to read. */
export function kindOf(field: Field, definition: CustomField | undefined): FieldKind {
  if (!isCustomKey(field)) return STANDARD[field];
  if (!definition) return 'raw';
  // A list nobody can choose from is typed, as tags are.
  return definition.type === 'choices' && definition.options.length === 0 ? 'tags' : definition.type;
}
