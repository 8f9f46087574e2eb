import type { FilterName, SortName } from '../../lib/domain/search';

/** A filter of the search form; each custom field is one of its own, by its label. */
export type FilterKey = Exclude<FilterName, 'custom' | 'companies'> | `custom:${string}`;

/** What each filter is called, in the order they are offered: what a rep asks for most comes first. */
export const FILTER_LABELS: Record<FilterName, string> = {
  owners: 'Owner',
  statuses: 'Status',
  pipelines: 'Pipeline',
  stages: 'Stage',
  amount: 'Value',
  closeDate: 'Close date',
  priorities: 'Priority',
  tags: 'Tags',
  winProbability: 'Win probability',
  updatedAt: 'Last change',
  createdAt: 'Created',
  stageChangedAt: 'Stage changed',
  lastContactedAt: 'Last contacted',
  interactionCount: 'Interactions',
  sources: 'Source',
  lossReasons: 'Loss reason',
  isFollowed: 'Followed',
  companies: 'Company',
  custom: 'Custom fields',
};

export const SORT_LABELS: Record<SortName, string> = {
  updatedAt: 'Last change',
  createdAt: 'Created',
  title: 'Title',
  company: 'Company',
  contact: 'Contact',
  owner: 'Owner',
  amount: 'Value',
  currency: 'Currency',
  winProbability: 'Win probability',
  closeDate: 'Close date',
  status: 'Status',
  stage: 'Stage',
  priority: 'Priority',
  source: 'Source',
  lastContactedAt: 'Last contacted',
  interactionCount: 'Interactions',
  stageChangedAt: 'Stage changed',
};

const CUSTOM = 'custom:';

/** The label a custom field's filter goes by; `undefined` for other filters. */
export function customLabel(key: FilterKey): string | undefined {
  return key.startsWith(CUSTOM) ? key.slice(CUSTOM.length) : undefined;
}
