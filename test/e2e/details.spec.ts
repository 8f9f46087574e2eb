import type { Locator } from '@playwright/test';
import type { Copper } from './harness/copper.ts';
import { expect, MARAS_DEAL, openMarasDeal, test } from './harness/copper-test.ts';
import { article, button, delivery, opportunities } from './harness/panel.ts';

/** Everything about a deal: fields of every type, notes, and the way to delete it. */

async function openDetails(deal: Locator): Promise<Locator> {
  await button(deal, 'Edit details').click();
  const form = deal.getByRole('form');
  await expect(form).toBeVisible();
  return form;
}

/** Definitions of the fake account that these tests change. */
const REFERENCE = 100_764;
const PRODUCTS = 126_240;
const TENDER = 126_241;
const REGION = 126_242;
const INSTALLATION = 126_243;
const DISCOUNT = 126_246;

const customOf = (copper: Copper) =>
  new Map(copper.opportunity(MARAS_DEAL).custom_fields.map((field) => [field.custom_field_definition_id, field.value]));

test('custom fields are edited by their type under Copper’s own labels; only the changed ones are sent', async ({
  app,
  copper,
}) => {
  const deal = await openMarasDeal(app);
  const form = await openDetails(deal);
  const before = customOf(copper);
  await expect(form.getByLabel('Reference')).toHaveValue('LR-2');
  await form.getByLabel('Reference').fill('LR-3');
  await form.getByLabel('Public tender').uncheck();
  await form.getByLabel('Region').selectOption({ label: 'South' });
  await form.getByLabel('Installation').fill('2027-04-15');
  await form.getByLabel('Discount').fill('7');
  await form.getByLabel('Rails').check();
  await button(form, 'Save').click();
  await expect(delivery(deal)).toContainText('Saved');

  const after = customOf(copper);
  expect(after.get(REFERENCE)).toBe('LR-3');
  expect(after.get(TENDER)).toBe(false);
  expect(after.get(INSTALLATION)).toBe(Date.UTC(2027, 3, 15) / 1000);
  expect(after.get(DISCOUNT)).toBe(7);
  expect(after.get(PRODUCTS)).toHaveLength(3);
  const changed = new Set([REFERENCE, TENDER, REGION, INSTALLATION, DISCOUNT, PRODUCTS]);
  const [update] = copper.updates() as { custom_fields: { custom_field_definition_id: number }[] }[];
  expect(Object.keys(update ?? {})).toEqual(['custom_fields']);
  expect(new Set(update?.custom_fields.map((field) => field.custom_field_definition_id))).toEqual(changed);
  for (const [id, value] of before) if (!changed.has(id)) expect(after.get(id)).toEqual(value);
});

test('bad input gets a sentence, is not sent, and stays as it was typed', async ({ app, copper }) => {
  const deal = await openMarasDeal(app);
  const form = await openDetails(deal);
  await form.getByLabel('Value').fill('a lot');
  await form.getByLabel('Discount').fill('seven');
  await button(form, 'Save').click();
  await expect(form.getByText(/Value is a number/)).toBeVisible();
  await expect(form.getByLabel('Value')).toHaveValue('a lot');
  await expect(form.getByLabel('Discount')).toHaveValue('seven');
  expect(copper.updates()).toEqual([]);
});

test('tags are completed from those in use', async ({ app, copper }) => {
  await openMarasDeal(app);
  const deal = article(await app.panel(), 'Maintenance 2027');
  const form = await openDetails(deal);
  await form.getByRole('combobox', { name: 'Tags' }).pressSequentially('robo');
  await form.getByRole('option', { name: 'robots' }).click();
  await button(form, 'Save').click();
  await expect(delivery(deal)).toContainText('Saved');
  expect(copper.opportunity('Maintenance 2027').tags).toEqual(['robots']);
});

test('a note is added to the opportunity and listed', async ({ app, copper }) => {
  const deal = await openMarasDeal(app);
  await openDetails(deal);
  await button(deal, 'Add note').click();
  await deal.getByRole('textbox', { name: 'Note', exact: true }).fill('Called: “go ahead”.');
  await button(deal, 'Save note').click();
  await expect(deal.getByRole('region', { name: 'Notes' })).toContainText('Called: “go ahead”.');
  const parent = { id: copper.opportunity(MARAS_DEAL).id, type: 'opportunity' };
  expect([...copper.state.activities.values()]).toMatchObject([{ parent, type: { category: 'user', id: 0 } }]);
});

test('a note Copper refuses stays as it was typed', async ({ app, copper }) => {
  const deal = await openMarasDeal(app);
  await openDetails(deal);
  copper.faults.next({ match: /^POST \/activities$/, status: 403, body: {} });
  await button(deal, 'Add note').click();
  const note = deal.getByRole('textbox', { name: 'Note', exact: true });
  await note.fill('Called.');
  await button(deal, 'Save note').click();
  await expect(deal.getByText('Copper does not let your account do this.')).toBeVisible();
  await expect(note).toHaveValue('Called.');
});

test('an opportunity is deleted after a question, and never without', async ({ app, copper }) => {
  const deal = await openMarasDeal(app);
  await openDetails(deal);
  const { opportunities: before } = copper.count();
  await button(deal, 'Delete opportunity').click();
  await button(deal.getByRole('alertdialog'), 'Keep').click();
  expect(copper.count().opportunities).toBe(before);
  await button(deal, 'Delete opportunity').click();
  await button(deal.getByRole('alertdialog'), 'Delete').click();
  await expect(deal).toHaveCount(0);
  await expect(opportunities(await app.panel())).toHaveCount(2);
  expect(copper.count().opportunities).toBe(before - 1);
});
