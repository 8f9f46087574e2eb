import type { Page } from '@playwright/test';
import { clickThread, openLabel, openThread } from '../simulator/gmail-page.ts';
import { evaluateInContentScript } from './harness/content-script.ts';
import { useSamples } from './harness/local.ts';
import { button, openEmail } from './harness/panel.ts';
import { expect, test } from './harness/test.ts';

const MARA = 'Lab robots, phase 2: revised offer';
const LINE = /Gmail’s layout is not recognised here/;

type Change = 'rename classes' | 'drop ids' | 'shuffle attributes' | 'turn around' | 'another Gmail';

/** From now on the page is built as another Gmail would build it, whatever it inserts. */
async function becomes(gmail: Page, change: Change): Promise<void> {
  await gmail.evaluate((kind) => {
    const ids = ['data-message-id', 'data-legacy-message-id', 'data-thread-perm-id', 'data-legacy-thread-id'];
    const changed = new WeakMap<Element, string>();
    const drop = (element: Element, names: readonly string[]) => names.forEach((name) => element.removeAttribute(name));
    const changes: Record<string, (element: Element) => void> = {
      'rename classes'(element) {
        const name = element.getAttribute('class');
        if (name === null || changed.get(element) === name) return;
        const other = name.replaceAll(/\S+/g, (one) => `x${one.length}${one.split('').toReversed().join('')}9`);
        changed.set(element, other);
        element.setAttribute('class', other);
      },
      'drop ids': (element) => drop(element, ids),
      'shuffle attributes'(element) {
        if (changed.has(element)) return;
        changed.set(element, '');
        const all = [...element.attributes].toReversed().map(({ name, value }) => [name, value] as const);
        drop(
          element,
          all.map(([name]) => name),
        );
        for (const [name, value] of all) element.setAttribute(name, value);
      },
      'turn around': () => (document.documentElement.dir = 'rtl'),
      'another Gmail'(element) {
        if (!element.closest('[role=main]') || element.closest('[gh=tl]') || element.matches('[role=main]')) return;
        drop(element, [...ids, 'email', 'name', 'class', 'role', 'aria-expanded']);
      },
    };
    const apply = () => document.querySelectorAll('body *').forEach((element) => changes[kind]?.(element));
    new MutationObserver(apply).observe(document.body, { childList: true, subtree: true, attributes: true });
    apply();
  }, change);
}

for (const change of ['rename classes', 'drop ids', 'shuffle attributes', 'turn around'] as const) {
  test(`finds the sender in a Gmail that did this: ${change}`, async ({ app }) => {
    const panel = await useSamples(app);
    await becomes(app.gmail, change);
    await clickThread(app.gmail, MARA);
    await expect(openEmail(panel)).toContainText('mara.rossi@tessella.example');
    await app.gmail.goBack();
    await expect(panel.getByText('Open an email to see its opportunities')).toBeVisible();
    await clickThread(app.gmail, 'Delivery window for the pilot arm');
    await expect(openEmail(panel)).toContainText('priya.nair@brightwater.example');
  });
}

test('says where it does not recognise Gmail, and leads on by hand', async ({ app }) => {
  const panel = await useSamples(app);
  await openThread(app.gmail, MARA);
  await expect(openEmail(panel)).toContainText('mara.rossi@tessella.example');
  await app.gmail.goBack();
  await becomes(app.gmail, 'another Gmail');
  await clickThread(app.gmail, 'Delivery window for the pilot arm');

  await expect(panel.getByText(LINE)).toBeVisible();
  const lookup = panel.getByRole('textbox', { name: 'Look up an address', exact: true });
  await lookup.fill('mara.rossi@tessella.example');
  await lookup.press('Enter');
  await expect(openEmail(panel)).toContainText('mara.rossi@tessella.example');
  await expect(panel.getByRole('article', { name: 'Maintenance 2027' })).toBeVisible();

  await app.gmail.goBack();
  await expect(panel.getByText('Open an email to see its opportunities')).toBeVisible();
  await clickThread(app.gmail, 'Packaging line for the spring season');
  await expect(panel.getByText(LINE)).toBeVisible();
  await expect(panel.getByRole('article', { name: 'Maintenance 2027' })).not.toBeVisible();
});

test('copies how the page is built, without a word of what it shows', async ({ app }) => {
  const panel = await useSamples(app);
  await becomes(app.gmail, 'another Gmail');
  await clickThread(app.gmail, MARA);
  await expect(panel.getByText(LINE)).toBeVisible();
  // Whether the browser allows copying here is not the question: what is copied is.
  await panel.evaluate(() => {
    navigator.clipboard.writeText = async (text) => void (document.body.dataset.copied = text);
  });
  await button(panel, 'Copy diagnostic').click();
  await expect(panel.getByText('Copied: tags, roles and class names, no text and no addresses.')).toBeVisible();

  const copied = (await panel.locator('body').getAttribute('data-copied')) ?? '';
  expect(copied).toMatch(/^html/);
  expect(copied).toMatch(/role=main/);
  expect(copied).not.toMatch(/@|tessella|mara|robots|offer|jo\b|keller|thursday/i);
});

test('fifty switches in five seconds: the last one wins, and nothing of the others comes after', async ({ app }) => {
  const panel = await useSamples(app);
  await openLabel(app.gmail, 'Orders');
  const hashes = await app.gmail.evaluate(async () => {
    const { threads } = (await (await fetch('mailbox.json')).json()) as {
      threads: { label: string; opaqueId: string }[];
    };
    return threads.filter(({ label }) => label === 'orders').map(({ opaqueId }) => `label/orders/${opaqueId}`);
  });
  await app.gmail.evaluate(async (all) => {
    for (let n = 0; n < 50; n += 1) {
      location.hash = all[n % 19] ?? '';
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    location.hash = all[19] ?? '';
  }, hashes);
  await expect(openEmail(panel)).toContainText('customer20@company20.example');
  const seen = await panel.evaluate(async () => {
    const shown = new Set<string>();
    const note = () => shown.add(document.querySelector('[aria-label="Open email"]')?.textContent ?? '');
    const observer = new MutationObserver(note);
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    note();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    observer.disconnect();
    return [...shown];
  });
  expect(seen.filter((text) => !text.includes('customer20@'))).toEqual([]);
});

test('leaves Gmail’s page as it is: no element and no attribute', async ({ app }) => {
  await openLabel(app.gmail, 'Orders');
  const records = await app.gmail.evaluate(async () => {
    const seen: string[] = [];
    // The page itself is at rest: whatever changes now is not its doing.
    const observer = new MutationObserver((all) => seen.push(...all.map(({ type }) => type)));
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    for (let n = 0; n < 20; n += 1) {
      document.dispatchEvent(new Event('visibilitychange'));
      dispatchEvent(new Event('pageshow'));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    observer.disconnect();
    return seen;
  });
  expect(records).toEqual([]);
});

test('asks for no layout, whatever is opened', async ({ app }) => {
  const panel = await useSamples(app);
  const trap = `(() => {
    globalThis.asked = [];
    const note = (name) => { globalThis.asked.push(name); };
    for (const name of ['offsetParent', 'offsetWidth', 'offsetHeight', 'innerText'])
      Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get() { note(name); } });
    for (const name of ['clientWidth', 'clientHeight', 'scrollTop', 'scrollHeight'])
      Object.defineProperty(Element.prototype, name, { configurable: true, get() { note(name); } });
    for (const name of ['getClientRects', 'getBoundingClientRect', 'checkVisibility'])
      Element.prototype[name] = () => note(name);
    globalThis.getComputedStyle = () => note('getComputedStyle');
    return 'set';
  })()`;
  expect(await evaluateInContentScript(app, trap)).toBe('set');
  for (const subject of [MARA, 'Delivery window for the pilot arm', 'Site visit in Graz']) {
    await openThread(app.gmail, subject);
    await app.gmail.goBack();
  }
  await openThread(app.gmail, MARA);
  await expect(openEmail(panel)).toContainText('mara.rossi@tessella.example');
  expect(await evaluateInContentScript(app, 'JSON.stringify(globalThis.asked)')).toBe('[]');
});

test('keeps nothing of what it saw: memory and listeners stay as they were', async ({ app }) => {
  await openThread(app.gmail, MARA);
  const session = await app.browser.context.newCDPSession(app.gmail);
  const churn = (batches: number) =>
    app.gmail.evaluate(async (count) => {
      const main = document.querySelector('[role=main]');
      for (let n = 0; n < count; n += 1) {
        const noise = document.createElement('div');
        noise.setAttribute('role', 'listitem');
        for (let part = 0; part < 20; part += 1) noise.append(document.createElement('span'));
        main?.append(noise);
        // Longer than the page takes to count as settled: each batch is looked at.
        await new Promise((resolve) => setTimeout(resolve, 25));
        noise.remove();
      }
    }, batches);
  const measure = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    return { usedSize, nodes, jsEventListeners };
  };

  await churn(100);
  const before = await measure();
  await churn(400);
  const after = await measure();
  expect(after.jsEventListeners).toBeLessThanOrEqual(before.jsEventListeners);
  expect(after.nodes - before.nodes).toBeLessThan(50);
  expect(after.usedSize - before.usedSize).toBeLessThan(300_000);
});
