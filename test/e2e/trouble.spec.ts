import { openThread } from '../simulator/gmail-page.ts';
import { MARAS_DEAL, MARAS_MAIL, expect, openMarasDeal, test } from './harness/copper-test.ts';
import { article, button, delivery, openEmail, stage, stageName, winProbability } from './harness/panel.ts';

/** What goes wrong between the panel and the CRM, and what the rep can do. */

const LOCKED = {
  match: 'PUT /opportunities/',
  status: 422,
  body: { success: false, status: 422, message: 'Invalid input: Validation errors: Win Probability: is locked' },
};

test('a refused value stays as typed, with Retry and Discard', async ({ app, copper }) => {
  const deal = await openMarasDeal(app);
  copper.faults.next(LOCKED);

  await winProbability(deal).fill('65');
  await winProbability(deal).press('Enter');

  await expect(delivery(deal)).toContainText(/Not saved: .*is locked/);
  await expect(winProbability(deal)).toHaveValue('65');
  await button(deal, 'Retry').click();
  await expect(delivery(deal)).toContainText('Saved');
  expect(copper.opportunity(MARAS_DEAL).win_probability).toBe(65);
});

for (const typed of ['101', '-5', '50.5']) {
  test(`a win probability of ${typed} is explained at once, kept as typed, and not sent`, async ({ app, copper }) => {
    const deal = await openMarasDeal(app);
    await winProbability(deal).fill(typed);
    await winProbability(deal).press('Enter');

    await expect(deal).toContainText('Win probability is a whole number from 0 to 100.');
    await expect(winProbability(deal)).toHaveValue(typed);
    expect(copper.updates()).toEqual([]);
  });
}

test('an edit whose worker died while sending it is finished by the next one', async ({ app, copper }) => {
  const deal = await openMarasDeal(app);
  copper.faults.next({ match: 'PUT /opportunities/', hang: true });
  await stage(deal).selectOption({ label: 'Contract Sent' });
  await expect.poll(() => copper.requests.some(({ method }) => method === 'PUT')).toBe(true);

  await app.stopWorker();

  await expect(delivery(deal)).toContainText('Saved', { timeout: 20_000 });
  expect(copper.opportunity(MARAS_DEAL).pipeline_stage_id).toBe(copper.stageId('Contract Sent'));
});

test('discarding a refused value shows what the CRM holds', async ({ app, copper }) => {
  const deal = await openMarasDeal(app);
  const before = await winProbability(deal).inputValue();
  copper.faults.next(LOCKED);
  await winProbability(deal).fill('65');
  await winProbability(deal).press('Enter');

  await button(deal, 'Discard').click();

  await expect(winProbability(deal)).toHaveValue(before);
  await expect(delivery(deal)).toBeEmpty();
});

test('offline a change waits, and is sent once the connection is back', async ({ app, copper }) => {
  test.slow();
  const deal = await openMarasDeal(app);
  await app.browser.context.setOffline(true);

  await stage(deal).selectOption({ label: 'Contract Sent' });

  await expect(stageName(deal)).toHaveText('Contract Sent');
  await expect(delivery(deal)).toContainText('Waiting for connection');
  expect(copper.updates()).toEqual([]);

  await app.browser.context.setOffline(false);
  // Emulated, the worker hears no `online` event; its alarm asks every 30 seconds, the shortest Chrome allows.
  await expect(delivery(deal)).toContainText('Saved', { timeout: 45_000 });
  expect(copper.updates()).toEqual([{ pipeline_stage_id: copper.stageId('Contract Sent'), win_probability: 40 }]);
});

test('too many requests: the change waits as long as the CRM says', async ({ app, copper }) => {
  const deal = await openMarasDeal(app);
  copper.faults.next({ match: 'PUT /opportunities/', status: 429, retryAfter: '12', body: {} });

  await stage(deal).selectOption({ label: 'Contract Sent' });

  await expect(delivery(deal)).toContainText('Copper is busy');
  await expect(stageName(deal)).toHaveText('Contract Sent');
  await expect(delivery(deal)).toContainText('Saved', { timeout: 30_000 });
  expect(copper.opportunity(MARAS_DEAL).pipeline_stage_id).toBe(copper.stageId('Contract Sent'));
});

test('a lookup that fails says why, and works again when asked again', async ({ app, copper }) => {
  const panel = await app.panel();
  copper.faults.next({ times: 100, html: '<html>Sign in</html>' });
  await openThread(app.gmail, MARAS_MAIL);
  await expect(openEmail(panel)).toContainText('Mara Rossi');
  await expect(panel.getByText(/answer Dealside can't read/)).toBeVisible();

  copper.faults.clear();
  await button(panel, 'Try again').click();
  await expect(article(panel, MARAS_DEAL)).toBeVisible();
});
