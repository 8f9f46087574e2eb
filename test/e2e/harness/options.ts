import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { App } from './app.ts';

export interface CopperLogin {
  apiKey: string;
  email: string;
}

/** What to type, by the fields' labels. */
export type Credentials = Record<string, string>;

/** Fills in the options page for a CRM; the caller clicks Connect. */
export async function fillIn(options: Page, crm: string, credentials: Credentials): Promise<void> {
  await options.getByRole('combobox', { name: 'CRM' }).selectOption({ label: crm });
  for (const [label, value] of Object.entries(credentials)) {
    const field = options.getByLabel(label, { exact: true });
    if (!(await field.isVisible())) await options.getByText('Advanced', { exact: true }).click();
    await field.fill(value);
  }
}

export function fillInCopper(options: Page, { apiKey, email }: CopperLogin): Promise<void> {
  return fillIn(options, 'Copper', { 'API key': apiKey, Email: email });
}

/** The lines of the connected accounts. */
export const connections = (options: Page): Locator =>
  options.getByRole('list', { name: 'Connections' }).getByRole('listitem');

/** Connects a CRM on the options page, as a user does, and leaves Gmail in front. */
export async function connect(app: App, crm: string, credentials: Credentials): Promise<void> {
  const options = await app.openOptions();
  const before = await connections(options).count();
  await fillIn(options, crm, credentials);
  await options.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(connections(options)).toHaveCount(before + 1);
  await options.close();
  await app.gmail.bringToFront();
}

export function connectCopper(app: App, { apiKey, email }: CopperLogin): Promise<void> {
  return connect(app, 'Copper', { 'API key': apiKey, Email: email });
}
