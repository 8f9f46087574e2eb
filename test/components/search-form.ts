import type { Mock } from 'vitest';
import { page } from 'vitest/browser';
import type { PanelState } from '../../lib/domain/panel-state';
import type { SearchFilters, SearchQuery } from '../../lib/domain/search';
import { EMPTY_QUERY } from '../../lib/domain/search';
import { panelState, ROBOTS } from './samples';
import { showPanel } from './render-panel';

/** A search in the usual order. */
export const query = (filters: SearchFilters, text = ''): SearchQuery => ({ ...EMPTY_QUERY, text, filters });

export const button = (name: string) => page.getByRole('button', { name, exact: true });
export const combobox = (name: string) => page.getByRole('combobox', { name, exact: true });
/** A filter's row, by its label. */
export const filter = (name: string) => page.getByRole('group', { name, exact: true });
/** One of a filter's few choices. */
export const chip = (group: string, name: string) => filter(group).getByRole('checkbox', { name, exact: true });

/** The panel with its filters open. */
export async function openFilters(state: PanelState = panelState([ROBOTS])) {
  const shown = showPanel(state);
  await button('Filters').click();
  return shown;
}

/** Adds a filter, by its label. */
export const add = (name: string) => combobox('Add filter').selectOptions(name);

/** The filters asked for last. */
export const filtersOf = (search: Mock<(query: SearchQuery) => void>) => search.mock.lastCall?.[0].filters;
