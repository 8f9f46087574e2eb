import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { App } from './app.ts';
import { button } from './panel.ts';

/** Opens the panel and starts the CRM of this device, empty. */
export async function useOnThisDevice(app: App): Promise<Page> {
  const panel = await app.panel();
  await button(panel, 'Use on this device').click();
  await expect(button(panel, 'Use on this device')).toBeHidden();
  return panel;
}

/** The same, filled with the sample data. */
export async function useSamples(app: App): Promise<Page> {
  const panel = await useOnThisDevice(app);
  await button(panel, 'Load sample data').click();
  await expect(panel.getByRole('heading', { name: /^\d+ opportunities/ })).toBeVisible();
  return panel;
}
