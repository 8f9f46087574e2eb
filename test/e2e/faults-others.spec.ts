import { updateOpportunity } from '../fakes/copper/opportunities.ts';
import { openThread } from '../simulator/gmail-page.ts';
import { MARAS_DEAL, MARAS_MAIL, expect, openMarasDeal, test } from './harness/copper-test.ts';
import { openSecondWindow, testOverCable } from './harness/faults.ts';
import { article, button, delivery, opportunities, stage, stageName, winProbability } from './harness/panel.ts';

/** Somebody else at the same record, the same rep in two windows, and what was changed before. */

const NEWCOMERS_MAIL = 'Packaging line for the spring season';
const NEWCOMERS_DEAL = `Quillworks: ${NEWCOMERS_MAIL}`;

testOverCable(
  'a colleague changed the field an edit waits with: both values and the choice',
  async ({ app, copper, cable }) => {
    const deal = await openMarasDeal(app);
    await cable.cut();
    await winProbability(deal).fill('65');
    await winProbability(deal).press('Enter');
    await expect(delivery(deal)).toContainText('Waiting for connection');
    updateOpportunity(copper.state, copper.opportunity(MARAS_DEAL).id, { win_probability: 33 });
    await cable.mend();

    const alert = deal.getByRole('alert');
    await expect(alert).toContainText('Win probability changed in Copper meanwhile', { timeout: 30_000 });
    await expect(alert).toContainText('Theirs33');
    await expect(alert).toContainText('Mine65');
    expect(copper.opportunity(MARAS_DEAL).win_probability).toBe(33);
    await button(alert, 'Keep mine').click();
    await expect(delivery(deal)).toContainText('Saved');
    expect(copper.updates()).toEqual([{ win_probability: 65 }]);
  },
);

testOverCable(
  'a colleague changed another field meanwhile: both changes stay, and theirs is named',
  async ({ app, copper, cable }) => {
    const deal = await openMarasDeal(app);
    await cable.cut();
    await winProbability(deal).fill('65');
    await winProbability(deal).press('Enter');
    await expect(delivery(deal)).toContainText('Waiting for connection');
    updateOpportunity(copper.state, copper.opportunity(MARAS_DEAL).id, { monetary_value: 91_000 });
    await cable.mend();

    await expect(delivery(deal)).toContainText('Value changed in Copper meanwhile', { timeout: 30_000 });
    await expect(delivery(deal)).toContainText('Saved');
    await expect(deal.getByRole('alert')).toBeHidden();
    await expect(deal).toContainText('91,000');
    expect(copper.opportunity(MARAS_DEAL)).toMatchObject({ win_probability: 65, monetary_value: 91_000 });
  },
);

test('the same click in two windows makes one of each', async ({ app, copper }) => {
  await openThread(app.gmail, NEWCOMERS_MAIL);
  const panels = await openSecondWindow(app);
  const before = copper.count();
  expect(panels).toHaveLength(2);
  for (const one of panels) await expect(one.getByText('Nothing yet with Noor Haddad')).toBeVisible();
  await Promise.all(panels.map((one) => button(one, 'Create opportunity').dblclick()));

  for (const one of panels) {
    await expect(button(article(one, NEWCOMERS_DEAL), 'Undo')).toBeVisible();
    await expect(opportunities(one)).toHaveCount(1);
  }
  expect(copper.count()).toEqual({
    opportunities: before.opportunities + 1,
    people: before.people + 1,
    companies: before.companies + 1,
  });
});

test('a second opportunity for a thread is asked about, and made only where it is wanted', async ({ app, copper }) => {
  await openThread(app.gmail, NEWCOMERS_MAIL);
  const panel = await app.panel();
  await button(panel, 'Create opportunity').click();
  await expect(button(article(panel, NEWCOMERS_DEAL), 'Undo')).toBeVisible();
  const before = copper.count();
  const alert = panel.getByRole('alert').filter({ hasText: 'This thread already has an opportunity' });

  for (const [choice, more] of [
    ['Use this one', 0],
    ['Create another', 1],
  ] as const) {
    // So soon after the first a click is taken for the second half of a slow double click.
    await expect(async () => {
      await button(panel, 'Create opportunity').click();
      await expect(alert).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 15_000 });
    await expect(alert).toContainText(NEWCOMERS_DEAL);
    expect(copper.count()).toEqual(before);
    await button(alert, choice).click();

    await expect(alert).toBeHidden();
    await expect(opportunities(panel)).toHaveCount(1 + more);
    await expect.poll(() => copper.count()).toEqual({ ...before, opportunities: before.opportunities + more });
  }
});

test('activity: a change is taken back when its email is not open any more', async ({ app, copper }) => {
  const deal = await openMarasDeal(app);
  await stage(deal).selectOption({ label: 'Contract Sent' });
  await expect(delivery(deal)).toContainText('Saved');
  await app.gmail.goBack();
  const panel = await app.panel();
  await expect(article(panel, MARAS_DEAL)).toBeHidden();

  await panel.getByRole('button', { name: /^Activity/ }).click();
  const entries = panel.getByRole('list', { name: 'Activity' }).getByRole('listitem');
  await entries.getByRole('button', { name: /^Undo .*Lab robots, phase 2$/ }).click();

  await expect(entries.filter({ hasText: 'Undone' })).toHaveCount(1);
  expect(copper.opportunity(MARAS_DEAL).pipeline_stage_id).toBe(copper.stageId('Presentation'));
  await openThread(app.gmail, MARAS_MAIL);
  await expect(stageName(article(panel, MARAS_DEAL))).toHaveText('Presentation');
});

test('activity: taking back an earlier change leaves a later one of another field', async ({ app, copper }) => {
  const deal = await openMarasDeal(app);
  const before = copper.opportunity(MARAS_DEAL);
  await winProbability(deal).fill('65');
  await winProbability(deal).press('Enter');
  await expect(delivery(deal)).toContainText('Saved');
  await button(deal, 'Edit details').click();
  await deal.getByRole('form').getByLabel('Value').fill('90000');
  await button(deal.getByRole('form'), 'Save').click();
  await expect.poll(() => copper.opportunity(MARAS_DEAL).monetary_value).toBe(90_000);
  await expect(delivery(deal)).toContainText('Saved');

  const panel = await app.panel();
  await panel.getByRole('button', { name: /^Activity/ }).click();
  await panel.getByRole('button', { name: `Undo Win probability, ${MARAS_DEAL}` }).click();

  await expect(winProbability(deal)).toHaveValue(String(before.win_probability));
  await expect
    .poll(() => copper.opportunity(MARAS_DEAL))
    .toMatchObject({ win_probability: before.win_probability, monetary_value: 90_000 });
  await expect(deal).toContainText('90,000');
});
