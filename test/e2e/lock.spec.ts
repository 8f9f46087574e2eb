import type { Page } from '@playwright/test';
import { openThread } from '../simulator/gmail-page.ts';
import type { App } from './harness/app.ts';
import { expectAccessible } from './harness/axe.ts';
import { expect, MARAS_DEAL, MARAS_MAIL, openMarasDeal, test } from './harness/copper-test.ts';
import type { CopperLogin } from './harness/options.ts';
import { article, button, delivery, winProbability } from './harness/panel.ts';
import { readDatabases, readStorage } from './harness/storage.ts';

/** The optional passphrase: what lies on the disk, and the way back in. */

const PASSPHRASE = 'four words at random';

async function setPassphrase(app: App): Promise<void> {
  const options = await app.openOptions();
  const form = options.getByRole('form', { name: 'Set a passphrase' });
  await form.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
  await form.getByLabel('The same again').fill(PASSPHRASE);
  await button(form, 'Set passphrase').click();
  await expect(options.getByText('A passphrase is set, and Dealside is unlocked.')).toBeVisible();
  await options.close();
  await app.gmail.bringToFront();
}

async function unlock(panel: Page, passphrase: string): Promise<void> {
  await panel.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await button(panel, 'Unlock').click();
}

/** Everything of the extension that lies on the disk. */
async function onDisk(app: App): Promise<string> {
  const page = await app.openOptions();
  const text = JSON.stringify([await readStorage(app, 'local'), await readDatabases(page)]);
  await page.close();
  await app.gmail.bringToFront();
  return text;
}

test('with a passphrase, neither the key nor what the CRM answered lies readable on the disk', async ({
  app,
  copper,
}) => {
  await openMarasDeal(app);
  const before = await onDisk(app);
  for (const secret of [copper.login.apiKey, MARAS_DEAL, 'tessella']) expect(before).toContain(secret);

  await setPassphrase(app);

  // Asked for again, and sealed this time.
  await expect(article(await app.panel(), MARAS_DEAL)).toBeVisible();
  const after = await onDisk(app);
  for (const secret of [copper.login.apiKey, PASSPHRASE, MARAS_DEAL]) expect(after).not.toContain(secret);
});

test('after a restart nothing is told until the passphrase is entered, and a wrong one says so', async ({ app }) => {
  await openMarasDeal(app);
  await setPassphrase(app);
  await app.restart();
  const panel = await app.panel();
  await expect(panel.getByRole('heading', { name: 'Dealside is locked' })).toBeVisible();
  await openThread(app.gmail, MARAS_MAIL);
  await expectAccessible(panel);

  await unlock(panel, 'something else entirely');
  await expect(panel.getByText('This is not the passphrase.', { exact: false })).toBeVisible();
  expect(JSON.stringify(await readStorage(app, 'session'))).not.toContain('"opportunity"');

  await unlock(panel, PASSPHRASE);
  await expect(article(panel, MARAS_DEAL)).toBeVisible();
});

test('the worker’s death locks nothing; “Lock now” closes every panel, and a change waits for the passphrase', async ({
  app,
  copper,
}) => {
  const deal = await openMarasDeal(app);
  await setPassphrase(app);
  await app.stopWorker();
  copper.faults.next({ match: /^GET \/opportunities\//, status: 503, times: 20 });
  await winProbability(deal).fill('35');
  await winProbability(deal).press('Enter');
  await expect(delivery(deal)).toContainText(/Saving|Tries again/);

  const options = await app.openOptions();
  await button(options, 'Lock now').click();
  await expect(options.getByText('Dealside is locked.')).toBeVisible();
  await options.close();
  await app.gmail.bringToFront();
  const panel = await app.panel();
  await expect(panel.getByRole('heading', { name: 'Dealside is locked' })).toBeVisible();
  expect(JSON.stringify(await readStorage(app, 'session'))).not.toContain('"opportunity"');

  copper.faults.clear();
  await unlock(panel, PASSPHRASE);
  await expect(delivery(deal)).toContainText('Saved');
  expect(copper.updates()).toEqual([{ win_probability: 35 }]);
});

test('who forgot it connects again, and what waited is sent then', async ({ app, copper }) => {
  const deal = await openMarasDeal(app);
  await setPassphrase(app);
  copper.faults.next({ match: /^GET \/opportunities\//, status: 503, times: 50 });
  await winProbability(deal).fill('35');
  await winProbability(deal).press('Enter');
  await expect(delivery(deal)).toContainText(/Saving|Tries again/);
  await app.restart();
  copper.faults.clear();
  const panel = await app.panel();
  await button(panel, 'Forgot it…').click();
  await expectAccessible(panel);
  await button(panel, 'Forget passphrase and keys').click();
  await expect(panel.getByText('did not accept the credentials', { exact: false }).first()).toBeVisible();

  const options = await app.openOptions();
  await expect(options.getByText('Needs attention')).toBeVisible();
  await options.close();
  await connectAgain(app, copper.login);
  await expect.poll(() => copper.updates()).toEqual([{ win_probability: 35 }]);
  await openThread(app.gmail, MARAS_MAIL);
  await expect(winProbability(article(panel, MARAS_DEAL))).toHaveValue('35');
});

/** The same account keeps its line. */
async function connectAgain(app: App, login: CopperLogin): Promise<void> {
  const options = await app.openOptions();
  await options.getByRole('combobox', { name: 'CRM' }).selectOption({ label: 'Copper' });
  await options.getByLabel('API key', { exact: true }).fill(login.apiKey);
  await options.getByLabel('Email', { exact: true }).fill(login.email);
  await button(options, 'Connect').click();
  await expect(options.getByText('Needs attention')).toHaveCount(0);
  await options.close();
  await app.gmail.bringToFront();
}
