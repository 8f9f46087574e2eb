import { openThread } from '../simulator/gmail-page.ts';
import { MARAS_MAIL, expect, test } from './harness/copper-test.ts';
import { article, button, openEmail, opportunities } from './harness/panel.ts';

/** Opportunities for people the CRM knows, and for those it does not. */

const NEWCOMERS_MAIL = 'Packaging line for the spring season';
const FREE_MAIL = 'A robot for a one-woman workshop?';

test('a newcomer: one click makes the company, the contact and the opportunity', async ({ app, copper }) => {
  await openThread(app.gmail, NEWCOMERS_MAIL);
  const panel = await app.panel();
  await expect(openEmail(panel)).toContainText('noor.haddad@quillworks.example');
  await expect(opportunities(panel)).toHaveCount(0);

  await button(panel, 'Create opportunity').click();

  const title = `Quillworks: ${NEWCOMERS_MAIL}`;
  await expect(article(panel, title)).toBeFocused();
  await expect(button(article(panel, title), 'Undo')).toBeVisible();
  const opportunity = copper.opportunity(title);
  const person = copper.person('noor.haddad@quillworks.example');
  expect(person).toMatchObject({ name: 'Noor Haddad', company_id: copper.company('quillworks.example')?.id });
  expect(opportunity.primary_contact_id).toBe(person?.id);
});

test('undo removes everything the click made', async ({ app, copper }) => {
  await openThread(app.gmail, NEWCOMERS_MAIL);
  const panel = await app.panel();
  const before = copper.count();
  await button(panel, 'Create opportunity').click();
  await button(article(panel, `Quillworks: ${NEWCOMERS_MAIL}`), 'Undo').click();

  await expect(panel.getByText('Nothing yet with Noor Haddad')).toBeVisible();
  await expect(opportunities(panel)).toHaveCount(0);
  await expect.poll(() => copper.count()).toEqual(before);
});

test('undo leaves the sender’s other opportunities where they were', async ({ app, copper }) => {
  await openThread(app.gmail, MARAS_MAIL);
  const panel = await app.panel();
  await expect(opportunities(panel)).toHaveCount(3);
  await button(panel, 'Create opportunity').click();
  await expect(opportunities(panel)).toHaveCount(4);
  await button(article(panel, `Tessella: ${MARAS_MAIL}`), 'Undo').click();

  await expect(opportunities(panel)).toHaveCount(3);
  expect(copper.person('mara.rossi@tessella.example')).toBeDefined();
});

test('a click is for whoever is shown, however soon the next email opens', async ({ app, copper }) => {
  await openThread(app.gmail, NEWCOMERS_MAIL);
  const panel = await app.panel();
  await expect(openEmail(panel)).toContainText('Noor Haddad');
  await button(panel, 'Create opportunity').click();
  await app.gmail.goBack();
  await openThread(app.gmail, FREE_MAIL);
  await expect(openEmail(panel)).toContainText('Lena Vogel');

  await expect(() => {
    const noor = copper.person('noor.haddad@quillworks.example');
    expect(copper.opportunity(`Quillworks: ${NEWCOMERS_MAIL}`).primary_contact_id).toBe(noor?.id);
  }).toPass();
  await expect(opportunities(panel)).toHaveCount(0);
});

test('free mail makes a contact of no company', async ({ app, copper }) => {
  await openThread(app.gmail, FREE_MAIL);
  const panel = await app.panel();
  const companies = copper.count().companies;
  await button(panel, 'Create opportunity').click();

  await expect(article(panel, `Lena Vogel: ${FREE_MAIL}`)).toBeVisible();
  await expect(button(article(panel, `Lena Vogel: ${FREE_MAIL}`), 'Undo')).toBeVisible();
  expect(copper.person('lena.vogel.sample@gmx.de')?.company_id ?? null).toBeNull();
  expect(copper.count().companies).toBe(companies);
});

test('a known sender gets one more opportunity and no second contact', async ({ app, copper }) => {
  await openThread(app.gmail, MARAS_MAIL);
  const panel = await app.panel();
  await expect(opportunities(panel)).toHaveCount(3);
  const before = copper.count();
  await button(panel, 'Create opportunity').click();

  await expect(button(article(panel, `Tessella: ${MARAS_MAIL}`), 'Undo')).toBeVisible();
  expect(copper.count()).toEqual({ ...before, opportunities: before.opportunities + 1 });
});

test('a double click creates once', async ({ app, copper }) => {
  await openThread(app.gmail, MARAS_MAIL);
  const panel = await app.panel();
  await expect(opportunities(panel)).toHaveCount(3);
  const before = copper.count().opportunities;
  await button(panel, 'Create opportunity').dblclick();

  await expect(button(article(panel, `Tessella: ${MARAS_MAIL}`), 'Undo')).toBeVisible();
  expect(copper.count().opportunities).toBe(before + 1);
});

test('a slow double click creates once too', async ({ app, copper }) => {
  await openThread(app.gmail, MARAS_MAIL);
  const panel = await app.panel();
  await expect(opportunities(panel)).toHaveCount(3);
  const before = copper.count().opportunities;
  await button(panel, 'Create opportunity').click();
  await expect(button(article(panel, `Tessella: ${MARAS_MAIL}`), 'Undo')).toBeVisible();
  await button(panel, 'Create opportunity').click();
  await button(article(panel, `Tessella: ${MARAS_MAIL}`), 'Undo').click();

  await expect(opportunities(panel)).toHaveCount(3);
  expect(copper.count().opportunities).toBe(before);
});

test('an error of the CRM’s own while creating is tried again by itself, and makes one opportunity', async ({
  app,
  copper,
}) => {
  await openThread(app.gmail, NEWCOMERS_MAIL);
  const panel = await app.panel();
  copper.faults.next({ match: 'POST /opportunities', status: 502, body: {} });
  await button(panel, 'Create opportunity').click();

  await expect(button(article(panel, `Quillworks: ${NEWCOMERS_MAIL}`), 'Undo')).toBeVisible();
  await expect(opportunities(panel)).toHaveCount(1);
});

test('with details: the form comes first', async ({ app, copper }) => {
  await openThread(app.gmail, NEWCOMERS_MAIL);
  const panel = await app.panel();
  await button(panel, 'Create with details…').click();
  const form = panel.getByRole('form', { name: /opportunity/i });
  await form.getByLabel('Title').fill('First packaging line');
  await form.getByLabel('Value').fill('48000');
  await button(form, 'Create').click();

  await expect(article(panel, 'First packaging line')).toContainText('48,000');
  expect(copper.opportunity('First packaging line')).toMatchObject({ monetary_value: 48_000 });
});
