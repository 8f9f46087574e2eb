import type { Page } from '@playwright/test';
import { openThread } from '../simulator/gmail-page.ts';
import type { App } from './harness/app.ts';
import { useOnThisDevice, useSamples } from './harness/local.ts';
import {
  article,
  button,
  chooseStatus,
  delivery,
  openEmail,
  opportunities,
  stage,
  stageName,
  status,
  winProbability,
} from './harness/panel.ts';
import { expect, test } from './harness/test.ts';

const MARA = 'Lab robots, phase 2: revised offer';
const DEAL = 'Lab robots, phase 2';

test('starts from nothing: one click for a CRM on this device, one for an opportunity', async ({ app }) => {
  await openThread(app.gmail, MARA);
  await expect((await app.panel()).getByRole('link', { name: 'Connect a CRM' })).toBeVisible();

  const panel = await useOnThisDevice(app);
  await expect(openEmail(panel)).toContainText('Mara Rossi');
  await expect(opportunities(panel)).toHaveCount(0);
  await button(panel, 'Create opportunity').click();

  const created = article(panel, `Tessella: ${MARA}`);
  await expect(created).toBeVisible();
  await expect(created).toBeFocused();
  await button(created, 'Undo').click();
  await expect(opportunities(panel)).toHaveCount(0);
});

test('creates on this device without being set up at all, with stages to move it through', async ({ app }) => {
  await openThread(app.gmail, MARA);
  const panel = await app.panel();
  await button(panel, 'Create opportunity').click();

  const created = article(panel, `Tessella: ${MARA}`);
  await stage(created).selectOption({ label: 'Presentation' });
  await expect(delivery(created)).toContainText('Saved');
});

test('shows the open email’s opportunities from the samples, and why each one', async ({ app }) => {
  const panel = await openMara(app);

  await expect(article(panel, DEAL)).toContainText('exact address');
  await expect(article(panel, DEAL)).toContainText('€84,000');
  await expect(stageName(article(panel, DEAL))).toHaveText('Presentation');
  await expect(opportunities(panel)).toHaveCount(4);
  await expect(article(panel, 'Operator training')).toContainText('same company');
});

test('changes survive the worker’s death', async ({ app }) => {
  const panel = await openMara(app);
  const deal = article(panel, DEAL);
  await stage(deal).selectOption({ label: 'Contract Sent' });
  await expect(delivery(deal)).toContainText('Saved');

  await app.stopWorker();
  await chooseStatus(deal, 'Won');
  await expect(delivery(deal)).toContainText('Saved');
  await app.stopWorker();
  await panel.reload();

  await expect(stageName(deal)).toHaveText('Contract Sent');
  await expect(status(deal, 'Won')).toBeChecked();
});

test('changes are there again after a browser restart', async ({ app }) => {
  const before = article(await openMara(app), DEAL);
  await winProbability(before).fill('77');
  await winProbability(before).press('Enter');
  await expect(delivery(before)).toContainText('Saved');

  await app.restart();
  await openThread(app.gmail, MARA);
  const after = article(await app.panel(), DEAL);

  await expect(winProbability(after)).toHaveValue('77');
});

async function openMara(app: App): Promise<Page> {
  const panel = await useSamples(app);
  await openThread(app.gmail, MARA);
  await expect(article(panel, DEAL)).toBeVisible();
  return panel;
}
