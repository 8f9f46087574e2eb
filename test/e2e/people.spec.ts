import type { PanelState } from '../../lib/domain/panel-state';
import { expandMessage, openLabel, openThread } from '../simulator/gmail-page.ts';
import { HOSTILE_SUBJECT } from '../simulator/oddities.ts';
import { useSamples } from './harness/local.ts';
import { article, openEmail, opportunities } from './harness/panel.ts';
import { readStorage } from './harness/storage.ts';
import { expect, test } from './harness/test.ts';

/** Who the panel is about, for the mail a mailbox really holds. */

const MARA = 'Lab robots, phase 2: revised offer';
const NOTHING_OPEN = 'Open an email to see its opportunities';

test('several people: the sender first, another one by a click', async ({ app }) => {
  const panel = await useSamples(app);
  await openThread(app.gmail, MARA);
  const people = panel.getByRole('radiogroup', { name: 'Participants' });

  await expect(people.getByRole('radio')).toHaveCount(3);
  await expect(people.getByRole('radio', { name: /Mara Rossi/ })).toBeChecked();
  await expect(article(panel, 'Maintenance 2027')).toContainText('exact address');

  await people.getByRole('radio', { name: /Ben Okafor/ }).check({ force: true });

  await expect(openEmail(panel)).toContainText('ben.okafor@tessella.example');
  await expect(article(panel, 'Operator training')).toContainText('exact address');
  await expect(article(panel, 'Maintenance 2027')).toContainText('same company');
});

test('back in the list nobody is open', async ({ app }) => {
  const panel = await useSamples(app);
  await openThread(app.gmail, MARA);
  await expect(openEmail(panel)).toContainText('Mara Rossi');

  await app.gmail.goBack();

  await expect(panel.getByText(NOTHING_OPEN)).toBeVisible();
  await openThread(app.gmail, MARA);
  await expect(openEmail(panel)).toContainText('Mara Rossi');
});

test('the user’s own reply last: the panel is about the customer', async ({ app }) => {
  const panel = await useSamples(app);
  await openThread(app.gmail, 'Delivery window for the pilot arm');
  await expect(openEmail(panel)).toContainText('priya.nair@brightwater.example');
});

test('a colleague’s reply last: the panel is about the customer', async ({ app }) => {
  const panel = await useSamples(app);
  await openThread(app.gmail, 'Site visit in Graz');
  await expect(openEmail(panel)).toContainText('olu.adeyemi@alpenwerk.example');
});

test('mail among colleagues is about no customer', async ({ app }) => {
  const panel = await useSamples(app);
  await openThread(app.gmail, MARA);
  await expect(openEmail(panel)).toContainText('Mara Rossi');

  await app.gmail.goBack();
  await openThread(app.gmail, 'Numbers for Thursday');

  await expect(openEmail(panel)).not.toContainText('Mara Rossi');
  await expect(opportunities(panel)).toHaveCount(0);
});

test('a group that hides the writer’s address is nobody’s opportunity', async ({ app }) => {
  const panel = await useSamples(app);
  await openThread(app.gmail, 'Pricing question');

  await expect(openEmail(panel)).toContainText('Sent through a group');
  await expect(opportunities(panel)).toHaveCount(0);
});

test('a sender without an address is said to have none', async ({ app }) => {
  const panel = await useSamples(app);
  await openLabel(app.gmail, 'Oddities');
  await openThread(app.gmail, 'Sender without an address');

  await expect(openEmail(panel)).toContainText('This email shows no sender address.');
  await expect(opportunities(panel)).toHaveCount(0);
});

test('a hundred recipients leave the panel usable', async ({ app }) => {
  const panel = await useSamples(app);
  await openLabel(app.gmail, 'Oddities');
  await openThread(app.gmail, 'Supplier day: invitation');

  await expect(openEmail(panel)).toContainText('olu.adeyemi@alpenwerk.example');
  await expect(panel.getByRole('button', { name: 'Create opportunity', exact: true })).toBeInViewport();
});

test('a hostile name and subject are text', async ({ app }) => {
  const panel = await useSamples(app);
  await openLabel(app.gmail, 'Oddities');
  await openThread(app.gmail, HOSTILE_SUBJECT);

  await expect(openEmail(panel)).toContainText('mallory@evil.example');
  await expect(openEmail(panel)).toContainText('<img src=x');
  await expect(panel.locator('img')).toHaveCount(0);
  await expect(panel).toHaveTitle('Dealside');
});

test('a header inside a message’s body is not a sender', async ({ app }) => {
  const panel = await useSamples(app);
  await openLabel(app.gmail, 'Oddities');
  await openThread(app.gmail, 'Fwd: somebody else entirely');

  await expect(openEmail(panel)).toContainText('priya.nair@brightwater.example');
  await expect(openEmail(panel)).not.toContainText('forged@evil.example');
});

for (const subject of ['No permanent id', 'Permanent id undefined']) {
  test(`a thread is recognised: ${subject}`, async ({ app }) => {
    const panel = await useSamples(app);
    await openLabel(app.gmail, 'Oddities');
    await openThread(app.gmail, subject);
    await expect(article(panel, 'Lab robots, phase 2')).toBeVisible();
  });
}

test('an older message, expanded, does not change whose the thread is', async ({ app }) => {
  const panel = await useSamples(app);
  await openThread(app.gmail, MARA);
  await expandMessage(app.gmail, 'Jo Keller');
  await expect(openEmail(panel)).toContainText('Mara Rossi');
});

test('split view: the panel follows the pane beside the list', async ({ app }) => {
  const panel = await useSamples(app);
  await app.gmail.getByRole('button', { name: 'Toggle split pane mode' }).click();
  await expect(panel.getByText(NOTHING_OPEN)).toBeVisible();

  await openThread(app.gmail, MARA);
  await expect(openEmail(panel)).toContainText('Mara Rossi');
  await openThread(app.gmail, 'Packaging line for the spring season');
  await expect(openEmail(panel)).toContainText('Noor Haddad');
});

test('a compose window with a recipient changes nothing', async ({ app }) => {
  const panel = await useSamples(app);
  await openThread(app.gmail, MARA);
  await app.gmail.getByText('Compose').click();
  await expect(app.gmail.getByRole('dialog', { name: 'New Message' })).toBeVisible();
  await app.gmail.getByRole('textbox', { name: 'Message Body' }).fill('Dear chip,');

  await expect(openEmail(panel)).toContainText('Mara Rossi');
  await expect(openEmail(panel)).not.toContainText('chip@recipient.example');
});

test('the second account’s mail is read as its own', async ({ app }) => {
  const panel = await useSamples(app);
  await app.gmail.goto('https://mail.google.com/mail/u/1/');
  await openThread(app.gmail, 'Lab robots, phase 2: a second opinion');

  await expect(openEmail(panel)).toContainText('Mara Rossi');
  await expect(panel.getByText('jo@harbour.example')).toHaveCount(0);
});

test('a link straight into a conversation opens it in the panel', async ({ app }) => {
  const panel = await useSamples(app);
  await openThread(app.gmail, MARA);
  await app.gmail.reload();
  await expect(openEmail(panel)).toContainText('Mara Rossi');
});

test('a conversation in a window of its own has the panel’s answer in its tab', async ({ app }) => {
  await useSamples(app);
  await openThread(app.gmail, MARA);
  const [popOut] = await Promise.all([
    app.browser.context.waitForEvent('page'),
    app.gmail.getByRole('button', { name: 'In new window' }).click(),
  ]);
  await popOut.locator('.adn').waitFor();

  const sendersByPanel = async () =>
    Object.entries(await readStorage(app, 'session'))
      .filter(([key]) => key.startsWith('panel:'))
      .flatMap(([, state]) => (state as PanelState).email?.sender?.address ?? []);
  await expect.poll(sendersByPanel).toEqual(['mara.rossi@tessella.example', 'mara.rossi@tessella.example']);
});
