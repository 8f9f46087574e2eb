import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { App } from './app.ts';

export interface CopperLogin {
  apiKey: string;
  email: string;
}

/** Fills in the options page for Copper; the caller clicks Connect. */
export async function fillInCopper(options: Page, { apiKey, email }: CopperLogin): Promise<void> {
  await options.getByRole('combobox', { name: 'CRM' }).selectOption({ label: 'Copper' });
  await options.getByLabel('API key').fill(apiKey);
  await options.getByRole('textbox', { name: 'Email' }).fill(email);
}

/** The lines of the connected accounts. */
export const connections = (options: Page): Locator =>
  options.getByRole('list', { name: 'Connections' }).getByRole('listitem');

/** Connects Copper on the options page, as a user does, and leaves Gmail in front. */
export async function connectCopper(app: App, login: CopperLogin): Promise<void> {
  const options = await app.openOptions();
  await fillInCopper(options, login);
  await options.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(connections(options).filter({ hasText: 'Copper' })).toBeVisible();
  await options.close();
  await app.gmail.bringToFront();
}
