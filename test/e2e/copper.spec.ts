import { openThread } from '../simulator/gmail-page.ts';
import { MARAS_DEAL, MARAS_MAIL, openMarasDeal, test, expect } from './harness/copper-test.ts';
import {
  article,
  button,
  chooseStatus,
  delivery,
  lossReason,
  opportunities,
  stage,
  stageName,
  status,
  winProbability,
} from './harness/panel.ts';

/** The main job: see the sender's opportunities in Copper and move them, each change sent by itself. */

test('shows the sender’s opportunities, each with why', async ({ app }) => {
  await openThread(app.gmail, MARAS_MAIL);
  const panel = await app.panel();

  await expect(opportunities(panel)).toHaveCount(3);
  await expect(article(panel, MARAS_DEAL)).toContainText('exact address');
  await expect(article(panel, 'Maintenance 2027')).toContainText('same company');
  await expect(stageName(article(panel, MARAS_DEAL))).toHaveText('Presentation');
  await expect(article(panel, MARAS_DEAL).getByRole('link', { name: 'Open in Copper' })).toHaveAttribute(
    'href',
    /^https:/,
  );
});

test('a stage moves in two actions, and brings its probability with it', async ({ app, copper }) => {
  const deal = await openMarasDeal(app);

  await stage(deal).selectOption({ label: 'Contract Sent' });

  await expect(stageName(deal)).toHaveText('Contract Sent');
  await expect(delivery(deal)).toContainText('Saved');
  expect(copper.updates()).toEqual([{ pipeline_stage_id: copper.stageId('Contract Sent'), win_probability: 40 }]);
});

test('one click sets the status; what is won is certain', async ({ app, copper }) => {
  const deal = await openMarasDeal(app);

  await chooseStatus(deal, 'Won');

  await expect(status(deal, 'Won')).toBeChecked();
  await expect(delivery(deal)).toContainText('Saved');
  expect(copper.updates()).toEqual([{ status: 'Won', win_probability: 100 }]);
});

test('a win probability is typed, Enter sends it alone', async ({ app, copper }) => {
  const deal = await openMarasDeal(app);

  await winProbability(deal).fill('65');
  await winProbability(deal).press('Enter');

  await expect(delivery(deal)).toContainText('Saved');
  expect(copper.updates()).toEqual([{ win_probability: 65 }]);
  await expect(winProbability(deal)).toHaveValue('65');
});

test('Lost asks for the reason in place', async ({ app, copper }) => {
  const deal = await openMarasDeal(app);
  await expect(lossReason(deal)).toBeHidden();

  await chooseStatus(deal, 'Lost');
  await lossReason(deal).selectOption({ label: 'Price' });

  await expect(delivery(deal)).toContainText('Saved');
  await expect
    .poll(() => copper.opportunity(MARAS_DEAL))
    .toMatchObject({ status: 'Lost', loss_reason_id: copper.lossReasonId('Price') });
});

test('undo takes back a saved change', async ({ app, copper }) => {
  const deal = await openMarasDeal(app);
  await stage(deal).selectOption({ label: 'Contract Sent' });
  await button(deal, 'Undo').click();

  await expect(stageName(deal)).toHaveText('Presentation');
  await expect.poll(() => copper.opportunity(MARAS_DEAL).pipeline_stage_id).toBe(copper.stageId('Presentation'));
});

test('details are edited in place; only what was changed is sent', async ({ app, copper }) => {
  const deal = await openMarasDeal(app);
  await button(deal, 'Edit details').click();
  const form = deal.getByRole('form');
  await form.getByLabel('Value').fill('90000');
  await form.getByLabel('Description').fill('Four arms; finance asks for one price.');
  await button(form, 'Save').click();

  await expect(deal).toContainText('90,000');
  await expect(delivery(deal)).toContainText('Saved');
  expect(copper.updates()).toEqual([{ monetary_value: 90_000, details: 'Four arms; finance asks for one price.' }]);
});

test('somebody else’s change of the same field is a conflict to settle, not lost', async ({ app, copper }) => {
  const deal = await openMarasDeal(app);
  copper.opportunity(MARAS_DEAL).win_probability = 33;

  await winProbability(deal).fill('65');
  await winProbability(deal).press('Enter');

  const alert = deal.getByRole('alert');
  await expect(alert).toContainText('33');
  await expect(alert).toContainText('65');
  await button(alert, 'Keep mine').click();
  await expect.poll(() => copper.opportunity(MARAS_DEAL).win_probability).toBe(65);
});
