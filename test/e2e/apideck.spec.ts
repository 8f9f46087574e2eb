import { test as base } from '@playwright/test';
import type { FakeApideck, FakeApideckOptions } from '../fakes/apideck/server.ts';
import { startFakeApideck } from '../fakes/apideck/server.ts';
import { openThread } from '../simulator/gmail-page.ts';
import type { App } from './harness/app.ts';
import { startApp } from './harness/app.ts';
import { connect, connections, fillIn } from './harness/options.ts';
import { article, button, chooseStatus, delivery, opportunities, stage, stageName, status } from './harness/panel.ts';
import { expect, finish } from './harness/test.ts';

/** CRMs behind Apideck: each offers what its connector can do, and nothing else. */

const MAIL = 'Lab robots, phase 2: revised offer';
const DEAL = 'Lab robots, phase 2';

const test = base.extend<{ apideckOptions: FakeApideckOptions; apideck: FakeApideck; app: App }>({
  apideckOptions: [{}, { option: true }],
  apideck: async ({ apideckOptions }, use) => {
    const apideck = await startFakeApideck(apideckOptions);
    await use(apideck);
    await apideck.stop();
  },
  app: async ({ apideck }, use, info) => {
    const app = await startApp({ hosts: { 'unify.apideck.com': apideck } });
    await use(app);
    await finish(app, info);
  },
});

const login = ({ key, appId, consumerId }: FakeApideck) => ({
  'API key': key,
  'App ID': appId,
  'Consumer ID': consumerId,
});

const recordOf = (apideck: FakeApideck, title: string) =>
  [...apideck.state.tables.opportunities.values()].find((record) => record.title === title);

test('a deal is shown and moved; each change carries the title and is read again', async ({ app, apideck }) => {
  await connect(app, 'Apideck', login(apideck));
  const panel = await app.panel();
  await openThread(app.gmail, MAIL);
  const deal = article(panel, DEAL);
  await expect(deal).toContainText('exact address');
  const before = apideck.requests.length;
  await chooseStatus(deal, 'Won');
  await expect(delivery(deal)).toContainText('Saved');
  await expect(status(deal, 'Won')).toBeChecked();
  const asked = apideck.requests.slice(before);
  expect(asked.filter(({ method }) => method === 'PATCH').map(({ json }) => json)).toEqual([
    { title: DEAL, status: 'Won', win_probability: 100 },
  ]);
  expect(asked.at(-1)?.method).toBe('GET');

  await stage(deal).selectOption({ index: 0 });
  const name = await stageName(deal).textContent();
  await expect.poll(() => apideck.requests.filter(({ method }) => method === 'PATCH').length).toBe(2);
  await expect(stageName(deal)).toHaveText(name ?? '');
});

test('every request carries the key, the application and the consumer; no service unless one is named', async ({
  app,
  apideck,
}) => {
  await connect(app, 'Apideck', login(apideck));
  await app.panel();
  await openThread(app.gmail, MAIL);
  await expect(opportunities(await app.panel()).first()).toBeVisible();
  for (const { headers } of apideck.requests) {
    expect(headers.authorization).toBe(`Bearer ${apideck.key}`);
    expect(headers['x-apideck-app-id']).toBe(apideck.appId);
    expect(headers['x-apideck-consumer-id']).toBe(apideck.consumerId);
    expect(headers).not.toHaveProperty('x-apideck-service-id');
  }
});

test('what is wrong with key or form is said, and what was typed stays', async ({ app, apideck }) => {
  const options = await app.openOptions();
  await fillIn(options, 'Apideck', { ...login(apideck), 'API key': 'not-the-key' });
  await button(options, 'Connect').click();
  await expect(options.getByRole('alert')).toContainText('Apideck did not accept the credentials.');
  await expect(options.getByLabel('App ID')).toHaveValue(apideck.appId);
  await fillIn(options, 'Apideck', { 'API key': apideck.key, 'Consumer ID': '' });
  await button(options, 'Connect').click();
  await expect(options.getByRole('alert')).toContainText(/consumer/i);
  await expect(connections(options)).toHaveCount(0);
});

test.describe('Copper through Apideck', () => {
  test.use({ apideckOptions: { profile: 'copper' } });

  test('has the stages its deals are in, and no controls for what the connector lacks', async ({ app, apideck }) => {
    await connect(app, 'Apideck', { ...login(apideck), 'Service ID': 'copper' });
    const panel = await app.panel();
    await openThread(app.gmail, MAIL);
    const deal = article(panel, DEAL);
    await expect(deal).toBeVisible();
    const other = recordOf(apideck, 'Packing line')?.pipeline_stage_id;
    await stage(deal).selectOption(String(other));
    await expect(delivery(deal)).toContainText('Saved');
    expect(recordOf(apideck, DEAL)?.pipeline_stage_id).toBe(other);
    await button(deal, 'Edit details').click();
    await expect(deal.getByRole('form')).toBeVisible();
    await expect(button(deal, 'Add note')).toHaveCount(0);
    await expect(deal.getByRole('combobox', { name: 'Owner' })).toHaveCount(0);
    await expect(panel.getByText(/problem of its own|can't be reached/)).toHaveCount(0);
  });
});
