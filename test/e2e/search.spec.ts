import type { Page } from '@playwright/test';
import { createOpportunity } from '../fakes/copper/opportunities.ts';
import type { Copper } from './harness/copper.ts';
import { addFilter, article, button, opportunities } from './harness/panel.ts';
import { expect, test } from './harness/several.ts';

/** Search over all connections, with filters, order and paging. */

const searchbox = (panel: Page) => panel.getByRole('searchbox', { name: 'Search opportunities' });

function addDeals(copper: Copper, count: number): void {
  const [person] = copper.state.people.keys();
  for (let index = 0; index < count; index += 1) {
    const name = `Conveyor ${String(index).padStart(3, '0')}`;
    createOpportunity(copper.state, { name, primary_contact_id: person, monetary_value: 1000 + index });
  }
}

test('asks every connection, by a part of the title', async ({ app }) => {
  const panel = await app.panel();
  await searchbox(panel).fill('robots');
  await expect(article(panel, 'Lab robots, phase 2')).toHaveCount(2);
  await expect(opportunities(panel)).toHaveCount(2);
  await searchbox(panel).press('Escape');
  await expect(panel.getByText('Open an email to see its opportunities')).toBeVisible();
});

test('filters narrow it by name in every CRM that knows the name, and are taken off again', async ({ app, copper }) => {
  const panel = await app.panel();
  await button(panel, 'Filters').click();
  await addFilter(panel, 'Value');
  await panel.getByLabel('Value from').fill('80,000');
  await panel.getByLabel('Value to').fill('100000');
  await expect(opportunities(panel)).toHaveCount(2);
  await panel.getByLabel('Value from').fill('120000');
  await expect(panel.getByText('The first number is above the second.')).toBeVisible();
  await panel.getByLabel('Value from').fill('80000');

  await addFilter(panel, 'Stage');
  await panel.getByRole('combobox', { name: 'Stage', exact: true }).first().selectOption({ label: 'Presentation' });
  await expect(opportunities(panel)).toHaveCount(1);
  await expect(article(panel, 'Lab robots, phase 2')).toBeVisible();
  const asked = copper.requests.findLast(({ path }) => path === '/opportunities/search')?.json;
  expect(asked).toMatchObject({
    minimum_monetary_value: 80_000,
    maximum_monetary_value: 100_000,
    pipeline_stage_ids: [copper.stageId('Presentation')],
  });

  await button(panel, 'Clear filters').click();
  await expect(panel.getByText('Open an email to see its opportunities')).toBeVisible();
});

test('what one CRM can’t be asked is said, and the others answer', async ({ app }) => {
  const panel = await app.panel();
  await button(panel, 'Filters').click();
  await addFilter(panel, 'Followed');
  await expect(panel.getByText("Outreach can't be searched by followed")).toBeVisible();
});

test('pages come as the rep scrolls, each deal once, to the end', async ({ app, copper }) => {
  addDeals(copper, 130);
  const panel = await app.panel();
  await searchbox(panel).fill('conveyor');
  await expect(article(panel, /^Conveyor/).first()).toBeVisible();
  await expect(async () => {
    await opportunities(panel).last().scrollIntoViewIfNeeded();
    await expect(opportunities(panel)).toHaveCount(130, { timeout: 300 });
  }).toPass({ timeout: 30_000 });
  const titles = await opportunities(panel).getByRole('heading').allTextContents();
  expect(new Set(titles).size).toBe(130);
});

test('the order is the rep’s', async ({ app, copper }) => {
  addDeals(copper, 3);
  const panel = await app.panel();
  await searchbox(panel).fill('conveyor');
  await button(panel, 'Filters').click();
  await panel.getByRole('combobox', { name: 'Sort by' }).selectOption({ label: 'Value' });
  const titles = () => opportunities(panel).getByRole('heading').allTextContents();
  await expect.poll(titles).toEqual(['Conveyor 002', 'Conveyor 001', 'Conveyor 000']);
  await panel.getByTitle('Reverse the order').click();
  await expect.poll(titles).toEqual(['Conveyor 000', 'Conveyor 001', 'Conveyor 002']);
});
