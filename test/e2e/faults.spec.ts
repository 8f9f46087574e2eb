import { openLabel, openThread } from '../simulator/gmail-page.ts';
import { orderPerson } from '../simulator/orders.ts';
import { MARAS_DEAL, MARAS_MAIL, expect, openMarasDeal, test } from './harness/copper-test.ts';
import type { Moment } from './harness/faults.ts';
import { ALL, callOf, stopAt, WRITES } from './harness/faults.ts';
import { article, button, delivery, winProbability } from './harness/panel.ts';

/** The worker dies at each request of an edit and of a creation: each is done in the end, and done once. */

/** What only asks can't be done and not answered; once it is answered, the next is not done. */
const MOMENTS: [Moment, RegExp][] = [
  ['before it is done', ALL],
  ['before it is answered', WRITES],
  ['once it is answered', WRITES],
];

for (const [moment, of] of MOMENTS) {
  test(`an edit is saved once, at whichever of its requests the worker dies ${moment}`, async ({ app, copper }) => {
    test.slow();
    const panel = await app.panel();
    const deal = await openMarasDeal(app);
    const stopped: string[] = [];
    for (let nth = 1; nth === 1 || stopped.length === nth - 1; nth += 1) {
      const before = copper.opportunity(MARAS_DEAL);
      const start = copper.updates().length;
      const value = 40 + nth;
      const request = await stopAt(copper, {
        moment,
        nth,
        of,
        async act() {
          await winProbability(deal).fill(String(value));
          await winProbability(deal).press('Enter');
        },
        isDone: async () => ((await delivery(deal).textContent()) ?? '').includes('Saved'),
        stop: () => app.stopWorker(),
      });
      if (request) stopped.push(callOf(request));
      // Nobody does anything about the first; for the others the rep opens the panel again.
      if (request && nth > 1) await panel.reload();

      await expect(delivery(deal)).toContainText('Saved', { timeout: 20_000 });
      await expect(winProbability(deal)).toHaveValue(String(value));
      const { date_modified } = copper.opportunity(MARAS_DEAL);
      expect(copper.opportunity(MARAS_DEAL)).toEqual({ ...before, date_modified, win_probability: value });
      // Only what was not done is sent again.
      const isLost = request?.method === 'PUT' && moment === 'before it is done';
      const update = { win_probability: value };
      expect(copper.updates().slice(start)).toEqual(isLost ? [update, update] : [update]);
    }
    expect(stopped).toContainEqual(expect.stringMatching(/^PUT /));
  });
}

/** As many in one account and minute as Copper lets through. */
const ROUNDS = 4;
const PARTS: [Moment, RegExp, number][] = [
  ['before it is done', ALL, 1],
  ['before it is done', ALL, 1 + ROUNDS],
  ['before it is done', ALL, 1 + 2 * ROUNDS],
  ['before it is answered', WRITES, 1],
];

for (const [moment, of, first] of PARTS) {
  test(`a creation makes one of each, at whichever of its requests (from no. ${first}) the worker dies ${moment}`, async ({
    app,
    copper,
  }) => {
    test.slow();
    const panel = await app.panel();
    await openLabel(app.gmail, 'Orders');
    const stopped: string[] = [];
    for (let nth = first; nth === first + stopped.length && stopped.length < ROUNDS; nth += 1) {
      const subject = `Order ${String(nth).padStart(2, '0')}`;
      const { name, address } = orderPerson(nth);
      const before = copper.count();
      const made = article(panel, new RegExp(`: ${subject}$`));
      await openThread(app.gmail, subject);
      await expect(panel.getByText(`Nothing yet with ${name}`)).toBeVisible();
      const request = await stopAt(copper, {
        moment,
        nth,
        of,
        act: () => button(panel, 'Create opportunity').click(),
        isDone: () => button(made, 'Undo').isVisible(),
        stop: () => app.stopWorker(),
      });
      if (request) await panel.reload();
      if (request) stopped.push(callOf(request));

      await expect(button(made, 'Undo')).toBeVisible({ timeout: 20_000 });
      await expect(made).toHaveCount(1);
      expect(copper.count()).toEqual({
        opportunities: before.opportunities + 1,
        people: before.people + 1,
        companies: before.companies + 1,
      });
      const { id, company_id } = copper.person(address) ?? {};
      expect(company_id).toBe(copper.company(address.split('@')[1] ?? '')?.id);
      expect([...copper.state.opportunities.values()].at(-1)).toMatchObject({ primary_contact_id: id, company_id });
      await app.gmail.goBack();
    }
    // How many requests it takes is the product's own affair.
    if (first === 1) expect(stopped).not.toEqual([]);
  });
}

test('a worker that dies as the rep clicks loses nothing', async ({ app, copper }) => {
  test.slow();
  const panel = await app.panel();
  await openMarasDeal(app);
  const deal = article(panel, /^Lab robots, phase 2$/);
  // Before the message arrives, before it is written down, or before it is answered: as it happens.
  for (const value of ['61', '62', '63', '64', '65', '66']) {
    await winProbability(deal).fill(value);
    await winProbability(deal).press('Enter');
    await app.stopWorker();

    await expect(delivery(deal)).toContainText('Saved', { timeout: 20_000 });
    await expect(winProbability(deal)).toHaveValue(value);
    await expect.poll(() => copper.opportunity(MARAS_DEAL).win_probability).toBe(Number(value));
  }
  const before = copper.count();
  await button(panel, 'Create opportunity').click();
  await app.stopWorker();

  await expect(button(article(panel, `Tessella: ${MARAS_MAIL}`), 'Undo')).toBeVisible({ timeout: 20_000 });
  expect(copper.count()).toEqual({ ...before, opportunities: before.opportunities + 1 });
});
