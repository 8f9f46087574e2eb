import type { Page } from '@playwright/test';
import { openLabel, openThread } from '../simulator/gmail-page.ts';
import type { App } from './harness/app.ts';
import { expectAccessible } from './harness/axe.ts';
import { expect, MARAS_DEAL, MARAS_MAIL, openMarasDeal, test } from './harness/copper-test.ts';
import { article, delivery, winProbability } from './harness/panel.ts';
import { readDatabases, readStorage } from './harness/storage.ts';

/** The copy of what the CRMs answer: switched off, nothing of the CRM lies on the disk. */

/** What only Copper can have told. */
const TOLD = [MARAS_DEAL, 'tessella'];

const copy = (options: Page) =>
  options.getByRole('checkbox', { name: 'Keep a copy of what my CRMs answer on this device' });

async function setCopy(app: App, isOn: boolean): Promise<void> {
  const options = await app.openOptions();
  await copy(options).setChecked(isOn);
  const said = isOn ? 'A copy is kept on this device.' : 'Nothing your CRMs answer is kept on this device.';
  await expect(options.getByText(said)).toBeVisible();
  await expectAccessible(options);
  await options.close();
  await app.gmail.bringToFront();
}

/** Everything of the extension that lies on the disk. */
async function onDisk(app: App): Promise<string> {
  const page = await app.openOptions();
  const text = JSON.stringify([await readStorage(app, 'local'), await readDatabases(page)]);
  await page.close();
  await app.gmail.bringToFront();
  return text;
}

async function expectNothingOnDisk(app: App): Promise<void> {
  const text = await onDisk(app);
  for (const told of TOLD) expect(text).not.toContain(told);
}

test('switched off, nothing of the CRM lies on the disk, and the panel shows it all the same', async ({ app }) => {
  await openMarasDeal(app);
  const before = await onDisk(app);
  for (const told of TOLD) expect(before).toContain(told);

  await setCopy(app, false);

  await expect(article(await app.panel(), MARAS_DEAL)).toBeVisible();
  await expectNothingOnDisk(app);
});

test('it is known in memory: the worker may die, and the CRM need not answer', async ({ app, copper }) => {
  await setCopy(app, false);
  await openMarasDeal(app);
  await openLabel(app.gmail, 'Inbox');
  await expect(article(await app.panel(), MARAS_DEAL)).toHaveCount(0);
  await app.stopWorker();
  copper.faults.next({ match: /./, status: 503, times: 100 });

  await openThread(app.gmail, MARAS_MAIL);

  await expect(article(await app.panel(), MARAS_DEAL)).toBeVisible();
  await expectNothingOnDisk(app);
});

test('after the browser restarts it is asked anew, and a change on its way is kept', async ({ app, copper }) => {
  test.slow();
  await setCopy(app, false);
  const deal = await openMarasDeal(app);
  copper.faults.next({ match: /^(GET|PUT) \/opportunities\//, status: 503, times: 100 });
  await winProbability(deal).fill('35');
  await winProbability(deal).press('Enter');
  await expect(delivery(deal)).toContainText(/Saving|Tries again/);
  await app.restart();
  const asked = copper.requests.length;
  copper.faults.clear();

  await app.panel();
  const again = await openMarasDeal(app);

  await expect(winProbability(again)).toHaveValue('35');
  // It waits as long as its tries so far made it wait.
  await expect.poll(() => copper.updates(), { timeout: 30_000 }).toEqual([{ win_probability: 35 }]);
  expect(copper.requests.slice(asked).map(({ path }) => path)).toContain('/opportunities/search');
  const options = await app.openOptions();
  await expect(copy(options)).not.toBeChecked();
});

test('switched on again, the copy comes back', async ({ app }) => {
  await setCopy(app, false);
  await openMarasDeal(app);
  await setCopy(app, true);
  await expect(article(await app.panel(), MARAS_DEAL)).toBeVisible();
  await expect.poll(() => onDisk(app)).toContain(MARAS_DEAL);
  expect(JSON.stringify(await readStorage(app, 'session'))).not.toContain('mirror:');
});
