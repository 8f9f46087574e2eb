import type { Locator } from '@playwright/test';
import { openThread } from '../simulator/gmail-page.ts';
import { expectAccessible } from './harness/axe.ts';
import { useSamples } from './harness/local.ts';
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
import { expect, test } from './harness/test.ts';

const MARA = 'Lab robots, phase 2: revised offer';
const DEAL = 'Lab robots, phase 2';

test('nothing connected is accessible', async ({ app }) => {
  const panel = await app.panel();
  await expect(button(panel, 'Use on this device')).toBeVisible();
  await expectAccessible(panel);
});

test('the overview and the search are accessible', async ({ app }) => {
  const panel = await useSamples(app);
  await expectAccessible(panel);

  await panel.getByRole('searchbox', { name: 'Search opportunities' }).fill('robots');
  await expect(article(panel, DEAL)).toBeVisible();
  await expectAccessible(panel);
});

test('opportunities, with a loss reason and the details open, are accessible', async ({ app }) => {
  const panel = await useSamples(app);
  await openThread(app.gmail, MARA);
  await expect(article(panel, DEAL)).toBeVisible();
  await expectAccessible(panel);

  await chooseStatus(article(panel, 'Maintenance 2027'), 'Lost');
  await expect(lossReason(article(panel, 'Maintenance 2027'))).toBeVisible();
  await button(article(panel, DEAL), 'Edit details').click();
  await expectAccessible(panel);
});

test('creating is accessible', async ({ app }) => {
  const panel = await useSamples(app);
  await openThread(app.gmail, 'Packaging line for the spring season');
  await expect(opportunities(panel)).toHaveCount(0);
  await expectAccessible(panel);

  await button(panel, 'Create with details…').click();
  await expect(panel.getByRole('form', { name: 'New opportunity' })).toBeVisible();
  await expectAccessible(panel);

  await button(panel, 'Create').click();
  await expect(opportunities(panel)).toHaveCount(1);
  await expectAccessible(panel);
});

test('an email through a group is accessible', async ({ app }) => {
  const panel = await useSamples(app);
  await openThread(app.gmail, 'Pricing question');
  await expect(panel.getByText('Sent through a group')).toBeVisible();
  await expectAccessible(panel);
});

test('the options page is accessible for every CRM', async ({ app }) => {
  await useSamples(app);
  const options = await app.openOptions();
  const choice = options.getByRole('combobox', { name: 'CRM' });
  const labels = await choice.getByRole('option').allTextContents();
  expect(labels).toContain('Copper');

  for (const label of labels) {
    await choice.selectOption({ label });
    await expectAccessible(options);
  }
});

test('the whole job is done with the keyboard', async ({ app }) => {
  const panel = await useSamples(app);
  await openThread(app.gmail, MARA);
  const deal = article(panel, DEAL);
  await expect(deal).toBeVisible();

  await tabTo(stage(deal));
  await panel.keyboard.press('ArrowDown');
  await expect(stageName(deal)).toHaveText('Contract Sent');
  await tabTo(winProbability(deal));
  await panel.keyboard.press('ControlOrMeta+a');
  await panel.keyboard.type('55');
  await panel.keyboard.press('Enter');
  await expect(delivery(deal)).toContainText('Saved');
  await tabTo(status(deal, 'Open'));
  await panel.keyboard.press('ArrowRight');
  await expect(status(deal, 'Won')).toBeChecked();

  await panel.keyboard.press('/');
  await expect(panel.getByRole('searchbox', { name: 'Search opportunities' })).toBeFocused();
  await tabTo(button(panel, 'Create opportunity'));
  await panel.keyboard.press('Enter');
  await expect(article(panel, `Tessella: ${MARA}`)).toBeFocused();

  async function tabTo(control: Locator): Promise<void> {
    const hasFocus = () => control.evaluate((element) => element === document.activeElement);
    for (let presses = 0; !(await hasFocus()); presses += 1) {
      expect(presses, 'Tab comes around to it').toBeLessThan(100);
      await panel.keyboard.press('Tab');
    }
  }
});
