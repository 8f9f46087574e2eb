import { openLabel, openThread } from '../simulator/gmail-page.ts';
import { expectAccessible } from './harness/axe.ts';
import { connections } from './harness/options.ts';
import { addFilter, article, button, delivery, opportunities, stage, stageName } from './harness/panel.ts';
import { expect, test } from './harness/several.ts';

/** Several CRMs beside one mail. */

const MAIL = 'Lab robots, phase 2: revised offer';
const DEAL = 'Lab robots, phase 2';

test('the same deal in two CRMs stands under one heading, and each is changed by itself', async ({
  app,
  copper,
  outreach,
}) => {
  await openThread(app.gmail, MAIL);
  const panel = await app.panel();
  const deal = panel.getByRole('list', { name: 'Opportunities' }).getByRole('listitem').filter({ hasText: DEAL });
  await expect(deal).toHaveCount(1);
  await expect(deal.getByRole('article')).toHaveCount(2);
  await expect(deal.getByRole('heading', { name: DEAL, exact: true })).toBeVisible();

  const inCopper = article(panel, DEAL).filter({ hasText: 'Copper' });
  const inOutreach = article(panel, DEAL).filter({ hasText: 'Outreach' });
  await stage(inOutreach).selectOption({ label: 'Negotiation' });
  await expect(delivery(inOutreach)).toContainText('Saved');
  await expect(stageName(inCopper)).toHaveText('Presentation');
  expect(outreach.updates()).toHaveLength(1);
  expect(copper.updates()).toEqual([]);
});

test('every screen with several CRMs is accessible', async ({ app }) => {
  const panel = await app.panel();
  await openThread(app.gmail, MAIL);
  await expect(opportunities(panel)).toHaveCount(6);
  await expectAccessible(panel);

  await button(article(panel, DEAL).first(), 'Edit details').click();
  await button(article(panel, DEAL).first(), 'Add note').click();
  await button(article(panel, DEAL).first(), 'Delete opportunity').click();
  await button(article(panel, DEAL).last(), 'Edit details').click();
  await expect(article(panel, DEAL).last().getByRole('form')).toBeVisible();
  await expectAccessible(panel);

  await button(panel, 'Filters').click();
  const filters = await panel.getByRole('combobox', { name: 'Add filter' }).getByRole('option').allTextContents();
  expect(filters.length).toBeGreaterThan(15);
  for (const label of filters.slice(1)) await addFilter(panel, label);
  await expectAccessible(panel);

  const options = await app.openOptions();
  await button(connections(options).first(), 'Rename').click();
  await expectAccessible(options);
});

test('a CRM that hangs holds up no other', async ({ app, outreach }) => {
  outreach.faults.next({ match: 'GET /', times: 100, hang: true });
  await openThread(app.gmail, MAIL);
  const panel = await app.panel();
  const deal = article(panel, DEAL).filter({ has: panel.getByRole('link', { name: 'Open in Copper' }) });
  await stage(deal).selectOption({ label: 'Contract Sent' });
  await expect(delivery(deal)).toContainText('Saved');
});

test('a CRM that is broken says so beside the results of the other', async ({ app, copper }) => {
  copper.faults.next({ times: 100, status: 401, body: {} });
  await openThread(app.gmail, MAIL);
  const panel = await app.panel();
  // Copper's own, where it was mirrored in time, comes before it.
  await expect(article(panel, DEAL).last()).toBeVisible();
  await expect(panel.getByText('Copper did not accept the credentials.')).toBeVisible();
  await expect(panel.getByText('Outreach did not accept')).toHaveCount(0);
});

test('connections take names, and one is chosen for new opportunities', async ({ app, copper, outreach }) => {
  const options = await app.openOptions();
  const line = connections(options).filter({ hasText: 'Copper' });
  await button(line, 'Rename').click();
  await options.getByLabel('Name', { exact: true }).fill('Northwind EU');
  await options.getByLabel('Name', { exact: true }).press('Enter');
  await expect(connections(options).filter({ hasText: 'Northwind EU' })).toBeVisible();
  await options
    .getByRole('radiogroup', { name: 'New opportunities go to' })
    .getByRole('radio', { name: /Northwind EU/ })
    .click();
  await options.close();
  await app.gmail.bringToFront();

  await openThread(app.gmail, 'Packaging line for the spring season');
  const panel = await app.panel();
  await button(panel, 'Create opportunity').click();
  await expect(article(panel, 'Quillworks: Packaging line for the spring season')).toBeVisible();
  await expect.poll(() => copper.count().opportunities).toBe(6);
  expect(outreach.state.records.get('opportunity')?.size).toBe(5);
  await expect(panel.getByText('Northwind EU').first()).toBeVisible();
  await openLabel(app.gmail, 'Inbox');
  await openThread(app.gmail, MAIL);
  await expect(panel.getByRole('link', { name: 'Open in Copper' }).first()).toBeVisible();
});

test('each request of a connection goes to its own CRM, with its own credentials', async ({
  app,
  copper,
  outreach,
}) => {
  await openThread(app.gmail, MAIL);
  await expect(opportunities(await app.panel())).toHaveCount(6);
  expect(copper.requests.length).toBeGreaterThan(4);
  expect(JSON.stringify(copper.requests)).not.toContain(outreach.accessToken);
  expect(JSON.stringify(outreach.requests)).not.toContain(copper.key);
  const hosts = new Set((await app.requests()).map(({ url }) => new URL(url).host));
  expect(hosts).toEqual(new Set(['mail.google.com', 'api.copper.com', 'api.outreach.io']));
});
