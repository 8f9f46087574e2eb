import type { Page } from '@playwright/test';
import type { CopperLogin } from './harness/options.ts';
import { connections, fillInCopper } from './harness/options.ts';
import { button, openEmail } from './harness/panel.ts';
import { expect, openMarasDeal, test, testUnconnected } from './harness/copper-test.ts';
import { readDatabases, readStorage } from './harness/storage.ts';

/** Connecting a CRM, what can be wrong with it, and leaving it again. */

async function connect(options: Page, login: CopperLogin): Promise<void> {
  await fillInCopper(options, login);
  await button(options, 'Connect').click();
}

testUnconnected('a wrong key is refused with what to check, and nothing is stored', async ({ app, copper }) => {
  const options = await app.openOptions();
  await connect(options, { ...copper.login, apiKey: 'not-the-key' });

  await expect(options.getByRole('alert')).toContainText('Copper did not accept the credentials.');
  await expect(connections(options).filter({ hasText: 'Copper' })).toHaveCount(0);
  expect(JSON.stringify(await readStorage(app, 'local'))).not.toContain('not-the-key');

  await connect(options, copper.login);
  await expect(connections(options).filter({ hasText: 'Copper' })).toBeVisible();
});

testUnconnected('a sign-in page instead of an answer is told apart from a wrong key', async ({ app, copper }) => {
  copper.faults.next({ times: 100, html: '<html>Sign in</html>' });
  const options = await app.openOptions();
  await connect(options, copper.login);
  await expect(options.getByRole('alert')).toContainText("Copper sent an answer Dealside can't read");
});

testUnconnected('a busy Copper is waited for', async ({ app, copper }) => {
  copper.faults.next({ status: 429, retryAfter: '1', body: {} });
  const options = await app.openOptions();
  await connect(options, copper.login);
  await expect(connections(options).filter({ hasText: 'Copper' }).or(options.getByRole('alert'))).toBeVisible();
  await expect(
    connections(options).filter({ hasText: 'Copper' }).or(options.getByText('Copper is busy')),
  ).toBeVisible();
});

test('a stored key is never shown again', async ({ app, copper }) => {
  const options = await app.openOptions();
  await options.getByRole('combobox', { name: 'CRM' }).selectOption({ label: 'Copper' });

  await expect(options.getByLabel('API key')).toHaveAttribute('type', 'password');
  await expect(options.getByLabel('API key')).toHaveValue('');
  expect(await options.content()).not.toContain(copper.login.apiKey);
});

test('disconnecting forgets the key and everything cached', async ({ app, copper }) => {
  await openMarasDeal(app);
  expect(JSON.stringify(await readStorage(app, 'local'))).toContain(copper.login.apiKey);

  const options = await app.openOptions();
  await button(options, 'Disconnect').click();
  await expect(connections(options).filter({ hasText: 'Copper' })).toHaveCount(0);

  for (const secret of [copper.login.apiKey, 'Maintenance 2027', 'Head of Automation']) {
    const isKept = async () =>
      JSON.stringify([
        await readStorage(app, 'local'),
        await readStorage(app, 'session'),
        await readDatabases(options),
      ]).includes(secret);
    await expect.poll(isKept, { message: `"${secret}" is forgotten` }).toBe(false);
  }
  await options.close();
  await app.gmail.bringToFront();
  await expect((await app.panel()).getByRole('link', { name: 'Connect a CRM' })).toBeVisible();
  await expect(openEmail(await app.panel())).not.toContainText('Copper');
});
