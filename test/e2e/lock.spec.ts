import type { Page } from '@playwright/test';
import { openThread } from '../simulator/gmail-page.ts';
import type { App } from './harness/app.ts';
import { expectAccessible } from './harness/axe.ts';
import { expect, MARAS_DEAL, MARAS_MAIL, openMarasDeal, test, testUnconnected } from './harness/copper-test.ts';
import type { CopperLogin } from './harness/options.ts';
import { connectCopper } from './harness/options.ts';
import { article, button, delivery, winProbability } from './harness/panel.ts';
import { readDatabases, readStorage } from './harness/storage.ts';

/** The optional passphrase: what lies on the disk, and the way back in. */

const PASSPHRASE = 'four words at random';

/** Names and choices of the account's custom fields. */
const CUSTOM = ['Public tender', 'Floor area', 'Grippers'];

/** What may be read of a row whose contents are sealed, and of what was found out about an account. */
const OF_SEALED = new Set(['connection', 'id', 'question', 'ref', 'sealed', 'seenAt', 'words']);
const OF_ACCOUNT = new Set(['accountId', 'dateOrder', 'sealed']);

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

/** Custom fields are known, and nothing the CRM told lies readable; nor does more of it than the options page says. */
async function expectSealed(app: App): Promise<void> {
  await expect.poll(() => readFacts(app)).toContain('sealed');
  const text = await onDisk(app);
  for (const told of [...CUSTOM, MARAS_DEAL]) expect(text).not.toContain(told);
  const page = await app.openOptions();
  const rows = (await readDatabases(page)) as Record<string, unknown>[];
  await page.close();
  const readable = rows.filter((row) => 'sealed' in row).flatMap((row) => Object.keys(row));
  expect([...new Set(readable)].filter((name) => !OF_SEALED.has(name))).toEqual([]);
  expect((await readFacts(app)).filter((name) => !OF_ACCOUNT.has(name))).toEqual([]);
}

/** The names of what was found out about the accounts, as it lies on the disk. */
async function readFacts(app: App): Promise<string[]> {
  const stored = Object.entries(await readStorage(app, 'local'));
  return stored.flatMap(([key, facts]) => (key.startsWith('facts:') ? Object.keys(facts as object) : []));
}

test('custom fields that were known before the passphrase are not readable after it, nor after a restart', async ({
  app,
  copper,
}) => {
  test.slow();
  await openMarasDeal(app);
  await expect.poll(() => readFacts(app)).toContain('definitions');
  const before = await onDisk(app);
  for (const told of CUSTOM) expect(before).toContain(told);

  // Nor is it any answer of the CRM's that has them sealed.
  copper.faults.next({ match: /./, status: 503, times: 200 });
  await setPassphrase(app);
  await expectSealed(app);
  copper.faults.clear();
  await app.restart();
  await expectSealed(app);
  const panel = await app.panel();
  await openThread(app.gmail, MARAS_MAIL);
  await unlock(panel, PASSPHRASE);
  await expect(article(panel, MARAS_DEAL)).toBeVisible();
  await expectSealed(app);
});

testUnconnected('custom fields of a CRM connected under a passphrase never lie readable', async ({ app, copper }) => {
  await setPassphrase(app);
  await connectCopper(app, copper.login);
  await openMarasDeal(app);
  await expectSealed(app);
});

test('without the copy, custom fields lie in memory until it is locked', async ({ app }) => {
  await setPassphrase(app);
  const options = await app.openOptions();
  await options.getByRole('checkbox', { name: 'Keep a copy' }).uncheck();
  await expect(options.getByText('Nothing your CRMs answer is kept on this device.')).toBeVisible();
  await app.gmail.bringToFront();
  await openMarasDeal(app);
  const inMemory = async () => JSON.stringify(await readStorage(app, 'session'));
  await expect.poll(inMemory).toContain('definitions');

  await options.bringToFront();
  await button(options, 'Lock now').click();

  await expect(options.getByText('Dealside is locked.')).toBeVisible();
  for (const told of CUSTOM) await expect.poll(inMemory).not.toContain(told);
  const left = await onDisk(app);
  for (const told of CUSTOM) expect(left).not.toContain(told);
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
