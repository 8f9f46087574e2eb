import { openLabel, openThread } from '../simulator/gmail-page.ts';
import { orderPerson } from '../simulator/orders.ts';
import { MARAS_DEAL, MARAS_MAIL, expect, openMarasDeal, test } from './harness/copper-test.ts';
import { perform, testOverCable } from './harness/faults.ts';
import { article, button, delivery, openEmail, winProbability } from './harness/panel.ts';

/** Connections that break, answers that never come, and a CRM that can't be reached for a while. */

const NEWCOMERS_MAIL = 'Packaging line for the spring season';
const NEWCOMERS_DEAL = `Quillworks: ${NEWCOMERS_MAIL}`;
const SECOND_DEAL = 'Maintenance 2027';

for (const drop of ['before', 'after'] as const) {
  test(`a connection that breaks ${drop} a record was made leaves one of each`, async ({ app, copper }) => {
    test.slow();
    const panel = await app.panel();
    await openLabel(app.gmail, 'Orders');
    for (const [index, path] of ['/companies', '/people', '/opportunities'].entries()) {
      const { address, name } = orderPerson(index + 1);
      const subject = `Order 0${index + 1}`;
      const before = copper.count();
      const start = copper.requests.length;
      await openThread(app.gmail, subject);
      await expect(panel.getByText(`Nothing yet with ${name}`)).toBeVisible();
      copper.faults.next({ match: new RegExp(`^POST ${path}$`), drop });
      await button(panel, 'Create opportunity').click();

      await expect(button(article(panel, new RegExp(`: ${subject}$`)), 'Undo')).toBeVisible({ timeout: 20_000 });
      expect(copper.count()).toEqual({
        opportunities: before.opportunities + 1,
        people: before.people + 1,
        companies: before.companies + 1,
      });
      expect(copper.person(address)?.company_id).toBe(copper.company(address.split('@')[1] ?? '')?.id);
      const sent = copper.requests.slice(start).filter((request) => request.method === 'POST' && request.path === path);
      expect(sent, 'the browser sent it again').toHaveLength(2);
      await app.gmail.goBack();
    }
  });
}

test('a connection that breaks before or after a change was made leaves it saved', async ({ app, copper }) => {
  const deal = await openMarasDeal(app);
  for (const [drop, value] of [
    ['before', 65],
    ['after', 66],
  ] as const) {
    copper.faults.next({ match: 'PUT ', drop });
    await winProbability(deal).fill(String(value));
    await winProbability(deal).press('Enter');

    await expect.poll(() => copper.opportunity(MARAS_DEAL).win_probability, { timeout: 20_000 }).toBe(value);
    await expect(delivery(deal)).toContainText('Saved', { timeout: 20_000 });
    await expect(winProbability(deal)).toHaveValue(String(value));
  }
});

test('an answer that never comes: what was asked for is there once', async ({ app, copper }) => {
  test.slow();
  await openMarasDeal(app);
  // What is made of her mail is called nearly the same.
  const deal = article(await app.panel(), /^Lab robots, phase 2$/);
  await winProbability(deal).fill('65');
  copper.faults.next({ match: 'PUT ', hang: true });
  copper.faults.next({ match: /^POST \/opportunities$/, hang: true });
  const before = copper.count();
  await winProbability(deal).press('Enter');
  await button(await app.panel(), 'Create opportunity').click();
  const asked = (method: string, path: RegExp) =>
    copper.requests.filter((request) => request.method === method && path.test(request.path));
  await expect.poll(() => asked('POST', /^\/opportunities$/)).toHaveLength(1);
  for (const request of asked('POST', /^\/opportunities$/)) perform(copper, request);

  await expect(delivery(deal)).toContainText('Saved', { timeout: 45_000 });
  const made = article(await app.panel(), `Tessella: ${MARAS_MAIL}`);
  await expect(button(made, 'Undo')).toBeVisible({ timeout: 45_000 });
  expect(copper.opportunity(MARAS_DEAL).win_probability).toBe(65);
  expect(asked('PUT', /./)).toHaveLength(2);
  expect(asked('POST', /^\/opportunities$/)).toHaveLength(1);
  expect(copper.count()).toEqual({ ...before, opportunities: before.opportunities + 1 });
});

test('an error of the CRM’s own: the change is tried again by itself', async ({ app, copper }) => {
  const deal = await openMarasDeal(app);
  copper.faults.next({ match: 'PUT ', status: 500, times: 2, body: {} });
  await winProbability(deal).fill('65');
  await winProbability(deal).press('Enter');

  await expect(delivery(deal)).toContainText('Tries again in');
  await expect(delivery(deal)).toContainText('Saved', { timeout: 20_000 });
  expect(copper.opportunity(MARAS_DEAL).win_probability).toBe(65);
});

test('a creation the CRM has no time for counts down, and goes on', async ({ app, copper }) => {
  await openThread(app.gmail, NEWCOMERS_MAIL);
  const panel = await app.panel();
  await expect(openEmail(panel)).toContainText('Noor Haddad');
  const before = copper.count();
  copper.faults.next({ match: /^POST \/opportunities$/, status: 429, retryAfter: '12', body: {} });
  await button(panel, 'Create opportunity').click();

  await expect(article(panel, NEWCOMERS_DEAL)).toContainText(/Copper is busy, continues in \d+ s/);
  await expect(button(article(panel, NEWCOMERS_DEAL), 'Undo')).toBeVisible({ timeout: 20_000 });
  expect(copper.count()).toEqual({
    opportunities: before.opportunities + 1,
    people: before.people + 1,
    companies: before.companies + 1,
  });
});

testOverCable(
  'without a connection edits and a creation outlive the browser, and arrive once and in order',
  async ({ app, copper, cable }) => {
    test.slow();
    await openThread(app.gmail, NEWCOMERS_MAIL);
    await expect((await app.panel()).getByText('Nothing yet with Noor Haddad')).toBeVisible();
    await app.gmail.goBack();
    const deal = await openMarasDeal(app);
    const second = article(await app.panel(), SECOND_DEAL);
    const before = copper.count();
    await cable.cut();

    for (const value of ['61', '65', '67']) {
      await winProbability(deal).fill(value);
      await winProbability(deal).press('Enter');
      await expect(delivery(deal)).toContainText('Waiting for connection');
    }
    await button(deal, 'Edit details').click();
    await deal.getByRole('form').getByLabel('Value').fill('90000');
    await button(deal.getByRole('form'), 'Save').click();
    await winProbability(second).fill('30');
    await winProbability(second).press('Enter');
    await expect(delivery(second)).toContainText('Waiting for connection');
    await app.gmail.goBack();
    await openThread(app.gmail, NEWCOMERS_MAIL);
    await button(await app.panel(), 'Create opportunity').click();
    await expect(article(await app.panel(), NEWCOMERS_DEAL)).toContainText('Waiting for connection');

    await app.restart();
    const dealAgain = await openMarasDeal(app);
    await expect(winProbability(dealAgain)).toHaveValue('67');
    await expect(dealAgain).toContainText('90,000');
    await expect(delivery(dealAgain)).toContainText('Waiting for connection');
    await expect(winProbability(article(await app.panel(), SECOND_DEAL))).toHaveValue('30');
    expect(copper.updates()).toEqual([]);
    expect(copper.count()).toEqual(before);

    await cable.mend();
    const panel = await app.panel();
    await expect(delivery(dealAgain)).toContainText('Saved', { timeout: 45_000 });
    await expect(delivery(article(panel, SECOND_DEAL))).toContainText('Saved', { timeout: 45_000 });
    await app.gmail.goBack();
    await openThread(app.gmail, NEWCOMERS_MAIL);
    await expect(button(article(panel, NEWCOMERS_DEAL), 'Undo')).toBeVisible({ timeout: 45_000 });

    const updatesOf = (name: string) =>
      copper.requests
        .filter(({ method, path }) => method === 'PUT' && path.endsWith(`/${copper.opportunity(name).id}`))
        .map(({ json }) => json);
    expect(updatesOf(MARAS_DEAL)).toEqual([{ win_probability: 67 }, { monetary_value: 90_000 }]);
    expect(updatesOf(SECOND_DEAL)).toEqual([{ win_probability: 30 }]);
    expect(copper.count()).toEqual({
      opportunities: before.opportunities + 1,
      people: before.people + 1,
      companies: before.companies + 1,
    });
  },
);
