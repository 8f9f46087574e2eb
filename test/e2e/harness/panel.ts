import type { Locator, Page } from '@playwright/test';

/** The panel by the names it promises to assistive technology. */

export const openEmail = (panel: Page): Locator => panel.getByRole('region', { name: 'Open email' });

export const opportunities = (panel: Page): Locator =>
  panel.getByRole('list', { name: 'Opportunities' }).getByRole('article');

export const article = (panel: Page, title: string | RegExp): Locator => panel.getByRole('article', { name: title });

export const stage = (deal: Locator): Locator => deal.getByRole('combobox', { name: 'Stage' });

/** The name of the chosen stage. */
export const stageName = (deal: Locator): Locator => stage(deal).locator('option:checked');

export const status = (deal: Locator, name: 'Open' | 'Won' | 'Lost' | 'Abandoned'): Locator =>
  deal.getByRole('radiogroup', { name: 'Status' }).getByRole('radio', { name });

export const winProbability = (deal: Locator): Locator => deal.getByRole('spinbutton', { name: 'Win probability' });

export const lossReason = (deal: Locator): Locator => deal.getByRole('combobox', { name: 'Loss reason' });

export const button = (scope: Locator | Page, name: string): Locator =>
  scope.getByRole('button', { name, exact: true });

/** The line that says where an edit stands: `Saving…`, `Saved`, `Waiting for connection`… */
export const delivery = (deal: Locator): Locator => deal.getByRole('status');

/** Chooses a status with one click. */
export async function chooseStatus(deal: Locator, name: 'Open' | 'Won' | 'Lost' | 'Abandoned'): Promise<void> {
  await status(deal, name).click();
}

/** Adds a filter to the search, with the filters open. */
export async function addFilter(panel: Page, label: string): Promise<void> {
  await panel.getByRole('combobox', { name: 'Add filter' }).selectOption({ label });
}
