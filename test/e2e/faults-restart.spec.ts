import { updateOpportunity } from '../fakes/copper/opportunities.ts';
import { MARAS_DEAL, expect, openMarasDeal, test } from './harness/copper-test.ts';
import type { Moment } from './harness/faults.ts';
import { reloadExtension, stopAt, testOverCable, WRITES } from './harness/faults.ts';
import { button, delivery, winProbability } from './harness/panel.ts';

/** The browser is closed, or the extension loaded anew, while an edit is on its way or waits for the rep. */

/** How often the change arrives at the CRM until it is there. */
const ENDS: [Moment, number][] = [
  ['before it is done', 2],
  ['before it is answered', 1],
];

for (const [moment, times] of ENDS) {
  test(`an edit the browser is closed on, ${moment}, is saved once it is open again`, async ({ app, copper }) => {
    const deal = await openMarasDeal(app);
    await stopAt(copper, {
      moment,
      nth: 1,
      of: WRITES,
      async act() {
        await winProbability(deal).fill('65');
        await winProbability(deal).press('Enter');
      },
      isDone: async () => false,
      stop: () => app.restart(),
    });

    const again = await openMarasDeal(app);
    await expect(delivery(again)).toContainText('Saved', { timeout: 20_000 });
    await expect(winProbability(again)).toHaveValue('65');
    expect(copper.opportunity(MARAS_DEAL).win_probability).toBe(65);
    expect(copper.updates()).toEqual(Array.from({ length: times }, () => ({ win_probability: 65 })));
  });
}

test('a refused value is still there after a restart, and can be tried again', async ({ app, copper }) => {
  const deal = await openMarasDeal(app);
  const message = 'Invalid input: Validation errors: Win Probability: is locked';
  copper.faults.next({ match: 'PUT ', status: 422, body: { success: false, status: 422, message } });
  await winProbability(deal).fill('65');
  await winProbability(deal).press('Enter');
  await expect(delivery(deal)).toContainText(/Not saved: .*is locked/);
  await app.restart();

  const again = await openMarasDeal(app);
  await expect(delivery(again)).toContainText(/Not saved: .*is locked/);
  await expect(winProbability(again)).toHaveValue('65');
  expect(copper.updates()).toHaveLength(1);
  await button(again, 'Retry').click();
  await expect(delivery(again)).toContainText('Saved');
  expect(copper.opportunity(MARAS_DEAL).win_probability).toBe(65);
});

test('a conflict is still asked about after a restart', async ({ app, copper }) => {
  const deal = await openMarasDeal(app);
  updateOpportunity(copper.state, copper.opportunity(MARAS_DEAL).id, { win_probability: 33 });
  await winProbability(deal).fill('65');
  await winProbability(deal).press('Enter');
  await expect(deal.getByRole('alert')).toContainText('Win probability changed in Copper meanwhile');
  await app.restart();

  const again = await openMarasDeal(app);
  const alert = again.getByRole('alert');
  await expect(alert).toContainText('Win probability changed in Copper meanwhile');
  await expect(alert).toContainText('33');
  await expect(alert).toContainText('65');
  await button(alert, 'Use theirs').click();
  await expect(winProbability(again)).toHaveValue('33');
  await expect(alert).toBeHidden();
  expect(copper.updates()).toEqual([]);
});

testOverCable('an edit that waits outlives the extension being loaded anew', async ({ app, copper, cable }) => {
  test.slow();
  const deal = await openMarasDeal(app);
  await cable.cut();
  await winProbability(deal).fill('65');
  await winProbability(deal).press('Enter');
  await expect(delivery(deal)).toContainText('Waiting for connection');
  await reloadExtension(app);
  await cable.mend();

  // Nobody looks: the alarm and the new worker see to it.
  await expect.poll(() => copper.updates(), { timeout: 60_000 }).toEqual([{ win_probability: 65 }]);
});
