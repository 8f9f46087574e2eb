import { openThread } from '../simulator/gmail-page.ts';
import { connect, connections, fillIn } from './harness/options.ts';
import { expect, test } from './harness/outreach.ts';
import { article, button, delivery, opportunities, stage, stageName, winProbability } from './harness/panel.ts';
import { readStorage } from './harness/storage.ts';

const MAIL = 'Lab robots, phase 2: revised offer';
const DEAL = 'Lab robots, phase 2';

test('a pasted token connects; the deals are there with names, and a stage moves by its relation', async ({
  app,
  outreach,
}) => {
  await connect(app, 'Outreach', outreach.token);
  const panel = await app.panel();
  await openThread(app.gmail, MAIL);
  await expect(opportunities(panel)).toHaveCount(3);
  const deal = article(panel, DEAL);
  await expect(deal).toContainText('exact address');
  await expect(deal.getByRole('radiogroup', { name: 'Status' })).toHaveCount(0);
  await expect(article(panel, 'Pilot, one arm')).toContainText('Won');
  await expect(stageName(deal)).toHaveText('Proposal');

  await stage(deal).selectOption({ label: 'Negotiation' });
  await expect(delivery(deal)).toContainText('Saved');
  const { id } = outreach.opportunity(DEAL);
  const data = { type: 'opportunityStage', id: outreach.stageId('Negotiation') };
  expect(outreach.updates()).toEqual([
    { data: { type: 'opportunity', id, relationships: { opportunityStage: { data } } } },
  ]);

  await winProbability(deal).fill('75');
  await winProbability(deal).press('Enter');
  await expect.poll(() => outreach.opportunity(DEAL).attributes.probability).toBe(75);
});

test('every request carries the media type', async ({ app, outreach }) => {
  await connect(app, 'Outreach', outreach.token);
  await app.panel();
  await openThread(app.gmail, MAIL);
  await expect(opportunities(await app.panel())).toHaveCount(3);
  const types = outreach.requests.map(({ headers }) => headers['content-type']);
  expect(types.length).toBeGreaterThan(4);
  expect(new Set(types)).toEqual(new Set(['application/vnd.api+json']));
});

test('signing in at Outreach connects; an ended token is renewed once, also by the next worker', async ({
  app,
  outreach,
}) => {
  outreach.oauth.settings.isLimited = false;
  await connect(app, 'Outreach', outreach.app);
  expect(outreach.oauth.given).toBe(1);
  const panel = await app.panel();
  await openThread(app.gmail, MAIL);
  await expect(opportunities(panel)).toHaveCount(3);

  await app.stopWorker();
  outreach.oauth.accessTokens.clear();
  await button(panel, 'Refresh').click();
  await expect.poll(() => outreach.oauth.given).toBe(2);
  await stage(article(panel, DEAL)).selectOption({ label: 'Negotiation' });
  await expect(delivery(article(panel, DEAL))).toContainText('Saved');
  expect(outreach.oauth.given).toBe(2);

  await app.stopWorker();
  await stage(article(panel, DEAL)).selectOption({ label: 'Proposal' });
  await expect(stageName(article(panel, DEAL))).toHaveText('Proposal');
  await expect.poll(() => outreach.updates().length).toBe(2);
  expect(outreach.oauth.given).toBe(2);
  expect(JSON.stringify(await readStorage(app, 'session'))).not.toMatch(/fake-secret|refresh/);
});

test('a refused sign-in says so, keeps what was typed, and stores nothing', async ({ app, outreach }) => {
  outreach.oauth.settings.consent = 'deny';
  const options = await app.openOptions();
  await fillIn(options, 'Outreach', outreach.app);
  await button(options, 'Connect').click();
  await expect(options.getByRole('alert')).toContainText('access was denied');
  await expect(options.getByLabel('Client ID')).toHaveValue(outreach.oauth.clientId);
  await expect(connections(options)).toHaveCount(0);
  expect(JSON.stringify(await readStorage(app, 'local'))).not.toContain('fake-secret');
});

test('the redirect address to register stands on the page', async ({ app }) => {
  const options = await app.openOptions();
  await options.getByRole('combobox', { name: 'CRM' }).selectOption({ label: 'Outreach' });
  await expect(options.getByLabel('Redirect address')).toHaveValue(
    `https://${app.browser.extensionId}.chromiumapp.org/outreach`,
  );
});

test('one click creates prospect, account and opportunity, with the sender in it; Undo removes them', async ({
  app,
  outreach,
}) => {
  await connect(app, 'Outreach', outreach.token);
  const panel = await app.panel();
  await openThread(app.gmail, 'Packaging line for the spring season');
  await button(panel, 'Create opportunity').click();
  const made = article(panel, 'Quillworks: Packaging line for the spring season');
  await expect(made).toBeVisible();
  const count = (type: 'opportunity' | 'prospect' | 'account' | 'opportunityProspectRole') =>
    outreach.state.records.get(type)?.size;
  await expect
    .poll(() => [count('opportunity'), count('prospect'), count('account'), count('opportunityProspectRole')])
    .toEqual([6, 5, 3, 2]);
  await button(made, 'Undo').click();
  await expect(made).toHaveCount(0);
  await expect.poll(() => [count('opportunity'), count('prospect'), count('account')]).toEqual([5, 4, 2]);
});

test('a deal the user may only read has no control that works', async ({ app, outreach }) => {
  outreach.state.protectedIds.add(outreach.opportunity(DEAL).id);
  await connect(app, 'Outreach', outreach.token);
  const panel = await app.panel();
  await openThread(app.gmail, MAIL);
  await expect(stage(article(panel, DEAL))).toBeDisabled();
  await expect(winProbability(article(panel, DEAL))).toBeDisabled();
  await expect(stage(article(panel, 'Maintenance 2027'))).toBeEnabled();
});
