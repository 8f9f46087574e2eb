import type { Sort, SortName } from '../../domain/search';

/**
 * What Copper calls each order: today's reference first, then that of 2018. Of `close_date` and `win_probability`
 * today's says nothing. Where an account refuses all of them the records are sorted here.
 */
const SPELLINGS: Record<SortName, readonly string[]> = {
  updatedAt: ['date_modified'],
  createdAt: ['date_created'],
  title: ['name'],
  company: ['company_name', 'account'],
  contact: ['primary_contact', 'contact'],
  owner: ['assignee'],
  amount: ['monetary_value', 'value'],
  currency: ['monetary_unit'],
  winProbability: ['win_probability'],
  closeDate: ['close_date'],
  status: ['status'],
  stage: ['stage'],
  priority: ['priority'],
  source: ['customer_source_id', 'source'],
  lastContactedAt: ['last_interaction'],
  interactionCount: ['interaction_count'],
  // `deal_last_stage` of 2018 is explained nowhere and gone today: no order is better than a wrong one.
  stageChangedAt: [],
};

export const COPPER_SORTS = Object.keys(SPELLINGS) as SortName[];

/** How many spellings of a sort an account has refused. */
export type RefusedSorts = Partial<Record<SortName, number>>;

/** The order as a search is asked it; `null` where the account knows none. */
export function toSort({ by, isDescending }: Sort, refused: RefusedSorts): Record<string, string> | null {
  const sort_by = SPELLINGS[by][refused[by] ?? 0];
  return sort_by === undefined ? null : { sort_by, sort_direction: isDescending ? 'desc' : 'asc' };
}
