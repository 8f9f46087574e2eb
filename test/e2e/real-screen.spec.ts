import { openThread } from '../simulator/gmail-page.ts';
import type { App } from './harness/app.ts';
import { startApp } from './harness/app.ts';
import { hasPanel } from './harness/browser.ts';
import type {} from './harness/chrome.ts';
import { MARAS_DEAL, MARAS_MAIL, expect, testUnconnected } from './harness/copper-test.ts';
import type { Display } from './harness/display.ts';
import { startDisplay } from './harness/display.ts';
import { connections, fillInCopper } from './harness/options.ts';
import { article, button, delivery, stage, stageName } from './harness/panel.ts';
import { finish } from './harness/test.ts';

const COPPER = 'https://api.copper.com/*';

/** The build as it ships, in a browser with windows, driven by the keyboard where no page can be clicked. */
const test = testUnconnected.extend<{ display: Display }>({
  // Playwright reads from this pattern which fixtures are needed: none.
  // oxlint-disable-next-line no-empty-pattern
  display: async ({}, use) => {
    const display = await startDisplay();
    await use(display);
    display.stop();
  },
  app: async ({ copper, display }, use, info) => {
    const app = await startApp({ screen: display.name, isUntouched: true, hosts: copper.hosts });
    await use(app);
    await finish(app, info);
  },
});

test('the shortcut opens the panel, and the browser’s own prompt lets Copper in', async ({ app, copper, display }) => {
  await expect.poll(() => display.countWindows(), { message: 'the browser is on the screen' }).toBe(1);
  // Without a window manager nothing tells when the window takes keys.
  await expect(async () => {
    display.press('alt+shift+d');
    await expect.poll(() => hasPanel(app.browser), { timeout: 2_000 }).toBe(true);
  }).toPass();
  expect(await grantedOrigins(app)).not.toContain(COPPER);

  const options = await app.openOptions();
  await fillInCopper(options, copper.login);
  const connect = button(options, 'Connect');
  await connect.click();
  // The prompt is no page, nothing tells when it is there: keys that came too early are pressed again.
  await expect(async () => {
    if (await connect.isEnabled()) await connect.click();
    display.press('Tab', 'Return');
    await expect.poll(() => grantedOrigins(app), { timeout: 2_000 }).toContain(COPPER);
  }).toPass();
  await expect(connections(options).filter({ hasText: 'Copper' })).toBeVisible();
  await options.close();

  await openThread(app.gmail, MARAS_MAIL);
  const deal = article(await app.panel(), MARAS_DEAL);
  await stage(deal).selectOption({ label: 'Contract Sent' });
  await expect(delivery(deal)).toContainText('Saved');
  await expect(stageName(deal)).toHaveText('Contract Sent');
  expect(copper.opportunity(MARAS_DEAL).pipeline_stage_id).toBe(copper.stageId('Contract Sent'));

  const optionsAgain = await app.openOptions();
  await button(optionsAgain, 'Disconnect').click();
  await expect.poll(() => grantedOrigins(app)).not.toContain(COPPER);
});

async function grantedOrigins(app: App): Promise<string[]> {
  return (await app.worker()).evaluate(async () => (await chrome.permissions.getAll()).origins ?? []);
}
