import { MARAS_DEAL, expect, openMarasDeal, test } from './harness/copper-test.ts';
import { evaluateInContentScript } from './harness/content-script.ts';
import { button, delivery, stage } from './harness/panel.ts';
import { readStorage } from './harness/storage.ts';

/** The key stays in the worker, and requests go to the CRM. */

test('the content script can’t read what the extension stores', async ({ app, copper }) => {
  await openMarasDeal(app);
  expect(JSON.stringify(await readStorage(app, 'local'))).toContain(copper.login.apiKey);

  for (const area of ['local', 'session']) {
    const answer = await evaluateInContentScript(app, `chrome.storage.${area}.get(null).then(JSON.stringify, String)`);
    expect(answer).toMatch(/Access to storage is not allowed/);
  }
});

test('a page in the tab gets no answer from the worker', async ({ app }) => {
  await openMarasDeal(app);
  expect(await app.gmail.evaluate(() => 'chrome' in globalThis && 'runtime' in chrome)).toBe(false);
});

test('the content script is refused what only the panel may ask', async ({ app }) => {
  await openMarasDeal(app);
  for (const name of [
    'connection.connect',
    'connection.disconnect',
    'local.export',
    'opportunity.edit',
    '__proto__',
    'toString',
  ]) {
    const answer = await evaluateInContentScript(
      app,
      `chrome.runtime.sendMessage({ name: '${name}', input: {} }).then(JSON.stringify)`,
    );
    expect(JSON.parse(answer), name).toMatchObject({ ok: false });
  }
});

test('no message’s answer and nothing published holds the key', async ({ app, copper }) => {
  await openMarasDeal(app);
  const options = await app.openOptions();
  const answers = await options.evaluate(
    async (credentials) => {
      const ask = (name: string, input: unknown) => chrome.runtime.sendMessage({ name, input });
      return Promise.all([
        ask('panel.shown', { tabId: 1 }),
        ask('panel.refresh', { tabId: 1 }),
        ask('search.asked', { tabId: 1, text: 'robots' }),
        ask('local.export', {}),
        ask('vault.read', {}),
        ask('connection.connect', { crm: 'copper', credentials }),
        ask('connection.connect', { crm: 'copper', credentials: { ...credentials, email: 'else@northwind.example' } }),
      ]);
    },
    { ...copper.login },
  );

  expect(JSON.stringify(answers)).not.toContain(copper.login.apiKey);
  expect(JSON.stringify(await readStorage(app, 'session'))).toContain(MARAS_DEAL);
  expect(JSON.stringify(await readStorage(app, 'session'))).not.toContain(copper.login.apiKey);
});

test('every request of a whole session goes to Copper, and the mail’s page sends none', async ({ app, copper }) => {
  const deal = await openMarasDeal(app);
  await stage(deal).selectOption({ label: 'Contract Sent' });
  await expect(delivery(deal)).toContainText('Saved');
  await button(await app.panel(), 'Create opportunity').click();
  await expect(button(await app.panel(), 'Undo').first()).toBeVisible();

  const requests = await app.requests();
  const ours = requests.filter(({ initiator }) => initiator.startsWith('chrome-extension:'));
  const pages = requests.filter(({ initiator }) => !initiator.startsWith('chrome-extension:'));

  expect(ours.length).toBeGreaterThan(3);
  expect([...new Set(ours.map(({ url }) => url.origin))]).toEqual(['https://api.copper.com']);
  expect(ours.filter(({ url }) => url.href.includes(copper.login.apiKey))).toEqual([]);
  // The simulator's own files; a content script's requests would carry the page's origin too.
  expect([...new Set(pages.map(({ url }) => url.origin))]).toEqual(['https://mail.google.com']);
  expect(
    pages.filter(({ url }) => !/^\/(?:simulator\/|favicon|mail\/u\/0\/mailbox\.json$)/.test(url.pathname)),
  ).toEqual([]);
});
