import type { Page } from '@playwright/test';
import { openLabel, openThread } from '../simulator/gmail-page.ts';
import { orderPerson } from '../simulator/orders.ts';
import type { App } from './harness/app.ts';
import type { Copper } from './harness/copper.ts';
import { MARAS_DEAL, MARAS_MAIL, expect, openMarasDeal, test, testUnconnected } from './harness/copper-test.ts';
import { connectCopper } from './harness/options.ts';
import { article, openEmail, opportunities, winProbability } from './harness/panel.ts';
import { readDatabases } from './harness/storage.ts';

/** What the panel knows before it asks: the mirror of the CRM on this device. */

/** The rows that are there once all of the account is mirrored, and whatever the panel asked for is answered. */
const ANSWERED: ((row: Record<string, unknown>) => boolean)[] = [
  ({ syncedAt }) => typeof syncedAt === 'number',
  ({ catalog }) => typeof catalog === 'object' && catalog !== null,
  ({ question, status }) => question === 'open' && status === 'ready',
];

/** Resolves when nothing is on its way any more; the requests so far are of no interest then. */
async function whenMirrored(app: App, copper: Copper): Promise<Page> {
  const panel = await app.panel();
  const missing = async () => {
    const rows = (await readDatabases(panel)) as Record<string, unknown>[];
    return ANSWERED.filter((isIt) => !rows.some(isIt)).length;
  };
  await expect.poll(missing, { timeout: 20_000 }).toBe(0);
  copper.requests.length = 0;
  return panel;
}

/** The requests by their paths. */
const asked = ({ requests }: Copper) => requests.map(({ path }) => path);

test('a contact nobody has opened a mail of is there before the CRM is asked, and checked with one request', async ({
  app,
  copper,
}) => {
  const panel = await whenMirrored(app, copper);
  const answering = Promise.withResolvers<void>();
  copper.faults.next({ delayUntil: answering.promise, times: 50 });

  await openThread(app.gmail, MARAS_MAIL);
  const deal = article(panel, MARAS_DEAL);
  await expect(deal).toBeVisible();
  await expect(deal).toContainText('exact address');
  await expect(openEmail(panel)).toContainText('Tessella');
  await expect(panel.getByText(/^as of /)).toBeVisible();

  await expect.poll(() => asked(copper).length).toBe(1);
  answering.resolve();
  await expect(panel.locator('.is-turning')).toHaveCount(0);
  expect(asked(copper)).toHaveLength(1);
});

test('what a colleague changed since the last look comes with the one request', async ({ app, copper }) => {
  const panel = await whenMirrored(app, copper);
  const record = copper.opportunity(MARAS_DEAL);
  record.win_probability = 42;
  record.date_modified += 5;
  // The account was looked through a moment ago: nothing is asked for that.
  await panel.evaluate(makeMirrorOld, 60_000);

  const deal = await openMarasDeal(app);

  await expect(winProbability(deal)).toHaveValue('42');
  expect(asked(copper)).toEqual(['/opportunities/search']);
});

test('offline the panel still answers: whose deals these are, and searches, with their age', async ({
  app,
  copper,
}) => {
  const panel = await whenMirrored(app, copper);
  await app.browser.context.setOffline(true);

  await openThread(app.gmail, MARAS_MAIL);
  await expect(article(panel, MARAS_DEAL)).toBeVisible();
  await expect(panel.getByText(/^as of /)).toBeVisible();
  await expect(panel.getByText("Copper can't be reached.")).toBeVisible();

  await panel.getByRole('searchbox', { name: 'Search opportunities' }).fill('lab rob');
  await expect(article(panel, MARAS_DEAL)).toBeVisible();
  expect(asked(copper)).toEqual([]);
});

test('a search answers while its first letters are typed, before the CRM is asked', async ({ app, copper }) => {
  const panel = await whenMirrored(app, copper);
  copper.faults.next({ hang: true, times: 50 });

  await panel.getByRole('searchbox', { name: 'Search opportunities' }).pressSequentially('la', { delay: 10 });

  await expect(article(panel, MARAS_DEAL)).toBeVisible();
});

test('a deal deleted in the CRM is gone once the account is looked through again', async ({ app, copper }) => {
  const panel = await whenMirrored(app, copper);
  copper.state.opportunities.delete(copper.opportunity(MARAS_DEAL).id);
  await panel.evaluate(makeMirrorOld, 25 * 3_600_000);
  await app.stopWorker();

  await openThread(app.gmail, MARAS_MAIL);

  await expect(openEmail(panel)).toContainText('mara');
  await expect(article(panel, MARAS_DEAL)).toHaveCount(0);
});

testUnconnected('a hundred mails of twenty customers cost no more than sixty requests', async ({ app, copper }) => {
  test.slow();
  const people = Array.from({ length: 20 }, (_, index) => orderPerson(index + 1));
  for (const [index, person] of people.entries()) copper.addCustomer({ ...person, deal: `Deal ${index + 1}` });
  await connectCopper(app, copper.login);
  const panel = await app.panel();
  await openLabel(app.gmail, 'Orders');

  for (let opened = 0; opened < 100; opened += 1) {
    const order = (opened % 20) + 1;
    await openThread(app.gmail, `Order ${String(order).padStart(2, '0')}`);
    await expect(openEmail(panel)).toContainText(orderPerson(order).address);
    await expect(opportunities(panel)).toHaveText(new RegExp(`Deal ${order}Sales`));
    await app.gmail.goBack();
  }

  expect(copper.requests.length).toBeLessThanOrEqual(60);
});

test('disconnecting wipes it', async ({ app, copper }) => {
  const panel = await whenMirrored(app, copper);
  expect(JSON.stringify(await readDatabases(panel))).toContain('Tessella');
  const options = await app.openOptions();
  await options.getByRole('button', { name: 'Disconnect' }).click();
  await expect(options.getByText('None yet.')).toBeVisible();
  expect(JSON.stringify(await readDatabases(options))).not.toContain('Tessella');
});

/** Lets `ms` milliseconds pass for the mirror, which no test can wait for; runs in the panel. */
async function makeMirrorOld(ms: number): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('dealside');
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('no database')));
  });
  const store = database.transaction('syncs', 'readwrite').objectStore('syncs');
  await new Promise<void>((resolve) => {
    const request = store.getAll();
    request.addEventListener('success', () => {
      for (const row of request.result) {
        store.put({ ...row, syncedAt: row.syncedAt - ms, fullAt: row.fullAt - ms, checkedAt: null });
      }
      store.transaction.addEventListener('complete', () => resolve());
    });
  });
  database.close();
}
